"""Words that are read from the right: their clusters are rebuilt, each character gets a place and a width.

A book says the same words over and over, so a word is made once, and what is written for it too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from kitabcha.pdf.textlayer.fonts import Component, GrowingFont
from kitabcha.pdf.textlayer.runs import Stretch, Unit

# Places in a word are compared in steps of 1/32 unit: Typst rounds places on the page to less than that, and most
# glyphs stand at whole units. Half a step is less than 0.0005 pt at any size of a heading.
GRID = 32
ALMOST = 0.005  # thousandths of an em that a word may stand beside its place; its letters are exact within it
CLOSE = 0.02  # the same for a character

Part = tuple[Stretch, float, int]  # with its place from the start of the line and its height on the grid
GridPart = tuple[Stretch, int, int]  # both on the grid
PlacedUnit = tuple[Unit, float, float, bool]  # place, height, whether it is the first of its fragment


@dataclass(slots=True, eq=False)
class Cell:
    """One character of the new line, or a word that ends (at the right) with this character; lengths in font units.

    Attributes:
        char: the character.
        x: where it begins, from the start of the line.
        width: how far the pen moves.
        components: what is drawn.
        begins: whether Typst began a piece here.
        word: the word that it ends.
    """

    char: str
    x: float
    width: int
    components: tuple[Component, ...] = ()
    begins: bool = False
    word: Word | None = None

    @property
    def start(self) -> float:
        """Where its word begins, or itself if it is no part of one."""
        return self.x if self.word is None else self.x - self.word.reach

    @property
    def first(self) -> str:
        """The leftmost character of its word."""
        return self.char if self.word is None else self.word.body[0].char


@dataclass(slots=True, eq=False)
class Cluster:
    """A base with its marks; lengths in font units.

    Attributes:
        text: of the base and the marks.
        pen: where the base stands.
        advance: how far the pen moves.
        drawn: its glyphs; their places are whole units from the pen, which may stand between two in a kerned line.
        begins: whether it is the first of its fragment.
    """

    text: str
    pen: float
    advance: float
    drawn: list[Component]
    begins: bool = False


@dataclass(slots=True, eq=False)
class Word:
    """A word without its last (rightmost) character, which a space may make narrower.

    Attributes:
        body: its characters from left to right; places are from the first.
        reach: where the last character begins.
    """

    body: Sequence[Cell]
    reach: float
    _font: GrowingFont | None = field(default=None, init=False)
    _written: tuple[str, float] = field(default=("", 0.0), init=False)

    def written(self, font: GrowingFont) -> tuple[str, float]:
        """Return what is written for it, and how far the pen goes.

        Args:
            font: where the codes are from.
        """
        if self._font is not font:
            self._font, self._written = font, write(self.body, font, 0.0)
        return self._written


def write(cells: Iterable[Cell], font: GrowingFont, pen: float) -> tuple[str, float]:
    """Write characters: hexadecimal codes, and shifts where the widths do not lead to the next place.

    Args:
        cells: from left to right.
        font: where the codes are from.
        pen: where the pen is.

    Returns:
        What stands between the first ``<`` and the last ``>`` of an array, and where the pen stops.
    """
    parts, unit, shown = [], 1000 / font.units, font.shown
    for cell in cells:
        x = cell.x
        if cell.word is not None:
            start = x - cell.word.reach
            if abs(start - pen) * unit > ALMOST:
                parts.append(f">{(pen - start) * unit:.3f}<")
                pen = start
            codes, advance = cell.word.written(font)
            parts.append(codes)
            pen += advance
        if abs(x - pen) * unit > CLOSE:
            parts.append(f">{(pen - x) * unit:.3f}<")
            pen = x
        code, advance = shown[cell.char, cell.width, cell.components]
        parts.append(code)
        pen += advance
    return "".join(parts), pen


class WordBook:
    """The words of a book."""

    def __init__(self) -> None:
        self._words: dict[tuple[tuple[GridPart, ...], int | None], tuple[float, Sequence[Cell]]] = {}

    def place(self, parts: Sequence[Part], following: float | None) -> list[Cell]:
        """Return a word where it belongs.

        Args:
            parts: its pieces from left to right.
            following: where the pen of the next cluster is.
        """
        left = parts[0][1]
        end = None if following is None else round((following - left) * GRID)
        key = tuple([(stretch, round((x - left) * GRID), height) for stretch, x, height in parts])
        known = self._words.get((key, end))
        if known is None:
            known = self._words[key, end] = _made(key, end)
        start, cells = known
        x = left + start
        return [Cell(c.char, c.x + x, c.width, c.components, False, c.word) for c in cells]


def _made(parts: Iterable[GridPart], end: int | None) -> tuple[float, Sequence[Cell]]:
    """Make a word from pieces on the grid; returns where its first character begins, and its cells from there."""
    units = [(unit, place, y / GRID, False) for stretch, x, y in parts for place, unit in stretch.placed(x / GRID)]
    clusters = clusters_of(units)
    cells = right_to_left(clusters, None if end is None else end / GRID)
    start = cells[0].x
    for cell in cells:
        cell.x -= start
    # Spaces and signs are looked at on their own, so a word of which a cluster has one is left as its characters.
    text = "".join([cell.char for cell in cells])
    if len(cells) > 1 and (text.isalpha() or not any(char.isspace() or is_sign(char) for char in text)):
        *body, last = cells
        last.word = Word(body, last.x)
        cells = [last]
    return start, cells


def lone(unit: Unit, x: float, rise: float, *, begins: bool) -> list[Cell]:
    """Write a unit that is no part of a word.

    Args:
        unit: the unit.
        x: where it stands, from the start of the line.
        rise: its height over the baseline.
        begins: whether it is the first of its fragment.
    """
    drawn, y = unit.drawn, round(rise)
    if y:
        drawn = tuple([(code, dx, y) for code, dx, _ in drawn])
    if len(unit.text) == 1:
        return [Cell(unit.text, x + unit.pen, unit.width, drawn, begins)]
    return spread(unit.text, Cluster(unit.text, x + unit.pen, unit.advance, list(drawn), begins), unit.advance)


def clusters_of(units: Iterable[PlacedUnit]) -> list[Cluster]:
    """Join marks with their base. Marks come before it, since Typst writes a line from left to right.

    Args:
        units: with their places and heights, and whether they are the first of their fragments.
    """
    clusters: list[Cluster] = []
    waiting: list[tuple[Unit, float, float]] = []
    for unit, x, y, begins in units:
        if unit.is_mark:
            waiting.append((unit, x, y))
            continue
        pen, text = x + unit.pen, unit.text
        drawn = [(unit.glyphs[0][0], 0, round(y))] if len(unit.glyphs) == 1 else _drawn(unit, x, y, pen)
        for mark in waiting:
            drawn += _drawn(*mark, pen)
            # A mark with the text of its base belongs to the same cluster; any other text is a mark of its own.
            text += mark[0].text if mark[0].text != unit.text else ""
        waiting.clear()
        clusters.append(Cluster(text, pen, unit.advance, drawn, begins))
    for mark in waiting:  # marks at the end of the line have no base after them
        if not clusters:
            clusters.append(Cluster(mark[0].text, mark[1], 0.0, []))
        clusters[-1].drawn += _drawn(*mark, clusters[-1].pen)
    return clusters


def _drawn(unit: Unit, x: float, y: float, pen: float) -> list[Component]:
    return [(code, round(x + place - pen), round(y)) for code, place in unit.glyphs]


def right_to_left(word: Sequence[Cluster], following: float | None) -> list[Cell]:
    """Write a word: its clusters from left to right, the characters of each from the last to the first.

    Args:
        word: its clusters.
        following: where the pen of the next cluster is.
    """
    end = word[-1].pen + word[-1].advance if following is None else max(following, word[-1].pen)
    edges = [*[cluster.pen for cluster in word], end]
    cells: list[Cell] = []
    for cluster, edge in zip(word, edges[1:], strict=True):
        cells += spread(cluster.text[::-1], cluster, edge - cluster.pen)
    if min([cell.width for cell in cells]) >= 0:
        return cells
    # Letters of Nastaliq may stand over each other: the width of the word is shared out evenly then.
    steps = [round((end - edges[0]) * step / len(cells)) for step in range(len(cells) + 1)]
    for index, cell in enumerate(cells):
        shift = round(cell.x - edges[0] - steps[index])  # whole units, so that the drawing stays where it was
        cell.x -= shift
        cell.width = steps[index + 1] - steps[index]
        cell.components = tuple([(glyph, dx + shift, dy) for glyph, dx, dy in cell.components])
    return cells


def spread(chars: str, cluster: Cluster, advance: float) -> list[Cell]:
    """Share the width of a cluster between its characters; marks get none, the first one carries the drawing.

    Args:
        chars: its text in the order of writing from the left.
        cluster: the cluster.
        advance: its width.
    """
    pen, drawn = cluster.pen, tuple(cluster.drawn)
    if len(chars) <= 1:
        return [Cell(chars, pen, round(advance), drawn, cluster.begins)]
    marks = [unicodedata.category(char) == "Mn" for char in chars]
    sharers = len(chars) - sum(marks) or len(chars)
    cells: list[Cell] = []
    taken = 0
    place = 0
    for char, mark in zip(chars, marks, strict=True):
        width = 0
        if not mark or sharers == len(chars):
            taken += 1
            width = round(advance * taken / sharers) - place
        cells.append(Cell(char, pen + place, width, () if cells else drawn, cluster.begins and not cells))
        place += width
    return cells


@cache
def is_sign(char: str) -> bool:
    """Return whether a character has no direction of its own: punctuation and the like, not a space.

    Args:
        char: one character.
    """
    return char != "" and unicodedata.bidirectional(char) in ("CS", "ES", "ET", "ON") and not char.isspace()
