"""Puts finished pages on sheets: the order is that of `sheets`; pages become Form XObjects, which keep their fonts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from kitabcha.imposition.sheets import BLANK, Duplex, Sheet, Side, creep, impose
from kitabcha.paper import POINT, Change, is_bound_left
from kitabcha.paper import Sheet as Paper

# Marks stand at least this far from the edge of the sheet, since office printers cannot print nearer; mm.
REACH = 6.5
FOLD_TICK = 4.0  # mm
STAPLE = 10.0  # mm; hidden by the staple itself, which is 12 mm wide
COLLATION = (1.6, 8.0)  # half width and height of the bar on the spine of a signature, mm
# Dots of 0.6 pt, 1.8 pt apart: dotted means fold, cut or staple everywhere in the look.
_DOTTED = "0.6 w 1 J [0 1.8] 0 d 0 G"
# What means nothing on a sheet: places, tags, bookmarks and the order of turning pages.
_DROPPED = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageLabels", "/Names", "/Dests", "/PageMode", "/PageLayout")


@dataclass(frozen=True)
class Binding:
    """How a booklet is printed and bound.

    Attributes:
        most_sheets: sheets of a signature at most; 0 for one signature.
        duplex: the edge on which the printer turns the paper.
        thickness: of the paper, mm.
    """

    most_sheets: int = 0
    duplex: Duplex = "short"
    thickness: float = 0.1


def press_booklet(pages: Path, papers: Iterable[tuple[Paper, Change | None]], binding: Binding) -> Iterator[bytes]:
    """Lay a booklet out two-up for saddle stitching.

    Args:
        pages: a PDF of half sheets in reading order; its own page direction says on which side it is bound.
        papers: each sheet in the printer, upright, and its half where the pages were typeset for another one.
        binding: how it is printed and bound.

    Yields:
        For each paper a PDF of whole sheets, front and back in turn, the same bytes for the same input.
    """
    with pikepdf.open(pages) as file:
        rtl = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == pikepdf.Name.R2L
        plan = impose(len(file.pages), rtl=rtl, most_sheets=binding.most_sheets, duplex=binding.duplex)
        forms = [(_form(page), [float(value) for value in page.mediabox]) for page in file.pages]
        _finish(file, binding.duplex)
        for paper, change in papers:
            del file.pages[:]
            _lay_out(
                file,
                plan,
                [(form, _half(box, change, index, rtl)) for index, (form, box) in enumerate(forms)],
                (paper.height * POINT, paper.width * POINT),
                binding.thickness,
            )
            result = io.BytesIO()
            file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            yield result.getvalue()


Box = tuple[float, float, float, float]
Form = tuple[pikepdf.Object, Box]


def _form(page: pikepdf.Page) -> pikepdf.Object:
    """Make a form of a page: its content becomes one as it is, packed, where it is a single stream of its own."""
    content = page.obj.get("/Contents")
    if not isinstance(content, pikepdf.Stream) or "/Subtype" in content:
        return page.as_form_xobject()
    content.Type, content.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    content.BBox, content.Resources = page.mediabox, page.resources
    if "/Group" in page.obj:
        content.Group = page.obj.Group
    return content


def _half(own: Sequence[float], change: Change | None, index: int, rtl: bool) -> Box:
    """Return left, bottom, width and height of a page on its half of the sheet; its corner need not be the origin."""
    left, bottom, right, top = change.box(own, bound_left=is_bound_left(index, rtl=rtl)) if change else own
    return left, bottom, right - left, top - bottom


def _lay_out(
    file: pikepdf.Pdf, plan: Sequence[Sheet], forms: Sequence[Form], size: tuple[float, float], thickness: float
) -> None:
    """Add the sides of all sheets to a file, front and back in turn."""
    signatures = plan[-1].signature + 1
    for sheet in plan:
        for side in (sheet.front, sheet.back):
            content, used = _side(side, sheet, forms, size, creep(sheet.depth, thickness) * POINT)
            if side is sheet.front and sheet.depth == 0:
                content += _outer_marks(size, sheet.signature if signatures > 1 else None)
            _add_page(file, size, content, used)


def _side(
    side: Side, sheet: Sheet, forms: Sequence[Form], size: tuple[float, float], shift: float
) -> tuple[str, dict[str, pikepdf.Object]]:
    """Draw the two pages of a side, their inner edges on the fold, moved over it by the creep; then the fold ticks."""
    used: dict[str, pikepdf.Object] = {}
    parts = []
    for name, number, is_left in (("/Left", side.left, True), ("/Right", side.right, False)):
        if number == BLANK:
            continue
        form, (left, bottom, width, height) = forms[number - 1]
        x = (size[0] / 2 - width + shift if is_left else size[0] / 2 - shift) - left
        y = (size[1] - height) / 2 - bottom
        used[name] = form
        parts.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q\n")
    content = "".join(parts)
    if side.turned:
        content = f"q -1 0 0 -1 {size[0]:.3f} {size[1]:.3f} cm\n{content}Q\n"
    return content + _dotted(_ticks(size)), used


def _ticks(size: tuple[float, float]) -> Iterator[tuple[float, float, float, float]]:
    middle = size[0] / 2
    for low in (REACH * POINT, size[1] - (REACH + FOLD_TICK) * POINT):
        yield middle, low, middle, low + FOLD_TICK * POINT


def _outer_marks(size: tuple[float, float], signature: int | None) -> str:
    """Draw what helps to bind: where the two staples go, and with several signatures a bar on each spine."""
    middle, half = size[0] / 2, STAPLE / 2 * POINT
    staples = [(middle, y - half, middle, y + half) for y in (size[1] / 4, size[1] * 3 / 4)]
    content = _dotted(staples)
    if signature is not None:
        width, height = (value * POINT for value in COLLATION)
        # Ten steps from the head down, then again from the head: a missing or turned signature breaks the stair.
        top = size[1] - (REACH + FOLD_TICK + 4) * POINT - signature % 10 * height
        content += f"q 0 g {middle - width:.3f} {top - height:.3f} {2 * width:.3f} {height:.3f} re f Q\n"
    return content


def _dotted(lines: Iterator[tuple[float, float, float, float]] | list[tuple[float, float, float, float]]) -> str:
    drawn = "".join(f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S\n" for x0, y0, x1, y1 in lines)
    return f"q {_DOTTED}\n{drawn}Q\n"


def _add_page(file: pikepdf.Pdf, size: tuple[float, float], content: str, used: dict[str, pikepdf.Object]) -> None:
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(size[0], 3), round(size[1], 3)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(used)) if used else pikepdf.Dictionary(),
        Contents=file.make_stream(content.encode()),
    )
    file.pages.append(pikepdf.Page(file.make_indirect(page)))


def _finish(file: pikepdf.Pdf, duplex: Duplex) -> None:
    """Drop what held for single pages and tell the print dialog how to print (ISO 32000, 12.2)."""
    for key in _DROPPED:
        if key in file.Root:
            del file.Root[key]
    file.Root.ViewerPreferences = pikepdf.Dictionary(
        Duplex=pikepdf.Name("/DuplexFlipLongEdge" if duplex == "long" else "/DuplexFlipShortEdge"),
        PrintScaling=pikepdf.Name("/None"),
        DisplayDocTitle=True,
    )
