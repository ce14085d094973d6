"""Page order of booklets: sheets drawn as numbers, and sheets folded in code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitabcha.imposition.sheets import BLANK, Duplex, Sheet, creep, drawing, impose, reading_order, signatures

LTR_8 = """
8 1 / 2 7
6 3 / 4 5
"""
RTL_8 = """
1 8 / 7 2
3 6 / 5 4
"""
LTR_4 = "4 1 / 2 3"
RTL_4 = "1 4 / 3 2"
LONG_EDGE = """
8 1 / 2 7 turned
6 3 / 4 5 turned
"""
TWO_SIGNATURES = """
8 1 / 2 7
6 3 / 4 5
16 9 / 10 15
14 11 / 12 13
"""
# Blank pages come after the last page that is read on; the back cover stays outside.
LTR_6 = """
6 1 / 2 -
- 3 / 4 5
"""
RTL_6 = """
1 6 / - 2
3 - / 5 4
"""


@pytest.mark.parametrize(
    ("pages", "rtl", "most", "duplex", "drawn"),
    [
        (8, False, 0, "short", LTR_8),
        (8, True, 0, "short", RTL_8),
        (4, False, 0, "short", LTR_4),
        (4, True, 0, "short", RTL_4),
        (8, False, 0, "long", LONG_EDGE),
        (16, False, 2, "short", TWO_SIGNATURES),
        (6, False, 0, "short", LTR_6),
        (6, True, 0, "short", RTL_6),
    ],
)
def test_sheets_as_drawn(pages: int, rtl: bool, most: int, duplex: Duplex, drawn: str) -> None:
    assert drawing(impose(pages, rtl=rtl, most_sheets=most, duplex=duplex)) == drawn.strip()


def test_without_a_back_cover_the_blanks_are_at_the_end() -> None:
    assert reading_order(6, back_cover=False) == [1, 2, 3, 4, 5, 6, BLANK, BLANK]
    assert drawing(impose(6, rtl=False, back_cover=False)) == "- 1 / 2 -\n6 3 / 4 5"


def test_signatures_are_even_and_no_thin_one_is_left_over() -> None:
    assert signatures(17, 4) == [4, 4, 3, 3, 3]
    assert signatures(15, 0) == [15]
    assert signatures(3, 8) == [3]


def test_inner_sheets_move_towards_the_spine_by_the_paper_around_them() -> None:
    assert [creep(sheet.depth, 0.1) for sheet in impose(12, rtl=True)] == pytest.approx([0, 0.1, 0.2])
    assert {creep(sheet.depth, 0.1) for sheet in impose(12, rtl=True, most_sheets=1)} == {0}


# ---------------------------------------------------------------------- folding
# A leaf is half a sheet. On paper a place is a half (0 left, 1 right, seen from the front) and a face (front or back);
# what stands there is a page number and whether it is upright.
Leaf = tuple[tuple[int, bool], tuple[int, bool]]


def printed(sheet: Sheet, duplex: Duplex) -> tuple[Leaf, Leaf]:
    """Print a sheet: what stands on the left and on the right leaf, front and back, seen from the front's side.

    A printer that turns paper on its short edge turns a wide sheet like a page of a book: what is at the left of the
    back lies behind the right of the front. One that turns on the long edge flips it over head first: left stays
    behind left, and the back comes out upside down.
    """
    back = [(sheet.back.left, True), (sheet.back.right, True)]
    if sheet.back.turned:
        back = [(page, not upright) for page, upright in reversed(back)]  # a half turn of the whole side
    behind = back[::-1] if duplex == "short" else [(page, not upright) for page, upright in back]
    return ((sheet.front.left, True), behind[0]), ((sheet.front.right, True), behind[1])


def read(sheets: list[Sheet], *, rtl: bool, duplex: Duplex) -> list[tuple[int, bool]]:
    """Fold every signature with its fronts outside, lay the signatures on each other, turn the leaves and read."""
    read_pages: list[tuple[int, bool]] = []
    for number in dict.fromkeys(sheet.signature for sheet in sheets):
        leaves = [printed(sheet, duplex) for sheet in sheets if sheet.signature == number]
        # Bound at the left, the right halves come first, from the outermost sheet inwards, each read front then back;
        # then the left halves from the innermost outwards, each read back then front. Bound at the right, the other way.
        first, second = (0, 1) if rtl else (1, 0)
        for leaf in leaves:
            front, back = leaf[first]
            read_pages += [front, back]
        for leaf in reversed(leaves):
            front, back = leaf[second]
            read_pages += [back, front]
    return read_pages


@given(
    pages=st.integers(1, 200),
    rtl=st.booleans(),
    most=st.integers(0, 50),
    duplex=st.sampled_from(("short", "long")),
    cover=st.booleans(),
)
def test_folded_sheets_read_one_two_three(pages: int, rtl: bool, most: int, duplex: Duplex, cover: bool) -> None:
    check(pages, rtl, most, duplex, cover)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("most", [0, 1, 2, 4, 5, 8])
def test_every_page_count_up_to_200(rtl: bool, most: int) -> None:
    for pages in range(1, 201):
        check(pages, rtl, most, "short", True)
        check(pages, rtl, most, "long", False)


def check(pages: int, rtl: bool, most: int, duplex: Duplex, cover: bool) -> None:
    sheets = impose(pages, rtl=rtl, most_sheets=most, duplex=duplex, back_cover=cover)
    seen = read(sheets, rtl=rtl, duplex=duplex)
    assert all(upright for _page, upright in seen)
    numbers = [page for page, _upright in seen]
    assert [page for page in numbers if page != BLANK] == list(range(1, pages + 1))
    assert len(numbers) == -(-pages // 4) * 4
    blanks = [place for place, page in enumerate(numbers) if page == BLANK]
    if blanks:  # together, and nothing but the back cover after them
        assert blanks == list(range(blanks[0], blanks[-1] + 1))
        assert numbers[blanks[-1] + 1 :] in ([], [pages])
    if cover and pages > 1:
        assert numbers[0] == 1 and numbers[-1] == pages
    if most:
        counts = [
            sum(sheet.signature == number for sheet in sheets) for number in {sheet.signature for sheet in sheets}
        ]
        assert max(counts) <= most and max(counts) - min(counts) <= 1


def test_the_simulator_would_find_a_wrong_order() -> None:
    """Sheets for the other direction, or for the other edge, read wrongly."""
    numbers = [page for page, _upright in read(impose(8, rtl=True), rtl=False, duplex="short")]
    assert numbers != list(range(1, 9))
    upright = [upright for _page, upright in read(impose(8, rtl=False), rtl=False, duplex="long")]
    assert not all(upright)
