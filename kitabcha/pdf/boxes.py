"""The same pages on another paper: the text block stays, the margins around it change."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator, Mapping, Sequence

import pikepdf

from kitabcha.paper import Change, is_bound_left

Box = tuple[float, ...]  # left, bottom, right, top, pt


def on_papers(file: pikepdf.Pdf, papers: Sequence[Change | None]) -> Iterator[bytes]:
    """Write a file once for each paper, by its page boxes alone; what is drawn is not touched.

    To write thousands of objects takes long, so pages share their boxes, one for right-hand pages and one for left-hand
    pages of a size, and the file for another paper is the first one with other boxes at its end.

    Args:
        file: the pages; they say themselves on which side they are bound. Its boxes become those of the first paper.
        papers: the papers; None leaves the pages on their own.

    Yields:
        The file on each of them, the same bytes for the same input.
    """
    rtl = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == pikepdf.Name.R2L
    shared: dict[tuple[Box, bool], tuple[int, pikepdf.Object]] = {}  # by size and side: the first page, and its box
    for index, page in enumerate(file.pages):
        own, bound_left = tuple(float(value) for value in page.mediabox), is_bound_left(index, rtl=rtl)
        if (own, bound_left) not in shared:
            box = pikepdf.Array(_box(papers[0], own, bound_left))
            shared[own, bound_left] = index, file.make_indirect(box)
        page.obj.MediaBox = shared[own, bound_left][1]
    result = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    file.save(result, object_stream_mode=packed, deterministic_id=True, fix_metadata_version=False)
    first = result.getvalue()
    yield first
    if len(papers) > 1:
        with pikepdf.open(result) as saved:
            pages = _leaves(saved.Root.Pages, 1 + max(index for index, _ in shared.values()))
            for paper in papers[1:]:
                boxes = {
                    pages[index].MediaBox.objgen[0]: _box(paper, own, bound_left)
                    for (own, bound_left), (index, _) in shared.items()
                }
                yield first + _update(first, saved.trailer, boxes)


def _box(paper: Change | None, own: Box, bound_left: bool) -> Box:
    return paper.box(own, bound_left=bound_left) if paper else own


def _leaves(node: pikepdf.Object, count: int) -> list[pikepdf.Object]:
    """Return the first pages of a page tree; to ask for all of them would take long."""
    found: list[pikepdf.Object] = []
    for child in node.Kids:
        if len(found) < count:
            found += _leaves(child, count - len(found)) if "/Kids" in child else [child]
    return found


def _update(pdf: bytes, trailer: pikepdf.Object, boxes: Mapping[int, Box]) -> bytes:
    """Write what is appended to a file to change its boxes (an incremental update, ISO 32000-1, 7.5.6 and 7.5.8).

    Args:
        pdf: the file.
        trailer: its trailer.
        boxes: new boxes by the number of the array that holds each.
    """
    parts, places, size = [b"\n"], {}, int(trailer.Size)
    for number, box in boxes.items():
        places[number] = len(pdf) + sum(map(len, parts))
        parts.append(b"%d 0 obj\n[ %b ]\nendobj\n" % (number, " ".join(f"{value:.3f}" for value in box).encode()))
    places[size] = start = len(pdf) + sum(map(len, parts))
    rows = b"".join(struct.pack(">BIH", 1, place, 0) for place in places.values())
    old = bytes(trailer.ID[0]).hex().upper()
    own = hashlib.md5(old.encode() + b"".join(parts), usedforsecurity=False).hexdigest().upper()
    named = {name: b"%d %d R" % trailer[f"/{name}"].objgen for name in ("Root", "Info") if f"/{name}" in trailer}
    parts.append(
        b"%d 0 obj\n<< /Type /XRef /Size %d /Prev %d %b /ID [<%b> <%b>] /W [1 4 2] /Index [ %b ] /Length %d >>\n"
        b"stream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            size + 1,
            int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0]),
            b" ".join(b"/%b %b" % (name.encode(), value) for name, value in named.items()),
            old.encode(),
            own.encode(),
            b" ".join(b"%d 1" % number for number in places),
            len(rows),
            rows,
            start,
        )
    )
    return b"".join(parts)
