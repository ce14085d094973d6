"""Blocks of two trees, paired: what stands beside what in the bilingual edition, paragraph by paragraph.

Lists, definitions, quotations, boxes and tables are taken apart, however deep they nest, so that each of their
paragraphs and rows is a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeGuard

from docutils import nodes
from sphinx import addnodes

from kitabcha.nodes import fact_sources
from kitabcha.pdf.admonitions import quotation_of
from kitabcha.pdf.blocks import COUNTERS
from kitabcha.pdf.markup import array, block, boolean, call, string
from kitabcha.pdf.records import records_of
from kitabcha.pdf.rows import Box, Pair, framed
from kitabcha.pdf.translator import TypstTranslator
from kitabcha.pdf.widths import TERM, with_long_words

LISTS = (nodes.bullet_list, nodes.enumerated_list)
BOXES = (nodes.Admonition, nodes.topic, nodes.sidebar, addnodes.versionmodified)
THROUGH = (nodes.compound, addnodes.only, addnodes.glossary, fact_sources)  # of no meaning on paper
# kind of box -> functions that its text, and what stands below it, are dressed with
DRESSES = {"archive-quote": ("quoted", "labelled"), "key-number": ("", "quiet")}
UNSEEN = (nodes.Invisible, nodes.target, addnodes.index)  # at most a place to link to


class Pairing:
    """Writes blocks of two trees of one shape.

    Args:
        own: the translator of the reader's language.
        source: the translator of the source's language.
    """

    def __init__(self, own: TypstTranslator, source: TypstTranslator) -> None:
        self.own, self.source = own, source

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Change the scope of both translators for a while.

        Args:
            changes: fields of `Scope`.
        """
        with self.own.within(**changes), self.source.within(**changes):
            yield

    def twin(self, *blocks: nodes.Node) -> str:
        """Write blocks of the source, with notes of their own wherever they stand.

        Args:
            blocks: the blocks, in order.
        """
        with self.source.within(foot=False):
            return self.source.render(*blocks)

    def blocks(self, mine: Sequence[nodes.Node], theirs: Sequence[nodes.Node]) -> Iterator[Pair | Box]:
        """Pair blocks one by one; where the trees differ in number, all of them at once.

        Args:
            mine: blocks of the reader's tree.
            theirs: blocks of the source's tree.
        """
        if len(mine) != len(theirs):
            yield Pair(self.own.render(*mine), self.twin(*theirs))
            return
        places: list[str] = []  # they go to the next pair: alone they would leave an empty row
        for one, other in zip(mine, theirs, strict=True):
            if isinstance(one, UNSEEN) and not one.astext():
                places += [code for code in [self.own.render(one)] if code != "[]"]
                continue
            for piece in self._pieces(one, other):
                yield piece.after(places) if places else piece
                places = []
        if places:
            yield Pair(block(places), "[]")

    def _pieces(self, one: nodes.Node, other: nodes.Node) -> Iterator[Pair | Box]:
        if not alike(one, other) or self.own.tag_of(one):  # type: ignore[arg-type]
            yield Pair(self.own.render(one), self.twin(other))
        elif isinstance(one, LISTS):
            yield from self._list(one, other)
        elif isinstance(one, nodes.definition_list):
            yield from self._definitions(one, other)
        elif isinstance(one, nodes.block_quote):
            yield from self._quotation(one, other)
        elif isinstance(one, BOXES):
            yield from self._box(one, other)
        elif isinstance(one, nodes.table):
            yield from self._rows(one, other)
        elif passes(one):
            yield from self.blocks(one.children, other.children)
        else:
            yield Pair(self.own.render(one), self.twin(other))

    # bullet_list | enumerated_list > list_item*
    def _list(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair | Box]:
        """Pair items; the first block of each has its mark, in both columns."""
        counted = isinstance(own, nodes.enumerated_list)
        name = "steps" if counted else "bullets"
        start = int(own.get("start", 1))
        pattern = f"{own.get('prefix', '')}{COUNTERS.get(str(own.get('enumtype')), '1')}{own.get('suffix', '')}"
        pattern = "1" if pattern == "1." else pattern
        for index, (item, twin) in enumerate(zip(own.children, source.children, strict=True)):
            named = {"start": str(start + index), "pattern": string(pattern)} if counted else {}
            places = self.places(item)
            with self.within(nested=True):
                first, *rest = list(self.blocks(item.children, twin.children)) or [Pair("[]", "[]")]
            yield (first.after(places) if places else first).marked(name, **named)
            for piece in rest:
                yield piece.going_on(f"{name}-goes-on", **named)

    # definition_list > definition_list_item > (term, classifier*)+, definition
    def _definitions(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair | Box]:
        """Pair terms and meanings: the terms of an item are a pair, each block of its meaning is one."""
        dated = {"dated": boolean("dates" in own["classes"])}
        for item, twin in zip(own.children, source.children, strict=True):
            (terms, mine), (twin_terms, theirs) = _parts(item), _parts(twin)
            with self.within(nested=True):
                line, twin_line = (_terms(self.own, terms), _terms(self.source, twin_terms))
                yield Pair(line, twin_line, "term").dressed("term-line", **dated)
                for piece in self.blocks(mine, theirs):
                    yield piece.going_on("meaning", **dated)

    def _quotation(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair | Box]:
        """Pair the paragraphs of a quotation, and who said it."""
        for one, other in zip(own.children, source.children, strict=True):
            if isinstance(one, nodes.attribution):
                said_by = Pair(self.own.phrase(one), self.source.phrase(other), part="middle")
                yield said_by.dressed("attributed").dressed("part-of-quotation")
                continue
            with self.within(nested=True):
                pieces = list(self.blocks([one], [other]))
            for piece in pieces:
                yield piece.dressed("part-of-quotation")

    # admonition | topic | sidebar > title?, subtitle?, block*
    def _box(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair | Box]:
        """Pair the title of a box and its paragraphs; its frame runs on in both columns."""
        kind, title, body = self.own.box_of(own)
        other_kind, twin_title, twins = self.source.box_of(source)  # type: ignore[arg-type]
        if kind != other_kind or (title == "none") != (twin_title == "none"):
            yield Pair(self.own.render(own), self.twin(source))
            return
        places = self.places(own)
        is_number = kind == "key-number"
        more = {"disputed": boolean("disputed" in own["classes"])} if is_number else {}
        head = [] if title == "none" else [Pair(title, twin_title, "figure" if is_number else "head")]
        said, below = parted(kind, body), parted(kind, twins)
        with self.within(nested=True, foot=self.own.scope.foot or is_number):
            text, ends = (
                [piece.dressed(dress) for piece in self.blocks(mine, theirs)]
                for dress, mine, theirs in zip(DRESSES.get(kind, ("", "")), said, below, strict=True)
            )
        rows = framed(kind, [*(pair.dressed("box-head", kind=string(kind), **more) for pair in head), *text])
        if ends:
            small = [replace(piece, part="small") if isinstance(piece, Pair) else piece for piece in ends]
            rows = (*rows[:-1], replace(rows[-1], part="stays"), *framed(f"{kind}-below", small, after="box"))
        box = Box(kind, rows)
        yield box.after(places) if places else box

    def _rows(self, own: nodes.table, source: nodes.Node) -> Iterator[Pair | Box]:
        """Pair the rows of a table that stands in something: each is a box, whose rule is as long as its column."""
        assert isinstance(source, nodes.table)
        whole = "glossary-table" in own["classes"]  # has its languages side by side itself
        captions, records = ([], []) if whole else records_of(self.own, self.source, own, source)
        if not records:
            yield Pair(self.own.render(own), self.twin(source))
            return
        places = self.places(own)
        pieces: list[Pair | Box] = [*captions, *(Box("record", framed("record", _headed(line))) for line in records)]
        for piece in pieces:
            yield piece.after(places) if places else piece
            places = []

    def places(self, node: nodes.Node) -> list[str]:
        """Name the places of a block, once, in the reader's column.

        Args:
            node: the block.
        """
        names = self.own.names(node.get("ids", ())) if isinstance(node, nodes.Element) else []
        return [call("anchors", array(map(string, names)))] if names else []


