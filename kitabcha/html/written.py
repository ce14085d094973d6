"""Addresses that stand written out in a text: where a line may break in them, and which links print nothing more."""

from __future__ import annotations

import re

from docutils import nodes

_ADDRESS = re.compile(r"(?<!\S)[^\s<>]*\.[^\s<>]*/[^\s<>]{4,}")
_SLASH = re.compile(r"(?<!/)/(?=[^/])")
# A host that fits on the line of a phone stays whole; its parts are letters, digits and hyphens (RFC 1123, 2.1).
_LONG_HOST = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?=[a-z0-9.-]{25})(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?!\.?[\w@-])", re.I
)
_DOT = re.compile(r"\.(?=[A-Za-z0-9])")


def with_breaks(text: str) -> str:
    """Let long addresses break behind their slashes and dots, where browsers keep them whole or cut them anywhere.

    Args:
        text: HTML without tags.

    Returns:
        The same with ``<wbr>``.
    """
    text = _ADDRESS.sub(lambda found: _SLASH.sub("/<wbr>", found[0]), text)
    return _LONG_HOST.sub(lambda found: _DOT.sub(".<wbr>", found[0]), text)


def is_written_out(node: nodes.Element) -> bool:
    """Return whether a link shows its own address, so that paper need not add it.

    Args:
        node: a link.
    """
    return _bare(node.astext()) == _bare(str(node.get("refuri", "")))


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip(), flags=re.I).rstrip("/")
