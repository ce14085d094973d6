"""The chooser: one page that names every language in its own script. No script, no guess, no redirect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup, escape

from kitabcha.edition import Edition
from kitabcha.html.drawings import motif

STYLE = """
:root{color-scheme:light dark;--page:#fdfbf7;--text:#1c1917;--quiet:#5b534c;--henna:#84391d;--line:#8a7f75}
@media (prefers-color-scheme:dark){:root{--page:#1a1715;--text:#f0ebe4;--quiet:#b9b0a6;--henna:#e9a77f;--line:#8f8579}}
*{box-sizing:border-box}
body{margin:0 auto;max-inline-size:40rem;padding:2rem 1.25rem;background:var(--page);color:var(--text);
font-family:"Source Serif 4",Charter,Georgia,serif;font-size:1.0625rem;line-height:1.55}
.motif{display:block;inline-size:100%;max-inline-size:24rem;border-block-end:2px solid var(--henna);color:var(--henna)}
h1{font-size:1.4rem;font-weight:600;line-height:1.3}
ul{list-style:none;margin:0;padding:0}
a{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;padding-block:1rem;min-block-size:3rem;
color:var(--henna);border-block-start:1px solid var(--line);text-underline-offset:.28em}
a b{font-size:1.5rem;font-weight:600}a[lang=ur] b{line-height:2.2}
a span{display:block}
a small{color:var(--quiet);font-size:.9rem}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}
"""
PAGE = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{motif}
<h1>{title}</h1>
<nav aria-label="Language">
<ul>
{links}
</ul>
</nav>
</main>
</body>
</html>
"""
LINK = Markup(
    '<li><a href="{tag}/index.html" lang="{tag}" dir="{dir}" hreflang="{tag}">'
    "<span><b>{autonym}</b> <span>{title}</span></span>"
    "{english}</a></li>"
)


def write_chooser(folder: Path, editions: Sequence[Edition], titles: Mapping[str, str]) -> None:
    """Write ``index.html`` with a link to each language.

    Args:
        folder: where the folders of the languages are.
        editions: one for each language, in the order of the page.
        titles: title of the guide by language tag.
    """
    links = []
    for edition in editions:
        own = edition.language
        plain = own.autonym == own.english
        english = "" if plain else Markup('<small lang="en" dir="ltr">{}</small>').format(own.english)
        links.append(
            LINK.format(tag=own.tag, dir=own.direction, autonym=own.autonym, title=titles[own.tag], english=english)
        )
    page = PAGE.format(
        title=escape(editions[0].english_title if editions else ""),
        style=STYLE,
        motif=motif(),
        links="\n".join(links),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")
