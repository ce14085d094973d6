"""Boxes: notes, warnings, the guide's own kinds (told by their class), topics, and what a version changed."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from kitabcha.pdf.buffers import Buffers, block_expression
from kitabcha.pdf.markup import between, block, boolean, call, string

# docutils admonition -> (function of the templates, English title; words.py has it in the reader's language)
ADMONITIONS = {
    "note": ("note", "Note"),
    "tip": ("note", "Tip"),
    "hint": ("note", "Hint"),
    "important": ("note", "Important"),
    "seealso": ("note", "See also"),
    "attention": ("warning", "Attention"),
    "caution": ("warning", "Caution"),
    "danger": ("warning", "Danger"),
    "error": ("warning", "Error"),
    "warning": ("warning", "Warning"),
}
# class of an admonition -> function of the templates
OWN_KINDS = {"original": "archive-quote", "recorded": "key-number", "disputed": "key-number", "legal": "legal"}
SHORT_QUOTE = 180  # characters, four or five lines of large print; the end of a page may part a longer one


class AdmonitionsMixin(Buffers):
    """Visits of boxes."""

    def visit_Admonition(self, node: nodes.Element) -> None:
        """A note, a warning, or one of the guide's own boxes, told by its class."""
        self._admonition(node)

    @block_expression
    def _admonition(self, node: nodes.Element) -> str:
        function, title, body = self.box_of(node)
        with self.within(nested=True):
            if function == "archive-quote":
                said, rest = quotation_of(body)
                named = {"parted": "true"} if sum(len(block.astext()) for block in said) > SHORT_QUOTE else {}
                return call(function, title, self.render(*said), self.render(*rest), **named)
            if function == "key-number":
                disputed = "disputed" in node["classes"]
                with self.within(foot=True):
                    parts = [self.render(*body[:1]), self.render(*body[1:])]
                return call(function, title, *parts, disputed=boolean(disputed))
            return call(function, title, self.render(*body))

    @block_expression
    def visit_topic(self, node: nodes.Element) -> str:
        """A topic or sidebar: text apart from the run of the chapter."""
        function, title, body = self.box_of(node)
        with self.within(nested=True):
            return call(function, title, self.render(*body))

    visit_sidebar = visit_topic

    @block_expression
    def visit_versionmodified(self, node: addnodes.versionmodified) -> str:
        """What was added, changed or deprecated, and when."""
        with self.within(nested=True):
            return call("version-note", self.inside(node))

    def box_of(self, node: nodes.Element) -> tuple[str, str, list[nodes.Node]]:
        """Take a box apart.

        Args:
            node: an admonition, a topic, a sidebar, or what a version changed.

        Returns:
            The function of the templates, the expression of its title (``none`` without one), and its blocks.
        """
        if isinstance(node, addnodes.versionmodified):
            return "version-note", "none", list(node.children)
        if isinstance(node, (nodes.topic, nodes.sidebar)):
            return self._aside_of(node)
        function, word = ADMONITIONS.get(node.tagname, ("note", "Note"))
        title, body = string(self.say(word)), list(node.children)
        if body and isinstance(body[0], nodes.title):
            with self.within(nested=True):
                title = self.inside(body.pop(0))
        classes: set[str] = set(node.get("classes", ()))
        return next((kind for name, kind in OWN_KINDS.items() if name in classes), function), title, body

    def _aside_of(self, node: nodes.Element) -> tuple[str, str, list[nodes.Node]]:
        body = list(node.children)
        with self.within(nested=True):
            heads = [
                self.phrase(body.pop(0)) for kind in (nodes.title, nodes.subtitle) if body and isinstance(body[0], kind)
            ]
        return "aside", block(between(heads, "linebreak()")) if heads else "none", body


def quotation_of(body: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Part the blocks of a box of the old page into what is quoted and what the record shows.

    Args:
        body: the blocks of the box.
    """
    quotes = [child for child in body if isinstance(child, nodes.block_quote)]
    said = [child for quote in quotes for child in quote.children]
    return said, [child for child in body if child not in quotes]
