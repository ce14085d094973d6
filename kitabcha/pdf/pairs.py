"""Blocks of two trees, paired: what stands beside what in the bilingual edition, paragraph by paragraph.

Lists, definitions and quotations are taken apart, however deep they nest, so that each of their paragraphs is a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from docutils import nodes
from sphinx import addnodes

from kitabcha.pdf.blocks import COUNTERS
from kitabcha.pdf.markup import block, boolean, call, string
from kitabcha.pdf.translator import TypstTranslator
from kitabcha.pdf.widths import TERM, with_long_words

LISTS = (nodes.bullet_list, nodes.enumerated_list)
UNSEEN = (nodes.Invisible, nodes.target, addnodes.index)  # at most a place to link to


@dataclass(frozen=True)
class Pair:
    """Two expressions that stand side by side.

    Attributes:
        own: in the reader's language.
        source: in the language of the source.
        part: what they are of a larger whole: ``term`` stays with what follows, ``middle`` goes on after it.
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

    def blocks(self, mine: Sequence[nodes.Node], theirs: Sequence[nodes.Node]) -> Iterator[Pair]:
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
            for pair in self._pairs(one, other):
                yield replace(pair, own=block([*places, pair.own]))
                places = []
        if places:
            yield Pair(block(places), "[]")

    def _pairs(self, one: nodes.Node, other: nodes.Node) -> Iterator[Pair]:
        if isinstance(one, LISTS) and alike(one, other):
            yield from self._list(one, other)
        elif isinstance(one, nodes.definition_list) and alike(one, other):
            yield from self._definitions(one, other)
        elif isinstance(one, nodes.block_quote) and alike(one, other):
            yield from self._quotation(one, other)
        else:
            yield Pair(self.own.render(one), self.twin(other))

    # bullet_list | enumerated_list > list_item*
    def _list(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair]:
        """Pair items; the first block of each has its mark, in both columns."""
        counted = isinstance(own, nodes.enumerated_list)
        name = "steps" if counted else "bullets"
        start = int(own.get("start", 1))
        pattern = f"{own.get('prefix', '')}{COUNTERS.get(str(own.get('enumtype')), '1')}{own.get('suffix', '')}"
        pattern = "1" if pattern == "1." else pattern
        for index, (item, twin) in enumerate(zip(own.children, source.children, strict=True)):
            named = {"start": str(start + index), "pattern": string(pattern)} if counted else {}
            with self.within(nested=True):
                pairs = list(self.blocks(item.children, twin.children)) or [Pair("[]", "[]")]
            first = replace(pairs[0], own=self.own.anchored(item, pairs[0].own))  # type: ignore[arg-type]
            yield first.dressed(name, **named)
            for pair in pairs[1:]:
                yield replace(pair, part=pair.part or "middle").dressed(f"{name}-goes-on", **named)

    # definition_list > definition_list_item > (term, classifier*)+, definition
    def _definitions(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair]:
        """Pair terms and meanings: the terms of an item are a pair, each block of its meaning is one."""
        dated = {"dated": boolean("dates" in own["classes"])}
        for item, twin in zip(own.children, source.children, strict=True):
            (terms, mine), (twin_terms, theirs) = _parts(item), _parts(twin)
            with self.within(nested=True):
                line, twin_line = (_terms(self.own, terms), _terms(self.source, twin_terms))
                yield Pair(line, twin_line, "term").dressed("term-line", **dated)
                for pair in self.blocks(mine, theirs):
                    yield replace(pair, part=pair.part or "middle").dressed("meaning", **dated)

    def _quotation(self, own: nodes.Element, source: nodes.Node) -> Iterator[Pair]:
        """Pair the paragraphs of a quotation, and who said it."""
        for one, other in zip(own.children, source.children, strict=True):
            if isinstance(one, nodes.attribution):
                said_by = Pair(self.own.phrase(one), self.source.phrase(other), part="middle")
                yield said_by.dressed("attributed").dressed("part-of-quotation")
                continue
            with self.within(nested=True):
                pairs = list(self.blocks([one], [other]))
            for pair in pairs:
                yield pair.dressed("part-of-quotation")


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
