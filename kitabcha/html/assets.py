"""Files beside the pages: our style sheets and fonts go in, what Sphinx adds and no page uses comes out."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.edition import edition_of
from kitabcha.fonts.faces import font_dir
from kitabcha.fonts.web import WEB_FONTS, font_data, web_fonts
from kitabcha.languages import Language

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THEME = Path(__file__).parent / "theme" / "kitabcha"
# Sphinx copies these for themes that use its scripts; ours has none.
UNUSED = (
    "basic.css",
    "doctools.js",
    "documentation_options.js",
    "language_data.js",
    "searchtools.js",
    "sphinx_highlight.js",
    "translations.js",
    "file.png",
    "minus.png",
    "plus.png",
)
LETTERS_SCRIPT = "kitabcha-letters.js"  # carries a reader's choice of letters from page to page
WEB_SHEET = "kitabcha-web.css"  # what only a page from a server takes
SCRIPTS = "kitabcha-scripts.css"  # the faces of other languages, for a page that shows them all


def uses_theme(app: Sphinx) -> bool:
    """Return whether an application builds HTML with our theme.

    Args:
        app: the Sphinx application.
    """
    return bool(app.builder.format == "html" and app.config.html_theme == "kitabcha")


def prepare(app: Sphinx) -> None:
    """Leave out Sphinx's search, which loads scripts and keeps what was searched (event ``builder-inited``).

    Its paragraph signs after headings go too: the contents have a link to each section.

    Args:
        app: the Sphinx application.
    """
    if uses_theme(app):
        app.builder.search = False  # type: ignore[attr-defined]
        app.builder.add_permalinks = False  # type: ignore[attr-defined]


def clean(app: Sphinx, exception: Exception | None) -> None:
    """Put the fonts of the language in place and remove unused files (event ``build-finished``).

    Args:
        app: the Sphinx application.
        exception: what made the build fail, if it did.
    """
    static = Path(app.outdir) / "_static"
    if exception or not uses_theme(app) or not static.is_dir():
        return
    for name in UNUSED:
        (static / name).unlink(missing_ok=True)
    own = edition_of(app)
    several = len(own.languages) > 1
    fonts = {font.name: font for font in (WEB_FONTS if several else web_fonts(own.language.profile))}
    for font in fonts.values():
        mine = font.profile == own.language.profile
        (static / font.name).write_bytes(font_data(font, own.language.tag if mine else font.profile))
    for licence in {font.licence for font in fonts.values()}:
        shutil.copyfile(font_dir().parent / "licences" / licence, static / licence)
    if not any(font.choice for font in web_fonts(own.language.profile)):
        (static / LETTERS_SCRIPT).unlink(missing_ok=True)
    used = {sheet_name(own.language)} | ({SCRIPTS} if several else set())
    if several or any(font.optional for font in web_fonts(own.language.profile)):
        used.add(WEB_SHEET)
    for sheet in static.glob("kitabcha-*.css"):
        if sheet.name not in used:
            sheet.unlink()


def style_text(language: Language, code: str = "") -> str:
    """Return the style of a language as one text with its fonts inside, for a page that has no file beside it.

    Args:
        language: whose sheet it is.
        code: rules for coloured code, if a page has some.
    """
    static = THEME / "static"
    text = "".join((static / name).read_text(encoding="utf-8") for name in ("kitabcha.css", sheet_name(language)))
    # These fonts need no fetching, so there is nothing to wait for and no other face to show meanwhile.
    text = re.sub(r"@font-face\{[^}]*(?:local\(|font-display:optional)[^}]*\}\s*", "", text)
    text = re.sub(r"font-display:\w+", "font-display:block", text)
    for font in web_fonts(language.profile):
        data = base64.b64encode(font_data(font, language.tag)).decode()
        text = text.replace(f"url({font.name})", f"url(data:font/woff2;base64,{data})")
    return re.sub(r"/\*.*?\*/\s*", "", text, flags=re.S) + code


def sheet_name(language: Language) -> str:
    """Return the file name of a language's own style sheet.

    Args:
        language: the language.
    """
    return f"kitabcha-{language.profile}.css"
