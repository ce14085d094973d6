"""Descriptions of code (`py`, `c`, `cpp`, `js`, `rst`, `std` domains): signatures that wrap, contents under them."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from kitabcha.pdf.buffers import Buffers, block_expression, expression
from kitabcha.pdf.markup import array, between, block, boolean, call, string
from kitabcha.pdf.widths import CODE, with_long_words


class ApiMixin(Buffers):
    """Visits of descriptions."""

    # desc > desc_signature+ (desc_name | desc_parameterlist | desc_signature_line | …)*, desc_content
    @block_expression
    def visit_desc(self, node: addnodes.desc) -> str:
        """What is described: one or more signatures, then the text about them."""
        heads = [child for child in node.children if isinstance(child, addnodes.desc_signature)]
        rest = [child for child in node.children if child not in heads]
        with self.within(nested=True):
            signatures = [self._signature(head) for head in heads]
            return call("described", array(signatures), self.render(*rest))

    def _signature(self, node: addnodes.desc_signature) -> str:
        lines = [child for child in node.children if isinstance(child, addnodes.desc_signature_line)]
        parts = [self.anchored(line, self.inside(line)) for line in lines] or [self.inside(node)]
        code = self.anchored(node, block(between(parts, "linebreak()")))
        return with_long_words(code, node.astext(), CODE)

    @block_expression
    def visit_desc_signature(self, node: addnodes.desc_signature) -> str:
        """A signature outside a description, as some extensions make them."""
        return call("described", array([self._signature(node)]), "[]")

    @expression
    def visit_desc_name(self, node: addnodes.desc_name) -> str:
        """The name that is described."""
        return call("strong", self.inside(node))

    @expression
    def visit_desc_addname(self, node: addnodes.desc_addname) -> str:
        """What stands before the name, such as a module; the line may end behind it."""
        return block([self.inside(node), "box()"])

    @expression
    def visit_desc_returns(self, node: addnodes.desc_returns) -> str:
        """The type of the result."""
        return block([string(" → "), self.inside(node)])

    @expression
    def visit_desc_parameterlist(self, node: addnodes.desc_parameterlist) -> str:
        """Parameters in brackets; optional ones in square brackets."""
        return self._parameters(node, "(", ")")

    @expression
    def visit_desc_type_parameter_list(self, node: addnodes.desc_type_parameter_list) -> str:
        """Parameters of a type in square brackets."""
        return self._parameters(node, "[", "]")

    @expression
    def visit_desc_optional(self, node: addnodes.desc_optional) -> str:
        """Optional parameters."""
        return self._parameters(node, "[", "]")

    def _parameters(self, node: nodes.Element, start: str, end: str) -> str:
        """Write a list in brackets. An optional group brings its comma with it: ``f(a[, b])``."""
        pieces: list[str] = []
        inner = isinstance(node, addnodes.desc_optional) and node.parent is not None and node.parent.index(node) > 0
        for child in node.children:
            if (pieces or inner) and not isinstance(child, addnodes.desc_optional):
                pieces.append(string(", "))
            pieces.append(self.render(child))
        many = node.get("multi_line_parameter_list", False)
        return block([string(start), call("parameters", block(pieces), many=boolean(many)), string(end)])

    @expression
    def visit_desc_parameter(self, node: addnodes.desc_parameter) -> str:
        """A parameter; it is not broken over two lines."""
        return self.inside(node)

    visit_desc_type_parameter = visit_desc_parameter

    def _through(self, node: nodes.Element) -> None:
        """Show the children; the node itself means nothing on paper."""

    visit_desc_content = visit_desc_type = visit_desc_annotation = visit_desc_inline = _through
    depart_desc_content = depart_desc_type = depart_desc_annotation = depart_desc_inline = _through
    visit_desc_classname = visit_desc_signature_line = visit__desc_classes_injector = _through
    depart_desc_classname = depart_desc_signature_line = depart__desc_classes_injector = _through
