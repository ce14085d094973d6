"""The same pages on another paper: the text block stays, the margins around it change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf

from kitabcha.paper import Sheet

POINT = 72 / 25.4  # pt in a mm


@dataclass(frozen=True)
class Change:
    """Another paper than the one that pages were typeset for.

    Attributes:
        sheet: the other paper.
        inside: what the binding margin gains, mm; the outer margin takes the rest, top and bottom share alike.
    """

    sheet: Sheet
    inside: float


def on_papers(file: pikepdf.Pdf, papers: Iterable[Change | None]) -> Iterator[bytes]:
    """Write a file once for each paper, by its page boxes alone; what is drawn is not touched.

    Args:
        file: the pages; they say themselves on which side they are bound. Its boxes stay as the last paper wants.
        papers: the papers; None leaves the pages on their own.

    Yields:
        The file on each of them, the same bytes for the same input.
    """
    own = [[float(value) for value in page.mediabox] for page in file.pages]
    rtl = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == pikepdf.Name.R2L
    for paper in papers:
        for index, (page, box) in enumerate(zip(file.pages, own, strict=True)):
            if paper is not None:
                page.mediabox = _box_on(paper, box, bound_left=(index % 2 == 0) is not rtl)
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        yield result.getvalue()


def copies(pdf: bytes, papers: Sequence[Change | None]) -> list[bytes]:
    """Put finished pages on papers.

    Args:
        pdf: the pages.
        papers: the papers; None leaves the file as it is.
    """
    if not any(papers):
        return [pdf] * len(papers)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [pdf if paper is None else next(on_papers(file, [paper])) for paper in papers]


def _box_on(paper: Change, own: Sequence[float], *, bound_left: bool) -> list[float]:
    width, height = paper.sheet.width * POINT, paper.sheet.height * POINT
    _left, bottom, right, top = own
    y = bottom + (top - bottom - height) / 2
    x = -paper.inside * POINT if bound_left else right + paper.inside * POINT - width
    return [round(value, 3) for value in (x, y, x + width, y + height)]
