"""What every page knows: its language and direction, the same page in the other languages, what edition it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup, escape

from kitabcha.bidi import ltr_spans
from kitabcha.edition import Edition, edition
from kitabcha.fonts.web import web_fonts
from kitabcha.html.drawings import motif
from kitabcha.words import counted

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page what our layout shows (Sphinx event ``html-page-context``).

    Args:
        app: the Sphinx application.
        pagename: path of the page without ending.
        templatename: not used.
        context: what the template sees; changed in place.
        doctree: the page's tree, if it has one.
    """
    if app.config.html_theme != "kitabcha":
        return
    own = edition(app.config, Path(app.srcdir))
    up = "../" * (pagename.count("/") + 1)
    fonts = web_fonts(own.language.profile)
    context.update(
        edition=own,
        say=own.say,
        say_count=lambda one, many: counted(own.language.tag, one, many),
        isolated=lambda text: isolated(text, own.language.is_rtl),
        languages=[
            {
                "tag": other.tag,
                "dir": other.direction,
                "name": other.autonym,
                "href": f"{up}{other.tag}/{pagename}.html",
            }
            for other in own.languages
        ],
        addresses=_addresses(own, pagename),
        guide_title=_title(app),
        style=own.language.profile,
        font=fonts[0].name if fonts else "",
        motif=Markup(motif()) if pagename == app.config.root_doc else "",
        translated=own.language.digits(f"{own.counts.share_translated:.0%}"),
        reviewed=own.language.digits(f"{own.counts.share_reviewed:.0%}"),
        long_date=own.language.date(own.date),
        is_root=pagename == app.config.root_doc,
    )


def _addresses(own: Edition, pagename: str) -> list[dict[str, str]]:
    """List the absolute addresses of a page in every language; none without a base address."""
    if not own.base_url:
        return []
    return [{"tag": other.tag, "href": f"{own.base_url}/{other.tag}/{pagename}.html"} for other in own.languages]


def _title(app: Sphinx) -> Markup:
    """Return the guide's title in the language of the edition, with its Latin runs isolated."""
    title = app.env.titles.get(app.config.root_doc)
    text = title.astext() if title is not None else app.config.project
    language = edition(app.config, Path(app.srcdir)).language
    return isolated(text, language.is_rtl)


def isolated(text: str, rtl: bool) -> Markup:
    """Write a plain text as HTML, with left-to-right runs isolated where the page runs right to left.

    Args:
        text: any text; it is escaped.
        rtl: whether it stands on a right-to-left page.
    """
    if not rtl:
        return escape(text)
    parts, edge = [], 0
    for span in ltr_spans(text):
        parts.append(escape(text[edge : span.start]))
        parts.append(Markup('<bdi dir="ltr">{}</bdi>').format(text[span.start : span.end]))
        edge = span.end
    return Markup("").join([*parts, escape(text[edge:])])
