"""Left-to-right phrases in a right-to-left file: their words in the order that PDFium makes of them.

PDFium (the viewer of Chrome) sorts the text objects of a line by where they begin, takes the text for visual order and
turns the order of its words round when the file is read from right to left; "67 FR 52584" becomes "52584 FR 67". So
each word gets a text object of its own that begins with a space at the end of the phrase; from there the pen goes back
to where the word belongs. The order of the file and the places of the glyphs stay as they were. The price is a space
that PDFium shows beside a sign inside a word, as in "I -94"; poppler does not see these spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kitabcha.pdf.textlayer.fonts import GrowingFont
from kitabcha.pdf.textlayer.fragments import Fragment
from kitabcha.pdf.textlayer.lines import LRM
from kitabcha.pdf.textlayer.runs import Stretch

STEP = 0.005  # pt; how far the beginnings of two words stand apart, just enough to be sorted
MARGIN = 0.2  # em
ALIKE = 8  # PDFium compares a character with the seven before it


@dataclass(slots=True, eq=False)
class Glyphs:
    """Glyphs of one direction without a shift between them.

    Attributes:
        codes: in the font, as hexadecimal digits.
        x: where they stand, pt from the edge of the page; font units from the stretch while they are in a book.
        width: in the same unit.
        kind: ``left``, ``weak`` or ``neutral``, as PDFium calls them, or ``space``.
        is_mirrored: whether a bracket or quotation mark is among them that PDFium could turn round.
    """

    codes: str
    x: float
    width: float
    kind: str
    is_mirrored: bool


@dataclass(slots=True, eq=False)
class Segment:
    """A part of a phrase that PDFium does not cut.

    Attributes:
        kind: ``left``, ``weak`` or ``neutral``.
        glyphs: from left to right.
        space: the space behind it, if there is one.
    """

    kind: str
    glyphs: list[Glyphs]
    space: Glyphs | None = None


@cache
def _direction(char: str) -> str:
    if char.isspace():
        return "space"
    kind = unicodedata.bidirectional(char)
    if kind == "L":
        return "left"
    return "weak" if kind in ("AN", "EN", "NSM", "CS", "ES", "ET", "BN") else "neutral"


class PhraseBook:
    """Cuts phrases; remembers how the same words were cut before."""

    def __init__(self) -> None:
        self._known: dict[Stretch, list[Glyphs] | None] = {}

    def segments(self, fragments: Sequence[Fragment], font: GrowingFont) -> list[Segment]:
        """Cut a phrase where PDFium cuts it; not at all if one of its glyphs stands for something unusual.

        Args:
            fragments: its pieces from left to right.
            font: their font.
        """
        parts: list[Segment] = []
        for left, _, shape in fragments:
            scale = shape.style.scale
            for place, stretch in shape.stretches:
                if stretch not in self._known:
                    self._known[stretch] = _glyphs_of(stretch, font)
                known = self._known[stretch]
                if known is None:
                    return []
                for one in known:
                    x = left + (place + one.x) / scale
                    glyphs = Glyphs(one.codes, x, one.width / scale, one.kind, one.is_mirrored)
                    if one.kind == "space":
                        if parts:
                            parts[-1].space = glyphs
                    elif parts and parts[-1].kind == one.kind and parts[-1].space is None:
                        parts[-1].glyphs.append(glyphs)
                    else:
                        parts.append(Segment(one.kind, [glyphs]))
        return parts


def _glyphs_of(stretch: Stretch, font: GrowingFont) -> list[Glyphs] | None:
    found: list[Glyphs] = []
    for x, unit in stretch.placed(0.0):
        code, _ = unit.glyphs[0]
        if not unit.advance and all(unicodedata.category(char) == "Cf" for char in unit.text):
            continue  # Typst ends a phrase with a direction mark that draws nothing
        if len(unit.glyphs) > 1 or font.text.get(code) != unit.text or not unit.text:
            return None
        kind, is_mirrored = _direction(unit.text[0]), bool(unicodedata.mirrored(unit.text[0]))
        if found and found[-1].kind == kind and kind != "space":
            found[-1].codes += f"{code:04X}"
            found[-1].width = x + unit.advance - found[-1].x
            found[-1].is_mirrored |= is_mirrored
        else:
            found.append(Glyphs(f"{code:04X}", x, unit.advance, kind, is_mirrored))
    return found


@dataclass(slots=True)
class Phrase:
    """A left-to-right part of a printed line. It may have several fonts, and so be written in several pieces.

    Attributes:
        end: where it ends, pt.
        last: where its last segment begins, pt.
        total: how many segments it has.
        written: how many of them have been written.
    """

    end: float = 0.0
    last: float = 0.0
    total: int = 0
    written: int = 0

    def write(self, parts: Sequence[Segment], font: GrowingFont, origin: float, size: float) -> bytes:
        """Write the operators of the next piece, after its font was chosen.

        Args:
            parts: its segments from left to right.
            font: their font.
            origin: where the text object begins, pt from the edge of the page.
            size: pt.
        """
        scale = 1000 / size
        # A bracket behind the phrase may begin a little early (see lines.py); the last word must stay the first.
        margin = min(MARGIN * size, (self.end - self.last) / 2)
        written = []
        for part in parts:
            start, shown = part.glyphs[0].x, []
            self.written += 1
            if self.written < self.total or part.space:
                lead, width = self._space(font)
                start = self.end - margin - self.written * STEP
                back = (start - part.glyphs[0].x) * scale + font.thousandths(width)
                shown.append(b"<%04X>%.3f" % (lead, back))
            shown.append(_kerned(part.glyphs, scale))
            if any(glyphs.is_mirrored for glyphs in part.glyphs):
                shown.append(b"<%04X>" % font.code(LRM, 0, ()))
            written.append(b" 1 0 0 -1 %.5f 0 Tm[%b]TJ" % (start - origin, b"".join(shown)))
        return b"".join(written)

    def _space(self, font: GrowingFont) -> tuple[int, int]:
        """Return the code of a space and its width: PDFium drops one of two equal codes that stand so close."""
        width = font.units // 4 + self.written % ALIKE
        return font.code(" ", width, ()), width


def _kerned(glyphs: Sequence[Glyphs], scale: float) -> bytes:
    """Write glyphs with the shifts between them."""
    parts, pen = [], glyphs[0].x
    for some in glyphs:
        if abs(some.x - pen) * scale > 0.02:
            parts.append(f">{(pen - some.x) * scale:.3f}<")
            pen = some.x
        parts.append(some.codes)
        pen += some.width
    return f"<{''.join(parts)}>".encode()
