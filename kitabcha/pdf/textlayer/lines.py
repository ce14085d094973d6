"""From the pieces of a line to its characters: clusters are rebuilt, each character gets a place and a width.

What readers of PDF need was measured: one baseline in a line, one character for each code (longer texts of
right-to-left codes are reversed by poppler), no gap over a tenth of an em inside a word, and spaces that can be seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kitabcha.pdf.textlayer.fonts import Component, GrowingFont, is_rtl
from kitabcha.pdf.textlayer.fragments import Fragment

LRM, RLM = "\u200e", "\u200f"
NARROWEST_SPACE = 0.14  # em; poppler takes anything narrower for a gap inside a word
MARK = 0.102  # em; poppler takes what begins within a tenth of an em of a character for its double
NARROWEST_LENDER = 0.12  # em; a letter that lends width to a space keeps so much
SPACE_STEP = 0.02  # em; widths of spaces are rounded so that few codes are needed for them


@dataclass(slots=True)
class Cell:
    """One character of the new line; lengths in font units.

    Attributes:
        char: the character.
        x: where it begins, from the start of the line.
        width: how far the pen moves.
        components: what is drawn.
        begins: whether Typst began a piece here.
    """

    char: str
    x: float
    width: int
    components: tuple[Component, ...] = ()
    begins: bool = False


@dataclass(slots=True)
class _Cluster:
    """A base with its marks; lengths in font units."""

    text: str
    pen: float
    advance: float
    glyphs: list[tuple[int, float, float]]
    begins: bool = False  # whether it is the first of its fragment


def cells_of(fragments: Sequence[Fragment], font: GrowingFont, *, marks: bool = True) -> tuple[float, list[Cell]]:
    """Rebuild a line.

    Args:
        fragments: its pieces from left to right.
        font: their font.
        marks: whether direction marks may be added to signs.

    Returns:
        The height of the baseline in pt from the bottom edge, and the characters from left to right.
    """
    baseline = _baseline(fragments, font)
    clusters = _clusters(fragments, font, baseline)
    cells: list[Cell] = []
    words = _words(clusters)
    for index, (kind, word) in enumerate(words):
        following = words[index + 1][1][0].pen if index + 1 < len(words) else None
        if kind == "rtl":
            cells += _right_to_left(word, following)
        else:
            for cluster in word:
                cells += _spread(cluster.text, cluster, cluster.advance)
    _widen_spaces(cells, font.units)
    return baseline, list(_marked(cells, font.units)) if marks else cells


def _baseline(fragments: Sequence[Fragment], font: GrowingFont) -> float:
    """Find the baseline: spaces and digits stand on it, and so does the last letter of a word (the leftmost)."""
    flat = [f.y for f in fragments for unit in f.shape.units if unit.text.isspace() or unit.text.isdigit()]
    if flat:
        return max(set(flat), key=flat.count)
    return next((f.y for f in fragments for unit in f.shape.units if unit.width > 0), fragments[0].y)


def _clusters(fragments: Sequence[Fragment], font: GrowingFont, baseline: float) -> list[_Cluster]:
    """Join marks with their base. Marks come before it, since Typst writes a line from left to right."""
    clusters: list[_Cluster] = []
    waiting: list[tuple[str, list[tuple[int, float, float]]]] = []
    origin, scale = fragments[0].x, font.units / fragments[0].shape.size
    for fragment in fragments:
        shift, rise = (fragment.x - origin) * scale, (fragment.y - baseline) * scale
        for unit in fragment.shape.units:
            glyphs = [(code, shift + x * scale, rise) for code, x in unit.glyphs]
            if unit.width < 1e-6 and _is_mark(unit.text):
                waiting.append((unit.text, glyphs))
                continue
            text, base = unit.text, glyphs
            # A mark with the text of its base belongs to the same cluster; any other text is a mark of its own.
            for mark, drawn in waiting:
                base = base + drawn
                text += mark if mark != unit.text else ""
            waiting.clear()
            begins = unit is fragment.shape.units[0]
            pen = (
                max(unit.glyphs, key=lambda glyph: font.width(glyph[0]))[1]
                if len(unit.glyphs) > 1
                else unit.glyphs[0][1]
            )
            clusters.append(_Cluster(text, shift + pen * scale, unit.width * scale, base, begins))
    for mark, drawn in waiting:  # marks at the end of the line have no base after them
        if clusters:
            clusters[-1].glyphs += drawn
        else:
            clusters.append(_Cluster(mark, drawn[0][1], 0.0, drawn))
    return clusters


@cache
def _is_mark(text: str) -> bool:
    return bool(
        text
        and not text.isspace()
        and (is_rtl(text) or any(unicodedata.category(c) == "Mn" for c in text))
        and not all(unicodedata.category(c) == "Cf" for c in text)
    )


@cache
def _kind(text: str) -> str:
    """Tell what a cluster is part of: a word that is read from the right, a space, or anything else."""
    if text.isspace():
        return "space"
    return "rtl" if is_rtl(text) or all(unicodedata.category(c) in ("Mn", "Cf") for c in text) else "ltr"


def _words(clusters: Iterable[_Cluster]) -> list[tuple[str, list[_Cluster]]]:
    words: list[tuple[str, list[_Cluster]]] = []
    for cluster in clusters:
        kind = _kind(cluster.text)
        if words and words[-1][0] == kind and kind != "space":
            words[-1][1].append(cluster)
        else:
            words.append((kind, [cluster]))
    return words


def _right_to_left(word: Sequence[_Cluster], following: float | None) -> list[Cell]:
    """Write a word: its clusters from left to right, the characters of each from the last to the first."""
    end = word[-1].pen + word[-1].advance if following is None else max(following, word[-1].pen)
    edges = [cluster.pen for cluster in word] + [end]
    cells: list[Cell] = []
    for index, cluster in enumerate(word):
        cells += _spread(cluster.text[::-1], cluster, edges[index + 1] - edges[index])
    if min(cell.width for cell in cells) >= 0:
        return cells
    # Letters of Nastaliq may stand over each other: the width of the word is shared out evenly then.
    steps = [round((end - edges[0]) * step / len(cells)) for step in range(len(cells) + 1)]
    for index, cell in enumerate(cells):
        shift = round(cell.x - edges[0] - steps[index])  # whole units, so that the drawing stays where it was
        cell.x -= shift
        cell.width = steps[index + 1] - steps[index]
        cell.components = tuple((glyph, dx + shift, dy) for glyph, dx, dy in cell.components)
    return cells


def _spread(chars: str, cluster: _Cluster, advance: float) -> list[Cell]:
    """Share the width of a cluster between its characters; marks get none, the first one carries the drawing."""
    # Places of glyphs are whole units from the pen, but the pen of a kerned line may stand between two.
    drawn = tuple((glyph, round(x - cluster.pen), round(y)) for glyph, x, y in cluster.glyphs)
    if len(chars) <= 1:
        return [Cell(chars, cluster.pen, round(advance), drawn, cluster.begins)]
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
        cells.append(Cell(char, cluster.pen + place, width, () if cells else drawn, cluster.begins and not cells))
        place += width
    return cells


def _widen_spaces(cells: list[Cell], units: int) -> None:
    """Let every space reach to the next character, and make narrow ones wide enough to be seen."""
    least, step, keep = NARROWEST_SPACE * units, SPACE_STEP * units, NARROWEST_LENDER * units
    for index, cell in enumerate(cells):
        if not cell.char.isspace():
            continue
        width = cells[index + 1].x - cell.x if index + 1 < len(cells) else float(cell.width)
        lender = cells[index - 1] if index else None
        wanted = least - width
        if wanted > 0 and lender and not lender.char.isspace() and lender.width - wanted > keep:
            lender.width -= round(wanted)
            cell.x -= wanted
            width = least
        cell.width = max(round(step), round(round(width / step) * step))


def _marked(cells: Sequence[Cell], units: int) -> Iterator[Cell]:
    """Add direction marks where readers of PDF would put signs in the wrong place.

    Poppler takes a sign and all that stands to its left, up to the next right-to-left letter, for a left-to-right run.
    PDFium turns brackets and quotation marks round in right-to-left text, although the file has the right ones, unless
    a left-to-right mark comes before them.
    """
    for index, cell in enumerate(cells):
        before = cells[index - 1] if index else None
        after = cells[index + 1] if index + 1 < len(cells) else None
        if not _is_sign(cell.char) or _is_within_number(before, cell, after):
            yield cell
            continue
        beside = next((other for other in cells[index + 1 : index + 3] if not other.char.isspace()), None)
        left = RLM if before is None or not is_rtl(before.char) else ""
        right = LRM if unicodedata.mirrored(cell.char) else ""
        right += RLM if beside is None or not is_rtl(beside.char) else ""
        yield from _with_marks(cell, left, right, round(MARK * units))


def _with_marks(cell: Cell, left: str, right: str, step: int) -> Iterator[Cell]:
    """Share the width of a sign with marks, so that no two characters begin at one place; poppler would part them."""
    chars = left + cell.char + right
    end = cell.x + cell.width
    x = cell.x - (max(0, round(cell.x - end + (len(chars) - 0.5) * step)) if left else 0)
    for index, char in enumerate(chars):
        width = step if index + 1 < len(chars) else max(0, round(end - x))
        drawn = ()
        if char == cell.char:
            drawn = tuple((glyph, dx + round(cell.x - x), dy) for glyph, dx, dy in cell.components)
        yield Cell(char, x, width, drawn)
        x += width


def _is_within_number(before: Cell | None, cell: Cell, after: Cell | None) -> bool:
    """Return whether a sign belongs to a number, such as the comma in 84,000; the hyphen of a range does not."""
    return bool(
        before and after and _is_number(before.char) and _is_number(after.char) and not (cell.begins or after.begins)
    )


@cache
def _is_sign(char: str) -> bool:
    """Return whether a character has no direction of its own: punctuation and the like, not a space."""
    return char != "" and unicodedata.bidirectional(char) in ("CS", "ES", "ET", "ON") and not char.isspace()


@cache
def _is_number(char: str) -> bool:
    return char != "" and unicodedata.bidirectional(char) in ("EN", "AN")
