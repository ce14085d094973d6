"""Room for words: how wide columns are, and which words may be wider than the line they stand in.

Only Typst knows how wide a word is, and to ask it for each would take long; so these figures say which blocks are worth
asking for (``with-parted-words`` in the templates). They are of the narrowest page, that of a booklet, in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from kitabcha.nodes import isolate
from kitabcha.pdf.markup import call

JOINED = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefe]")  # Arabic script
LINE = 32  # a longer word may not fit into a line of text that stands in lists and boxes
TERM = 10  # the same for the hanging column
TITLE = 20  # the same for large words on the narrowest page; only titles with a word longer than LINE are looked at
SURE = {"line": LINE, "term": TERM, "title": TITLE}  # what the templates are told of these, as `given.sure`
CODE = 24
ROW = 44.0  # characters of a whole row of a table in large print
PADDING = 3.0  # what the space between two columns takes of that
LEAST = 2
SHORT_WORD = 6
MANY = 6  # columns
MEASURED = 3  # words of a column that Typst measures: the longest ones, since the longest is not always the widest


def longest_word(text: str) -> int:
    """Return the length of the longest word that can be parted; those of joined letters cannot.

    Args:
        text: any text.
    """
    return max((len(word) for word in text.split() if not JOINED.search(word)), default=0)


def longest_joined(text: str, room: int) -> str:
    """Return the longest word of joined letters, which cannot be parted, if it may be too wide; else nothing.

    Args:
        text: any text.
        room: characters that fit for sure.
    """
    word = max((word for word in text.split() if JOINED.search(word)), key=len, default="")
    return word if len(word) > room else ""


def fitted(code: str, text: str, room: int) -> str:
    """Let Typst part words that are wider than the line, if there may be any.

    Args:
        code: an expression of blocks.
        text: what it prints.
        room: characters that fit into a line for sure.
    """
    return call("with-parted-words", str(room), code) if len(text) > room and longest_word(text) > room else code


def with_long_words(code: str, text: str, room: int) -> str:
    """Say of words that the templates make a paragraph of whether some may be wider than the line.

    Args:
        code: an expression of words.
        text: what it prints.
        room: characters that fit into a line for sure.
    """
    return f"(long: {code}, sure: {room})" if longest_word(text) > room else code


def column_widths(table: nodes.table, group: nodes.tgroup, rows: list[nodes.Node], whole: float) -> list[float]:
    """Choose the widths of columns: as given, else by what the cells need.

    Args:
        table: the table.
        group: its only group.
        rows: all rows.
        whole: characters of the whole row.

    Returns:
        Shares of the whole, of any sum.
    """
    specs = [child for child in group.children if isinstance(child, nodes.colspec)]
    needs, longest = [1.0] * len(specs), [1] * len(specs)
    for row in rows:
        cells = entries_of(row)
        if len(cells) != len(specs):
            continue  # a row with spans says little about single columns
        for index, entry in enumerate(cells):
            text = entry.astext()
            # The square root of the area keeps a column of sentences from starving one of words.
            longest[index] = max(longest[index], *map(len, text.split()), 0)
            needs[index] = max(needs[index], longest[index], 2.2 * len(text) ** 0.5)
    if "colwidths-given" in table.get("classes", ()):
        return _wide_enough([max(1.0, float(spec["colwidth"])) for spec in specs], longest, whole)
    # Of many columns each needs room beside its words.
    return [need + PADDING for need in needs] if len(needs) > MANY else needs


def _wide_enough(widths: list[float], longest: list[int], whole: float) -> list[float]:
    """Widen columns that could not hold a short word; widths are often meant for wider pages."""
    least = [(min(length, SHORT_WORD) + PADDING) / whole * sum(widths) for length in longest]
    return [max(pair) for pair in zip(widths, least, strict=True)]


def longest_words(group: nodes.tgroup, rows: list[nodes.Node]) -> list[list[tuple[str, nodes.entry]]]:
    """List the longest words of each column, and the cells that they stand in.

    Args:
        group: the only group of a table.
        rows: of its head or of its body.

    Returns:
        For each column a few words, the longest first; what may not be broken over two lines counts as a word.
    """
    words: list[dict[str, nodes.entry]] = [{} for child in group.children if isinstance(child, nodes.colspec)]
    for row in rows:
        cells = entries_of(row)
        if len(cells) == len(words):  # as in `column_widths`
            for found, entry in zip(words, cells, strict=True):
                kept = [run.astext() for run in entry.findall(isolate) if run.get("unbreakable")]
                found |= dict.fromkeys([*entry.astext().split(), *kept], entry)
    return [[(word, found[word]) for word in sorted(found, key=len, reverse=True)[:MEASURED]] for found in words]


def entries_of(row: nodes.Node) -> list[nodes.entry]:
    """Return the cells of a row.

    Args:
        row: a row of a table.
    """
    return [entry for entry in row.children if isinstance(entry, nodes.entry)]


def first_columns(rows: Iterable[nodes.Node]) -> Iterator[list[int]]:
    """Tell in which column each cell begins, which cells that reach down from above may have moved.

    Args:
        rows: the rows of the head or of the body of a table; no cell reaches from one into the other.

    Yields:
        The columns of the cells of a row, counted from 0.
    """
    above: dict[int, int] = {}  # column -> rows that its cell still reaches into
    for row in rows:
        columns, column, below = [], 0, {}
        for entry in entries_of(row):
            while above.get(column):
                column += 1
            columns.append(column)
            for _ in range(entry.get("morecols", 0) + 1):
                below[column] = entry.get("morerows", 0)
                column += 1
        above = {column: left - 1 for column, left in above.items() if left} | below
        yield columns


def room_of_cells(widths: list[float], whole: float) -> list[int]:
    """Return how many characters fit into a line of each column for sure.

    Args:
        widths: shares, as `column_widths` gives them.
        whole: characters of the whole row.
    """
    total = sum(widths)
    return [max(LEAST, int(width / total * whole - PADDING)) for width in widths]
