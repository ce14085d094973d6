"""Interface words on a page, with their language where a translation is missing (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from kitabcha.html.turned import isolated
from kitabcha.languages import language
from kitabcha.words import lacks, words


def speaker(tag: str, source: str) -> Callable[[str], Markup]:
    """Return the translator of interface words for the text of a page.

    Args:
        tag: BCP 47 tag of the page.
        source: that of the language the project is written in.

    Returns:
        A function from the English word to HTML: the word in the language of the page, or in English, which says so.
    """
    say, rtl = words(tag), language(tag).is_rtl

    def spoken(english: str) -> Markup:
        if not lacks(tag, english):
            return isolated(say(english), rtl, source)
        return Markup('<span lang="en"{}>{}</span>').format(Markup(' dir="ltr"' if rtl else ""), english)

    return spoken


def named(tag: str, english: str) -> Markup:
    """Write the attribute that names an area of the page for voices.

    Args:
        tag: BCP 47 tag of the page.
        english: the name in English.

    Returns:
        ``aria-label``; where the translation is missing, ``aria-labelledby`` of what `name_of` writes, since an
        attribute cannot say its language.
    """
    if lacks(tag, english):
        return Markup(' aria-labelledby="{}"').format(_id(english))
    return Markup(' aria-label="{}"').format(words(tag)(english))


def name_of(tag: str, english: str) -> Markup:
    """Write the hidden element that `named` refers to; nothing where the translation is there.

    Args:
        tag: BCP 47 tag of the page.
        english: the name in English.
    """
    if not lacks(tag, english):
        return Markup()
    return Markup('<span id="{}" lang="en" hidden>{}</span>').format(_id(english), english)


def _id(english: str) -> str:
    """Return an id that no heading has."""
    return f"name:{english.lower().replace(' ', '-')}"
