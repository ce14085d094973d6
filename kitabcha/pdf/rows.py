"""Rows of the bilingual edition: two expressions that stand side by side, and boxes whose frame runs through several.

Both have the same methods, so that what stands in a list or a quotation need not ask which of them it dresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kitabcha.pdf.markup import block, boolean, call, string

STAYS = ("head", "figure", "term", "caption", "record", "stays")  # parts after which no page ends


@dataclass(frozen=True)
class Pair:
    """Two expressions that stand side by side.

    Attributes:
        own: in the reader's language.
        source: in the language of the source.
        part: what they are of a larger whole: ``middle`` goes on after the one before, one of `STAYS` before the next.
    """

    own: str
    source: str
    part: str = ""

    def dressed(self, function: str, **named: str) -> Pair:
        """Return the pair with both expressions as the argument of a function.

        Args:
            function: of the templates; none if empty.
            named: further arguments.
        """
        if not function:
            return self
        own, source = (call(function, code, **named) for code in (self.own, self.source))
        return replace(self, own=own, source=source)

    def after(self, places: Sequence[str]) -> Pair:
        """Return the pair with places in front, which something links to.

        Args:
            places: expressions that print nothing.
        """
        return replace(self, own=block([*places, self.own]))

    def marked(self, name: str, **named: str) -> Pair:
        """Return the pair as the first block of an item.

        Args:
            name: the function of the list.
            named: further arguments.
        """
        return self.dressed(name, **named)

    def going_on(self, function: str, **named: str) -> Pair:
        """Return the pair as a further block of an item, close to the one before.

        Args:
            function: of the templates.
            named: further arguments.
        """
        return replace(self, part=self.part or "middle").dressed(function, **named)


@dataclass(frozen=True)
class Box:
    """A box: its rows stand on each other without a gap, and each draws its part of the frame.

    The expressions of the rows take ``extra``, the room that makes the shorter one as high as the other.

    Attributes:
        kind: which frame, as in ``facing.typ``.
        rows: from `framed`; a part of `STAYS` stays with the next row.
    """

    kind: str
    rows: tuple[Pair, ...]

    def dressed(self, function: str, **named: str) -> Box:
        """Return the box with all its rows dressed, as by `Pair.dressed`.

        Args:
            function: of the templates.
            named: further arguments.
        """
        inner = self.inside()
        return replace(inner, rows=tuple(row.dressed(function, **named) for row in inner.rows))

    def after(self, places: Sequence[str]) -> Box:
        """Return the box with places in front, which something links to.

        Args:
            places: expressions that print nothing.
        """
        first, *rest = self.rows
        return replace(self, rows=(first.after(places), *rest))

    def marked(self, name: str, **named: str) -> Box:
        """Return the box as the first block of an item: the mark stands beside its first line.

        Args:
            name: the function of the list.
            named: further arguments.
        """
        inner = self.inside()
        first, *rest = inner.rows
        goes_on = (row.dressed(f"{name}-goes-on", **named) for row in rest)
        return replace(inner, rows=(first.dressed(f"{name}-with-box", **named), *goes_on))

    def going_on(self, function: str, **named: str) -> Box:
        """Return the box as a further block of an item.

        Args:
            function: of the templates.
            named: further arguments.
        """
        return self.dressed(function, **named)

    def inside(self) -> Box:
        """Return the box as part of something else: rules that ran over both columns are drawn in each."""
        if self.kind != "legal":
            return self
        rows = list(self.rows)
        rows[0] = rows[0].dressed("ruled-above")
        rows[-1] = rows[-1].dressed("ruled-below")
        return Box("ruled", tuple(rows))


def framed(kind: str, pieces: Iterable[Pair | Box], after: str = "") -> tuple[Pair, ...]:
    """Give each row its part of a frame, and the room above it.

    Args:
        kind: which frame.
        pieces: what stands in it.
        after: what stands above the frame and belongs to it: ``head``, ``text``, ``box`` or nothing.
    """
    rows = list(_spaced(pieces, after))
    last = len(rows) - 1
    return tuple(
        row.dressed(
            "frame-part",
            kind=string(kind),
            first=boolean(index == 0),
            last=boolean(index == last),
            after=string(above),
        )
        for index, (row, above) in enumerate(rows)
    )


def _spaced(pieces: Iterable[Pair | Box], after: str) -> Iterator[tuple[Pair, str]]:
    """Name for each row what stands above it; within a box of its own a row has its room already."""
    for piece in pieces:
        if isinstance(piece, Box):
            for index, row in enumerate(piece.inside().rows):
                yield row, "" if index else after and "box"
            after = "box"
        else:
            rise = piece.part if piece.part in ("head", "figure", "small") else "text"
            yield piece.dressed("in-frame", extra="extra", rise=string(rise)), after
            after = "head" if piece.part in ("head", "figure", "term") else "text"
