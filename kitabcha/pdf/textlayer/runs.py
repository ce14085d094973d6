"""What an operator shows: texts with their glyphs, in font units, so that they are read once for all sizes and places.

Typst draws the same few words over and over; whatever depends only on the bytes of an operand is remembered by them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter

from kitabcha.pdf.textlayer.charmaps import read_text, without_embedding
from kitabcha.pdf.textlayer.fonts import Component, GrowingFont, is_rtl

RTL, SPACE, LTR = "rtl", "space", "ltr"
NUMBER = rb"-?[\d.]+"
STRING = (
    rb"\([^()\\\n]*(?:(?:\\.|\([^()\\\n]*(?:(?:\\.|\([^()\\\n]*\))[^()\\\n]*)*\))[^()\\\n]*)*\)"  # two levels
    rb"|<[0-9A-F]*>"
)
_ITEM = re.compile(rb"(%b)|(%b)" % (STRING, NUMBER))
_KIND = attrgetter("kind")
_HEX = re.compile(rb"[0-9A-F]{4}")
_CODE = re.compile(rb"(?:\\(?:[0-7]{1,3}|.)|[^\\]){2}", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(slots=True, eq=False)
class Unit:
    """What Typst shows for one text: a glyph, or several.

    Attributes:
        glyphs: codes with their places from its start.
        advance: how far the pen moves.
        text: what they stand for.
        pen: where its base stands.
        kind: what its text is part of: a word that is read from the right, a space, or anything else.
        is_mark: whether it is drawn over a base that comes after it.
        is_flat: whether it is a space or a number, which stand on the baseline.
        width: the advance in whole units.
        drawn: its glyphs with whole shifts from where the base stands.
    """

    glyphs: tuple[tuple[int, float], ...]
    advance: float
    text: str
    pen: float
    kind: str = field(init=False)
    is_mark: bool = field(init=False)
    is_flat: bool = field(init=False)
    width: int = field(init=False)
    drawn: tuple[Component, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.is_mark = self.advance < 1e-4 and _is_mark(self.text)
        self.kind = RTL if self.is_mark else kind_of(self.text)
        self.is_flat = self.text.isspace() or self.text.isdigit()
        self.width = round(self.advance)
        self.drawn = tuple([(code, round(place - self.pen), 0) for code, place in self.glyphs])


@dataclass(slots=True, eq=False)
class Stretch:
    """Units of one kind without a shift between them; the same object wherever the same units stand.

    Attributes:
        units: from left to right.
        kind: of all of them.
        advance: how far the pen moves.
        text: of all units.
        flats: how many units stand on the baseline for sure.
    """

    units: Sequence[Unit]
    kind: str
    advance: float
    text: str
    flats: int

    @property
    def waits(self) -> bool:
        """Whether it ends with a mark whose base comes after it."""
        return self.units[-1].is_mark

    def placed(self, x: float) -> Iterator[tuple[float, Unit]]:
        """Yield the units with their places.

        Args:
            x: where it begins.
        """
        for unit in self.units:
            yield x, unit
            x += unit.advance


def _stretch(units: Sequence[Unit]) -> Stretch:
    return Stretch(
        units,
        units[0].kind,
        sum([unit.advance for unit in units]),
        "".join([unit.text for unit in units]),
        sum([unit.is_flat for unit in units]),
    )


Run = tuple[tuple[tuple[float, Stretch], ...], float]
"""What an operand shows: stretches with their places from its start, and where the pen stops."""


class _Units(dict[bytes, Unit]):
    """The glyphs of a font, by two bytes as a string in a PDF writes them."""

    def __init__(self, font: GrowingFont) -> None:
        self.font = font

    def __missing__(self, key: bytes) -> Unit:
        code = int(key, 16) if len(key) == 4 and b"\\" not in key else int.from_bytes(_unescaped(key))
        advance = self.font.width(code) * self.font.units / 1000
        unit = self[key] = Unit(((code, 0.0),), advance, self.font.text.get(code, ""), 0.0)
        return unit


class RunReader:
    """Reads the operands of one font.

    Args:
        font: the font as Typst wrote it.
    """

    def __init__(self, font: GrowingFont) -> None:
        self._scale = font.units / 1000
        self._units = _Units(font)
        self._runs: dict[tuple[bytes | None, bytes], Run] = {}
        self._strings: dict[bytes, Run] = {}
        self._stretches: dict[tuple[Unit, ...], Stretch] = {}
        self._clusters: dict[tuple[bytes, tuple[tuple[int, float], ...]], Stretch] = {}

    def read(self, text: bytes | None, operand: bytes) -> Run:
        """Read an operand.

        Args:
            text: of all its glyphs together, UTF-16 in hexadecimal digits; nothing if each has its own.
            operand: strings, and shifts between them.
        """
        key = (text, operand)
        found = self._runs.get(key)
        if found is None:
            found = self._run(operand)
            if text is not None and found[0]:
                found = self._cluster(text, *found)
            self._runs[key] = found
        return found

    def longer(self, operand: bytes, shift: float, more: bytes) -> bytes:
        """Join two operands.

        Args:
            operand: the first.
            shift: how far the pen must be moved before the second, font units.
            more: the second.
        """
        return b"%b%.4f%b" % (operand, -shift / self._scale, more)

    def _run(self, operand: bytes) -> Run:
        if operand[:1] == b"(" and operand[-1:] == b")" and operand.find(b"(", 1) < 0:
            return self._string(operand)  # as most are
        stretches: list[tuple[float, Stretch]] = []
        x = 0.0
        for string, shift in _ITEM.findall(operand):
            if shift:
                x -= float(shift) * self._scale
                continue
            found = self._strings.get(string)
            if found is None:
                found = self._strings[string] = self._string(string)
            stretches += [(x + place, stretch) for place, stretch in found[0]] if x else found[0]
            x += found[1]
        return tuple(stretches), x

    def _string(self, string: bytes) -> Run:
        codes = _HEX.findall(string) if string[:1] == b"<" else _CODE.findall(string[1:-1])
        stretches: list[tuple[float, Stretch]] = []
        x = 0.0
        for _, group in groupby(map(self._units.__getitem__, codes), key=_KIND):
            units = tuple(group)
            stretch = self._stretches.get(units)
            if stretch is None:
                stretch = self._stretches[units] = _stretch(units)
            stretches.append((x, stretch))
            x += stretch.advance
        return tuple(stretches), x

    def _cluster(self, text: bytes, stretches: Sequence[tuple[float, Stretch]], advance: float) -> Run:
        """Make one unit of several."""
        glyphs = [placed for x, stretch in stretches for placed in stretch.placed(x)]
        first = glyphs[0][0]
        codes = tuple([(unit.glyphs[0][0], round(x - first, 3)) for x, unit in glyphs])
        found = self._clusters.get((text, codes))
        if found is None:
            pen = max(glyphs, key=lambda glyph: glyph[1].advance)[0] - first  # the widest glyph is the base
            width = sum([unit.advance for _, unit in glyphs])
            unit = Unit(codes, width, without_embedding(read_text(text)), pen)
            found = self._clusters[text, codes] = _stretch((unit,))
        return ((first, found),), advance


def _unescaped(string: bytes) -> bytes:
    """Read a string without its parentheses (ISO 32000-1, 7.3.4.2)."""
    return _ESCAPE.sub(
        lambda match: bytes([int(match[1], 8)]) if match[1].isdigit() else _ESCAPES.get(match[1], match[1]), string
    )


@cache
def _is_mark(text: str) -> bool:
    return bool(
        text
        and not text.isspace()
        and (is_rtl(text) or any(unicodedata.category(c) == "Mn" for c in text))
        and not all(unicodedata.category(c) == "Cf" for c in text)
    )


@cache
def kind_of(text: str) -> str:
    """Tell what a text is part of: a word that is read from the right, a space, or anything else.

    Args:
        text: of a cluster.
    """
    if text.isspace():
        return SPACE
    return RTL if is_rtl(text) or all(unicodedata.category(c) in ("Mn", "Cf") for c in text) else LTR
