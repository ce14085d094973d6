"""Character maps of fonts: what their codes stand for."""

from __future__ import annotations

import re

import pikepdf

_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def
/Ordering (Identity) def
/Supplement 0 def
end def
/CMapName /Custom def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_EMBEDDING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read_map(font: pikepdf.Object) -> dict[int, str]:
    """Read what codes stand for (ISO 32000-1, 9.10.3).

    Args:
        font: a font dictionary.
    """
    found: dict[int, str] = {}
    if "/ToUnicode" not in font:
        return found
    data = font.ToUnicode.read_bytes()
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in _CHAR.findall(part):
            found[int(code, 16)] = without_embedding(read_text(text))
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, text in _RANGE.findall(part):
            start = read_text(text)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def read_text(digits: bytes) -> str:
    """Read a text from hexadecimal digits.

    Args:
        digits: UTF-16, the greater byte first.
    """
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def without_embedding(text: str) -> str:
    """Take away the direction controls that Typst puts around runs of another direction.

    Args:
        text: what a glyph stands for; left alone if it is nothing else.
    """
    return _EMBEDDING.sub("", text) or text


def write_map(texts: dict[int, str]) -> bytes:
    """Write what codes stand for.

    Args:
        texts: by code.
    """
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n".encode() for code, text in sorted(texts.items())
    ]
    parts = [_CMAP_HEAD]
    for start in range(0, len(rows), 100):  # at most a hundred in a block
        block = rows[start : start + 100]
        parts += [b"%d beginbfchar\n" % len(block), *block, b"endbfchar\n"]
    return b"".join([*parts, _CMAP_FOOT])
