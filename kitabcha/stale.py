"""Translations that the English has outgrown: HTML shows them, marked as older, beside the English.

A *fuzzy* message never stands for the text itself. Here its words come back in a frame of their own, as plain as they
can be: without marks of facts, targets, footnotes and numbers to dial, since all these belong to the English of today.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from kitabcha.catalogs.files import catalog_paths, read_catalog
from kitabcha.nodes import fact_reference, stale

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What says something of the text of today and not of the older one.
CURRENT_ONLY = (
    fact_reference,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.target,
    nodes.substitution_reference,
    nodes.problematic,
    nodes.system_message,
    addnodes.index,
)


class ShowStale(SphinxTransform):
    """Put the older translation of a paragraph before the English that has changed."""

    default_priority = 27  # after `prepare.MarkUntranslated`, before runs are isolated

    def apply(self, **kwargs: Any) -> None:
        """Treat one document."""
        config = self.config
        if config.kitabcha_stale != "both" or not config.language or config.language == config.kitabcha_source_language:
            return
        older = self._older_messages()
        if not older:
            return
        for node, message in list(extract_messages(self.document)):
            words = older.get(message)
            if words and isinstance(node, nodes.paragraph) and "untranslated" in node.get("classes", ()):
                self._set_beside(node, words)

    def _older_messages(self) -> Mapping[str, str]:
        """Return the fuzzy translations of this document by message."""
        name = docname_to_domain(self.env.docname, self.config.gettext_compact)
        found: dict[str, str] = {}
        for folder in self.config.locale_dirs:
            for path in catalog_paths(Path(self.env.srcdir) / folder, self.config.language):
                if path.as_posix().endswith(f"LC_MESSAGES/{name}.po"):
                    found |= {entry.msgid: entry.msgstr for entry in read_catalog(path).fuzzy_entries()}
        return found

    def _set_beside(self, english: nodes.paragraph, words: str) -> None:
        """Wrap a paragraph and its older translation."""
        paragraph = self._read(words)
        if paragraph is None:
            return
        both = stale()
        both.source, both.line = english.source, english.line
        english.parent.replace(english, both)
        both += [paragraph, english]

    def _read(self, words: str) -> nodes.paragraph | None:
        """Read the older words as reStructuredText; faults in them are nobody's concern now."""
        settings = copy.copy(self.document.settings)
        settings.report_level = 5
        document = new_document(self.document["source"], settings)
        Parser().parse(words, document)
        paragraph = next(iter(document.findall(nodes.paragraph)), None)
        if paragraph is None:
            return None
        for node in list(paragraph.findall(lambda node: isinstance(node, CURRENT_ONLY))):
            node.parent.remove(node)
        for reference in paragraph.findall(addnodes.pending_xref):
            reference["refwarn"] = False
        copied = nodes.paragraph("", "", *paragraph.children, classes=["older"], translatable=False)
        return copied if copied.astext().strip() else None


def drop(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave only the English where the writer is not HTML (Sphinx event ``doctree-resolved``).

    Args:
        app: the Sphinx application.
        doctree: a document, changed in place.
        docname: its name.
    """
    if app.builder.format == "html":
        return
    for both in list(doctree.findall(stale)):
        both.parent.replace(both, both[-1])


def setup(app: Sphinx) -> None:
    """Register the transforms.

    Args:
        app: the Sphinx application.
    """
    app.add_transform(ShowStale)
    app.connect("doctree-resolved", drop)
