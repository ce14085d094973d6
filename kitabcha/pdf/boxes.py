"""The same pages on another paper: the text block stays, the margins around it change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pikepdf

from kitabcha.paper import Change


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
                page.mediabox = list(paper.box(box, bound_left=(index % 2 == 0) is not rtl))
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        yield result.getvalue()
