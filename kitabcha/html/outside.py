"""Addresses outside the guide: every one in one list, and each of a form that a browser can follow."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = get_logger(__name__)
WEB = ("http:", "https:")


def fault(address: str) -> str:
    """Tell what is wrong with the form of a web address (RFC 3986).

    Args:
        address: begins with ``http:`` or ``https:``.

    Returns:
        The fault in a few words; empty if there is none.
    """
    if not re.fullmatch(r"[!#-;=?-\[\]_a-z~%]+", address):
        return "it holds a space or a character that must be percent-encoded"
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return "a percent sign is not followed by two hexadecimal digits"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        return str(error)
    if not parts.netloc:
        return "two slashes must follow the scheme"
    if parts.username is not None:
        return "it holds a user name"
    if not _is_host(host):
        return f"{host!r} is no host"
    if address[-1] in ".,;:!'" and not address.endswith("..."):  # some sites cut their names so
        return f"it ends in {address[-1]!r}, which belongs to the sentence"
    return ""


def _is_host(host: str) -> bool:
    label = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
    if re.fullmatch(rf"{label}(?:\.{label})*\.(?:[a-z]{{2,63}}|xn--[a-z0-9-]+)", host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def check(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Warn of addresses that no browser can follow (Sphinx event ``doctree-resolved``).

    Args:
        app: the Sphinx application.
        doctree: a document with all its links.
        docname: its name.
    """
    if app.builder.format != "html" or app.builder.name == "onefile":  # which has the same links
        return
    for node in doctree.findall(nodes.reference):
        address = node.get("refuri", "")
        wrong = fault(address) if address.startswith(WEB) else ""
        if wrong:
            warn(
                logger,
                Kind.ADDRESS,
                "The address %s cannot be followed: %s. Correct it in the text or in the fact sheet.",
                address,
                wrong,
                location=node,
                once=True,
            )


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith(WEB):
            self.found.append(href)


def write_list(html: Path, path: Path) -> None:
    """Write every outside address with the pages that lead there, in order of address.

    Args:
        html: the folder of all HTML editions.
        path: the JSON file to write; addresses with their pages, relative to `html`.
    """
    pages: dict[str, set[str]] = {}
    for page in html.rglob("*.html"):
        links = _Links()
        links.feed(page.read_text(encoding="utf-8"))
        for address in links.found:
            pages.setdefault(address, set()).add(page.relative_to(html).as_posix())
    listed: Mapping[str, list[str]] = {address: sorted(names) for address, names in sorted(pages.items())}
    path.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
