"""The same pages on another paper: the text block stays, the margins around it change."""

from __future__ import annotations

import io

import pikepdf

from kitabcha.paper import Sheet

POINT = 72 / 25.4  # pt in a mm


def on_paper(pdf: bytes, paper: Sheet, inside: float) -> bytes:
    """Put finished pages on another paper, by their page boxes alone; what is drawn is not touched.

    Args:
        pdf: the pages; they say themselves on which side they are bound.
        paper: the other paper.
        inside: what the binding margin gains, mm; the outer margin takes the rest, top and bottom share alike.

    Returns:
        The file, the same bytes for the same input.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        rtl = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == pikepdf.Name.R2L
        width, height = paper.width * POINT, paper.height * POINT
        for index, page in enumerate(file.pages):
            _left, bottom, right, top = (float(value) for value in page.mediabox)
            y = bottom + (top - bottom - height) / 2
            bound_left = (index % 2 == 0) is not rtl
            x = -inside * POINT if bound_left else right + inside * POINT - width
            page.mediabox = [round(value, 3) for value in (x, y, x + width, y + height)]
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return result.getvalue()
