"""From the pieces of a line to its characters: words, spaces between them, marks that tell the direction of signs.

What readers of PDF need was measured: one baseline in a line, one character for each code (longer texts of
right-to-left codes are reversed by poppler), no gap over a tenth of an em inside a word, and spaces that can be seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from kitabcha.pdf.textlayer.fonts import is_rtl
from kitabcha.pdf.textlayer.fragments import Fragment
from kitabcha.pdf.textlayer.runs import RTL, kind_of
from kitabcha.pdf.textlayer.words import (
    GRID,
    Cell,
    Part,
    PlacedUnit,
    WordBook,
    clusters_of,
    is_sign,
    lone,
    right_to_left,
    spread,
)

LRM, RLM = "\u200e", "\u200f"
NARROWEST_SPACE = 0.14  # em; poppler takes anything narrower for a gap inside a word
MARK = 0.102  # em; poppler takes what begins within a tenth of an em of a character for its double
NARROWEST_LENDER = 0.12  # em; a letter that lends width to a space keeps so much
SPACE_STEP = 0.02  # em; widths of spaces are rounded so that few codes are needed for them


def cells_of(
    fragments: Sequence[Fragment], units: int, book: WordBook, *, marks: bool = True
) -> tuple[float, list[Cell]]:
    """Rebuild a line.

    Args:
        fragments: its pieces from left to right.
        units: of an em of their font.
        book: the words that were made so far.
        marks: whether direction marks may be added to signs.

    Returns:
        The height of the baseline in pt from the bottom edge, and the characters from left to right.
    """
    baseline = _baseline(fragments)
    cells = _by_stretches(fragments, baseline, book) or _by_clusters(fragments, baseline)
    _widen_spaces(cells, units)
    return baseline, _marked(cells, units) if marks else cells


def _baseline(fragments: Sequence[Fragment]) -> float:
    """Find the baseline: spaces and digits stand on it, and so does the last letter of a word (the leftmost)."""
    flat: dict[float, int] = {}
    for _, y, shape in fragments:
        if shape.flats:
            flat[y] = flat.get(y, 0) + shape.flats
    if flat:
        return max(flat, key=lambda y: flat[y])
    return next((y for _, y, shape in fragments if shape.has_base), fragments[0][1])


def _by_stretches(fragments: Sequence[Fragment], baseline: float, book: WordBook) -> list[Cell]:
    """Put a line together from words that were made before; returns nothing if a mark has no base in its word."""
    cells: list[Cell] = []
    word: list[Part] = []
    origin, _, first = fragments[0]
    scale = first.style.scale
    for x, y, shape in fragments:
        shift, rise = (x - origin) * scale, (y - baseline) * scale
        height = round(rise * GRID)
        begins = True
        for place, stretch in shape.stretches:
            left = shift + place
            if stretch.kind == RTL:
                word.append((stretch, left, height))
            else:
                if word:
                    if word[-1][0].waits:
                        return []
                    cells += book.place(word, left + stretch.units[0].pen)
                    word = []
                for unit in stretch.units:
                    cells += lone(unit, left, rise, begins=begins)
                    left += unit.advance
                    begins = False
            begins = False
    if word:
        if word[-1][0].waits:
            return []
        cells += book.place(word, None)
    return cells


def _by_clusters(fragments: Sequence[Fragment], baseline: float) -> list[Cell]:
    """Put a line together in which a mark stands over a space or a sign: what it is part of is not known before."""
    origin, _, first = fragments[0]
    scale = first.style.scale
    units: list[PlacedUnit] = []
    for x, y, shape in fragments:
        left = (x - origin) * scale
        placed = [one for place, stretch in shape.stretches for one in stretch.placed(left + place)]
        units += [(unit, pen, (y - baseline) * scale, index == 0) for index, (pen, unit) in enumerate(placed)]
    words = [list(word) for _, word in groupby(clusters_of(units), key=lambda cluster: kind_of(cluster.text))]
    cells: list[Cell] = []
    for index, word in enumerate(words):
        if kind_of(word[0].text) == RTL:
            cells += right_to_left(word, words[index + 1][0].pen if index + 1 < len(words) else None)
        else:
            for cluster in word:
                cells += spread(cluster.text, cluster, cluster.advance)
    return cells


def _widen_spaces(cells: list[Cell], units: int) -> None:
    """Let every space reach to the next character, and make narrow ones wide enough to be seen."""
    least, step, keep = NARROWEST_SPACE * units, SPACE_STEP * units, NARROWEST_LENDER * units
    for index in [index for index, cell in enumerate(cells) if cell.char.isspace()]:
        cell = cells[index]
        width = cells[index + 1].start - cell.x if index + 1 < len(cells) else float(cell.width)
        lender = cells[index - 1] if index else None
        wanted = least - width
        if wanted > 0 and lender and not lender.char.isspace() and lender.width - wanted > keep:
            lender.width -= round(wanted)
            cell.x -= wanted
            width = least
        cell.width = max(round(step), round(round(width / step) * step))


def _marked(cells: list[Cell], units: int) -> list[Cell]:
    """Add direction marks where readers of PDF would put signs in the wrong place.

    Poppler takes a sign and all that stands to its left, up to the next right-to-left letter, for a left-to-right run.
    PDFium turns brackets and quotation marks round in right-to-left text, although the file has the right ones, unless
    a left-to-right mark comes before them.
    """
    marked: list[Cell] = []
    edge, step = 0, round(MARK * units)
    for index in [index for index, cell in enumerate(cells) if is_sign(cell.char)]:
        cell = cells[index]
        before = cells[index - 1] if index else None
        after = cells[index + 1] if index + 1 < len(cells) else None
        if _is_within_number(before, cell, after):
            continue
        if after is not None and after.char.isspace():
            after = cells[index + 2] if index + 2 < len(cells) else None
        left = RLM if before is None or not is_rtl(before.char) else ""
        right = LRM if unicodedata.mirrored(cell.char) else ""
        right += RLM if after is None or not is_rtl(after.first) else ""
        marked += cells[edge:index]
        marked += _with_marks(cell, left, right, step)
        edge = index + 1
    return marked + cells[edge:] if edge else cells


def _with_marks(cell: Cell, left: str, right: str, step: int) -> list[Cell]:
    """Share the width of a sign with marks, so that no two characters begin at one place; poppler would part them."""
    chars = left + cell.char + right
    end = cell.x + cell.width
    x = cell.x - (max(0, round(cell.x - end + (len(chars) - 0.5) * step)) if left else 0)
    cells: list[Cell] = []
    for char in chars:
        shift = round(cell.x - x)
        drawn = tuple([(glyph, dx + shift, dy) for glyph, dx, dy in cell.components]) if char == cell.char else ()
        cells.append(Cell(char, x, step, drawn))
        x += step
    cells[-1].width = max(0, round(end - cells[-1].x))
    return cells


def _is_within_number(before: Cell | None, cell: Cell, after: Cell | None) -> bool:
    """Return whether a sign belongs to a number, such as the comma in 84,000; the hyphen of a range does not."""
    return bool(
        before and after and _is_number(before.char) and _is_number(after.first) and not (cell.begins or after.begins)
    )


@cache
def _is_number(char: str) -> bool:
    return char != "" and unicodedata.bidirectional(char) in ("EN", "AN")
