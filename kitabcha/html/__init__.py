"""The HTML side: our small theme, a translator that knows directions, the language switcher, the chooser page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.html import assets, indexes, outside, pages, ties, turned
from kitabcha.html.onefile import OneFileBuilder
from kitabcha.html.translator import KitabchaTranslator
from kitabcha.words import write_sphinx_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the theme, the translator and what they need.

    Args:
        app: the Sphinx application.
    """
    app.add_html_theme("kitabcha", str(assets.THEME))
    app.add_builder(OneFileBuilder)
    for builder in ("html", "dirhtml", "singlehtml", "onefile"):
        app.set_translator(builder, KitabchaTranslator)
    words = Path(app.doctreedir) / "kitabcha-locale"
    if app.config.language and write_sphinx_words(app.config.language, words):
        app.add_message_catalog("sphinx", str(words))
    app.connect("builder-inited", assets.prepare)
    app.connect("write-started", pages.leave_out_paper)
    app.connect("doctree-resolved", outside.check)
    app.connect("doctree-resolved", turned.turn)
    app.connect("doctree-resolved", ties.tie, priority=950)  # after the search, which reads the words as they are
    app.connect("html-page-context", pages.Pages(app).add_context)
    app.connect("html-page-context", indexes.arrange)
    app.connect("build-finished", pages.remove_paper)
    app.connect("build-finished", assets.clean)
