"""A table of terms in all languages of the guide, from the glossary that the translators keep."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kitabcha.edition import project_language
from kitabcha.errors import KitabchaError
from kitabcha.languages import Language

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


def read_terms(path: Path) -> dict[str, dict[str, str]]:
    """Read a glossary.

    Args:
        path: a table with tabs between its columns; the first row names the languages by tag.

    Returns:
        Terms by tag, by English term.

    Raises:
        KitabchaError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise KitabchaError(
            f"The glossary cannot be read: {error}",
            where=str(path),
            hint="check the path after glossary-table::.",
        ) from error
    return {row["en"]: row for row in rows if row.get("en")}


class GlossaryTable(SphinxDirective):
    """Show terms in every language of the guide, the reader's own first.

    ::

        .. glossary-table:: ../locale/glossary.tsv

           port of entry
           deadline
    """

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"class": directives.class_option}

    def run(self) -> list[Node]:
        """Return the table."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        terms = read_terms(Path(path))
        wanted = [line.strip() for line in self.content if line.strip()]
        absent = [term for term in wanted if term not in terms]
        if absent:
            raise self.error(
                f"{self.arguments[0]} has no term {', '.join(absent)}. Its column 'en' has the exact wording."
            )
        config = self.config
        own = project_language(config, config.language or config.kitabcha_source_language)
        others = [project_language(config, tag) for tag in config.kitabcha_languages]
        columns = [own, *(other for other in others if other.tag != own.tag)]
        missing = [column.tag for column in columns if any(not terms[term].get(column.tag) for term in wanted)]
        if missing:
            raise self.error(
                f"{self.arguments[0]} does not have every term in {', '.join(missing)}; fill these columns."
            )
        table = nodes.table(classes=["glossary-table", "colwidths-given", *self.options.get("class", [])])
        self.set_source_info(table)
        table += _group(columns, [terms[term] for term in wanted])
        return [table]


def _group(columns: list[Language], rows: list[dict[str, str]]) -> nodes.tgroup:
    group = nodes.tgroup(cols=len(columns))
    for _ in columns:
        group += nodes.colspec(colwidth=1)
    heading = nodes.row("", *(_cell(column, column.autonym) for column in columns))
    body = [nodes.row("", *(_cell(column, row[column.tag]) for column in columns)) for row in rows]
    group += nodes.thead("", heading)
    group += nodes.tbody("", *body)
    return group


def _cell(column: Language, text: str) -> nodes.entry:
    """Write a cell in its own language; it comes from the translators' glossary, so no catalog translates it."""
    words = nodes.paragraph("", text, lang=column.tag, dir=column.direction, translatable=False)
    return nodes.entry("", words)


def setup(app: Sphinx) -> None:
    """Register the directive.

    Args:
        app: the Sphinx application.
    """
    app.add_directive("glossary-table", GlossaryTable)
