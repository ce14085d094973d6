"""Addresses of links: those that could run code are none, whoever wrote them; which stand in the text already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from kitabcha.diagnostics import Kind, get_logger, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = get_logger(__name__)
# Browsers pass over white space and control characters in front of the scheme and inside it (WHATWG URL, 4.4).
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\x9f]+")
RUN_CODE = ("javascript:", "vbscript:", "data:")
_UNSAID = re.compile(r"^(?:https?://|mailto:)", re.I)  # what people leave out when they write an address down


def is_written_out(node: nodes.Element) -> bool:
    """Return whether a link shows its own address, so that paper need not add it.

    Args:
        node: a link.
    """
    return _written(node.astext()) == _written(str(node.get("refuri", "")))


def _written(address: str) -> str:
    return _UNSAID.sub("", address.strip()).rstrip("/")


class UnlinkCode(SphinxPostTransform):
    """Put the words of such a link in its place."""

    default_priority = 900  # when every reference is resolved

    def run(self, **kwargs: Any) -> None:
        """Unlink in one document."""
        for node in list(self.document.findall(nodes.reference)):
            address = str(node.get("refuri", ""))
            if _SKIPPED.sub("", address).lower().startswith(RUN_CODE):
                warn(
                    logger,
                    Kind.ADDRESS,
                    "The address %s could run code, so it is no link; its words are kept. "
                    "Write an address that begins with https://.",
                    address,
                    location=node,
                )
                node.replace_self(nodes.inline("", "", *node.children, ids=node["ids"], classes=node["classes"]))


def setup(app: Sphinx) -> None:
    """Register the transform.

    Args:
        app: the Sphinx application.
    """
    app.add_post_transform(UnlinkCode)
