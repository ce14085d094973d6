"""The pages above the languages: the chooser, and the one for an address that does not exist.

The chooser names every language in its own script. No script, no guess from the browser, no redirect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from kitabcha.edition import Edition
from kitabcha.fonts.web import web_fonts
from kitabcha.html.downloads import size
from kitabcha.html.drawings import motif
from kitabcha.html.pages import INSIDE, NO_FORMS

POLICY = INSIDE.replace("font-src data:", "font-src 'self'") + NO_FORMS
STYLE = """
:root{color-scheme:light dark;--page:#fdfbf7;--text:#1c1917;--quiet:#5b534c;--henna:#84391d;--line:#8a7f75}
@media (prefers-color-scheme:dark){:root{--page:#1a1715;--text:#f0ebe4;--quiet:#b9b0a6;--henna:#e9a77f;--line:#8f8579}}
*{box-sizing:border-box}
body{margin:0 auto;max-inline-size:40rem;padding:2rem 1.25rem;background:var(--page);color:var(--text);
font-family:"Source Serif 4",Charter,Georgia,serif;font-size:1.0625rem;line-height:1.55}
.motif{display:block;inline-size:100%;max-inline-size:24rem;border-block-end:2px solid var(--henna);color:var(--henna)}
h1{font-size:1.4rem;font-weight:600;line-height:1.3}
ul{list-style:none;margin:0;padding:0}
li{border-block-start:1px solid var(--line);padding-block:1rem}
a{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;min-block-size:3rem;
color:var(--henna);text-decoration:none;text-underline-offset:.28em}
/* the language's name and the words are underlined, what is said beside them is not */
b,a span span{text-decoration:underline;text-decoration-thickness:1px}
a b{font-size:1.5rem;font-weight:600}
:is(a,p)[dir=rtl]{line-height:1.7}:is(a,p):lang(ur){line-height:1.9}a[dir=rtl] b{font-weight:400;font-size:1.7rem}
a span{display:block}
p{margin:0 0 .4rem}
a small{color:var(--quiet);font-size:.9rem;white-space:nowrap}
a.file{padding-block-start:.6rem;font-size:.94rem;min-block-size:2.75rem;justify-content:start}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}
"""
PAGE = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}{faces}</style>
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
FACE = (
    '@font-face{{font-family:"{family}";src:url({address}) format("woff2");font-display:swap;'
    "unicode-range:U+0020-0040,U+0600-077F,U+200C-2026}}\n"
    ':lang({tag}){{font-family:{own}"{family}","Source Serif 4",Charter,Georgia,serif}}\n'
)
# Nastaliq is heavy for a few words, so the device's is taken if it has one; lines are high enough for it.
NASTALIQ = '"Noto Nastaliq Urdu","Urdu Typesetting","Jameel Noori Nastaleeq",'
LINK = Markup(
    '<li>{said}<a href="{href}" lang="{tag}" dir="{dir}" hreflang="{tag}">'
    "<span><b>{autonym}</b> <span>{title}</span></span>"
    "{english}</a>{file}</li>"
)
NOTHING = Markup()
SAID = Markup('<p lang="{tag}" dir="{dir}">{words}</p>')
FILE = Markup(
    '<a class="file" href="{href}" lang="{tag}" dir="{dir}" download>'
    "<span><span>{words}</span></span> <small>{size}</small></a>"
)


def write_chooser(out: Path, editions: Sequence[Edition], titles: Mapping[str, str]) -> None:
    """Write ``index.html`` with a link to each language, and ``404.html``.

    Args:
        out: the output folder; the folders of the languages are in ``html`` below.
        editions: one for each language, in the order of the page.
        titles: title of the guide by language tag.
    """
    html = out / "html"
    links = [
        _link(edition, f"{edition.language.tag}/index.html", titles[edition.language.tag], _file(html, edition))
        for edition in editions
    ]
    drawing = motif() if editions[0].motif else ""
    _write(html / "index.html", editions[0].english_title, links, _faces(editions, ""), drawing)
    # A server shows this page at any address, so its links begin at the root of the site.
    root = urlsplit(editions[0].base_url).path
    gone = [
        _link(
            edition,
            f"{root}/{edition.language.tag}/index.html",
            edition.say("To the beginning of the guide"),
            said=said,
        )
        for edition, said in ((edition, _said(edition, edition.say("This page is not here"))) for edition in editions)
    ]
    _write(html / "404.html", f"404 – {editions[0].english_title}", gone, _faces(editions, f"{root}/"), drawing)


def _faces(editions: Sequence[Edition], root: str) -> str:
    """Return the faces of the languages, from their own folders; of two the light one, for a few words."""
    faces = []
    for edition in editions:
        own = edition.language
        fonts = [font for font in web_fonts(own.profile) if font.weight == 400]
        if fonts:
            light = next((font for font in fonts if font.choice), fonts[0])
            address = f"{root}{own.tag}/_static/{light.name}"
            device = NASTALIQ if light.choice else ""
            faces.append(FACE.format(family=f"Kitabcha {own.tag}", address=address, tag=own.tag, own=device))
    return "".join(faces)


def _said(edition: Edition, words: str) -> Markup:
    own = edition.language
    return SAID.format(tag=own.tag, dir=own.direction, words=words)


def _link(edition: Edition, href: str, words: str, file: Markup = NOTHING, said: Markup = NOTHING) -> Markup:
    own = edition.language
    plain = own.autonym == own.english
    english = "" if plain else Markup('<small lang="en" dir="ltr">{}</small>').format(own.english)
    return LINK.format(
        href=href,
        tag=own.tag,
        dir=own.direction,
        autonym=own.autonym,
        title=words,
        english=english,
        file=file,
        said=said,
    )


def _file(html: Path, edition: Edition) -> Markup:
    """Return a link to the one-file edition, if it is there."""
    own, path = edition.language, html / f"{edition.name}-{edition.language.tag}.html"
    if not path.is_file():
        return NOTHING
    words = edition.say("The whole guide in one file, for a phone")
    return FILE.format(href=path.name, tag=own.tag, dir=own.direction, words=words, size=size(path.stat().st_size, own))


def _write(path: Path, title: str, links: Sequence[Markup], faces: str, drawing: str) -> None:
    page = PAGE.format(
        policy=POLICY, title=escape(title), style=STYLE, faces=faces, motif=drawing, links="\n".join(links)
    )
    path.write_text(page, encoding="utf-8")
