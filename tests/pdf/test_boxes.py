"""One file on several papers: the margins around each page change, whatever its size."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from kitabcha.paper import A4, POINT, Change
from kitabcha.pdf.boxes import on_papers

LETTER_PT, WIDE_PT = (612, 792), (792, 612)
CHANGE = Change(A4, -3.0)


def pages(rtl: bool, *sizes: tuple[int, int]) -> pikepdf.Pdf:
    """A file of empty pages."""
    file = pikepdf.new()
    for size in sizes:
        file.add_blank_page(page_size=size)
    if rtl:
        file.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
    return file


def boxes(pdf: bytes) -> list[list[float]]:
    """The boxes that two readers find, which must agree."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [[float(value) for value in page.mediabox] for page in file.pages]
    other = pypdfium2.PdfDocument(pdf)
    assert found == [pytest.approx(list(page.get_mediabox()), abs=0.01) for page in other]
    other.close()
    return found


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("order", [[None, CHANGE], [CHANGE, None], [CHANGE]])
def test_every_page_gets_the_margins_of_its_paper(rtl: bool, order: list[Change | None]) -> None:
    sizes = [LETTER_PT, LETTER_PT, LETTER_PT, WIDE_PT, LETTER_PT, WIDE_PT]
    for paper, made in zip(order, on_papers(pages(rtl, *sizes), order), strict=True):
        for index, ((width, height), box) in enumerate(zip(sizes, boxes(made), strict=True)):
            if paper is None:
                assert box == [0, 0, width, height]
                continue
            left, bottom, right, top = box
            inner = -left if (index % 2 == 0) is not rtl else right - width
            assert inner == pytest.approx(-3 * POINT, abs=0.001)
            assert (right - left, top - bottom) == pytest.approx((210 * POINT, 297 * POINT), abs=0.002)
            assert bottom + top == pytest.approx(height, abs=0.002)


def test_the_same_pages_give_the_same_bytes() -> None:
    one, other = (list(on_papers(pages(True, LETTER_PT, LETTER_PT), [None, CHANGE])) for _ in range(2))
    assert one == other and one[1].startswith(one[0]) and len(one[1]) < len(one[0]) + 1000
