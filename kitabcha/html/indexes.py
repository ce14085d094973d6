"""The index as a page, in the order of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kitabcha.indexing import in_order, with_numbers
from kitabcha.words import words

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def arrange(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Arrange the index (Sphinx event ``html-page-context``).

    Args:
        app: the Sphinx application.
        pagename: not used.
        templatename: not used.
        context: what the template sees; changed in place.
        doctree: not used.
    """
    # Where the index is split, its pages already have the names of Sphinx's letters.
    if context.get("genindexentries") and not app.config.html_split_index:
        tag = app.config.language
        say = words(tag)
        context["genindexentries"] = with_numbers(in_order(context["genindexentries"], tag), say("Numbers"))
