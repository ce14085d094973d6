"""What must not part at the end of a line: a bracket, a quotation mark or a full stop and the run that it touches.

A run that stays whole is a box of its own on the page, and browsers break a line beside a box, whatever stands there
(CSS Text 3, 5.1). So the signs that touch it go with it into an element that does not break.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from kitabcha.nodes import isolate

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OPENING = re.compile(r"[(\[«“”\"'‘‹]+$")
CLOSING = re.compile(r"^[)\]»”“\"'’›.,;:!?،؛؟۔%]+")


def tie(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tie signs to the runs they touch (Sphinx event ``doctree-resolved``).

    Args:
        app: the Sphinx application.
        doctree: a document, changed in place.
        docname: not used.
    """
    if app.builder.format != "html" or app.config.html_theme != "kitabcha":
        return
    for run in list(doctree.findall(isolate)):
        if run.get("unbreakable"):
            _tie(_outermost(run))


def _outermost(run: nodes.Element) -> nodes.Element:
    """Return the link or the emphasis that holds nothing but the run."""
    parent = run.parent
    while isinstance(parent, nodes.TextElement) and isinstance(parent, nodes.Inline) and len(parent) == 1:
        run, parent = parent, parent.parent
    return run


def _tie(run: nodes.Element) -> None:
    parent = run.parent
    at = parent.index(run)
    before = _touching(parent, at - 1, OPENING)
    after = _touching(parent, at + 1, CLOSING)
    if not before and not after:
        return
    tied = nodes.inline("", "", classes=["tied"])
    rest: list[nodes.Node] = []
    first, last = at, at + 1
    if before:
        first -= 1
        rest += _text(parent[first].astext().removesuffix(before))
        tied += nodes.Text(before)
    tied += run
    rest.append(tied)
    if after:
        tied += nodes.Text(after)
        rest += _text(parent[last].astext().removeprefix(after))
        last += 1
    parent[first:last] = rest


def _touching(parent: nodes.Element, at: int, signs: re.Pattern[str]) -> str:
    """Return the signs at the edge of a neighbour."""
    if not 0 <= at < len(parent) or not isinstance(parent[at], nodes.Text):
        return ""
    found = signs.search(parent[at].astext())
    return found[0] if found else ""


def _text(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []
