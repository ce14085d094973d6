"""Links, targets, footnotes and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from kitabcha.addresses import is_written_out
from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.nodes import telephone
from kitabcha.pdf.buffers import Buffers, block_expression, expression
from kitabcha.pdf.documents import documents, members
from kitabcha.pdf.markup import array, block, boolean, call, string
from kitabcha.pdf.widths import LINE, longest_word

logger = get_logger(__name__)
# Classes that Sphinx gives to references to chapters, sections and figures; those to code are too many.
CROSS_REFERENCES = frozenset({"std-ref", "std-doc", "std-numref", "doc"})

# The code of what ends in the mark of a note.
_MARK = re.compile(r'note: "(?:once|again)", name: "(?:[^"\\]|\\.)*"\)$|^\[#footnote\(|^footnote\(label\(')


def destination(node: nodes.Element, docname: str) -> str:
    """Name the place that an internal reference leads to.

    Args:
        node: a reference of docutils or Sphinx.
        docname: the document it stands in.

    Returns:
        ``document#id`` as `Buffers.label` makes them, or nothing for a link to the outside.
    """
    if "refid" in node:
        return f"{docname}#{node['refid']}"
    uri = str(node.get("refuri", ""))
    if uri.startswith("%"):  # PdfBuilder.get_target_uri
        return place_of(uri)
    return ""


def place_of(uri: str) -> str:
    """Turn an address of `PdfBuilder.get_target_uri` into the name of a place, ``document#id``."""
    document, _, place = uri.removeprefix("%").partition("#")
    return f"{unquote(document)}#{place}"


def destinations(tree: nodes.Element) -> frozenset[str]:
    """List all places that links of a tree lead to; only those get an anchor.

    Args:
        tree: the whole guide as one tree.
    """
    links = ((node, docname) for node, docname in _with_documents(tree) if isinstance(node, nodes.reference))
    return frozenset(filter(None, (destination(link, docname) for link, docname in links)))


def places(tree: nodes.Element) -> frozenset[str]:
    """List all places of a tree that a link could lead to.

    Args:
        tree: the whole guide as one tree.
    """
    found = {f"{tree.get('docname', '')}#"}
    for node, docname in _with_documents(tree):
        if isinstance(node, addnodes.start_of_file):
            found.add(f"{docname}#")
        if isinstance(node, nodes.Element):
            names: list[str] = node.get("ids", [])
            found.update(f"{docname}#{name}" for name in names)
    return frozenset(found)


def _with_documents(tree: nodes.Element) -> Iterator[tuple[nodes.Node, str]]:
    """Yield every node of a tree with the name of the document that it came from."""

    def walk(node: nodes.Node, docname: str) -> Iterator[tuple[nodes.Node, str]]:
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        yield node, docname
        for child in node.children:
            yield from walk(child, docname)

    return walk(tree, str(tree.get("docname", "")))


def ids_of(section: nodes.section) -> list[str]:
    """Return the ids of a section; the first one of a document stands for the document too.

    Args:
        section: the section.
    """
    parent = section.parent
    first = isinstance(parent, addnodes.start_of_file) and begins_with(parent) is section
    return [*section["ids"], *([""] if first else [])]


def begins_with(document: addnodes.start_of_file) -> nodes.Node | None:
    """Return the first block of a document that can be seen.

    Args:
        document: the document, in a book.
    """
    unseen = (nodes.Invisible, nodes.target, addnodes.index)
    return next((child for child in document.children if not isinstance(child, unseen)), None)


def _is_cross_reference(node: nodes.reference) -> bool:
    return any(
        CROSS_REFERENCES & set(child.get("classes", ())) for child in node.children if isinstance(child, nodes.Element)
    )


