"""The content of a page as Typst writes it: find the pieces of a line, put one piece in their place.

Only what has exactly the form that Typst gives to horizontal text is touched; everything else is copied byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kitabcha.pdf.textlayer.fonts import FontFamily, GrowingFont, is_rtl
from kitabcha.pdf.textlayer.fragments import Fragment, FragmentReader, Shape, Style
from kitabcha.pdf.textlayer.lines import cells_of
from kitabcha.pdf.textlayer.phrases import Phrase, PhraseBook, Segment
from kitabcha.pdf.textlayer.words import Cell, WordBook, write

if TYPE_CHECKING:
    from kitabcha.pdf.textlayer import Report
    from kitabcha.pdf.textlayer.structure import Place

# How far pieces of one line may stand from its baseline, in em: letters climb towards the beginning of a long word,
# dots hang below; the next line is 1.9 em lower or more.
HIGHEST, DEEPEST = 3.5, 1.3
# What may stand between two pieces of a line: nothing, the next piece of marked content, or an underline before it.
_NEXT = re.compile(
    rb"(EMC/Artifact<</Type/Layout>>BDC\n(?:(?!/\w+<<|BT\n|BT | Do\n).)*?)?"
    rb"EMC/(\w+)<</MCID (\d+)(/Lang\([\w-]*\))?>>BDC\n",
    re.S,
)
_OPEN = re.compile(rb"/(\w+)<</MCID (\d+)(/Lang\([\w-]*\))?>>BDC\n\Z")
_MARK = re.compile(rb"<</MCID (\d+)")


@dataclass(slots=True, eq=False)
class Line:
    """Pieces that belong together.

    Attributes:
        fragments: from left to right.
        start: index of the first byte of the first piece.
        end: index behind the last.
        mark: how marked content like that of its last piece is opened, and the number of that.
        is_rtl: whether its font has right-to-left letters.
        artifacts: underlines that stood between the pieces.
    """

    fragments: list[Fragment]
    start: int
    end: int
    mark: tuple[bytes, int] | None
    is_rtl: bool
    artifacts: bytes = b""

    @property
    def style(self) -> Style:
        """How it looks."""
        return self.fragments[0][2].style

    @property
    def text(self) -> str:
        """What its glyphs stand for, in the order of writing from the left."""
        return "".join([shape.text for _, _, shape in self.fragments])


@dataclass(slots=True)
class Books:
    """What is remembered of a file from page to page.

    Attributes:
        words: those that are read from the right.
        phrases: those that are read from the left, if viewers are told that the file is read from the right.
        lines: what was written for lines of one piece, such as cells of tables, by its shape, its font and whether
            marks were allowed.
    """

    words: WordBook
    phrases: PhraseBook | None
    lines: dict[tuple[Shape, GrowingFont, bool], bytes] = field(default_factory=dict)


def rewrite_page(
    content: bytes,
    reader: FragmentReader,
    books: Books,
    owners: Sequence[Place],
    report: Report,
) -> tuple[bytes, list[int]]:
    """Put the lines of a page together.

    Args:
        content: the page's content stream.
        reader: knows the fonts of the page.
        books: what the file had so far; grows.
        owners: the element of the structure tree that owns each piece of marked content.
        report: counts of what is done; grows.

    Returns:
        The new content, and the old numbers of the pieces of marked content that are left, in their new order.
    """
    parts: list[bytes] = []
    edge = 0
    fonts = reader.fonts
    lines = _lines(content, reader, owners)
    phrases = _phrases(lines, fonts, books.phrases)
    for index, line in enumerate(lines):
        family = fonts[line.style.name]
        if index in phrases:
            written = _left_to_right(line, family, *phrases[index])
        else:
            written = _right_to_left(line, family, books, marks=not _is_in_number(lines, index))
            report.lines += 1
            report.fragments += len(line.fragments)
        if written:
            parts += (content[edge : line.start], written, line.artifacts)
            edge = line.end
    parts.append(content[edge:])
    return _renumbered(b"".join(parts))


def _phrases(
    lines: Sequence[Line], fonts: dict[str, FontFamily], book: PhraseBook | None
) -> dict[int, tuple[Phrase, list[Segment]]]:
    """Find the left-to-right parts of the printed lines.

    Args:
        lines: all lines of a page.
        fonts: the fonts of the page by name.
        book: cuts them; without it they are not cut.

    Returns:
        By index of a left-to-right line, the phrase that it is a piece of, and the segments of this piece.
    """
    found: dict[int, tuple[Phrase, list[Segment]]] = {}
    before: Fragment | None = None
    phrase = Phrase()
    for index, line in enumerate(lines):
        first, last = line.fragments[0], line.fragments[-1]
        if line.is_rtl and not _is_left_to_right(line):
            before = None
            continue
        if before is None or not _is_beside(before, first):
            phrase = Phrase()
        before = last
        parts = book.segments(line.fragments, fonts[line.style.name].shards[0]) if book else []
        phrase.end = last[0] + last[2].advance
        phrase.last = parts[-1].glyphs[0].x if parts else phrase.last
        phrase.total += len(parts)
        found[index] = (phrase, parts)
    return found


def _is_beside(before: Fragment, after: Fragment) -> bool:
    size = after[2].style.size
    gap = (after[0] - before[0] - before[2].advance) / size
    return -0.3 < gap < 1.6 and abs(after[1] - before[1]) < 0.6 * size


def _is_in_number(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line is just the separator of a number whose digits come from another font, as in 84,000."""
    if not 0 < index < len(lines) - 1 or any(
        shape.text.strip(",.:\u066b\u066c") for _, _, shape in lines[index].fragments
    ):
        return False
    before, own, after = (lines[i] for i in (index - 1, index, index + 1))
    return (
        _is_beside(before.fragments[-1], own.fragments[0])
        and _is_beside(own.fragments[-1], after.fragments[0])
        and before.text[-1:].isdigit()
        and after.text[:1].isdigit()
    )


