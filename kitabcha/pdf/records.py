"""Tables of the bilingual edition: each row becomes a record in either column, so that the rows stay side by side.

A record is read without its table: its first cell is the heading, the others follow with the heads of their columns. A
cell that reaches into further rows is said in each of their records; one that reaches into further columns has the
heads of all, and no head if it reaches into every column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from docutils import nodes

from kitabcha.pdf.markup import between, block, call, string
from kitabcha.pdf.rows import Pair
from kitabcha.pdf.translator import TypstTranslator
from kitabcha.pdf.widths import entries_of, first_columns

Cell = tuple[nodes.entry, nodes.entry]  # of both languages
Row = list[Cell | None]  # what stands in each column


# table > title?, tgroup > colspec*, thead? > row* > entry*, tbody > row* > entry*
def records_of(
    own: TypstTranslator, source: TypstTranslator, table: nodes.table, twin: nodes.table
) -> tuple[list[Pair], list[list[Pair]]]:
    """Pair the cells of two tables, row by row.

    Args:
        own: the translator of the reader's language.
        source: the translator of the source's language.
        table: the table in the reader's tree.
        twin: the same in the source's tree.

    Returns:
        The caption, if there is one, and the lines of each record; no record if the tables differ in rows or spans.
    """
    parts = [(_rows(table, kind), _rows(twin, kind)) for kind in (nodes.thead, nodes.tbody)]
    if any([_spans(row) for row in mine] != [_spans(row) for row in theirs] for mine, theirs in parts):
        return [], []
    head, body = (_grid(mine, theirs) for mine, theirs in parts)
    with own.within(nested=True, foot=True), source.within(nested=True, foot=True):
        titles = ([child for child in one.children if isinstance(child, nodes.title)] for one in (table, twin))
        captions = [
            Pair(_caption(own, mine), _caption(source, theirs), "caption")
            for mine, theirs in zip(*titles, strict=False)
        ]
        return captions, [_record(own, source, row, head) for row in body if any(row)]


def _rows(table: nodes.table, part: type[nodes.Part]) -> list[nodes.row]:
    group = next(child for child in table.children if isinstance(child, nodes.tgroup))
    parts = [child for child in group.children if isinstance(child, part)]
    return [row for one in parts for row in one.children if isinstance(row, nodes.row)]


def _spans(row: nodes.row) -> list[tuple[int, int]]:
    return [(entry.get("morerows", 0), entry.get("morecols", 0)) for entry in entries_of(row)]


def _grid(rows: Sequence[nodes.row], twins: Sequence[nodes.row]) -> list[Row]:
    """Tell for each row what stands in each column, which may be a cell of a row above."""
    places: list[dict[int, Cell]] = [{} for _row in rows]
    for index, (row, twin, columns) in enumerate(zip(rows, twins, first_columns(rows), strict=True)):
        for one, other, column in zip(entries_of(row), entries_of(twin), columns, strict=True):
            for place in places[index : index + one.get("morerows", 0) + 1]:
                place.update({column + more: (one, other) for more in range(one.get("morecols", 0) + 1)})
    return [[place.get(column) for column in range(max(place, default=-1) + 1)] for place in places]


def _record(own: TypstTranslator, source: TypstTranslator, row: Row, head: list[Row]) -> list[Pair]:
    """Pair the cells of a row with their labels: the first is the heading of the record, which is kept whole."""
    lines: list[Pair] = []
    for cell in _once(row):
        columns = [column for column, other in enumerate(row) if other is not None and other[0] is cell[0]]
        labels = _heads(head, columns) if len(columns) < len(row) else []
        function = "record-line" if lines else "row-head"
        lines.append(
            Pair(
                call(function, _label(own, [one for one, _ in labels]), _words(own, cell[0])),
                call(function, _label(source, [other for _, other in labels]), _words(source, cell[1])),
                "record",
            )
        )
    lines[-1] = replace(lines[-1], part="middle")
    lines[0] = replace(lines[0], part="head")
    return lines


def _once(cells: Iterable[Cell | None]) -> list[Cell]:
    return list({id(cell[0]): cell for cell in cells if cell is not None}.values())


def _heads(head: list[Row], columns: Sequence[int]) -> list[Cell]:
    """List the heads of columns from the top down; what one head stands over needs no others."""
    found: list[Cell] = []
    for line in head:
        here = _once(line[column] for column in columns if column < len(line))
        if found and len(here) > 1:
            break
        found += here
    return _once(found)


def _label(translator: TypstTranslator, heads: list[nodes.entry]) -> str:
    """Write the heads of a column, from the top down; ``none`` if they say nothing."""
    said = [head for head in heads if head.astext()]
    return block(between((_words(translator, head) for head in said), "comma")) if said else "none"


def _words(translator: TypstTranslator, entry: nodes.entry) -> str:
    only = entry.children[0] if len(entry.children) == 1 else None
    code = translator.phrase(only) if isinstance(only, nodes.paragraph) else translator.inside(entry)
    return "{" + code + "}"


def _caption(translator: TypstTranslator, title: nodes.title) -> str:
    number = translator.caption_number(title.parent, "table")
    return call("table-caption", translator.inside(title), **({"number": string(number)} if number else {}))