class LinksMixin(Buffers):
    """Visits of links and notes."""

    places: frozenset[str]
    footnotes: dict[str, nodes.footnote]
    note_prefix: str  # what the names of notes begin with
    notes_addresses: bool  # whether the address of a link stands in a note
    _noted: set[str]

    @expression
    def visit_reference(self, node: nodes.reference) -> str:
        """A link inside the guide, or to an address outside."""
        words = self.inside(node)
        target = destination(node, self.scope.docname)
        if target:
            if target in self.places:
                paged = self.config.kitabcha_page_references and not self.scope.foot and _is_cross_reference(node)
                return call("goto", string(target), words, paged=boolean(paged))
            other = self._other_book(target)
            if other:
                return block([words, string(f" ({other})")])
            if f"{target.partition('#')[0]}#" in self.places:  # other documents are just not in this book
                warn(
                    logger,
                    Kind.BROKEN_LINK,
                    "The link to %s leads nowhere; its words are kept.",
                    target,
                    location=node,
                )
            return words
        uri = str(node.get("refuri", ""))
        if not uri:
            return words
        picture = isinstance(node.children[0] if node.children else None, nodes.image)
        if picture and not isinstance(node.parent, nodes.TextElement):
            return call("web-picture", string(uri), words, noted=boolean(self.notes_addresses))
        noted = self.notes_addresses and not is_written_out(node) and not self.scope.foot
        if not noted:
            return call("web", string(uri), words, note="false")
        # An address stands once in the notes of a chapter; later marks repeat its number.
        name = f"{self.scope.docname}@{uri}"
        note = "again" if name in self._noted else "once"
        self._noted.add(name)
        return call("web", string(uri), words, note=string(note), name=string(name))

    def _other_book(self, target: str) -> str:
        """Return the title of another book of the project that has a place, or nothing."""
        docname = target.rpartition("#")[0]
        for book in documents(self.config):
            if docname in members(self.builder.env.toctree_includes, book.root):
                title = book.title or self.builder.env.titles[book.root].astext()
                return str(title)
        return ""

    @expression
    def visit_telephone(self, node: telephone) -> str:
        """A phone number."""
        return call("link", string(node["refuri"]), self.inside(node))

    visit_number_reference = visit_reference

    @expression
    def visit_target(self, node: nodes.target) -> str:
        """A place; `anchored` names it."""
        return self.inside(node) if node.children else ""

    @expression
    def visit_footnote_reference(self, node: nodes.footnote_reference) -> str:
        """The mark of a footnote: the note itself at its first mark, the same number at later ones."""
        self.trim()
        place = self.label(str(node.get("refid", "")))
        name, note = self.note_prefix + place, self.footnotes.get(place)
        if note is None:
            return call("super", string(node.astext()))
        if self.scope.foot:  # the note may stand at another mark, under the number that it has on paper
            return call("mark-of", string(name), string(node.astext()))
        before = next((piece for piece in reversed(self._stack[-1]) if piece != '""'), "")
        if _MARK.search(before):
            self.emit("between-marks")
        if name in self._noted:
            return f"footnote(label({string(name)}))"
        self._noted.add(name)
        # A note is set in the language of the page, whatever the text around its mark.
        with self.within(foot=True, nested=True, tag=self.edition.language.tag):
            body = [child for child in note.children if not isinstance(child, nodes.label)]
            first = self.phrase(body.pop(0)) if body and isinstance(body[0], nodes.paragraph) else ""
            inner = block(filter(None, [first, *([f"note-goes-on({self.render(*body)})"] if body else [])]))
        if longest_word(note.astext()) > LINE:
            inner = call("note-with-parted-words", str(LINE), inner)
        return f"[#footnote({inner})#label({string(name)})]"

    @expression
    def visit_footnote(self, node: nodes.footnote) -> str:
        """A note already stands at the foot of the page of its mark; one without a mark stands here."""
        if any(self.note_prefix + self.label(id) in self._noted for id in node["ids"]):
            return ""
        with self.within(nested=True):
            return call("definitions", f"({self._label(node)}, {self._after_label(node)})")

    @expression
    def visit_citation_reference(self, node: nodes.citation_reference) -> str:
        """A citation mark in square brackets."""
        text = string(f"[{node.astext()}]")
        target = self.label(str(node.get("refid", "")))
        return call("goto", string(target), text) if target in self.places else text

    @block_expression
    def visit_citation(self, node: nodes.citation) -> str:
        """A source with its label."""
        with self.within(nested=True):
            return call("definitions", f"({self._label(node)}, {self._after_label(node)})")

    def _label(self, node: nodes.Element) -> str:
        label = next((child.astext() for child in node.children if isinstance(child, nodes.label)), "")
        return string(f"[{label}]")

    def _after_label(self, node: nodes.Element) -> str:
        return self.render(*(child for child in node.children if not isinstance(child, nodes.label)))

    @block_expression
    def visit_start_of_file(self, node: addnodes.start_of_file) -> str:
        """A document of the guide begins: ids are its own."""
        with self.within(docname=node["docname"]):
            titled = isinstance(begins_with(node), nodes.section)  # then its title has this name
            names = [] if titled else self.names([""])
            start = [call("anchors", array(map(string, names)))] if names else []
            return block([*start, self.inside(node)])
