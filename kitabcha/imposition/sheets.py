"""The order of pages on sheets that are folded once and nested: arithmetic only, no files.

A sheet carries four pages. Its front shows outside when it is folded. In a language that runs from right to left the
spine is at the right, so the halves of every side change places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Duplex = Literal["short", "long"]
BLANK = 0


@dataclass(frozen=True)
class Side:
    """One side of a sheet, as it lies in the output tray.

    Attributes:
        left: number of the page on the left half, from 1; `BLANK` for none.
        right: number of the page on the right half.
        turned: whether the whole side is printed upside down, for printers that turn paper on its long edge.
    """

    left: int
    right: int
    turned: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of a booklet.

    Attributes:
        front: the side that is outside when the sheet is folded.
        back: the side that is inside.
        signature: the signature it belongs to, from 0.
        depth: how many sheets of its signature lie outside it; 0 for the outermost.
    """

    front: Side
    back: Side
    signature: int
    depth: int


def impose(
    pages: int, *, rtl: bool, most_sheets: int = 0, duplex: Duplex = "short", back_cover: bool = True
) -> list[Sheet]:
    """Lay pages out for saddle stitching.

    Args:
        pages: how many there are.
        rtl: whether the booklet is bound on the right.
        most_sheets: sheets of a signature at most; 0 for one signature, whatever its size.
        duplex: the edge on which the printer turns the paper.
        back_cover: whether the last page belongs outside, on the back.

    Returns:
        The sheets in the order of printing: first signature first, in it the outermost sheet first.
    """
    order = reading_order(pages, back_cover=back_cover)
    sheets: list[Sheet] = []
    first = 0
    for signature, count in enumerate(signatures(len(order) // 4, most_sheets)):
        sheets += _folded(order[first : first + 4 * count], signature, rtl=rtl, turned=duplex == "long")
        first += 4 * count
    return sheets


def reading_order(pages: int, *, back_cover: bool = True) -> list[int]:
    """Fill up to whole sheets.

    Blank pages come after everything that is read on: before the back cover, so that it stays outside and tells what
    the booklet is, or else at the very end.

    Args:
        pages: how many there are.
        back_cover: whether the last page belongs outside, on the back.

    Returns:
        Page numbers in the order of reading, `BLANK` for blanks; their count is a multiple of four.
    """
    numbers = list(range(1, pages + 1))
    blanks = [BLANK] * (-pages % 4)
    if back_cover and pages > 1:
        return [*numbers[:-1], *blanks, numbers[-1]]
    return numbers + blanks


def signatures(sheets: int, most: int) -> list[int]:
    """Share sheets out to signatures as evenly as can be, so that no thin one is left over.

    Args:
        sheets: how many there are.
        most: sheets of a signature at most; 0 for no limit.

    Returns:
        Sheets of each signature, in order of reading.
    """
    if not sheets:
        return []
    count = -(-sheets // most) if most else 1
    few, more = divmod(sheets, count)
    return [few + 1] * more + [few] * (count - more)


def _folded(order: Sequence[int], signature: int, *, rtl: bool, turned: bool) -> list[Sheet]:
    """Lay the pages of one signature out: the first and the last two at a time, from outside to inside."""
    last = len(order) - 1
    sheets = []
    for depth in range(len(order) // 4):
        low, high = 2 * depth, last - 2 * depth
        front, back = (order[high], order[low]), (order[low + 1], order[high - 1])
        if rtl:
            front, back = front[::-1], back[::-1]
        sheets.append(Sheet(Side(*front), Side(*back, turned), signature, depth))
    return sheets


def creep(depth: int, thickness: float) -> float:
    """Return how far the pages of a sheet move towards the spine.

    Inner sheets of a signature stick out at the open side by the paper that lies around them at the fold; moved back,
    the text stands at the same distance from the open side on every page.

    Args:
        depth: how many sheets of the signature lie outside.
        thickness: of the paper, mm.

    Returns:
        mm.
    """
    return depth * thickness


def drawing(sheets: Iterable[Sheet]) -> str:
    """Draw sheets as numbers: a line for each, its front, a stroke, its back, such as ``8 1 / 2 7``.

    Args:
        sheets: in the order of printing.
    """

    def half(page: int) -> str:
        return str(page) if page else "-"

    def side(side: Side) -> str:
        return f"{half(side.left)} {half(side.right)}{' turned' if side.turned else ''}"

    return "\n".join(f"{side(sheet.front)} / {side(sheet.back)}" for sheet in sheets)
