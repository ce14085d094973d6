"""Step 3 of the pipeline: ready the tree for any writer.

Blocks without a translation are marked with the language and direction they are really in (WCAG 3.1.2), and
left-to-right runs in right-to-left text are isolated (UAX #9). It happens while reading, after Sphinx has put the
translations in, so that titles carry their isolates into every table of contents; and once more after references are
resolved, for the words those bring along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import extract_messages

from kitabcha.bidi import Kind, Span, ltr_spans, phone_digits, unbreakable_spans
from kitabcha.languages import language
from kitabcha.nodes import isolate, telephone

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

    from kitabcha.languages import Language

# Text in these is code, mathematics or machinery: its writer shows it left to right as a whole.
OPAQUE = (
    nodes.literal,
    nodes.FixedTextElement,
    nodes.raw,
    nodes.math,
    nodes.math_block,
    nodes.label,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.substitution_definition,
    nodes.Invisible,
    nodes.problematic,
    nodes.system_message,
    addnodes.desc_signature,
    addnodes.index,
)
# Titles are copied into tables of contents without their own attributes, so their content is wrapped instead.
WRAPPED = (nodes.title, nodes.term, nodes.rubric)


# The words of Sphinx above what was added, changed or removed, by the name of the directive.
VERSION_WORDS = {
    "versionadded": "Added in version %s",
    "versionchanged": "Changed in version %s",
    "deprecated": "Deprecated since version %s",
    "versionremoved": "Removed in version %s",
}


class TranslateSphinx(SphinxTransform):
    """Translate words that Sphinx looked up before it knew our additions to its catalogs.

    These are the labels in descriptions of functions and what stands before changes: Sphinx translates them when it
    imports its domains, which is before any extension can add words.
    """

    default_priority = 4

    def apply(self, **kwargs: Any) -> None:
        """Translate Sphinx's own words in one document."""
        for name in self.document.findall(nodes.field_name):
            text = name.astext()
            if not name.rawsource and len(name.children) == 1 and _(text) != text:
                name.children = []
                name += nodes.Text(_(text))
        for node in self.document.findall(addnodes.versionmodified):
            english = VERSION_WORDS.get(node["type"], "%s")
            word = next((word for word in node.findall(nodes.inline) if "versionmodified" in word["classes"]), None)
            if word is not None and len(word.children) == 1:
                own = word.astext().replace(english % node["version"], _(english) % node["version"], 1)
                word.children = []
                word += nodes.Text(own)


class RememberSource(SphinxTransform):
    """Remember what cannot be told later, when Sphinx has looked for translations.

    It says of a picture that it is not translated even when its alt text is, and gives its own words, such as
    "Parameters" in the description of a function, a source like the author's.
    """

    default_priority = 5  # Sphinx looks for messages from 10 on

    def apply(self, **kwargs: Any) -> None:
        """Note the alt texts and Sphinx's own words of one document."""
        for image in self.document.findall(nodes.image):
            image["source_alt"] = image.get("alt", "")
        for name in self.document.findall(nodes.field_name):
            name["of_sphinx"] = not name.rawsource


class MarkUntranslated(SphinxTransform):
    """Mark every message that has no translation with the language of the source."""

    default_priority = 26  # Sphinx translates at 20 and counts at 25

    def apply(self, **kwargs: Any) -> None:
        """Mark the messages of one document."""
        if self.config.language == self.config.kitabcha_source_language or not self.config.language:
            return
        source = language(self.config.kitabcha_source_language)
        for node, _message in list(extract_messages(self.document)):
            if isinstance(node, nodes.image) and node.get("alt") == node.get("source_alt"):
                node["alt_lang"] = source.tag
            if node.get("translated") or isinstance(node, (nodes.image, nodes.meta, addnodes.toctree)):
                continue
            if node.get("of_sphinx"):
                continue  # it is in the language of the page
            if isinstance(node, WRAPPED):
                wrapper = isolate(kind="foreign", lang=source.tag, dir=source.direction, classes=["untranslated"])
                wrapper.extend(node.children)
                node.children = []
                node.append(wrapper)
            else:
                _mark(node, source)
        for paragraph in _never_translated(self.document):
            _mark(paragraph, source)


