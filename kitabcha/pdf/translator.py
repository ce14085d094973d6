"""The translator from doctree to Typst: its parts joined, and what happens to nodes that nobody knows."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

from docutils import nodes
from sphinx import addnodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import Edition
from kitabcha.pdf import indexes
from kitabcha.pdf.api import ApiMixin
from kitabcha.pdf.blocks import BlocksMixin
from kitabcha.pdf.buffers import Scope
from kitabcha.pdf.foreign import ForeignMixin
from kitabcha.pdf.formulas import FormulasMixin
from kitabcha.pdf.images import ImagesMixin
from kitabcha.pdf.links import LinksMixin, destinations, places
from kitabcha.pdf.markup import array, call, string
from kitabcha.pdf.tables import TablesMixin
from kitabcha.words import words

logger = get_logger(__name__)
CONTENTS_DEPTH = 2  # chapters and sections, as in page.typ


class TypstTranslator(ForeignMixin, LinksMixin, TablesMixin, ApiMixin, FormulasMixin, ImagesMixin, BlocksMixin):
    """Visits the whole guide as one tree and leaves Typst expressions.

    Other extensions may join with ``app.add_node(node, typst=(visit, depart))``; their functions call `emit`, `open`,
    `close` and `inside`.

    Args:
        document: the tree.
        builder: the ``pdf`` builder.
        edition: what is being built.
        docname: the root document.
    """

    def __init__(self, document: nodes.document, builder: Any, edition: Edition, docname: str) -> None:
        super().__init__(document, builder)
        self.edition = edition
        self.say = edition.say
        self.scope = Scope(docname, tag=edition.language.tag)
        document["docname"] = docname
        self.places = places(document)
        self.index = indexes.entries(builder)
        indexed = set(indexes.destinations(self.index))
        if indexed & self.places:  # the printed index is a place too, which `indexes.write` names
            self.places |= {indexes.PLACE}
            self.anchored_names.add(indexes.PLACE)
        self.referenced = (destinations(document) | indexed) & self.places
        self.footnotes = {}
        self.note_prefix = ""
        self.notes_addresses = True
        self.front = []
        self.images = {}
        self.drawings = {}
        self._noted = set()
        self._unknown: set[str] = set()
        self._collect_footnotes(document, docname)

    def stand_beside(self, own: TypstTranslator) -> None:
        """Write the source's column beside that of the reader's language from now on.

        Places and the addresses of links are named once, in the reader's column; notes have names of their own.

        Args:
            own: the translator of the reader's column.
        """
        self.say = words(self.edition.source.tag)
        self.scope = replace(self.scope, tag=self.edition.source.tag)
        self.places |= own.places
        self.referenced = frozenset()
        self.note_prefix = "source:"
        self.notes_addresses = False

    def _collect_footnotes(self, node: nodes.Node, docname: str) -> None:
        docname = node["docname"] if isinstance(node, nodes.Element) and "docname" in node else docname
        for child in node.children:
            if isinstance(child, nodes.footnote):
                self.footnotes |= {f"{docname}#{id}": child for id in child["ids"]}
            self._collect_footnotes(child, docname)

    def contents(self, tree: nodes.Node, docname: str = "", level: int = -1) -> list[tuple[str, str, str]]:
        """List the rows of the contents before anything is written.

        Args:
            tree: the whole guide.
            docname: the document that the node stands in.
            level: the level of the section around it; the guide itself has 0.

        Returns:
            Expressions of level, words and number.
        """
        rows = []
        referenced, self.referenced = self.referenced, frozenset()  # places are named once, in the text
        for child in tree.children:
            if isinstance(child, addnodes.start_of_file):
                rows += self.contents(child, child["docname"], level)
            elif isinstance(child, nodes.section) and level < CONTENTS_DEPTH:
                with self.within(docname=docname or self.scope.docname, foot=True, nested=True):
                    if level >= 0 and isinstance(child.children[0], nodes.title):
                        number = self.number_of(child)
                        title = self.inside(child.children[0])
                        rows.append((str(level + 1), title, string(number) if number else "none"))
                rows += self.contents(child, docname, level + 1)
            elif isinstance(child, nodes.compound):
                rows += self.contents(child, docname, level)
        self.referenced = referenced
        return rows

    def expressions(self) -> list[str]:
        """Return what the document became: one expression for each block or so."""
        return self.lost_places() + self._stack[0]

    def lost_places(self) -> list[str]:
        """Write places that nothing on the page has: links to the root document, for one, lead to the first page."""
        lost = sorted(self.referenced - self.anchored_names)
        return [call("anchors", array(map(string, lost)))] if lost else []

    def unknown_visit(self, node: nodes.Node) -> None:
        """Show the children of a node that nobody knows and say so once, naming where it comes from."""
        name = type(node).__name__
        if name not in self._unknown:
            self._unknown.add(name)
            module = inspect.getmodule(type(node))
            package = (module.__name__ if module else "an unknown module").partition(".")[0]
            warn(
                logger,
                Kind.UNKNOWN_NODE,
                "The PDF writer does not know the node '%s' of %s; its text is printed plainly. "
                "The extension can add typst=(visit, depart) to app.add_node().",
                name,
                package,
                location=node,
            )

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing is left to do for an unknown node."""
