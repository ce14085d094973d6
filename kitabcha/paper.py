"""Sheets and pages in millimetres. Folds and margins of the look live in the Typst templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

POINT = 72 / 25.4  # pt in a mm


@dataclass(frozen=True)
class Sheet:
    """A sheet in the printer.

    Attributes:
        name: as in file names, such as ``letter``.
        width: mm.
        height: mm.
    """

    name: str
    width: float
    height: float


LETTER = Sheet("letter", 215.9, 279.4)
A4 = Sheet("a4", 210.0, 297.0)

SHEETS = {sheet.name: sheet for sheet in (LETTER, A4)}
# The page of a booklet on each paper: half of the sheet.
HALVES = {"letter": Sheet("half-letter", 139.7, 215.9), "a4": Sheet("a5", 148.0, 210.0)}


def is_bound_left(index: int, *, rtl: bool) -> bool:
    """Return whether the bound edge of a page is its left one: that of the first page is, in a book read left to right.

    Args:
        index: of the page, counted from zero.
        rtl: whether the book is read from right to left.
    """
    return (index % 2 == 0) is not rtl


@dataclass(frozen=True)
class Change:
    """Another paper than the one that pages were typeset for: the text block stays, the margins around it change.

    Attributes:
        sheet: the other paper.
        inside: what the binding margin gains, mm; the outer margin takes the rest, top and bottom share alike.
    """

    sheet: Sheet
    inside: float

    def box(self, own: Sequence[float], *, bound_left: bool) -> tuple[float, float, float, float]:
        """Return the corners that a page has on this paper, pt.

        Args:
            own: those that it was typeset with, pt: left, bottom, right, top.
            bound_left: whether its left edge is the one that is bound.
        """
        width, height = self.sheet.width * POINT, self.sheet.height * POINT
        _left, bottom, right, top = own
        y = bottom + (top - bottom - height) / 2
        x = -self.inside * POINT if bound_left else right + self.inside * POINT - width
        return round(x, 3), round(y, 3), round(x + width, 3), round(y + height, 3)


@dataclass(frozen=True)
class Unbound:
    """Typeset pages that still have to be laid out on sheets.

    Attributes:
        pages: a PDF of them, in the order of reading.
        names: of the files to make, one for each paper.
        papers: for each file the sheet in the printer, and the half of it where the pages were typeset for another one.
    """

    pages: Path
    names: tuple[str, ...]
    papers: tuple[tuple[Sheet, Change | None], ...]