def _mark(node: Element, source: Language) -> None:
    node["lang"], node["dir"] = source.tag, source.direction
    node["classes"] = [*node["classes"], "untranslated"]


def _never_translated(document: nodes.document) -> list[nodes.paragraph]:
    """List what is said of parameters and results in descriptions of code: Sphinx puts none of it into catalogs."""
    described = document.findall(addnodes.desc_content)
    bodies = (body for content in described for body in content.findall(nodes.field_body))
    paragraphs = dict.fromkeys(paragraph for body in bodies for paragraph in body.findall(nodes.paragraph))
    return [paragraph for paragraph in paragraphs if not paragraph.source and "lang" not in paragraph]


class IsolateRuns(SphinxTransform):
    """Isolate runs in what the document itself says."""

    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Isolate the runs of one document."""
        isolate_runs(self.document, self.config.language, self.config.kitabcha_source_language)


class IsolateResolvedRuns(SphinxPostTransform):
    """Isolate runs in the words that resolved references brought along."""

    default_priority = 950  # after everything that writes text

    def run(self, **kwargs: Any) -> None:
        """Isolate the runs of one document."""
        isolate_runs(self.document, self.config.language, self.config.kitabcha_source_language)


def isolate_runs(document: Element, tag: str, source: str) -> None:
    """Wrap runs in `isolate` nodes; runs that already are, stay as they are.

    Args:
        document: the tree, changed in place.
        tag: the language of the document.
        source: the language whose name Latin words carry, for voices that read aloud.
    """
    rtl = language(tag).is_rtl
    for text in list(document.findall(nodes.Text)):
        parent = text.parent
        if parent is None or not _isolable(text):
            continue
        find = ltr_spans if _is_rtl(parent, rtl) else unbreakable_spans
        spans = find(text.astext())
        if spans:
            parent.replace(text, _split(text.astext(), spans, source, _inside_link(parent)))


def _isolable(text: nodes.Text) -> bool:
    node: Node | None = text.parent
    if isinstance(node, isolate) and node["kind"] != "foreign":
        return False
    while node is not None:
        if isinstance(node, OPAQUE):
            return False
        node = node.parent
    return True


def _is_rtl(node: Element, default: bool) -> bool:
    """Return the direction that governs a node: that of the nearest element which names one."""
    ancestor: Node | None = node
    while ancestor is not None:
        if isinstance(ancestor, nodes.Element) and "dir" in ancestor:
            return bool(ancestor["dir"] == "rtl")
        ancestor = ancestor.parent
    return default


def _inside_link(node: Node | None) -> bool:
    """Return whether a number must not become a link: it stands in one, or in a text that may be out of date."""
    while node is not None:
        if isinstance(node, (nodes.reference, addnodes.pending_xref)):
            return True
        if isinstance(node, nodes.paragraph) and "older" in node["classes"]:
            return True
        node = node.parent
    return False


def _split(text: str, spans: list[Span], source: str, linked: bool) -> list[Node]:
    result: list[Node] = []
    edge = 0
    for span in spans:
        if span.start > edge:
            result.append(nodes.Text(text[edge : span.start]))
        result.append(_isolated(text[span.start : span.end], span, source, linked))
        edge = span.end
    if edge < len(text):
        result.append(nodes.Text(text[edge:]))
    return result


def _isolated(run: str, span: Span, source: str, linked: bool) -> Node:
    wrapper = isolate(
        kind=span.kind.value,
        lang=source if span.has_letters else "",
        dir="ltr",
        unbreakable=span.unbreakable,
    )
    wrapper += nodes.Text(run)
    if span.kind is Kind.PHONE and not linked:
        return telephone("", "", wrapper, refuri=f"tel:{phone_digits(run)}", internal=False)
    return wrapper


def setup(app: Sphinx) -> None:
    """Register the transforms.

    Args:
        app: the Sphinx application.
    """
    app.add_transform(TranslateSphinx)
    app.add_transform(RememberSource)
    app.add_transform(MarkUntranslated)
    app.add_transform(IsolateRuns)
    app.add_post_transform(IsolateResolvedRuns)
