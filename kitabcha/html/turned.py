"""Blocks in Latin letters alone on a right-to-left page: an address, a title of a book, words of a library.

Such a block begins with a letter that runs from left to right, and has none that runs the other way, so all of it runs
from left to right (UAX #9, P2 and P3). Else the page's direction would move a full stop or a bracket at its end to the
wrong side, and put its parts in the opposite order. It stays at the side where the page begins its lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes

from kitabcha.bidi import is_turned, ltr_spans
from kitabcha.languages import language, latin_voice
from kitabcha.nodes import isolate

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Their writer shows these from left to right as a whole, or leaves them out.
OPAQUE = (nodes.FixedTextElement, nodes.raw, nodes.label, nodes.Invisible, addnodes.desc_signature, addnodes.index)
# Elements of their own that hold nothing else; any other block has a number, a label or a mark of the page's beside it.
PLAIN = (nodes.paragraph, nodes.line)


def needs_turning(node: nodes.Element) -> bool:
    """Return whether the content of an element runs from left to right and is more than one run that says so itself.

    Args:
        node: an element of a right-to-left page, without a direction of its own.
    """
    if not is_turned(node.astext()):
        return False
    told = [child for child in node.children if child.astext().strip()]
    while len(told) == 1 and isinstance(told[0], nodes.Element):
        if told[0].get("dir") or isinstance(told[0], nodes.literal):
            return False
        told = [child for child in told[0].children if child.astext().strip()]
    return True


def held(text: str, rtl: bool, source: str) -> Markup:
    """Hold a finished title together that runs against the page.

    Args:
        text: HTML.
        rtl: whether it stands on a right-to-left page.
        source: BCP 47 tag of the language that the project is written in.
    """
    whole = Markup(text)
    if not rtl or not is_turned(whole.striptags()):
        return whole
    return Markup('<bdi dir="ltr" lang="{}">{}</bdi>').format(latin_voice(source), whole)


def isolated(text: str, rtl: bool, source: str) -> Markup:
    """Write a plain text as HTML, with left-to-right runs isolated where the page runs right to left.

    Args:
        text: any text; it is escaped.
        rtl: whether it stands on a right-to-left page.
        source: the language that Latin words are said to be in, for voices that read aloud.
    """
    if not rtl:
        return escape(text)
    if is_turned(text):
        return Markup('<bdi dir="ltr" lang="{}">{}</bdi>').format(latin_voice(source), text)
    parts, edge = [], 0
    for span in ltr_spans(text):
        parts.append(escape(text[edge : span.start]))
        spoken = Markup(' lang="{}"').format(latin_voice(source)) if span.has_letters else ""
        parts.append(Markup('<bdi dir="ltr"{}>{}</bdi>').format(spoken, text[span.start : span.end]))
        edge = span.end
    return Markup("").join([*parts, escape(text[edge:])])


def turn(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give blocks in Latin letters their direction (Sphinx event ``doctree-resolved``).

    Args:
        app: the Sphinx application.
        doctree: a document, changed in place.
        docname: not used.
    """
    source = app.config.kitabcha_source_language
    if app.builder.format != "html" or not language(app.config.language or source).is_rtl:
        return
    for block in list(doctree.findall(nodes.TextElement)):
        if isinstance(block, (nodes.Inline, addnodes.compact_paragraph)) or _is_settled(block):
            continue
        if needs_turning(block):
            _turn(block, latin_voice(source))


def _is_settled(node: nodes.Node | None) -> bool:
    while isinstance(node, nodes.Element):
        if node.get("dir") or isinstance(node, OPAQUE):
            return True
        node = node.parent
    return False


def _turn(block: nodes.TextElement, lang: str) -> None:
    if isinstance(block, PLAIN):
        block["lang"], block["dir"] = lang, "ltr"
        block["classes"] = [*block["classes"], "turned"]
        return
    wrapper = isolate(kind="latin", lang=lang, dir="ltr", unbreakable=False)
    wrapper.extend(block.children)
    block.children = []
    block += wrapper
