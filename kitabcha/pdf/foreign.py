"""Nodes of extensions that draw for screens: tabs, cards, dropdowns, badges, icons, changes that fold away.

Nothing of them is imported: a visit is found by the name of the node's class, a part of sphinx-design by its
``design_component``. On paper nothing opens at a click, so every tab is printed under its label and every fold open.

==================  =========================================================================
package             what it makes
==================  =========================================================================
myst-parser         nodes of docutils; boxes of task lists as raw HTML
sphinx-design       containers with ``design_component``; ``sd_badge``, ``sd_icon``, ``sd_line_break``
sphinx-tabs         for HTML, ``SphinxTabsTablist`` and panels; for others, nested containers
sphinx-inline-tabs  ``TabContainer`` of label and container
log_cabinet         ``CollapsedLog`` of ``versionmodified``
sphinx-copybutton   nothing
==================  =========================================================================
"""

from __future__ import annotations

from docutils import nodes

from kitabcha.pdf.buffers import block_expression, expression
from kitabcha.pdf.code import CodeMixin
from kitabcha.pdf.inline import InlineMixin
from kitabcha.pdf.markup import call, string

# part of sphinx-design whose first rubric is its title -> function of the templates
TITLED = {"dropdown": "aside", "aside": "aside", "tab-item": "tabbed"}
BOXES = {True: "\u2611", False: "\u2610"}  # ticked and open


class ForeignMixin(InlineMixin, CodeMixin):
    """Visits of nodes that other packages define."""

    def visit_container(self, node: nodes.container) -> None:
        """A group of blocks; some extensions say by an attribute or a class what it is."""
        if str(node.get("design_component", "")) in {*TITLED, "card", "card-title"}:
            self._component(node)
        elif "sphinx-tabs" in node.get("classes", ()):
            self._tabs(node)
        else:
            super().visit_container(node)

    # ------------------------------------------------------------------ sphinx-design
    @block_expression
    def _component(self, node: nodes.Element) -> str:
        name, body = str(node["design_component"]), list(node.children)
        with self.within(nested=True):
            if name == "card":
                return call("boxed", self.inside(node))
            if name == "card-title":
                return call("label-line", self.render(*_unwrapped(body)))
            return self._titled(TITLED[name], body)

    def _titled(self, function: str, body: list[nodes.Node]) -> str:
        title = body.pop(0) if body and isinstance(body[0], nodes.rubric) else None
        if not isinstance(title, nodes.Element):
            return call(function, "none", self.render(*body))
        return call(function, self.anchored(title, self.inside(title)), self.render(*body))

    @block_expression
    def visit_PassthroughTextElement(self, node: nodes.Element) -> str:
        """The link that makes a whole card clickable: on paper its words say where to look."""
        code = call("par", self.inside(node))
        return call("from-left", code) if self.turned(node.astext()) else code

    @expression
    def visit_sd_badge(self, node: nodes.Element) -> str:
        """A word in a frame."""
        return call("tag", self.inside(node))

    @expression
    def visit_sd_line_break(self, _node: nodes.Element) -> str:
        """A new line in the words of a button."""
        return "linebreak()"

    @expression
    def visit_sd_icon(self, _node: nodes.Element) -> str:
        """An icon: it adorns words that stand beside it, so paper goes without."""
        return ""

    visit_fontawesome = visit_sd_icon

    # ------------------------------------------------------------------ tabs
    @block_expression
    def _tabs(self, node: nodes.Element) -> str:
        """Write tabs of sphinx-tabs, read for HTML (labels first, then panels) or for another builder (in pairs)."""
        labels = {
            str(tab["name"]): tab
            for child in node.children
            if type(child).__name__ == "SphinxTabsTablist"
            for tab in child.children
            if isinstance(tab, nodes.Element)
        }
        pieces = []
        with self.within(nested=True):
            for child in node.children:
                kind = type(child).__name__
                if kind == "SphinxTabsPanel" and isinstance(child, nodes.Element):
                    label = labels.get(str(child.get("name", "")))
                    words = self.phrase(label) if label is not None else "none"
                    pieces.append(call("tabbed", words, self.anchored(child, self.inside(child))))
                elif kind == "container" and len(child.children) > 1:
                    head, *panels = child.children
                    pieces.append(call("tabbed", self.render(*_unwrapped([head])), self.render(*panels)))
                elif kind != "SphinxTabsTablist":
                    pieces.append(self.render(child))
        return "{" + "\n".join(pieces) + "}" if pieces else ""

    # TabContainer > label, container
    @block_expression
    def visit_TabContainer(self, node: nodes.Element) -> str:
        """A tab of sphinx-inline-tabs."""
        label, *panels = node.children
        with self.within(nested=True):
            return call("tabbed", self.phrase(label), self.render(*panels))

    # ------------------------------------------------------------------ the rest
    @block_expression
    def visit_CollapsedLog(self, node: nodes.Element) -> str:
        """Older changes, folded away on screens."""
        return self.inside(node)

    @expression
    def visit_raw(self, node: nodes.raw) -> str:
        """Code of another format; of HTML, the boxes that myst-parser makes for tasks have a meaning on paper."""
        text = node.astext()
        if "html" in node.get("format", "").split() and "task-list-item-checkbox" in text:
            return string(BOXES["checked" in text.replace("checkbox", "")] + " ")
        return self.raw_typst(node)


def _unwrapped(members: list[nodes.Node]) -> list[nodes.Node]:
    """Take the words of a title out of the containers and paragraphs that some extensions wrap round them."""
    while len(members) == 1 and isinstance(members[0], nodes.Element) and not isinstance(members[0], nodes.Inline):
        members = list(members[0].children)
    return members
