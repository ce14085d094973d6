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

STEP = 0.005  # pt; how far the beginnings of two words stand apart, just enough to be sorted
MARGIN = 0.2  # em
ALIKE = 8  # PDFium compares a character with the seven before it


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a phrase.

    Attributes:
        code: in the font.
        x: where it stands, pt from the edge of the page.
        width: pt.
        text: what it stands for.
    """

    code: int
    x: float
    width: float
    text: str


def glyphs_of(fragments: Sequence[Fragment], font: GrowingFont) -> list[Glyph]:
    """List the glyphs of a phrase, or none of them if one stands for something unusual.

    Args:
        fragments: its pieces from left to right.
        font: their font.
    """
    found = []
    for fragment in fragments:
        for unit in fragment.shape.units:
            code, x = unit.glyphs[0]
            if not unit.width and all(unicodedata.category(char) == "Cf" for char in unit.text):
                continue  # Typst ends a phrase with a direction mark that draws nothing
            if len(unit.glyphs) > 1 or font.text.get(code) != unit.text or not unit.text:
                return []
            found.append(Glyph(code, fragment.x + x, unit.width, unit.text))
    return found


@dataclass(slots=True)
class Segment:
    """A part of a phrase that PDFium does not cut.

    Attributes:
        kind: ``left``, ``weak`` or ``neutral``, as PDFium calls them.
        glyphs: from left to right.
        space: the space behind it, if there is one.
    """

    kind: str
    glyphs: list[Glyph]
    space: Glyph | None = None

    @property
    def end(self) -> float:
        """Where it ends, pt."""
        return self.glyphs[-1].x + self.glyphs[-1].width

    @property
    def is_mirrored(self) -> bool:
        """Whether it has brackets or quotation marks that PDFium could turn round."""
        return any(unicodedata.mirrored(glyph.text[0]) for glyph in self.glyphs)


@cache
def _direction(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    if kind == "L":
        return "left"
    return "weak" if kind in ("AN", "EN", "NSM", "CS", "ES", "ET", "BN") else "neutral"


def segments(glyphs: Sequence[Glyph]) -> list[Segment]:
    """Cut a phrase where PDFium cuts it.

    Args:
        glyphs: from left to right.
    """
    parts: list[Segment] = []
    for glyph in glyphs:
        kind = _direction(glyph.text[0])
        if glyph.text.isspace():
            if parts:
                parts[-1].space = glyph
        elif parts and parts[-1].kind == kind and parts[-1].space is None:
            parts[-1].glyphs.append(glyph)
        else:
            parts.append(Segment(kind, [glyph]))
    return parts


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
            if part.is_mirrored:
                shown.append(b"<%04X>" % font.code(LRM, 0, ()))
            written.append(b" 1 0 0 -1 %.5f 0 Tm[%b]TJ" % (start - origin, b"".join(shown)))
        return b"".join(written)

    def _space(self, font: GrowingFont) -> tuple[int, int]:
        """Return the code of a space and its width: PDFium drops one of two equal codes that stand so close."""
        width = font.units // 4 + self.written % ALIKE
        return font.code(" ", width, ()), width


def _kerned(glyphs: Sequence[Glyph], scale: float) -> bytes:
    """Write glyphs with the shifts between them."""
    parts, codes, pen = [], "", glyphs[0].x
    for glyph in glyphs:
        shift = (glyph.x - pen) * scale
        if abs(shift) > 0.02:
            parts.append(b"<%b>%.3f" % (codes.encode(), -shift))
            codes, pen = "", glyph.x
        codes += f"{glyph.code:04X}"
        pen += glyph.width
    return b"".join([*parts, b"<%b>" % codes.encode()])