def parted(kind: str, body: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Part the blocks of a box into its text and what stands smaller below: a source, or what the record shows.

    Args:
        kind: of the box.
        body: its blocks.
    """
    if kind == "archive-quote":
        return quotation_of(body)
    return (body[:1], body[1:]) if kind == "key-number" else (body, [])


def _headed(record: list[Pair]) -> list[Pair]:
    """Let the first line of a record stand over the others as a term does."""
    first, *rest = record
    return [replace(first, part="term"), *rest]


def passes(node: nodes.Node) -> TypeGuard[nodes.Element]:
    """Return whether a block is nothing but its children.

    Args:
        node: any block; containers of some extensions are boxes.
    """
    if type(node) is nodes.container:
        return not {"design_component", "literal_block"} & set(node.attributes) and "sphinx-tabs" not in node["classes"]
    return isinstance(node, THROUGH)


def alike(own: nodes.Node, source: nodes.Node) -> bool:
    """Return whether two blocks are of one kind with as many children.

    Args:
        own: a block.
        source: its twin.
    """
    return type(own) is type(source) and len(own.children) == len(source.children)


def _terms(translator: TypstTranslator, terms: list[nodes.Element]) -> str:
    line = block(translator.anchored(term, translator.phrase(term)) for term in terms)
    return with_long_words(line, " ".join(term.astext() for term in terms), TERM)


def _parts(item: nodes.Node) -> tuple[list[nodes.Element], list[nodes.Node]]:
    """Part an item of a definition list into its terms and the blocks of its meaning."""
    terms = [child for child in item.children if isinstance(child, (nodes.term, nodes.classifier))]
    rest = [child for child in item.children if child not in terms]
    return list(terms), [grandchild for child in rest for grandchild in child.children]
