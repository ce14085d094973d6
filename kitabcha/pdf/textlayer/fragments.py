"""The pieces of text on a page as Typst writes them, read without looking at anything else.

Typst draws the same few glyphs over and over, so what a text object shows is read once and remembered by its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kitabcha.pdf.textlayer.fonts import FontFamily, GrowingFont, read_text, without_embedding

_STRING = rb"\((?:[^()\\\n]|\\.|\((?:[^()\\\n]|\\.|\([^()\\\n]*\))*\))*\)|<[0-9A-F]*>"
_NUMBER = rb"-?[\d.]+"
_BEGIN, _END = b"q 1 0 0 -1 ", b"\nET\nQ\n"
# A text object between them: place, matrix without turn, colour, text. No string of Typst's holds a line break.
_OBJECT = re.compile(rb"cm([^\n]*)\nBT([^\n]*(?:\n(?!ET\n)[^\n]*)*)")
_OPERATION = re.compile(
    rb" 0 Tr/(\w+) (%b) Tf 1 0 0 -1 (%b) 0 Tm|\[((?:%b|%b)*)\]TJ|(%b)Tj"
    rb"|(/ReversedChars BMC)|(\n?EMC)|/Span<</ActualText<FEFF([0-9A-F]*)>>>BDC"
    % (_NUMBER, _NUMBER, _STRING, _NUMBER, _STRING)
)
_PLACE, _SHOW_MANY, _SHOW, _REVERSED, _CLOSE, _ACTUAL = 3, 4, 5, 6, 7, 8  # the last group of each alternative
_ITEM = re.compile(rb"(%b)|(%b)" % (_STRING, _NUMBER))
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(slots=True)
class Unit:
    """What Typst shows for one text: a glyph, or several.

    Attributes:
        glyphs: codes with their places from the start of the piece, pt.
        width: how far the pen moves, pt.
        text: what they stand for.
    """

    glyphs: list[tuple[int, float]]
    width: float
    text: str


@dataclass(slots=True)
class Shape:
    """What a text object shows, wherever it stands; shared by all that have the same bytes.

    Attributes:
        name: the font on this page.
        size: pt.
        colour: the operators before the text.
        units: what it draws, from left to right.
        advance: how far its pen moves, pt.
        has_base: whether it has a letter, not just marks of letters.
    """

    name: str
    size: float
    colour: bytes
    units: list[Unit]
    advance: float
    has_base: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_base = any(unit.width for unit in self.units)

    def looks_like(self, other: Shape) -> bool:
        """Return whether both have the same font, size and colour."""
        return self.size == other.size and self.name == other.name and self.colour == other.colour


@dataclass(slots=True)
class Fragment:
    """One text object.

    Attributes:
        x: where its matrix puts it, pt from the edge.
        y: likewise, up from the bottom edge.
        shape: what it shows.
    """

    x: float
    y: float
    shape: Shape

    @property
    def end(self) -> float:
        """Where its pen stops, pt from the edge."""
        return self.x + self.shape.advance


class FragmentReader:
    """Reads the text objects of pages that have the same fonts.

    Args:
        fonts: the fonts by name.
    """

    def __init__(self, fonts: dict[str, FontFamily]) -> None:
        self.fonts = fonts
        self._known: dict[bytes, Shape | None] = {}

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
            x, y, key = [*text.split(b" ", 2), b"", b""][:3]
            if key not in known:
                known[key] = self._shape(key)
            shape = known[key]
            try:
                fragment = Fragment(float(x), float(y), shape) if shape else None
            except ValueError:  # no place that Typst would write
                fragment = None
            yield fragment, start + len(before), edge, before

    def _shape(self, text: bytes) -> Shape | None:
        match = _OBJECT.fullmatch(text)
        pen = self._pen(match[2]) if match else None
        return Shape(pen.name, pen.size, match[1], pen.units, pen.advance) if match and pen else None

    def _pen(self, body: bytes) -> _Pen | None:
        pen, edge = _Pen(self.fonts), 0
        for operation in _OPERATION.finditer(body):
            if operation.start() != edge or not pen.take(operation):
                return None
            edge = operation.end()
        return pen if edge == len(body) and pen.units else None


class _Pen:
    """Follows the operators of a text object.

    Args:
        fonts: the fonts of the page by name.
    """

    def __init__(self, fonts: dict[str, FontFamily]) -> None:
        self.fonts = fonts
        self.font: GrowingFont | None = None
        self.name = ""
        self.size = 0.0
        self.units: list[Unit] = []
        self.x = 0.0
        self.first: float | None = None  # where the first glyph stands: a mark may stand before its pen
        self.cluster: Unit | None = None

    @property
    def advance(self) -> float:
        """How far it went, pt."""
        return self.x - (self.first or 0.0)

    def take(self, operation: re.Match[bytes]) -> bool:
        """Follow one operator; returns whether it can be treated."""
        kind = operation.lastindex
        if kind == _PLACE:
            return self._place(operation)
        if kind in (_SHOW, _SHOW_MANY):
            if self.font is None:
                return False
            self._show(_items(operation[kind]), self.font)
        elif kind == _ACTUAL:
            self.cluster = Unit([], 0.0, without_embedding(read_text(operation[_ACTUAL])))
            self.units.append(self.cluster)
        elif kind == _CLOSE:
            self.cluster = None
        return True

    def _place(self, operation: re.Match[bytes]) -> bool:
        name, size = operation[1].decode(), float(operation[2])
        self.x = float(operation[3])
        if self.name:
            return (name, size) == (self.name, self.size)
        family = self.fonts.get(name)
        if family is None or not family.usable:
            return False
        self.name, self.size, self.font = name, size, family.shards[0]
        return True

    def _show(self, items: tuple[float | tuple[int, ...], ...], font: GrowingFont) -> None:
        scale, x = self.size / 1000, self.x
        widths, texts, units, cluster = font.widths, font.text, self.units, self.cluster
        for item in items:
            if isinstance(item, float):
                x -= item * scale
                continue
            if self.first is None and item:
                self.first = x
            for code in item:
                width = widths.get(code, font.default_width) * scale
                if cluster is None:
                    units.append(Unit([(code, x)], width, texts.get(code, "")))
                else:
                    cluster.glyphs.append((code, x))
                    cluster.width += width
                x += width
        self.x = x


@lru_cache(maxsize=20_000)
def _items(operand: bytes) -> tuple[float | tuple[int, ...], ...]:
    """Read what is shown: codes, and shifts in thousandths of an em."""
    items: list[float | tuple[int, ...]] = []
    for match in _ITEM.finditer(operand):
        if match[1] is None:
            items.append(float(match[2]))
        else:
            data = _bytes(match[1])
            items.append(tuple(data[i] << 8 | data[i + 1] for i in range(0, len(data) - 1, 2)))
    return tuple(items)


def _bytes(string: bytes) -> bytes:
    """Read a string (ISO 32000-1, 7.3.4)."""
    if string[:1] == b"<":
        return bytes.fromhex(string[1:-1].decode())
    return _ESCAPE.sub(
        lambda match: bytes([int(match[1], 8)]) if match[1].isdigit() else _ESCAPES.get(match[1], match[1]),
        string[1:-1],
    )
