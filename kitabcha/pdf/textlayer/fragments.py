"""The pieces of text on a page as Typst writes them, read without looking at anything else.

Typst draws the same few glyphs over and over, so what a text object shows is read once and remembered by its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kitabcha.pdf.textlayer.fonts import FontFamily, GrowingFont, read_text, without_embedding

_STRING = rb"\((?:[^()\\\n]|\\.|\((?:[^()\\\n]|\\.|\([^()\\\n]*\))*\))*\)|<[0-9A-F]*>"
_NUMBER = rb"-?[\d.]+"
# A group: matrix without turn, colour, one text object. No string of Typst's holds a line break, so ET ends the text.
_GROUP = re.compile(rb"q 1 0 0 -1 (%b) (%b) cm([^\n]*)\nBT([^\n]*(?:\n(?!ET\n)[^\n]*)*)\nET\nQ\n" % (_NUMBER, _NUMBER))
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
class Fragment:
    """One text object.

    Attributes:
        x: where its matrix puts it, pt from the edge.
        y: likewise, up from the bottom edge.
        colour: the operators before the text.
        name: the font on this page.
        size: pt.
        units: what it draws, from left to right; shared by all text objects with the same bytes.
        advance: how far its pen moves, pt.
        start: index of its first byte on the page.
        end: index behind its last byte.
    """

    x: float
    y: float
    colour: bytes
    name: str
    size: float
    units: list[Unit]
    advance: float
    start: int
    end: int

    @property
    def has_base(self) -> bool:
        """Whether it has a letter, not just marks of letters."""
        return any(unit.width for unit in self.units)


class FragmentReader:
    """Reads the text objects of pages that have the same fonts.

    Args:
        fonts: the fonts by name.
    """

    def __init__(self, fonts: dict[str, FontFamily]) -> None:
        self.fonts = fonts
        self._known: dict[bytes, _Pen | None] = {}

    def read(self, content: bytes) -> Iterator[Fragment | None]:
        """Read a page.

        Args:
            content: its content stream.

        Yields:
            Its text objects in order; None for one that cannot be treated.
        """
        known = self._known
        for match in _GROUP.finditer(content):
            x, y, colour, body = match.groups()
            if body not in known:
                known[body] = self._pen(body)
            pen = known[body]
            if pen is None:
                yield None
            else:
                units, advance = pen.units, pen.advance
                yield Fragment(float(x), float(y), colour, pen.name, pen.size, units, advance, *match.span())

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
        scale = self.size / 1000
        for item in items:
            if isinstance(item, float):
                self.x -= item * scale
                continue
            for code in item:
                if self.first is None:
                    self.first = self.x
                width = font.width(code) * scale
                if self.cluster is not None:
                    self.cluster.glyphs.append((code, self.x))
                    self.cluster.width += width
                else:
                    self.units.append(Unit([(code, self.x)], width, font.text.get(code, "")))
                self.x += width


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
