"""The pieces of text on a page as Typst writes them, read without looking at anything else.

Typst draws the same few glyphs over and over, so what a text object shows is read once and remembered by its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kitabcha.pdf.textlayer.fonts import FontFamily
from kitabcha.pdf.textlayer.runs import NUMBER, STRING, RunReader, Stretch

_BEGIN, _END = b"q 1 0 0 -1 ", b"\nET\nQ\n"
# What stands between them: place, matrix without turn, colour, text. No string of Typst's holds a line break.
_COLOUR = re.compile(rb"cm[^\n]*")
_OPERATION = re.compile(
    rb"(?:/Span<</ActualText<FEFF([0-9A-F]*)>>>BDC)?(?:/ReversedChars BMC)?"
    rb" 0 Tr/(\w+) (%b) Tf 1 0 0 -1 (%b) 0 Tm(?:\[((?:%b|%b)*)\]TJ|(%b)Tj)((?:\n?EMC)*)"
    % (NUMBER, NUMBER, STRING, NUMBER, STRING)
)


@dataclass(slots=True, eq=False)
class Style:
    """How a text looks; the same object for all that look the same.

    Attributes:
        name: of the font.
        size: pt.
        colour: the operators before the text.
        scale: font units in a pt.
        reader: of what is shown in its font.
    """

    name: str
    size: float
    colour: bytes
    scale: float
    reader: RunReader


@dataclass(slots=True, eq=False)
class Shape:
    """What a text object shows, wherever it stands; shared by all that have the same bytes.

    Attributes:
        style: how it looks.
        stretches: what it shows, with places from its own, in font units.
        advance: how far its pen moves, pt.
        has_base: whether it has a letter, not just marks of letters.
        flats: how many of its units stand on the baseline for sure.
        text: what it stands for.
    """

    style: Style
    stretches: Sequence[tuple[float, Stretch]]
    advance: float
    has_base: bool
    flats: int
    text: str


Fragment = tuple[float, float, Shape]
"""One text object: where its matrix puts it (pt from the left edge, pt up from the bottom edge), and what it shows."""


class FragmentReader:
    """Reads the text objects of pages that have the same fonts.

    Args:
        fonts: the fonts by name.
    """

    def __init__(self, fonts: dict[str, FontFamily]) -> None:
        self.fonts = fonts
        self._known: dict[bytes, Shape | None] = {}
        self._styles: dict[tuple[bytes, bytes, bytes], Style] = {}
        self._readers: dict[bytes, RunReader] = {}

    def read(self, content: bytes) -> Iterator[tuple[Fragment | None, int, int, bytes]]:
        """Read a page.

        Args:
            content: its content stream.

        Yields:
            Its text objects in order, or None for one that cannot be treated; where it begins and ends; and what stands
            before it, behind the last one.
        """
        known, edge = self._known, 0
        for piece in content.split(_END)[:-1]:
            before, _, text = piece.rpartition(_BEGIN)
            start, edge = edge, edge + len(piece) + len(_END)
            fragment: Fragment | None = None
            try:
                x, y, key = text.split(b" ", 2)
                if key not in known:
                    known[key] = self._shape(key)
                shape = known[key]
                if shape is not None:
                    fragment = (float(x), float(y), shape)
            except ValueError:  # no place that Typst would write
                pass
            yield fragment, start + len(before), edge, before

    def _shape(self, text: bytes) -> Shape | None:
        """Read what a text object shows, or return nothing if it cannot be treated."""
        colour, _, body = text.partition(b"\nBT")
        stretches: list[tuple[float, Stretch]] = []
        style: Style | None = None
        edge, pen = 0, 0.0
        cluster: tuple[bytes, float, bytes, int] | None = None  # the open one: text, place, operand, its first stretch
        for found in _OPERATION.finditer(body):
            opened, name, size, place, many, one, closed = found.groups()
            before, style = style, self._style(name, size, colour)
            if style is None or found.start() != edge or before not in (None, style):
                return None
            edge, x, operand = found.end(), float(place) * style.scale, many or one or b""
            if cluster is not None and opened is None:  # what was read of it is read again with this
                opened, start, shown, count = cluster
                x, operand = start, style.reader.longer(shown, x - pen, operand)
                del stretches[count:]
            count = len(stretches)
            run, advance = style.reader.read(opened, operand)
            stretches += [(x + shift, stretch) for shift, stretch in run] if x else run
            cluster = None if closed or opened is None else (opened, x, operand, count)
            pen = x + advance
        return _shape(style, stretches, pen) if style and stretches and edge == len(body) else None

    def _style(self, name: bytes, size: bytes, colour: bytes) -> Style | None:
        """Return a style, or nothing if its font cannot be treated."""
        key = (name, size, colour)
        if key not in self._styles:
            family = self.fonts.get(name.decode())
            if family is None or not family.usable or not float(size) or not _COLOUR.fullmatch(colour):
                return None
            font = family.shards[0]
            reader = self._readers.setdefault(name, RunReader(font))
            self._styles[key] = Style(name.decode(), float(size), colour[2:], font.units / float(size), reader)
        return self._styles[key]


def _shape(style: Style, stretches: Sequence[tuple[float, Stretch]], pen: float) -> Shape:
    own = [stretch for _, stretch in stretches]
    return Shape(
        style,
        stretches,
        (pen - stretches[0][0]) / style.scale,  # from the first glyph, since a mark may stand before its pen
        any(stretch.advance for stretch in own),
        sum([stretch.flats for stretch in own]),
        "".join([stretch.text for stretch in own]),
    )
