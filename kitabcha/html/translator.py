"""The HTML translator: Sphinx's own, with directions, isolates and the elements of a guide."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

from kitabcha.addresses import is_written_out
from kitabcha.edition import project_language
from kitabcha.html import drawings
from kitabcha.html.onefile import OneFileBuilder, document_anchor
from kitabcha.html.spoken import speaker
from kitabcha.html.turned import needs_turning
from kitabcha.html.written import with_breaks
from kitabcha.languages import latin_voice
from kitabcha.nodes import field_blank, isolate, letter, stale, telephone, timeline
from kitabcha.words import lacks, sphinx_lacks, words

LABELS = {
    "attention": "Attention",
    "caution": "Caution",
    "danger": "Danger",
    "error": "Error",
    "hint": "Hint",
    "important": "Important",
    "note": "Note",
    "seealso": "See also",
    "tip": "Tip",
    "warning": "Warning",
}


class KitabchaTranslator(HTML5Translator):
    """Writes pages whose every element says in which language and direction it is."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        tag = self.config.language or self.config.kitabcha_source_language
        self.reader = project_language(self.config, tag)
        self.say = words(tag)
        self.spoken = speaker(tag, self.config.kitabcha_source_language)
        self._heads: list[list[str]] = []
        self._column = 0
        self._numbers: list[Any] = []
        self.secnumber_suffix = "\N{NO-BREAK SPACE} "

    # ------------------------------------------------------------------ every element
    def starttag(self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any) -> str:
        """Write an opening tag, with the language and direction that prepare.py gave the node."""
        if isinstance(node, nodes.Element):
            for name in ("lang", "dir"):
                if node.get(name):
                    attributes.setdefault(name, node[name])
            if sphinx_lacks(self.reader.tag, _word_of_sphinx(node)):
                attributes.update(lang="en", dir="ltr")
            if tagname in ("p", "div") and _wants_note(node):
                # A word of the page, so it is no part of the block, which is in another language.
                note = f'<p class="not-translated">{self.spoken("Not yet translated")}</p>\n'
                return note + str(super().starttag(node, tagname, suffix, empty, **attributes))
        return str(super().starttag(node, tagname, suffix, empty, **attributes))

    # ------------------------------------------------------------------ numbers
    def get_secnumber(self, node: nodes.section) -> tuple[Any, ...] | None:
        """Return a section's number in the digits of the language."""
        numbers = super().get_secnumber(node)
        return tuple(map(self.reader.digits, numbers)) if numbers else None

    def visit_reference(self, node: nodes.reference) -> None:
        """A link; section numbers in tables of contents are in the digits of the language."""
        if node.get("secnumber"):
            node["secnumber"] = tuple(map(self.reader.digits, node["secnumber"]))
        if node.get("refuri", "").startswith(("http:", "https:", "//")):
            node["rel"] = "noreferrer"
            if is_written_out(node):
                node["classes"] = [*node["classes"], "address"]
        super().visit_reference(node)
        if node.get("secnumber"):
            self.body[-1] = f'<span class="section-number">{self.body[-1]}</span>'
        if self._is_turned_entry(node):
            tag = latin_voice(self.config.kitabcha_source_language)
            self.body.append(f'<bdi dir="ltr" lang="{self.attval(tag)}">')

    def depart_reference(self, node: nodes.reference) -> None:
        """Close it."""
        if self._is_turned_entry(node):
            self.body.append("</bdi>")
        super().depart_reference(node)

    def _is_turned_entry(self, node: nodes.reference) -> bool:
        """Return whether a link is a title in a list of contents that runs against the page."""
        return isinstance(node.parent, addnodes.compact_paragraph) and self.reader.is_rtl and needs_turning(node)

    # ------------------------------------------------------------------ the whole guide in one file
    def visit_start_of_file(self, node: nodes.Element) -> None:
        """The beginning of a document in the one-file edition; its numbers go by its own ids."""
        super().visit_start_of_file(node)
        if isinstance(self.builder, OneFileBuilder):
            self.body[-1] = f'<div class="document" id="{self.attval(document_anchor(node["docname"]))}">\n'
            self._numbers.append((self.builder.secnumbers, self.builder.fignumbers))
            self.builder.secnumbers, self.builder.fignumbers = self.builder.numbers(node["docname"])

    def depart_start_of_file(self, node: nodes.Element) -> None:
        """Close it."""
        super().depart_start_of_file(node)
        if isinstance(self.builder, OneFileBuilder):
            self.body.append("</div>\n")
            self.builder.secnumbers, self.builder.fignumbers = self._numbers.pop()

    def visit_image(self, node: nodes.image) -> None:
        """A picture; in the one-file edition it lies in the page."""
        if isinstance(self.builder, OneFileBuilder) and node["uri"] in self.builder.images:
            node["uri"] = self.builder.picture(node["uri"])
        super().visit_image(node)

    # ------------------------------------------------------------------ what has changed since it was translated
    def visit_stale(self, node: stale) -> None:
        """An older translation beside the English."""
        label = self.spoken("Older translation: the English has changed since")
        self.body.append(self.starttag(node, "div", CLASS="stale"))
        self.body.append(f'<p class="stale-label">{label}</p>\n')

    def depart_stale(self, node: stale) -> None:
        """Close it."""
        self.body.append("</div>\n")

    # ------------------------------------------------------------------ runs
    def visit_Text(self, node: nodes.Text) -> None:
        """Words, in which a long address may break."""
        before = len(self.body)
        super().visit_Text(node)
        self.body[before:] = map(with_breaks, self.body[before:])

    def visit_isolate(self, node: isolate) -> None:
        """A run kept apart from the direction around it."""
        if node["kind"] != "foreign" and node.get("lang"):
            node["lang"] = latin_voice(node["lang"])  # Latin words in a project that is in Arabic alone are no Arabic
        classes = [f"run-{node['kind']}", *(["whole"] if node.get("unbreakable") else [])]
        tag = "span" if node["kind"] == "foreign" else "bdi"
        self.body.append(self.starttag(node, tag, "", CLASS=" ".join(classes)))
        self.context.append(f"</{tag}>")

    def depart_isolate(self, node: isolate) -> None:
        """Close it."""
        self.body.append(self.context.pop())

    def visit_telephone(self, node: telephone) -> None:
        """A phone number that a phone can dial."""
        self.body.append(self.starttag(node, "a", "", CLASS="tel", href=node["refuri"]))

    def depart_telephone(self, node: telephone) -> None:
        """Close it."""
        self.body.append("</a>")

    def visit_literal(self, node: nodes.literal) -> None:
        """Code in a line reads left to right, also where a reader takes our style sheet away."""
        node["dir"] = "ltr"
        super().visit_literal(node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code reads left to right; long lines scroll in their box, which the keyboard must reach (WCAG 2.1.1)."""
        node["dir"] = "ltr"
        before = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # Sphinx leaves by an exception when it has coloured the code
            self.body[before:] = [part.replace("<pre>", '<pre tabindex="0">', 1) for part in self.body[before:]]

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """A signature is code."""
        node["dir"] = "ltr"
        super().visit_desc_signature(node)

    # ------------------------------------------------------------------ boxes
    def visit_admonition(self, node: nodes.Element, name: str = "") -> None:
        """A note, a warning, or one of the guide's own boxes, told by its class."""
        self.body.append(self.starttag(node, "div", CLASS=f"admonition {name}".strip(), role="note"))
        if name:
            label = LABELS.get(name, name.title())
            foreign = {"lang": "en", "dir": "ltr"} if lacks(self.reader.tag, label) else {}
            node.insert(0, nodes.title(name, self.say(label), **foreign))
        classes = node.get("classes", ())
        for status, word in (("recorded", "Recorded"), ("disputed", "Disputed")):
            if status in classes:
                self.body.append(f'<p class="tag">{self.spoken(word)}</p>\n')

    def depart_admonition(self, node: nodes.Element | None = None) -> None:
        """Close it."""
        self.body.append("</div>\n")

    def visit_letter(self, node: letter) -> None:
        """A model letter in a language of its own."""
        self.body.append(self.starttag(node, "div"))

    def depart_letter(self, node: letter) -> None:
        """Close it."""
        self.body.append("</div>\n")

    def visit_field_blank(self, node: field_blank) -> None:
        """A place to fill in."""
        self.body.append(self.starttag(node, "span", "", CLASS="blank"))

    def depart_field_blank(self, node: field_blank) -> None:
        """Close it."""
        self.body.append("</span>")

    def visit_timeline(self, node: timeline) -> None:
        """Bars on a scale of years."""
        telling = " ".join(child.astext() for child in node.children if isinstance(child, nodes.paragraph))
        names = [item.astext() for child in node.children if isinstance(child, nodes.bullet_list) for item in child]
        bars = [(*bar, name) for bar, name in zip(node["bars"], names, strict=True)]
        drawing = drawings.timeline(telling, node["first"], node["last"], bars, self.reader)
        self.body.append(f'<figure class="timeline">{drawing}</figure>\n')
        raise nodes.SkipNode

    def visit_title(self, node: nodes.title) -> None:
        """A title; where Sphinx makes one of a list of chapters, it says of which level (WAI-ARIA, ``heading``)."""
        before = len(self.body)
        super().visit_title(node)
        for place in range(before, len(self.body)):
            self.body[place] = self.body[place].replace('role="heading"', 'role="heading" aria-level="2"')

    # ------------------------------------------------------------------ tables: rows become records on a phone
    def visit_table(self, node: nodes.table) -> None:
        """A table that can be scrolled by itself, and whose cells know the heading of their column."""
        head = next(iter(node.findall(nodes.thead)), None)
        rows = list(head.findall(nodes.row)) if head is not None else []
        self._heads.append([entry.astext() for entry in rows[-1]] if len(rows) == 1 else [])
        self.body.append('<div class="table-box">')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Close it."""
        super().depart_table(node)
        self._heads.pop()
        self.body.append("</div>\n")

    def visit_row(self, node: nodes.row) -> None:
        """A row."""
        self._column = 0
        super().visit_row(node)

    def visit_entry(self, node: nodes.entry) -> None:
        """A cell with the heading of its column, for narrow screens."""
        heads = self._heads[-1] if self._heads else []
        if heads and not isinstance(node.parent.parent, nodes.thead) and self._column < len(heads):
            node["data-label"] = heads[self._column]
        self._column += 1 + int(node.get("morecols", 0))
        before = len(self.body)
        super().visit_entry(node)
        if "data-label" in node and len(self.body) > before:
            label = self.attval(self._label(node["data-label"]))
            self.body[before] = self.body[before].replace("<td", f'<td data-label="{label}"', 1)

    def _label(self, head: str) -> str:
        """Return the heading of a column as it stands before a value."""
        return head if head.endswith((":", "?", "!", "؟", "：")) else head + self.reader.colon.rstrip()

    # ---------------------------------------------------------------- citations: valid roles (docutils' are deprecated)
    def visit_citation(self, node: nodes.citation) -> None:
        """A source with its label."""
        self.body.append(self.starttag(node, "div", CLASS="citation"))

    def depart_citation(self, node: nodes.citation) -> None:
        """Close it."""
        self.body.append("</div>\n")


def _wants_note(node: nodes.Element) -> bool:
    """Return whether a block says that it is not translated: not in a list, table or field, which would only be noise.

    The English beside an older translation has a label already.
    """
    if "untranslated" not in node.get("classes", ()) or isinstance(node, isolate):
        return False
    around = node.parent
    while around is not None and not isinstance(around, (stale, nodes.list_item, nodes.entry, nodes.field_body)):
        around = around.parent
    return around is None


def _word_of_sphinx(node: nodes.Element) -> str:
    """Return what may be a word of Sphinx's own: before a change, or in the description of a function."""
    if isinstance(node, nodes.field_name) and node.get("of_sphinx"):
        return node.astext()
    change = node.parent.parent if isinstance(node, nodes.inline) and node.parent is not None else None
    if isinstance(change, addnodes.versionmodified) and "versionmodified" in node["classes"]:
        return node.astext().replace(change["version"], "%s").rstrip(": .")
    return ""
