"""Files beside the pages: our style sheets and fonts go in, what Sphinx adds and no page uses comes out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.edition import edition
from kitabcha.fonts.web import web_fonts

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def uses_theme(app: Sphinx) -> bool:
    """Return whether an application builds HTML with our theme.

    Args:
        app: the Sphinx application.
    """
    return bool(app.builder.format == "html" and app.config.html_theme == "kitabcha")


def prepare(app: Sphinx) -> None:
    """Leave out Sphinx's search, which loads scripts and keeps what was searched (event ``builder-inited``).

    Args:
        app: the Sphinx application.
    """
    if uses_theme(app):
        app.builder.search = False  # type: ignore[attr-defined]


def clean(app: Sphinx, exception: Exception | None) -> None:
    """Put the fonts of the language in place and remove unused files (event ``build-finished``).

    Args:
        app: the Sphinx application.
        exception: what made the build fail, if it did.
    """
    if exception or not uses_theme(app):
        return
    static = Path(app.outdir) / "_static"
    for name in UNUSED:
        (static / name).unlink(missing_ok=True)
    own = edition(app.config, Path(app.srcdir)).language
    wanted = {path.name: path for path in web_fonts(own.profile)}
    for path in wanted.values():
        shutil.copyfile(path, static / path.name)
    for sheet in static.glob("kitabcha-*.css"):
        if sheet.stem != f"kitabcha-{own.profile}":
            sheet.unlink()
