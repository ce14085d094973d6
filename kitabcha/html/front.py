"""The head of the front page: what a cover says, in the same order (look, Elements, cover)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes

from kitabcha.bidi import is_turned
from kitabcha.edition import Edition
from kitabcha.languages import latin_voice

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Write = Callable[[str], Markup]
# The title, then the paragraphs to which a guide gives the classes ``subtitle`` and ``notice``, if it has them.
_CLASSED = r'(?P<{0}>(?:<p class="not-translated">.*?</p>\s*)?<p class="[^"]*\b{0}\b.*?</p>\s*)?'
_HEAD = re.compile(r"</h1>\s*" + _CLASSED.format("subtitle") + _CLASSED.format("notice"), re.S)
_LISTS = re.compile(r'((?:<div class="toctree-wrapper compound">.*?</div>\s*)+)', re.S)


def languages_line(own: Edition) -> Markup:
    """Write the name of the language in itself and in English; nothing if the guide has one language only.

    Args:
        own: what the edition says about itself.
    """
    if len(own.languages) < 2:
        return Markup()
    names = Markup("<b>{}</b>").format(own.language.autonym)
    if own.language.autonym != own.language.english:
        names += Markup(' <span lang="en" dir="ltr">{}</span>').format(own.language.english)
    return Markup('<p class="own-name">{}</p>\n').format(names)


def with_head(body: str, own: Edition, say: Write, isolated: Write, day: str) -> str:
    """Put what a cover says below the title of the front page.

    Args:
        body: the page's HTML.
        own: what the edition says about itself.
        say: writes interface words.
        isolated: writes a text with its left-to-right runs kept apart.
        day: the date of the version in words.

    Returns:
        The same with the title in the language of the source below the subtitle, then, below the notice, whether it is
        a draft, publisher, version and date, licence and address. A page without a title stays as it is.
    """
    found = _HEAD.search(body)
    if found is None:
        return body
    edge = found.start("notice") if found["notice"] else found.end()
    title = Markup()
    if own.is_translation and own.english_title:
        source = latin_voice(own.source.tag)
        turned = is_turned(own.english_title) and own.language.is_rtl
        kept = Markup(' dir="ltr"') if turned else ""
        name = "english-title turned" if turned else "english-title"
        title = Markup('<p class="{}" lang="{}"{}>{}</p>\n').format(name, source, kept, own.english_title)
    return "".join(
        (body[:edge], title, body[edge : found.end()], _imprint(own, say, isolated, day), body[found.end() :])
    )


def _imprint(own: Edition, say: Write, isolated: Write, day: str) -> Markup:
    between = Markup(own.language.between)
    lines = [
        isolated(own.publisher),
        between.join(_some(Markup("{} {}").format(say("Version"), isolated(own.version)) if own.version else "", day)),
        between.join((say("Free to copy and share"), isolated(own.licence))) if own.licence else Markup(),
        isolated(own.base_url.partition("://")[2]),
    ]
    draft = Markup()
    if own.is_draft:
        notice = say("Draft translation, not yet reviewed. If in doubt, read the English.")
        draft = Markup('<p class="draft">{}</p>\n').format(notice)
    told = Markup("\n").join(Markup("<p>{}</p>").format(line) for line in _some(*lines))
    return draft + Markup('<div class="imprint">\n{}\n</div>\n').format(told)


def _some(*parts: str) -> Iterable[str]:
    return (part for part in parts if part)


def around_contents(app: Sphinx, body: str) -> list[str]:
    """Part the front page where it lists all chapters, so that no second list need say the same.

    Args:
        app: the Sphinx application.
        body: the page's HTML.

    Returns:
        What stands before the list, the list, and what stands after it. Nothing if some chapters are in no list, or in
        lists with other text between them.
    """
    parts = _LISTS.split(body)
    trees: Iterable[nodes.Element] = app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree)
    return parts if len(parts) == 3 and not any(tree.get("hidden") for tree in trees) else []
