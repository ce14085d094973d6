"""The content of a page as Typst writes it: find the pieces of a line, put one piece in their place.

Only what has exactly the form that Typst gives to horizontal text is touched; everything else is copied byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitabcha.pdf.textlayer.fonts import FontFamily, is_rtl
from kitabcha.pdf.textlayer.fragments import Fragment, FragmentReader
from kitabcha.pdf.textlayer.lines import cells_of
from kitabcha.pdf.textlayer.phrases import Phrase, Segment, glyphs_of, segments

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


@dataclass(slots=True)
class Line:
    """Pieces that belong together.

    Attributes:
        fragments: from left to right.
        start: index of the first byte of the first piece.
        end: index behind the last.
        mark: tag, number and language of the marked content of its last piece.
        is_rtl: whether its font has right-to-left letters.
        artifacts: underlines that stood between the pieces.
    """

    fragments: list[Fragment]
    start: int
    end: int
    mark: tuple[bytes, int, bytes] | None
    is_rtl: bool
    artifacts: bytes = b""
    _baseline: float | None = None

    @property
    def baseline(self) -> float:
        """Where its first letter stands; the leftmost letter of Nastaliq is the last of a word, on the baseline."""
        if self._baseline is None:
            self._baseline = next((fragment.y for fragment in self.fragments if fragment.shape.has_base), None)
        return self.fragments[0].y if self._baseline is None else self._baseline


def rewrite_page(
    content: bytes,
    reader: FragmentReader,
    owners: Sequence[Place],
    report: Report,
    *,
    from_right: bool,
) -> tuple[bytes, list[int]]:
    """Put the lines of a page together.

    Args:
        content: the page's content stream.
        reader: knows the fonts of the page.
        owners: the element of the structure tree that owns each piece of marked content.
        report: counts of what is done; grows.
        from_right: whether viewers are told that the file is read from right to left.

    Returns:
        The new content, and the old numbers of the pieces of marked content that are left, in their new order.
    """
    parts: list[bytes] = []
    edge = 0
    fonts = reader.fonts
    lines = _lines(content, reader, owners)
    phrases = _phrases(lines, fonts)
    for index, line in enumerate(lines):
        family = fonts[line.fragments[0].shape.name]
        if index in phrases:
            written = _left_to_right(line, family, *phrases[index]) if from_right else b""
        else:
            written = _right_to_left(line, family, marks=not _is_in_number(lines, index))
            report.lines += 1
            report.fragments += len(line.fragments)
        if written:
            parts += (content[edge : line.start], written, line.artifacts)
            edge = line.end
    parts.append(content[edge:])
    return _renumbered(b"".join(parts))


def _phrases(lines: Sequence[Line], fonts: dict[str, FontFamily]) -> dict[int, tuple[Phrase, list[Segment]]]:
    """Find the left-to-right parts of the printed lines.

    Args:
        lines: all lines of a page.
        fonts: the fonts of the page by name.

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
        parts = segments(glyphs_of(line.fragments, fonts[first.shape.name].shards[0]))
        phrase.end = last.end
        phrase.last = parts[-1].glyphs[0].x if parts else phrase.last
        phrase.total += len(parts)
        found[index] = (phrase, parts)
    return found


def _is_beside(before: Fragment, after: Fragment) -> bool:
    gap = (after.x - before.end) / after.shape.size
    return -0.3 < gap < 1.6 and abs(after.y - before.y) < 0.6 * after.shape.size


