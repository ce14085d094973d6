"""The search index: the sections of all pages in one script, which a browser loads from a folder too.

The script holds the text itself, so that passages are shown without a request, and the client counts words by itself:
less to send than a list of where each word stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import ensuredir

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.languages import Language, language, latin_voice
from kitabcha.search.rules import Tongue
from kitabcha.search.sections import Passage, Section, sections_of
from kitabcha.search.snowball import ties
from kitabcha.search.tongues import STATIC, dumps, tables, tongue

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

logger = get_logger(__name__)
PAGE = "search"
INDEX_SCRIPT = "kitabcha-index.js"
CLIENT_SCRIPT = "kitabcha-search.js"


class Index:
    """Gathers sections while pages are written, and writes the index at the end."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Section]] = {}

    def gather(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Take a page apart (Sphinx event ``doctree-resolved``).

        Args:
            app: the Sphinx application.
            doctree: the page's tree, ready to be written.
            docname: its name.
        """
        if is_wanted(app):
            numbers = app.env.toc_secnumbers.get(docname, {})
            self.pages[docname] = sections_of(doctree, numbers, _language(app).between)

    def write(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Write the scripts and ask for the search page (Sphinx event ``html-collect-pages``).

        Args:
            app: the Sphinx application.

        Yields:
            The search page: name, context, template.
        """
        if not is_wanted(app):
            if _has_theme(app):
                message = "A document named %r stands where the search page goes, so there is no search; rename it."
                warn(logger, Kind.SEARCH_PAGE, message, PAGE, location=PAGE)
            return
        static = Path(app.outdir) / "_static"
        ensuredir(static)
        client = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("engine.js", "client.js"))
        (static / CLIENT_SCRIPT).write_text(client, encoding="utf-8")
        (static / INDEX_SCRIPT).write_text(f"const kitabchaIndex={dumps(self._data(app))};\n", encoding="utf-8")
        yield PAGE, {}, "search.html"

    def _data(self, app: Sphinx) -> dict[str, Any]:
        config, own = app.config, _language(app)
        tag = config.language or config.kitabcha_source_language
        rules = tongue(tag, config.kitabcha_source_language)
        pages: list[str] = []
        sections: list[list[Any]] = []
        texts: list[str] = []
        for docname in self._reading_order(app):
            if docname not in self.pages:  # written by an earlier build; its event brings it to `gather`
                app.env.apply_post_transforms(app.env.get_doctree(docname), docname)
            for section in self.pages[docname]:
                sections.append([len(pages), *_row(section, own, rules)])
                texts += [section.title.text, *section.entries, *(passage.text for passage in section.passages)]
            pages.append(app.builder.get_relative_uri(PAGE, docname))
        return {
            "lang": own.tag,
            "latin": latin_voice(config.kitabcha_source_language),
            "digits": own.digits("0123456789"),
            "tables": tables(rules),
            "ties": [" ".join(group) for group in ties(tag, rules, texts)],
            "pages": pages,
            "sections": sections,
        }

    def _reading_order(self, app: Sphinx) -> list[str]:
        linked = [name for name in app.env.collect_relations() if name in app.env.found_docs]
        names = dict.fromkeys([*linked, *sorted(app.env.found_docs)])
        return [name for name in names if "nosearch" not in app.env.metadata.get(name, {})]


def is_wanted(app: Sphinx) -> bool:
    """Return whether an application gets a search page: our theme, a file for each page, the name still free.

    Args:
        app: the Sphinx application.
    """
    return _has_theme(app) and PAGE not in app.env.found_docs


def _has_theme(app: Sphinx) -> bool:
    return bool(app.builder.name in ("html", "dirhtml") and app.config.html_theme == "kitabcha")


def _language(app: Sphinx) -> Language:
    tag = app.config.language or app.config.kitabcha_source_language
    return language(tag, digits=app.config.kitabcha_digits.get(tag, ""))


def _row(section: Section, own: Language, rules: Tongue) -> list[Any]:
    """Write a section for the client: anchor, number, title, passages, entries, source of title and of passages."""
    return [
        section.anchor,
        own.digits(".".join(section.number)),
        _short(section.title, own),
        [_short(passage, own) for passage in section.passages],
        "\n".join(section.entries),
        _hidden(rules, "\n".join(section.source_title), f"{section.title.text}\n{section.entries}"),
        "\n".join(_hidden(rules, passage.source, passage.text) for passage in section.passages),
    ]


def _hidden(rules: Tongue, source: str, seen: str) -> str:
    """List the stems of the source that the translation does not show itself."""
    shown = set(rules.stems(seen))
    return " ".join(stem for stem in rules.stems(source) if stem not in shown)


def _short(passage: Passage, own: Language) -> str | list[Any]:
    """Write a passage for the client: its text, or the joiner and the runs, each with language and direction."""
    runs = [
        run.text
        if run.lang in ("", own.tag) and run.dir in ("", own.direction)
        else [run.text, run.lang, run.dir or own.direction]
        for run in passage.runs
    ]
    return passage.text if all(isinstance(run, str) for run in runs) else [passage.joiner, *runs]
