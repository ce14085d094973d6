"""What every page knows: its language and direction, the same page in the other languages, what edition it is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.i18n import docname_to_domain

from kitabcha.edition import Edition, edition
from kitabcha.fonts.web import web_fonts
from kitabcha.html import downloads, front
from kitabcha.html.assets import LETTERS_SCRIPT, SCRIPTS, WEB_SHEET, style_text
from kitabcha.html.drawings import motif
from kitabcha.html.spoken import name_of, named, speaker
from kitabcha.html.turned import held, isolated
from kitabcha.words import counted, lacks

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

# Nothing from anywhere but what lies beside a page, or in it. Widths of columns and pictures are inline styles.
BESIDE = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'"
INSIDE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
SCRIPTED = "; script-src 'self'"
NO_FORMS = "; base-uri 'none'; form-action 'none'"
LEAD = 200  # characters of a page's first paragraph that a preview of a link shows


def for_paper(app: Sphinx) -> set[str]:
    """List the documents that are made for paper alone: pamphlet and cards.

    Their words stand in the chapters too; as pages that nothing leads to, they would only double what a search finds.

    Args:
        app: the Sphinx application.
    """
    return {app.config.kitabcha_pamphlet, app.config.kitabcha_card} - {app.config.root_doc}


def leave_out_paper(app: Sphinx, builder: Builder) -> None:
    """Let search and indexes pass over documents that are made for paper (event ``write-started``).

    Args:
        app: the Sphinx application.
        builder: what is going to write.
    """
    if builder.format == "html":
        app.env.project.docnames -= for_paper(app)


def remove_paper(app: Sphinx, exception: Exception | None) -> None:
    """Remove the pages of documents that are made for paper (event ``build-finished``).

    Sphinx writes what it has just read, asked or not.

    Args:
        app: the Sphinx application.
        exception: what made the build fail, if it did.
    """
    if app.builder.format == "html" and not exception:
        for docname in for_paper(app):
            Path(app.outdir, f"{docname}.html").unlink(missing_ok=True)


class Pages:
    """Gives each page of one application what our layout shows."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app

    @cached_property
    def edition(self) -> Edition:
        """What the edition says about itself; read once for all pages."""
        return edition(self.app.config, Path(self.app.srcdir))

    @property
    def is_onefile(self) -> bool:
        """Whether the whole guide is one page."""
        return self.app.builder.name == "onefile"

    def add_context(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
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
        context.update({part: _closed(context.get(part) or "") for part in ("body", "metatags")})
        own = self.edition
        language = own.language
        is_root = pagename == app.config.root_doc
        fonts = web_fonts(language.profile)
        choice = any(font.choice for font in fonts)
        context.update(
            edition=own,
            **_speech(own),
            languages=self._languages(pagename),
            addresses=self._addresses(pagename),
            front_address=f"{own.base_url}/index.html" if is_root and own.base_url else "",
            guide_title=self._title(),
            style=language.profile,
            web_sheet=WEB_SHEET,
            ahead=[font.name for font in fonts if font.optional],
            has_choice=choice,
            letters_script=LETTERS_SCRIPT if choice and not self.is_onefile else "",
            scripts_sheet=SCRIPTS if len(own.languages) > 1 else "",
            exit_url=app.config.kitabcha_exit_url,
            downloads=Markup("" if self.is_onefile else downloads.PLACE),
            long_date=language.date(own.date),
            is_root=is_root,
            is_onefile=self.is_onefile,
            one_style=Markup(self._one_style(context)) if self.is_onefile else "",
            policy=self._policy(choice),
            lead=_lead(doctree),
            **self._state(pagename, context),
        )
        if is_root:
            self._add_front(context)

    def _add_front(self, context: dict[str, Any]) -> None:
        """Give the front page its head and, if it lists the chapters in its text, no other list of them."""
        context.update(motif=Markup(motif()), own_name=front.languages_line(self.edition))
        body = context["body"]
        head = (self.edition, context["say"], context["isolated"], context["long_date"])
        context["body"] = front.with_head(body, *head)
        if not self.is_onefile:
            context["has_imprint"] = context["body"] != body
            context["around_contents"] = [*map(Markup, front.around_contents(self.app, context["body"]))]

    def _policy(self, choice: bool) -> str:
        """Return the Content-Security-Policy; a script is let in only where a choice of letters is carried along."""
        if self.is_onefile:
            return INSIDE + NO_FORMS
        return BESIDE + (SCRIPTED if choice else "") + NO_FORMS

    def _languages(self, pagename: str) -> list[dict[str, str]]:
        """List the switcher's links; none where there is nothing to switch to."""
        own = self.edition
        if own.language.tag not in {other.tag for other in own.languages} or len(own.languages) < 2:
            return []
        up = "../" * (pagename.count("/") + 1)
        return [
            {
                "tag": other.tag,
                "dir": other.direction,
                "name": other.autonym,
                "href": f"{own.name}-{other.tag}.html" if self.is_onefile else f"{up}{other.tag}/{pagename}.html",
            }
            for other in own.languages
        ]

    def _addresses(self, pagename: str) -> list[dict[str, str]]:
        """List the absolute addresses of a page in every language; none without a base address."""
        own = self.edition
        if not own.base_url:
            return []
        path = f"/{own.name}-{{tag}}.html" if self.is_onefile else f"/{{tag}}/{pagename}.html"
        return [
            {"tag": other.tag, "locale": str(other.locale), "href": own.base_url + path.format(tag=other.tag)}
            for other in own.languages
        ]

    def _title(self) -> Markup:
        """Return the guide's title in the language of the edition, with its Latin runs isolated."""
        title = self.app.env.titles.get(self.app.config.root_doc)
        text = title.astext() if title is not None else self.app.config.project
        return isolated(text, self.edition.language.is_rtl, self.edition.source.tag)

    def _state(self, pagename: str, context: dict[str, Any]) -> dict[str, str]:
        """Tell how far this page is translated and reviewed, and when its facts were last checked."""
        own = self.edition
        name = docname_to_domain(pagename, self.app.config.gettext_compact)
        counts = own.counts if self.is_onefile else own.catalogs.get(name, own.counts)
        given = (context.get("meta") or {}).get("checked", "")
        day = datetime.date.fromisoformat(given) if given else own.checked
        known = given or self.app.config.kitabcha_checked or self.app.config.kitabcha_facts
        return {
            "translated": own.language.share(counts.share_translated),
            "reviewed": own.language.share(counts.share_reviewed),
            "checked": own.language.date(day) if known else "",
        }

    def _one_style(self, context: dict[str, Any]) -> str:
        code = ""
        if 'class="highlight' in context.get("body", ""):
            code = self.app.builder.highlighter.get_stylesheet()  # type: ignore[attr-defined]
        return style_text(self.edition.language, code)


def _closed(text: str) -> str:
    """Write empty elements as HTML does, not as XML; leave out what our layout has already."""
    text = re.sub(r'\s*<meta content="width=device-width, initial-scale=1" name="viewport" />', "", text)
    return re.sub(r"<((?:area|br|col|hr|img|input|link|meta|source|wbr)\b[^<>]*?)\s*/>", r"<\1>", text)


def _speech(own: Edition) -> dict[str, Callable[..., Any]]:
    """Return the functions by which the layout speaks in the language of an edition."""
    tag, is_rtl, source = own.language.tag, own.language.is_rtl, own.source.tag
    return {
        "say": speaker(tag, source),
        "say_count": lambda one, many: counted(tag, one, many),
        "in_english": lambda word: Markup(' lang="en"' if lacks(tag, word) else ""),
        "named": lambda word: named(tag, word),
        "name_of": lambda word: name_of(tag, word),
        "isolated": lambda text: isolated(text, is_rtl, source),
        "held": lambda text: held(text, is_rtl, source),
    }


def _lead(doctree: nodes.document | None) -> str:
    """Return the first words of a page, for previews of links to it."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    return text if len(text) <= LEAD else text[:LEAD].rpartition(" ")[0] + "…"
