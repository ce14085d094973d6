"""Tables."""

from __future__ import annotations

from math import ceil

from docutils import nodes

from kitabcha.languages import language
from kitabcha.pdf.buffers import Buffers, block_expression
from kitabcha.pdf.images import ALIGNMENTS, length_of
from kitabcha.pdf.inline import runs
from kitabcha.pdf.markup import array, boolean, call, string
from kitabcha.pdf.widths import (
    ROW,
    column_widths,
    entries_of,
    first_columns,
    longest_word,
    longest_words,
    room_of_cells,
    with_long_words,
)

SHORT = 200, 8  # characters and line breaks of a cell; rows with longer ones may be parted by the end of a page

LINES_OF_A_PICTURE = 10
MOST_COLUMNS = 2  # of a table that is one in large print too; of others each row becomes a record


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
        wide = not self.scope.nested
        with self.within(nested=True, foot=True):
            named = {"wide": boolean(wide), **_frame(node)}
            if not all(map(_is_short, head + body)):
                named["parted"] = "true"
            if (
                len(head) == 1
                and len(head[0].children) > MOST_COLUMNS
                and not any(map(_spans, node.findall(nodes.entry)))
            ):
                named["lines"] = array(str(_lines(head[0], row)) for row in body)
            if title is not None:
                named["caption"] = self.phrase(title)
                number = self.caption_number(node, "table")
                if number:
                    named["number"] = string(number)
            whole = (ROW if wide else ROW / 2) * _share(named.get("width", ""))
            widths = column_widths(node, group, head + body, whole)
            rooms = room_of_cells(widths, whole)
            stubs = sum(bool(spec.get("stub")) for spec in specs)
            if stubs:
                named["stubs"] = str(stubs)
            if _may_be_narrow(head + body, rooms):
                named["words"] = self._words_to_hold(group, head, body)
            tongues = _tongues(head + body)
            if tongues:
                named["tongues"] = array(string(tag or self.scope.tag) for tag in tongues)
            rows = [
                array(
                    array(self._cells(row, columns, heading, rooms, stubs))
                    for row, columns in zip(part, first_columns(part), strict=True)
                )
                for part, heading in ((head, True), (body, False))
            ]
            return call("ruled-table", array(f"{width:.1f}fr" for width in widths), *rows, **named)

    def _words_to_hold(self, group: nodes.tgroup, head: list[nodes.Node], body: list[nodes.Node]) -> str:
        """Write the longest words of each column as its cells print them, for Typst to measure."""
        heads = (
            [call("head-cell", self._word("foreign-run", *word)) for word in words]
            for words in longest_words(group, head)
        )
        bodies = ([self._word("foreign", *word) for word in words] for words in longest_words(group, body))
        return array(array(above + below) for above, below in zip(heads, bodies, strict=True))

    def _word(self, foreign: str, word: str, entry: nodes.entry) -> str:
        if any(word in code.astext() for code in entry.findall(nodes.literal)):
            return call("raw", string(word))
        tag = next(filter(None, map(self.tag_of, entry.findall(nodes.paragraph))), "")
        words = runs(word, language(tag or self.scope.tag).is_rtl)
        return call(foreign, string(tag), words) if tag else words

    def _cells(self, row: nodes.Node, columns: list[int], heading: bool, rooms: list[int], stubs: int) -> list[str]:
        cells = []
        for entry, column in zip(entries_of(row), columns, strict=True):
            with self.within(room=sum(rooms[column : column + entry.get("morecols", 0) + 1])):
                cells.append(self._cell(entry, heading or column < stubs))
        return cells

    def _cell(self, entry: nodes.entry, heading: bool) -> str:
        only = entry.children[0] if len(entry.children) == 1 else None
        words = only if isinstance(only, nodes.paragraph) else None
        text = entry.astext()
        if heading:
            body = self.inside(words or entry)
            tag = self.tag_of(words) if words is not None else ""
            if tag:
                body = call("foreign-run", f'"{tag}"', body)
            body = with_long_words(call("head-cell", body), text, self.scope.room)
        elif words is not None and not _holds_blocks(words):
            body = self._words_in_line(words, text) or self.inside(entry)
        else:
            body = self.inside(entry)
        rows, columns = entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1
        if rows > 1 or columns > 1:
            return call("spanning", body, rows=str(rows), columns=str(columns))
        return body if body[0] in "[{(" else "{" + body + "}"

    def _words_in_line(self, words: nodes.paragraph, text: str) -> str:
        """Tell of a cell of one paragraph what is to know where it stands in a line; nothing of most."""
        tag = self.tag_of(words)
        turned = not tag and self.turned(text)
        if not (tag or turned or longest_word(text) > self.scope.room):
            return ""
        mark = self.origin(words)
        with self.within(**({"tag": tag} if tag else {})):
            code = with_long_words(mark + self.anchored(words, self.inside(words)), text, self.scope.room)
        return f"(words: {code}, tag: {string(tag) if tag else 'none'})" if tag or turned else code


def _may_be_narrow(rows: list[nodes.Node], rooms: list[int]) -> bool:
    """Return whether a word may be wider than its column; rows with cells that span some are not looked at."""
    return any(
        len(word) > room
        for row in rows
        for entry, room in zip(entries_of(row), rooms, strict=False)
        if len(entries_of(row)) == len(rooms)
        for word in entry.astext().split()
    )


def _tongues(rows: list[nodes.Node]) -> list[str]:
    """Return the languages of the columns of a table in several; nothing of any other, nor of one with spans."""
    by_row = [tuple(_tongue(entry) for entry in entries_of(row)) for row in rows]
    return list(by_row[0]) if by_row and len(set(by_row)) == 1 and len(set(by_row[0])) > 1 else []


def _tongue(entry: nodes.entry) -> str:
    only = entry.children[0] if len(entry.children) == 1 else None
    return str(only.get("lang", "")) if isinstance(only, nodes.Element) else ""


def _share(width: str) -> float:
    """Return what a width leaves of the line; of one in millimetres or the like nobody knows, and half is sure."""
    if not width:
        return 1.0
    return min(1.0, float(width.rstrip("%")) / 100) if width.endswith("%") else 0.5


def _is_short(row: nodes.Node) -> bool:
    texts = [entry.astext() for entry in row.children]
    fits = all(len(text) <= SHORT[0] and text.count("\n") <= SHORT[1] for text in texts)
    return fits and sum(map(len, texts)) <= 2 * SHORT[0]  # in large print the cells stand under each other


def _spans(entry: nodes.entry) -> bool:
    return bool(entry.get("morerows") or entry.get("morecols"))


def _lines(head: nodes.Node, row: nodes.Node) -> int:
    """Tell how many lines a row takes as a record in large print, more or less; a picture takes many."""
    texts = (f"{label.astext()} {entry.astext()}" for label, entry in zip(head.children, row.children, strict=False))
    words = sum(ceil(len(line) / ROW) for text in texts for line in text.splitlines())
    return words + LINES_OF_A_PICTURE * len(list(row.findall(nodes.image)))


def _holds_blocks(words: nodes.paragraph) -> bool:
    return any(isinstance(child, nodes.Body) and not isinstance(child, nodes.Inline) for child in words.children)


def _frame(table: nodes.table) -> dict[str, str]:
    """Return the width and the place that a table was given; without a width it takes the whole line."""
    width = length_of(str(table.get("width", "")))
    named = {"width": width} if width else {}
    if width and table.get("align") in ALIGNMENTS:
        named["place"] = ALIGNMENTS[table["align"]]
    return named
