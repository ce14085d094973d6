"""Heads of rows: Typst has tags for the heads of columns only, so the cells of stub columns become heads at the end.

In the templates such a cell has a dashed line of no width at its start edge (`row-head-mark` of tables.typ), which is
not drawn, but which Typst tells of in the tags. Here it makes the cell a head, and goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

START, END = 2, 3  # in arrays of before, after, start and end edge (ISO 32000-1, 14.8.5.4.2)
_MARK = re.compile(rb"/BorderStyle\s*\[\s*/\w+\s*/\w+\s*/Dashed")


def marked_cells(pdf: bytes) -> list[int]:
    """List the objects of a file that may have the mark, by its bytes: to walk through all its tags would take long.

    Args:
        pdf: a file as Typst writes it, which is not compressed.
    """
    if b"/Dashed" not in pdf:
        return []
    found = {pdf.rfind(b" 0 obj", 0, match.start()) for match in _MARK.finditer(pdf)}
    return [int(pdf[pdf.rfind(b"\n", 0, end) + 1 : end]) for end in sorted(found)]


def make_heads(file: pikepdf.Pdf, numbers: Iterable[int]) -> None:
    """Make the marked cells heads of their rows, as PDF/UA-1, 7.5 wants.

    Those that are heads of columns already become both. Typst names to each cell its heads, which outweighs what they
    say of themselves (ISO 32000-1, Table 349), so the heads of rows are named too.

    Args:
        file: the PDF; changed.
        numbers: as `marked_cells` gives them.
    """
    tables: dict[int, pikepdf.Object] = {}
    marked: dict[int, dict[int, pikepdf.Object]] = defaultdict(dict)
    for number in numbers:
        cell = file.get_object(number, 0)
        table = _table_of(cell)
        if table is not None and _is_marked(cell, table):
            tables[table.objgen[0]] = table
            marked[table.objgen[0]][number] = cell
    names: dict[str, pikepdf.Object] = {}
    for number, table in tables.items():
        names |= _heads_of_rows(table, marked[number])
    if names:
        _enter(file, names)


def _heads_of_rows(table: pikepdf.Object, marked: dict[int, pikepdf.Object]) -> dict[str, pikepdf.Object]:
    """Change the cells of a table, and return its new heads by name."""
    rows = [[(cell, _of_table(cell)) for cell in row] for row in _rows(table)]
    named: dict[str, pikepdf.Object] = {}
    reached: dict[int, list[str]] = defaultdict(list)  # for each row the heads that stand in it, or reach into it
    for index, row in enumerate(rows):
        for cell, attributes in row:
            number = cell.objgen[0]
            if number not in marked:
                continue
            _unmark(cell)
            if cell.S == Name.TH:
                attributes.Scope = Name.Both
                continue
            name = f"row-{number}"
            cell.S, cell.ID, attributes.Scope = Name.TH, String(name), Name.Row
            named[name] = cell
            for below in _span(index, attributes):
                reached[below].append(name)
    for index, row in enumerate(rows):
        for cell, attributes in row:
            heads = list(dict.fromkeys(name for below in _span(index, attributes) for name in reached[below]))
            own = f"row-{cell.objgen[0]}"
            if own in named:
                heads = heads[: heads.index(own)]  # a head has those before it
            if heads:
                # The heads of the row come first, and the nearest before all (ISO 32000-2, Table 384).
                attributes.Headers = Array([*map(String, reversed(heads)), *attributes.get("/Headers", ())])
    return named


def _span(row: int, attributes: pikepdf.Object) -> range:
    """Return the rows that a cell reaches into, from that in which it begins."""
    return range(row, row + int(attributes.get("/RowSpan", 1)))


def _rows(part: pikepdf.Object) -> Iterator[list[pikepdf.Object]]:
    """Yield the cells of each row of a table, whatever groups its rows are in."""
    for child in _children(part):
        if child.S == Name.TR:
            yield [cell for cell in _children(child) if cell.S in (Name.TH, Name.TD)]
        elif child.S in (Name.THead, Name.TBody, Name.TFoot):
            yield from _rows(child)


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", Array())
    for child in kids if isinstance(kids, Array) else [kids]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child


def _table_of(element: Any) -> pikepdf.Object | None:
    """Return the table that a cell stands in; nothing of what is no cell."""
    if not isinstance(element, Dictionary) or element.get("/S") not in (Name.TH, Name.TD):
        return None
    while "/S" in element and element["/S"] != Name.Table:
        element = element.P
    return element if "/S" in element else None


def _attributes(element: pikepdf.Object, owner: str) -> pikepdf.Object | None:
    """Return the attributes of an element that an owner has given it (ISO 32000-1, 14.7.5)."""
    given = element.get("/A", Array())
    every = given if isinstance(given, Array) else [given]
    return next((attributes for attributes in every if attributes.get("/O") == owner), None)


def _of_table(cell: pikepdf.Object) -> pikepdf.Object:
    """Return the attributes of a cell as such; there are some afterwards."""
    attributes = _attributes(cell, "/Table")
    if attributes is None:
        given = cell.get("/A", Array())
        cell.A = Array([Dictionary(O=Name.Table), *(given if isinstance(given, Array) else [given])])
        attributes = cell.A[0]
    return attributes


def _is_marked(cell: pikepdf.Object, table: pikepdf.Object) -> bool:
    """Return whether the dashed line of a cell has no width; if all cells have the same, the table tells it."""
    for layout in filter(None, (_attributes(cell, "/Layout"), _attributes(table, "/Layout"))):
        if "/BorderThickness" in layout:
            width = layout.BorderThickness
            return not (width[START] if isinstance(width, Array) else width)
    return False


def _unmark(cell: pikepdf.Object) -> None:
    layout = _attributes(cell, "/Layout")
    assert layout is not None
    styles = layout.BorderStyle
    for edge in (START, END):  # the edge beside the next stub column has its mark too
        if styles[edge] == Name.Dashed:
            styles[edge] = Name("/None")


def _enter(file: pikepdf.Pdf, names: dict[str, pikepdf.Object]) -> None:
    """Enter new names of elements into the tree of names (ISO 32000-1, Table 322)."""
    root = file.Root.StructTreeRoot
    if "/IDTree" not in root:
        root.IDTree = pikepdf.NameTree.new(file).obj
    tree = pikepdf.NameTree(root.IDTree)
    for name, element in names.items():
        tree[name] = element
