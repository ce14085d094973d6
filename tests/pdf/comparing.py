"""Compare what programs read from a PDF with what the guide says, and what two files draw."""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont

from tests.pdf.poppler import poppler

IGNORED = re.compile("[\\s\u0640\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")
Drawn = tuple[str, float, float]  # outline of a glyph, pt from the left and from the bottom edge


def plain(text: str) -> str:
    """Take away white space, direction controls and tatweel."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


def read_with_poppler(pdf: Path) -> list[str]:
    """Return the text of each page as pdftotext gives it."""
    done = poppler("pdftotext", str(pdf), "-")
    return done.stdout.split("\f")[:-1]


def read_with_pdfium(pdf: Path) -> list[str]:
    """Return the text of each page as PDFium, the viewer of Chrome, gives it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def alike(blocks: Iterable[str], pages: Sequence[str]) -> list[tuple[int, int, str]]:
    """Look for every block of text on the pages.

    Returns:
        For each block how many of its characters were found in order, how many it has, and the block. A block may go
        over to the next page; pieces of one or two characters do not count.
    """
    flat = [plain(page) for page in pages]
    found = []
    for block in map(plain, blocks):
        if any(block in page for page in flat):
            found.append((len(block), len(block), block))
            continue
        parts = {block[i : i + 6] for i in range(max(1, len(block) - 5))}
        spreads = [left + right for left, right in zip(flat, [*flat[1:], ""], strict=True)]
        best = max(spreads, key=lambda spread: sum(part in spread for part in parts))
        matcher = difflib.SequenceMatcher(None, block, best, autojunk=False)
        same = sum(match.size for match in matcher.get_matching_blocks() if match.size > 2)
        found.append((same, len(block), block))
    return found


def outlines(pdf: Path | bytes, base: dict[str, int] | None = None) -> tuple[list[list[Drawn]], dict[str, int]]:
    """List what every page draws, glyph by glyph; composite glyphs beyond `base` are taken apart.

    Args:
        pdf: the file.
        base: how many glyphs each font had at first.

    Returns:
        What is drawn on each page, and how many glyphs each font has.
    """
    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as file:
        fonts: dict[Any, _Font] = {}
        pages = []
        for page in file.pages:
            named = {}
            for name, font in page.Resources.get("/Font", {}).items():
                named[name] = fonts.setdefault(font.objgen, _Font(font, base or {}))
            pages.append(list(_drawn(page, named)))
        return pages, {font.name: font.count for font in fonts.values()}


class _Font:
    def __init__(self, font: Any, base: dict[str, int]) -> None:
        descendant = font.DescendantFonts[0]
        self.name = str(font.BaseFont)
        self.widths: dict[int, float] = {}
        self.default = float(descendant.get("/DW", 1000))
        self.read_widths(list(descendant.get("/W", [])))
        self.program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        self.units = self.program["head"].unitsPerEm
        self.count = self.program["maxp"].numGlyphs
        self.first_new = base.get(self.name, self.count)

    def read_widths(self, items: list[Any]) -> None:
        index = 0
        while index < len(items):
            first, second = int(items[index]), items[index + 1]
            if isinstance(second, pikepdf.Array):
                self.widths |= {first + i: float(width) for i, width in enumerate(second)}
                index += 2
            else:
                self.widths |= dict.fromkeys(range(first, int(second) + 1), float(items[index + 2]))
                index += 3

    def parts(self, code: int) -> list[tuple[int, float, float]]:
        """The outlines of a code: glyph, shift in em."""
        glyph = self.program["glyf"][self.program.getGlyphName(code)]
        if code >= self.first_new and glyph.isComposite():
            return [
                (self.program.getGlyphID(part.glyphName), part.x / self.units, part.y / self.units)
                for part in glyph.components
            ]
        return [(code, 0.0, 0.0)] if glyph.numberOfContours else []


def _drawn(page: pikepdf.Page, fonts: dict[str, _Font]) -> Iterator[Drawn]:
    x = y = pen = size = 0.0
    font: _Font | None = None
    for instruction in pikepdf.parse_content_stream(page):
        operands: list[Any] = list(instruction.operands)
        name = str(instruction.operator)
        if name == "cm" and [float(value) for value in operands[:4]] == [1, 0, 0, -1]:
            x, y = float(operands[4]), float(operands[5])
        elif name == "Tm":
            pen = float(operands[4])
        elif name == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif name in ("Tj", "TJ") and font is not None:
            for item in operands[0] if name == "TJ" else operands:
                if not isinstance(item, pikepdf.String):
                    pen -= float(item) * size / 1000
                    continue
                data = bytes(item)
                for code in (data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)):
                    for glyph, right, up in font.parts(code):
                        yield f"{font.name}:{glyph}", x + pen + right * size, y + up * size
                    pen += font.widths.get(code, font.default) * size / 1000


def farthest(before: Sequence[Sequence[Drawn]], after: Sequence[Sequence[Drawn]]) -> float:
    """Return how far any outline was moved, in pt; raises if one is missing or new."""
    most = 0.0
    for old, new in zip(before, after, strict=True):
        places: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for outline, x, y in new:
            places[outline.split("+")[-1]].append((x, y))
        for outline, x, y in old:
            here = places[outline.split("+")[-1]]
            nearest = min(range(len(here)), key=lambda i: (here[i][0] - x) ** 2 + (here[i][1] - y) ** 2)
            most = max(most, abs(here[nearest][0] - x), abs(here[nearest][1] - y))
            here.pop(nearest)
        assert not any(places.values()), "there are outlines that were not there before"
    return most
