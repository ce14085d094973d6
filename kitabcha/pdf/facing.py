"""The bilingual edition: the reader's language and the source's side by side, block by block.

Both trees come from the same documents, so they have the same shape: each message stands for one block. They are walked
together; what is text becomes a row of two cells, what is the same in both languages stands once over the full width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docutils import nodes
from sphinx import addnodes

from kitabcha.nodes import letter, timeline
from kitabcha.pdf.inline import runs
from kitabcha.pdf.links import begins_with, ids_of
from kitabcha.pdf.markup import array, block, boolean, call, string
from kitabcha.pdf.pairs import Pairing, passes
from kitabcha.pdf.records import records_of
from kitabcha.pdf.rows import STAYS, Box, Pair
from kitabcha.pdf.translator import CONTENTS_DEPTH, TypstTranslator

# Names of the templates of the source's language; facing.typ says how the two copies differ.
OTHER = 'import "/source/kitabcha.typ": *'
_ONCE = (letter, nodes.comment, nodes.target, addnodes.index, nodes.raw, addnodes.toctree, nodes.transition)


class Facing(Pairing):
    """Walks two trees of one guide and writes rows.

    Args:
        own: the translator of the reader's language.
        source: the translator of the source's language.
    """

    def __init__(self, own: TypstTranslator, source: TypstTranslator) -> None:
        super().__init__(own, source)
        source.stand_beside(own)
        self.front: list[str] = []
        self.body: list[str] = []
        self.contents: list[tuple[str, ...]] = []

    def walk(self, own: nodes.Node, source: nodes.Node) -> None:
        """Write a block and its twin.

        Args:
            own: a block of the reader's tree.
            source: the block at the same place of the other tree.
        """
        if isinstance(own, addnodes.start_of_file):
            with self.within(docname=own["docname"]):
                for name in [] if isinstance(begins_with(own), nodes.section) else self.own.names([""]):
                    self._emit(call("anchor", string(name)))
                self._children(own, source)
        elif isinstance(own, nodes.section):
            self._section(own, source)
        elif isinstance(own, nodes.document) or passes(own):
            self._children(own, source)
        elif isinstance(own, nodes.table) and isinstance(source, nodes.table):
            self._table(own, source)
        else:
            self._row(own, source)

    def _emit(self, code: str) -> None:
        (self.body if self.body or self.own.scope.level > 1 else self.front).append(code)

    def _children(self, own: nodes.Element, source: nodes.Node, skip: int = 0) -> None:
        mine, theirs = own.children[skip:], source.children[skip:]
        if len(mine) != len(theirs):
            self._emit(self._facing(Pair(self.own.render(*mine), self.source.render(*theirs))))
            return
        for one, other in zip(mine, theirs, strict=True):
            self.walk(one, other)

    # ------------------------------------------------------------------ headings
    # document > section(title, …, compound > start_of_file > section(title, …)…)
    def _section(self, own: nodes.section, source: nodes.Node) -> None:
        with self.within(level=self.own.scope.level + 1):
            level = self.own.scope.level - 1
            if level:
                self._emit(self._title(own, source, level))
            self._children(own, source, skip=1)

    def _title(self, own: nodes.section, source: nodes.Node, level: int) -> str:
        words = self.own.title_words(own.children[0])
        twin = self.source.title_words(source.children[0])
        number = self.own.number_of(own) if level < 3 else ""  # as in the guide
        heading = call("column", call("twin-title", str(level), string(number) if number else "none", twin))
        named = {"number": string(number)} if number else {}
        names = self.own.names(ids_of(own))
        if names:
            named["names"] = array(map(string, names))
        beside = _other(call("column", twin))
        if level <= CONTENTS_DEPTH:
            self.contents.append((str(level), words, string(number) if number else "none", beside))
        return self.own.origin(own.children[0]) + call(
            "facing-title", str(min(level, 6)), words, beside, _other(heading), **named
        )

    # ------------------------------------------------------------------ around the chapters
    def front_page(self) -> list[str]:
        """Return what stands before the contents, on a page of its own; nothing if there is nothing."""
        return [call("front-page", f"facing-box => {{{block(self.front)}}}")] if self.front else []

    def heading(self, word: str, *, listed: bool = True) -> str:
        """Write a heading that no document has, in both languages.

        Args:
            word: a word of the interface, in English.
            listed: whether it stands in the contents.
        """
        own, twin = string(self.own.say(word)), string(self.source.say(word))
        beside = _other(call("column", twin))
        if listed:
            self.contents.append(("1", own, "none", beside))
        title = _other(call("column", call("twin-title", "1", "none", twin)))
        return call("facing-title", "1", own, beside, title, outlined=boolean(listed))

    def cover(self, words: Mapping[str, str]) -> dict[str, str]:
        """Write what the cover says in the source's language.

        Args:
            words: expressions of title, and of subtitle and notice where there are any.

        Returns:
            What the template of the cover is told besides.
        """
        return {"twin": array(_other(words.get(name, "none")) for name in ("title", "subtitle", "notice"))}

    def colophon(self, mine: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]], *, draft: bool) -> str:
        """Write the last page in both languages.

        Args:
            mine: labels and values in the reader's language.
            theirs: the same in the source's language.
            draft: whether the translation is a draft.
        """
        edition = self.own.edition
        lines = [self.heading("About this copy")]
        for (label, value), (twin_label, twin) in zip(mine, theirs, strict=True):
            # The language is named in its own script: a voice is to read that name so in the other column too.
            before, name, after = twin.partition(edition.language.autonym)
            named = [call("foreign-run", string(edition.language.tag), string(name))] if name else []
            twin_code = block([runs(before, edition.source.is_rtl), *named, runs(after, edition.source.is_rtl)])
            values = Pair(runs(value, edition.language.is_rtl), twin_code, "middle")
            labels = Pair(string(label), string(twin_label), "term").dressed("term-line", dated="true")
            lines += [self._facing(pair) for pair in (labels, values.dressed("par"))]
        return block([*lines, "draft-below()"] if draft else lines)

    # ------------------------------------------------------------------ rows
    def _row(self, own: nodes.Node, source: nodes.Node) -> None:
        """Write one block: in two cells, or once where both say the same."""
        if isinstance(own, _ONCE) or own.astext() == source.astext():
            self._emit(self.own.render(own))
        elif isinstance(own, nodes.Element) and "sources" in own.get("classes", ()):
            self._emit(self.own.render(own))  # sources call themselves what they do, in every language
        elif isinstance(own, timeline):
            self._emit(self.own.render(own))
            self._emit(_other(call("column", self.source.render(source))))
        else:
            for piece in self.blocks([own], [source]):
                self._emit(self._facing(piece) if isinstance(piece, Pair) else self._facing_box(piece))

    def _facing(self, pair: Pair) -> str:
        named = {"part": string(pair.part)} if pair.part else {}
        return call("facing", pair.own, _other(call("column", pair.source)), **named)

    def _facing_box(self, box: Box) -> str:
        columns = ((row.own, _other(call("column", row.source)), string(_bond(row.part))) for row in box.rows)
        rows = (f"(extra => {own}, extra => {source}, {bond})" for own, source, bond in columns)
        return call("facing-box", string(box.kind), *rows)

    def _table(self, own: nodes.table, source: nodes.table) -> None:
        """Write a table row by row; the glossary, which has its languages side by side itself, and numbers once."""
        if "glossary-table" in own["classes"] or own.astext() == source.astext():
            self._emit(self.own.render(own))
            return
        captions, records = records_of(self.own, self.source, own, source)
        if not records:
            self._emit(self.own.render(own))
            self._emit(_other(call("column", self.source.render(source))))
            return
        places = self.places(own)
        for index, pair in enumerate(captions + [line for record in records for line in record]):
            self._emit(self._facing(pair.after(places) if places and not index else pair))


def _bond(part: str) -> str:
    """Tell whether a row of a box stays with the next one: all of it, as a heading, or only its end."""
    return "end" if part == "stays" else "whole" if part in STAYS else ""


def _other(code: str) -> str:
    """Let the functions of the source's templates write a code."""
    return block([OTHER, code])
