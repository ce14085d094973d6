"""Addresses that stand written out in a text: where a line may break in them."""

from __future__ import annotations

import re

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
