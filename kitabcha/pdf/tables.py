"""Tables."""

from __future__ import annotations

from docutils import nodes

from kitabcha.pdf.buffers import Buffers, block_expression
from kitabcha.pdf.markup import array, boolean, call, string


class TablesMixin(Buffers):
    """Visits of tables."""

    # table > title?, tgroup > colspec*, thead? > row* > entry*, tbody > row* > entry*
    @block_expression
    def visit_table(self, node: nodes.table) -> str:
        """A table with caption, heading rows and spans."""
        group = next(child for child in node.children if isinstance(child, nodes.tgroup))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        head = [row for part in group.children if isinstance(part, nodes.thead) for row in part.children]
        body = [row for part in group.children if isinstance(part, nodes.tbody) for row in part.children]
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        stubs = sum(bool(spec.get("stub")) for spec in specs)
        wide = not self.scope.nested
        with self.within(nested=True, foot=True):
            named = {"wide": boolean(wide)}
            if title is not None:
                named["caption"] = self.phrase(title)
                number = self.caption_number(node, "table")
                if number:
                    named["number"] = string(number)
            rows = [
                array(array(self._cells(row, heading, len(specs), stubs)) for row in part)
                for part, heading in ((head, True), (body, False))
            ]
            return call("ruled-table", array(_widths(node, group, head + body)), *rows, **named)

    def _cells(self, row: nodes.Node, heading: bool, columns: int, stubs: int) -> list[str]:
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        # Where cells from above reach into the row, its first cell is not in the first column.
        stubs = stubs if sum(entry.get("morecols", 0) + 1 for entry in entries) == columns else 0
        return [self._cell(entry, heading or index < stubs) for index, entry in enumerate(entries)]

    def _cell(self, entry: nodes.entry, heading: bool) -> str:
        only = entry.children[0] if len(entry.children) == 1 else None
        body = self.inside(only) if heading and isinstance(only, nodes.paragraph) else self.inside(entry)
        tag = self.tag_of(only) if heading and isinstance(only, nodes.paragraph) else ""
        if tag:
            body = call("foreign-run", f'"{tag}"', body)
        if heading:
            body = call("head-cell", body)
        rows, columns = entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1
        if rows > 1 or columns > 1:
            return call("spanning", body, rows=str(rows), columns=str(columns))
        return body if body.startswith("[") or body.startswith("{") else "{" + body + "}"


def _widths(table: nodes.table, group: nodes.tgroup, rows: list[nodes.Node]) -> list[str]:
    """Choose the widths of columns: as given, else by what the cells need.

    Args:
        table: the table.
        group: its only group.
        rows: all rows.

    Returns:
        Lengths of Typst in shares of the line.
    """
    specs = [child for child in group.children if isinstance(child, nodes.colspec)]
    classes = table.get("classes", ())
    if "colwidths-given" in classes:
        return [f"{max(1, int(spec['colwidth']))}fr" for spec in specs]
    needs = [1.0] * len(specs)
    for row in rows:
        cells = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        if len(cells) != len(specs):
            continue  # a row with spans says little about single columns
        for index, entry in enumerate(cells):
            text = entry.astext()
            longest = max((len(word) for word in text.split()), default=1)
            # The square root of the area keeps a column of sentences from starving one of words.
            needs[index] = max(needs[index], longest, 2.2 * len(text) ** 0.5)
    return [f"{need:.1f}fr" for need in needs]