def _is_in_number(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line is just the separator of a number whose digits come from another font, as in 84,000."""
    if not 0 < index < len(lines) - 1 or _text(lines[index]).strip(",.:\u066b\u066c"):
        return False
    before, own, after = (lines[i] for i in (index - 1, index, index + 1))
    return (
        _is_beside(before.fragments[-1], own.fragments[0])
        and _is_beside(own.fragments[-1], after.fragments[0])
        and _text(before)[-1:].isdigit()
        and _text(after)[:1].isdigit()
    )


def _text(line: Line) -> str:
    return "".join(unit.text for fragment in line.fragments for unit in fragment.shape.units)


def _is_left_to_right(line: Line) -> bool:
    """Return whether a line has letters, and none of them is written from right to left."""
    texts = [unit.text for fragment in line.fragments for unit in fragment.shape.units]
    return not any(map(is_rtl, texts)) and any(text.isalpha() for text in texts)


def _renumbered(content: bytes) -> tuple[bytes, list[int]]:
    kept: list[int] = []

    def number(match: re.Match[bytes]) -> bytes:
        kept.append(int(match[1]))
        return b"<</MCID %d" % (len(kept) - 1)

    return _MARK.sub(number, content), kept


def _lines(content: bytes, reader: FragmentReader, owners: Sequence[Place]) -> list[Line]:
    """Find the lines of right-to-left fonts."""
    lines: list[Line] = []
    current: Line | None = None
    for fragment, start, end, before in reader.read(content):
        if fragment is None:
            current = None
        elif current is not None and _continues(current, fragment) and _takes(current, before, owners):
            current.fragments.append(fragment)
            current.end = end
        else:
            opened = _OPEN.search(before, max(0, len(before) - 80))
            mark = (opened[1], int(opened[2]), opened[3] or b"") if opened else None
            current = Line([fragment], start, end, mark, reader.fonts[fragment.shape.name].is_rtl)
            lines.append(current)
    return lines


def _continues(line: Line, fragment: Fragment) -> bool:
    """Return whether a piece may belong to a line by its look and place."""
    first, last, shape = line.fragments[0], line.fragments[-1], fragment.shape
    if not shape.looks_like(first.shape):
        return False
    size = shape.size
    if not -1.2 < (fragment.x - last.x - last.shape.advance) / size < 1.6:
        return False
    if not line.is_rtl and abs(fragment.y - first.y) > 0.01:
        return False
    return -DEEPEST < (fragment.y - line.baseline) / size < HIGHEST


def _takes(line: Line, between: bytes, owners: Sequence[Place]) -> bool:
    """Return whether what stands between a line and a piece may stand in the line; if so, take it."""
    if not between:
        return True
    found = _NEXT.fullmatch(between)
    if found is None or line.mark is None:
        return False
    artifact, tag, digits, language = found.groups(b"")
    number = int(digits)
    if (tag, language) != (line.mark[0], line.mark[2]) or owners[number] != owners[line.mark[1]]:
        return False
    line.artifacts += artifact
    line.mark = (tag, number, language)
    return True


def _right_to_left(line: Line, family: FontFamily, *, marks: bool) -> bytes:
    """Write a line as one text object: one code for each character, on one baseline."""
    first = line.fragments[0]
    font = family.room_for(sum(len(unit.text) + 1 for fragment in line.fragments for unit in fragment.shape.units))
    baseline, cells = cells_of(line.fragments, font, marks=marks)
    shown: list[bytes] = []
    codes: list[str] = []
    pen = start = cells[0].x
    for cell in cells:
        shift = (cell.x - pen) * 1000 / font.units
        if abs(shift) > 0.02:
            if codes:
                shown.append(b"<%b>" % "".join(codes).encode())
                codes = []
            shown.append(b"%.3f" % -shift)
            pen = cell.x
        codes.append(f"{font.code(cell.char, cell.width, cell.components):04X}")
        pen += font.thousandths(cell.width) * font.units / 1000
    shown.append(b"<%b>" % "".join(codes).encode())
    return b"q 1 0 0 -1 %.5f %.5f cm%b\nBT 0 Tr/%b %g Tf 1 0 0 -1 %.5f 0 Tm[%b]TJ\nET\nQ\n" % (
        first.x,
        baseline,
        first.shape.colour,
        (first.shape.name + font.suffix).encode(),
        first.shape.size,
        start * first.shape.size / font.units,
        b"".join(shown),
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
    first = line.fragments[0]
    font = family.room_for(len(parts) + 1)
    return b"q 1 0 0 -1 %.5f %.5f cm%b\nBT 0 Tr/%b %g Tf%b\nET\nQ\n" % (
        first.x,
        first.y,
        first.shape.colour,
        (first.shape.name + font.suffix).encode(),
        first.shape.size,
        phrase.write(parts, font, first.x, first.shape.size),
    )
