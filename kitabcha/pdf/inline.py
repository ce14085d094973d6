"""Inline nodes: emphasis, code, isolated runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from kitabcha.bidi import ltr_spans
from kitabcha.languages import language
from kitabcha.nodes import field_blank, isolate
from kitabcha.pdf.buffers import Buffers, expression
from kitabcha.pdf.markup import block, boolean, call, string

# doctree node -> Typst function that takes the finished content
SIMPLE = {
    "emphasis": "emph",
    "strong": "strong",
    "subscript": "sub",
    "superscript": "super",
    "title_reference": "emph",
    "literal_strong": "strong",
    "field_blank": "blank",
}
_SPACE = re.compile(r"[ \t\r\n]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,:;!?)\]]")


class InlineMixin(Buffers):
    """Visits of inline nodes."""

    def visit_Text(self, node: nodes.Text) -> None:
        """Write running text; line breaks of the source are spaces, but in code they count."""
        text = node.astext()
        if not self.scope.verbatim:
            for piece in _around_addresses(_SPACE.sub(" ", text)):
                self.emit(piece)
            return
        for index, line in enumerate(text.expandtabs().split("\n")):
            if index:
                self.emit("linebreak()")
            if line:
                self.emit(string(line))

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing is left to do."""

    @expression
    def _simple(self, node: nodes.Element) -> str:
        return call(SIMPLE[type(node).__name__], self.inside(node))

    visit_emphasis = visit_strong = visit_subscript = visit_superscript = _simple
    visit_title_reference = visit_literal_strong = _simple

    @expression
    def visit_literal_emphasis(self, node: nodes.Element) -> str:
        """A name from code, such as a type."""
        links = any(isinstance(child, nodes.reference) for child in node.findall(nodes.Element))
        return call("code-words", self.inside(node)) if links else call("raw", string(node.astext()))

    @expression
    def visit_field_blank(self, node: field_blank) -> str:
        """A place to fill in."""
        return call("blank", self.inside(node))

    @expression
    def visit_isolate(self, node: isolate) -> str:
        """A run kept apart from the direction around it."""
        if node["kind"] == "foreign":
            tag = str(node["lang"])
            with self.within(tag=tag):
                return call("foreign-run", string(tag), self.inside(node))
        if node["kind"] == "range-end":
            return call("range-end", self.inside(node))
        whole = boolean(node["unbreakable"])
        if not language(self.scope.tag).is_rtl:
            return call("kept", self.inside(node), whole=whole)  # in text of its own direction: only unbroken
        return call("isolate", self.inside(node), whole=whole)

    @expression
    def visit_inline(self, node: nodes.inline) -> str:
        """A span: only the mark of a fact, or a language of its own, shows on paper."""
        if "fact" in node.get("classes", ()):
            return call("fact-mark", self.inside(node))
        return self.phrase(node)

    @expression
    def visit_literal(self, node: nodes.literal) -> str:
        """Code in a line; never mirrored. Parts of it may be told apart, as in ``:file:`` and ``:samp:``."""
        if all(isinstance(child, nodes.Text) for child in node.children):
            return call("raw", string(node.astext()))
        with self.within(verbatim=True):
            return call("code-words", self.inside(node))

    @expression
    def visit_abbreviation(self, node: nodes.abbreviation) -> str:
        """An abbreviation with its meaning behind it, since paper has no tooltip."""
        in_code = isinstance(node.parent, (addnodes.desc_sig_element, addnodes.desc_parameter))
        meaning = "" if in_code else str(node.get("explanation", ""))
        inner = self.inside(node)
        return "{" + f"{inner}\n{string(f' ({meaning})')}" + "}" if meaning else inner

    def _through(self, node: nodes.Element) -> None:
        """Show the children; the node itself means nothing on paper."""

    visit_generated = visit_acronym = visit_download_reference = visit_manpage = _through
    depart_generated = depart_acronym = depart_download_reference = depart_manpage = _through

    @expression
    def visit_problematic(self, node: nodes.problematic) -> str:
        """Markup that could not be understood: the text as written, so that nothing is lost."""
        return self.inside(node)

    def _skip(self, node: nodes.Element) -> None:
        """Leave out what is not meant for readers."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_pending = visit_meta = visit_system_message = _skip
    visit_index = visit_tabular_col_spec = visit_highlightlang = visit_toctree = _skip

    def raw_typst(self, node: nodes.raw) -> str:
        """Return Typst code that the author wrote for this writer; other formats are left out.

        Args:
            node: the code.
        """
        if "typst" not in node.get("format", "").split():
            return ""
        return f"{self.origin(node)}[{node.astext()}]"

    @expression
    def visit_pending_xref(self, node: addnodes.pending_xref) -> str:
        """A reference that nothing resolved: its words stay."""
        return self.inside(node)


def _around_addresses(text: str) -> Iterator[str]:
    """Write a text; Typst would break what looks like an address at any dot."""
    edge = 0
    for found in _ADDRESS.finditer(text):
        if found.start() > edge:
            yield string(text[edge : found.start()])
        yield call("address", string(found[0]))
        edge = found.end()
    if edge < len(text) or not text:
        yield string(text[edge:])


def runs(text: str, rtl: bool) -> str:
    """Write a plain text that never was in the tree, its left-to-right runs isolated.

    Args:
        text: such as an address on the colophon.
        rtl: whether it stands in right-to-left text.

    Returns:
        A Typst expression.
    """
    parts, edge = [], 0
    for span in ltr_spans(text) if rtl else ():
        if span.start > edge:
            parts.append(string(text[edge : span.start]))
        parts.append(call("isolate", string(text[span.start : span.end]), whole=boolean(span.unbreakable)))
        edge = span.end
    if edge < len(text):
        parts.append(string(text[edge:]))
    return block(parts)