def _is_left_to_right(line: Line) -> bool:
    """Return whether a line has letters, and none of them is written from right to left."""
    texts = [shape.text for _, _, shape in line.fragments]
    return not any(map(is_rtl, texts)) and any(char.isalpha() for text in texts for char in text)


def _renumbered(content: bytes) -> tuple[bytes, list[int]]:
    kept: list[int] = []

    def number(match: re.Match[bytes]) -> bytes:
        kept.append(int(match[1]))
        return b"<</MCID %d" % (len(kept) - 1)

    return _MARK.sub(number, content), kept


def _lines(content: bytes, reader: FragmentReader, owners: Sequence[Place]) -> list[Line]:
    """Find the lines of right-to-left fonts."""
    lines: list[Line] = []
    # What a piece must be to belong to the current line: its look, where it begins, its height.
    style, earliest, latest, lowest, highest = None, 0.0, 0.0, 0.0, 0.0
    settled = False  # whether the first letter of the line was seen, which stands on the baseline
    for fragment, start, end, before in reader.read(content):
        if fragment is None:
            style = None
            continue
        x, y, shape = fragment
        if (
            shape.style is style
            and earliest < x < latest
            and lowest < y < highest
            and (not before or _takes(lines[-1], before, owners))
        ):
            line = lines[-1]
            line.fragments.append(fragment)
            line.end = end
        else:
            opened = _OPEN.search(before, max(0, len(before) - 80))
            mark = (_opening(opened[1], opened[3]), int(opened[2])) if opened else None
            style, settled = shape.style, False
            line = Line([fragment], start, end, mark, reader.fonts[style.name].is_rtl)
            lines.append(line)
            lowest, highest = _reach(line, y)
        if not settled and shape.has_base:
            settled = True
            lowest, highest = _reach(line, y)
        reached = x + shape.advance
        earliest, latest = reached - 1.2 * shape.style.size, reached + 1.6 * shape.style.size
    return lines


def _reach(line: Line, baseline: float) -> tuple[float, float]:
    """Return how low and how high the pieces of a line may stand."""
    if not line.is_rtl:
        return line.fragments[0][1] - 0.0101, line.fragments[0][1] + 0.0101
    size = line.style.size
    return baseline - DEEPEST * size, baseline + HIGHEST * size


def _takes(line: Line, between: bytes, owners: Sequence[Place]) -> bool:
    """Return whether what stands between a line and a piece may stand in the line; if so, take it."""
    if line.mark is None:
        return False
    opening, own = line.mark
    number = own + 1
    if between != opening % number:  # it nearly always is
        found = _NEXT.fullmatch(between)
        if found is None or _opening(found[2], found[4]) != opening:
            return False
        number = int(found[3])
        if owners[number] != owners[own]:
            return False
        line.artifacts += found[1] or b""
    elif owners[number] != owners[own]:
        return False
    line.mark = (opening, number)
    return True


def _opening(tag: bytes, language: bytes | None) -> bytes:
    """Return how the next piece of the same kind of marked content is opened; its number is left out."""
    return b"EMC/%b<</MCID %%d%b>>BDC\n" % (tag, language or b"")


def _right_to_left(line: Line, family: FontFamily, books: Books, *, marks: bool) -> bytes:
    """Write a line as one text object: one code for each character, on one baseline."""
    # Every character needs a code, and a sign may need marks.
    font = family.room_for(sum([2 * len(shape.text) + 1 for _, _, shape in line.fragments]))
    x, baseline, shape = line.fragments[0]
    key = (shape, font, marks)
    text = books.lines.get(key) if len(line.fragments) == 1 else None
    if text is None:
        baseline, cells = cells_of(line.fragments, font.units, books.words, marks=marks)
        text = _text(line.style, font, cells)
        if len(line.fragments) == 1:
            books.lines[key] = text
    return b"q 1 0 0 -1 %.5f %.5f cm%b" % (x, baseline, text)


def _text(style: Style, font: GrowingFont, cells: Sequence[Cell]) -> bytes:
    start = cells[0].start
    return b"%b\nBT 0 Tr/%b %g Tf 1 0 0 -1 %.5f 0 Tm[<%b>]TJ\nET\nQ\n" % (
        style.colour,
        (style.name + font.suffix).encode(),
        style.size,
        start / style.scale,
        write(cells, font, start)[0].encode(),
    )


def _left_to_right(line: Line, family: FontFamily, phrase: Phrase, parts: list[Segment]) -> bytes:
    """Write a left-to-right line, or return nothing if it may stay as it is.

    Args:
        line: the line.
        family: its font.
        phrase: what it is a piece of.
        parts: its segments.
    """
    if not parts or phrase.total == 1:
        return b""
    x, y, _ = line.fragments[0]
    font = family.room_for(len(parts) + 1)
    return b"q 1 0 0 -1 %.5f %.5f cm%b\nBT 0 Tr/%b %g Tf%b\nET\nQ\n" % (
        x,
        y,
        line.style.colour,
        (line.style.name + font.suffix).encode(),
        line.style.size,
        phrase.write(parts, font, x, line.style.size),
    )
