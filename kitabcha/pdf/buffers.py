"""What all parts of the translator share: buffers of Typst expressions and the scope they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from kitabcha.bidi import is_turned
from kitabcha.edition import Edition
from kitabcha.languages import language
from kitabcha.pdf import markup
from kitabcha.pdf.widths import LINE

Self = TypeVar("Self", bound="Buffers")
Node = TypeVar("Node", bound=nodes.Element)


@dataclass(frozen=True)
class Scope:
    """Where in the document the translator is; leaving a node restores all of it.

    Attributes:
        docname: the document being written.
        level: depth of sections: 0 is the guide itself, 1 a chapter.
        nested: inside a list, a box or a cell, where nothing steps into the hanging column.
        foot: inside a footnote, heading or cell, where a link makes no footnote.
        verbatim: inside code, where every space and line break counts.
        tag: the language of the text.
        room: characters that fit into a line for sure.
    """

    docname: str
    level: int = 0
    nested: bool = False
    foot: bool = False
    verbatim: bool = False
    tag: str = ""
    room: int = LINE


class Buffers(SphinxTranslator):
    """A visitor whose visits leave Typst expressions in a buffer."""

    edition: Edition
    say: Callable[[str], str]
    scope: Scope
    referenced: frozenset[str]

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self._stack: list[list[str]] = [[]]
        self.anchored_names: set[str] = set()
        self._marked: tuple[str, int] = ("", 0)

    # ------------------------------------------------------------------ buffers
    def emit(self, code: str) -> None:
        """Add an expression to the innermost buffer.

        Args:
            code: a Typst expression that yields content.
        """
        self._stack[-1].append(code)

    def trim(self) -> None:
        """Take the space away that reStructuredText wants before a footnote mark."""
        pieces = self._stack[-1]
        if pieces and pieces[-1].startswith('"') and pieces[-1].endswith(' "'):
            pieces[-1] = f'{pieces[-1][:-2]}"'

    def open(self) -> None:
        """Begin a buffer; `close` ends it."""
        self._stack.append([])

    def close(self) -> str:
        """End the innermost buffer.

        Returns:
            Its expressions, joined into one.
        """
        return markup.block(self._stack.pop())

    def render(self, *members: nodes.Node) -> str:
        """Translate nodes.

        Args:
            members: the nodes, in order.

        Returns:
            One expression for all of them.
        """
        self.open()
        for node in members:
            node.walkabout(self)
        return self.close()

    def inside(self, node: nodes.Node) -> str:
        """Translate the children of a node.

        Args:
            node: the node.

        Returns:
            One expression for all of them.
        """
        return self.render(*node.children)

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Change the scope for a while.

        Args:
            changes: fields of `Scope`.
        """
        before, self.scope = self.scope, replace(self.scope, **changes)
        try:
            yield
        finally:
            self.scope = before

    def phrase(self, node: nodes.Node) -> str:
        """Write the words of a node as part of a line, in their own language.

        Args:
            node: a block or an inline node.
        """
        tag = self.tag_of(node) if isinstance(node, nodes.Element) else ""
        if not tag:
            return self.inside(node)
        with self.within(tag=tag):
            return markup.call("foreign-run", markup.string(tag), self.inside(node))

    # ------------------------------------------------------------------ places
    def label(self, id: str, docname: str = "") -> str:
        """Name a place uniquely in the whole guide.

        Args:
            id: the node's id; empty for the document itself.
            docname: its document; that of the scope if empty.
        """
        return f"{docname or self.scope.docname}#{id}"

    def names(self, ids: Iterable[str]) -> list[str]:
        """List the names under which something links to ids of the current document; each name is given out once.

        Args:
            ids: ids of a node.
        """
        wanted = dict.fromkeys(map(self.label, ids))
        names = [name for name in wanted if name in self.referenced and name not in self.anchored_names]
        self.anchored_names.update(names)
        return names

    def anchored(self, node: nodes.Element, code: str) -> str:
        """Put the places that links lead to in front of an expression.

        Args:
            node: the node that carries the ids.
            code: what it became.
        """
        names = self.names(node.get("ids", ()))
        if not names:
            return code
        anchors = markup.call("anchors", markup.array(map(markup.string, names)))
        return markup.block(filter(None, [anchors, code]))

    def origin(self, node: nodes.Node) -> str:
        """Write a comment with file and line of a node, for the reports of Typst.

        Args:
            node: a block of text.

        Returns:
            The comment, or nothing when the last one still holds.
        """
        line = getattr(node, "line", None)
        if not line or self._marked == (self.scope.docname, line):
            return ""
        self._marked = (self.scope.docname, line)
        file = str(self.builder.env.doc2path(self.scope.docname, base=False))
        name = re.sub(r"[*/]+", "/", file)  # a comment ends at the first */
        return f"/*@{name}:{line}*/"

    def tag_of(self, node: nodes.Element) -> str:
        """Return the language that a node itself names, if it is another one than around it.

        Args:
            node: any node.
        """
        tag = str(node.get("lang", ""))
        return tag if tag and tag != self.scope.tag else ""

    def turned(self, text: str) -> bool:
        """Return whether all of a text runs against the page from left to right, and so its signs do.

        Args:
            text: such as words of a library in a guide in Arabic.
        """
        return is_turned(text) and language(self.scope.tag).is_rtl

    def caption_number(self, node: nodes.Element, kind: str) -> str:
        """Return what stands before a caption, such as ``Fig. 2``, when the project numbers them.

        Args:
            node: a figure, table or block of code.
            kind: ``figure``, ``table`` or ``code-block``, as Sphinx names them.
        """
        number = self.counted(node, kind)
        if not number or not self.config.numfig:
            return ""
        return str(self.config.numfig_format[kind]) % self.edition.language.digits(number)

    def counted(self, node: nodes.Element, kind: str) -> str:
        """Return the number that Sphinx gave a figure or its like, such as ``2.1``, or nothing.

        Args:
            node: the figure.
            kind: as Sphinx names it.
        """
        numbers = self.builder.env.toc_fignumbers.get(self.scope.docname, {}).get(kind, {})
        ids: list[str] = node.get("ids", [])
        return ".".join(map(str, next((numbers[id] for id in ids if id in numbers), ())))


def expression(method: Callable[[Self, Node], str]) -> Callable[[Self, Node], None]:
    """Turn a method that returns an expression for a node into a visit method.

    Args:
        method: takes a node, children and all, and returns a Typst expression, or nothing.
    """

    @wraps(method)
    def visit(self: Self, node: Node) -> None:
        code = self.anchored(node, method(self, node))
        if code:
            self.emit(code)
        raise nodes.SkipNode

    return visit


def block_expression(method: Callable[[Self, Node], str]) -> Callable[[Self, Node], None]:
    """Like `expression`, for blocks: they carry their origin, and their language when it is not the page's.

    Args:
        method: takes a node, children and all, and returns a Typst expression, or nothing.
    """

    @wraps(method)
    def visit(self: Self, node: Node) -> None:
        tag = self.tag_of(node)
        mark = self.origin(node)
        with self.within(tag=tag or self.scope.tag):
            code = method(self, node)
        if code and tag:
            code = markup.call("foreign", markup.string(tag), code)
        code = self.anchored(node, code)
        if code:
            self.emit(mark + code)
        raise nodes.SkipNode

    return visit
