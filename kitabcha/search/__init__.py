"""Finding: folding and stemming for Arabic, Persian and Urdu, an index that opens from a folder, our own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kitabcha.search.index import CLIENT_SCRIPT, INDEX_SCRIPT, PAGE, Index, is_wanted
from kitabcha.search.sections import KeepSource
from kitabcha.search.tongues import sphinx_languages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the search page of our theme, and our languages for the search of other themes.

    Args:
        app: the Sphinx application.
    """
    for made in sphinx_languages():
        app.add_search_language(made)
    app.add_transform(KeepSource)
    index = Index()
    app.connect("doctree-resolved", index.gather, priority=900)  # after extensions that still change the tree
    app.connect("html-collect-pages", index.write)
    app.connect("html-page-context", add_context)


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the layout that there is a search page (Sphinx event ``html-page-context``).

    Args:
        app: the Sphinx application.
        pagename: not used.
        templatename: not used.
        context: what the template sees; changed in place.
        doctree: not used.
    """
    if is_wanted(app):
        context["search_page"] = PAGE
        context["search_scripts"] = (CLIENT_SCRIPT, INDEX_SCRIPT)
