"""Reads finished PDF pages the way a person sees them: glyphs by their place on the page.

The content streams themselves are read, since text extractors reorder and mirror what they find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Glyph:
    """A glyph drawn on a page; measures in points from the lower left corner."""

    char: str
    left: float
    right: float
    baseline: float
    size: float
    font: str


@dataclass
class Font:
    """What is needed of an embedded font: widths and the characters of its codes."""

    name: str
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 1000
    chars: dict[int, str] = field(default_factory=dict)


def multiply(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def read_font(font: pikepdf.Object) -> Font:
    descendant = font.DescendantFonts[0]
    made = Font(str(font.BaseFont), default=float(descendant.get("/DW", 1000)))
    entries = list(descendant.get("/W", []))
    while entries:
        first, second = int(entries[0]), entries[1]
        if isinstance(second, pikepdf.Array):
            made.widths |= {first + index: float(width) for index, width in enumerate(second)}
            entries = entries[2:]
        else:
            made.widths |= {code: float(entries[2]) for code in range(first, int(second) + 1)}
            entries = entries[3:]
    cmap = font.ToUnicode.read_bytes().decode()
    for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            made.chars[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            start = bytes.fromhex(text).decode("utf-16-be")
            for offset in range(int(high, 16) - int(low, 16) + 1):
                made.chars[int(low, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return made


def glyphs(path: Path, page: int) -> list[Glyph]:
    """Return the glyphs of a page (from 0) that leave ink, in the order of the file."""
    with pikepdf.open(path) as pdf:
        return [glyph for glyph in _glyphs(pdf.pages[page]) if glyph.char.strip(" \t\u200e\u200f")]


def _glyphs(page: pikepdf.Page) -> Iterator[Glyph]:
    fonts = {name: read_font(font) for name, font in page.Resources.get("/Font", {}).items()}
    stack: list[Matrix] = []
    place, line, font, size = IDENTITY, IDENTITY, Font(""), 0.0
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name == "q":
            stack.append(place)
        elif name == "Q":
            place = stack.pop()
        elif name == "cm":
            place = multiply(_matrix(operands), place)
        elif name == "BT":
            line = IDENTITY
        elif name == "Tm":
            line = _matrix(operands)
        elif name == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif name in ("Tj", "TJ"):
            for piece in operands[0] if name == "TJ" else [operands[0]]:
                if not isinstance(piece, pikepdf.String):
                    line = multiply((1, 0, 0, 1, -float(piece) * size / 1000, 0), line)
                    continue
                data = bytes(piece)
                for code in (data[index] << 8 | data[index + 1] for index in range(0, len(data), 2)):
                    width = font.widths.get(code, font.default) * size / 1000
                    begin = multiply(line, place)
                    line = multiply((1, 0, 0, 1, width, 0), line)
                    end = multiply(line, place)
                    yield Glyph(font.chars.get(code, ""), begin[4], end[4], round(begin[5], 2), size, font.name)


def _matrix(operands: object) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)  # type: ignore[attr-defined]
    return (a, b, c, d, e, f)


def visual_lines(path: Path, page: int, *, tolerance: float = 1.0) -> list[str]:
    """Return the lines of a page as seen: glyphs from left to right, without spaces."""
    lines: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(glyphs(path, page), key=lambda g: -g.baseline):
        if lines and abs(lines[-1][0] - glyph.baseline) <= tolerance:
            lines[-1][1].append(glyph)
        else:
            lines.append((glyph.baseline, [glyph]))
    return ["".join(g.char for g in sorted(line, key=lambda g: g.left)) for _baseline, line in lines]


def all_lines(path: Path) -> list[str]:
    """Return the lines of all pages, as `visual_lines` does."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    return [line for page in range(count) for line in visual_lines(path, page)]


def seen(path: Path, words: str) -> bool:
    """Return whether words stand in one line, from left to right."""
    bare = re.sub(r"\s", "", words)
    return any(bare in line for line in all_lines(path))
