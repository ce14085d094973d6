"""Interface words in the reader's language: "Contents", "Page", "Draft translation" and their like.

Sphinx's own catalogs have few of them in Arabic and none in Urdu, so ours lie in ``kitabcha/locale``: the domain
``kitabcha`` holds our words, the domain ``sphinx`` those of Sphinx that it lacks. In a language that we have no catalog
of, the words that Sphinx has too are Sphinx's, and the others English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from gettext import NullTranslations, c2py, translation
from pathlib import Path

from babel.core import get_global
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx import locale as sphinx_locale

from kitabcha.languages import language

LOCALE_DIR = Path(__file__).parent / "locale"
BOXES = ("Attention", "Caution", "Danger", "Error", "Hint", "Important", "Note", "See also", "Tip", "Warning")
IN_SPHINX = {
    **{word: word for word in ("Contents", "Index", "Search", *BOXES)},
    "Next": "Next topic",
    "Previous": "Previous topic",
    "This page": "This Page",
}


@lru_cache(maxsize=32)
def words(tag: str) -> Callable[[str], str]:
    """Return the translator of interface words for a language.

    Args:
        tag: BCP 47 tag; the nearest catalog along its fallbacks is taken.

    Returns:
        A function from the English word to that of the language: ours, else Sphinx's, else English itself.
    """
    table = _table(tag)

    def say(english: str) -> str:
        return table.get(english, english)

    return say


@lru_cache(maxsize=32)
def _table(tag: str) -> dict[str, str]:
    return {**_words_of_sphinx(tag), **dict(_catalog(tag, "kitabcha"))}


def lacks(tag: str, english: str) -> bool:
    """Return whether an interface word is shown in English on a page of another language.

    Args:
        tag: BCP 47 tag of the page.
        english: the word; signs alone are of every language.
    """
    return not _is_english(tag) and english not in _table(tag) and any(c.isalpha() for c in english)


def sphinx_lacks(tag: str, english: str) -> bool:
    """Return whether a word of Sphinx's own is shown in English on a page of another language.

    Args:
        tag: BCP 47 tag of the page.
        english: a text that may be such a word, as it is shown.
    """
    if _is_english(tag) or english not in _keys_of_sphinx():
        return False
    return english not in dict(_catalog(tag, "sphinx")) and not _sphinx(tag).gettext(english)


def _is_english(tag: str) -> bool:
    return tag.partition("-")[0] == "en"


@lru_cache(maxsize=1)
def _keys_of_sphinx() -> frozenset[str]:
    """List the words of Sphinx that appear on pages, as our template catalog has them."""
    with (LOCALE_DIR / "sphinx.pot").open("rb") as file:
        return frozenset(_key(message) for message in read_po(file) if message.id)


class _Missing(NullTranslations):
    """Answers for a word that a catalog does not have."""

    def gettext(self, message: str) -> str:
        """Say nothing."""
        return ""


def counted(tag: str, one: str, many: str) -> dict[str, str]:
    """Return an interface word that counts, in every plural form that the language has.

    Args:
        tag: BCP 47 tag.
        one: the English word for one thing, with ``{n}`` for the number.
        many: the English word for several.

    Returns:
        The word by CLDR plural category: ``one``, ``two``, ``few`` and so on; English where the language lacks it.
    """
    path = _file(tag, "kitabcha")
    catalog = _read(path) if path else None
    message = catalog.get(one) if catalog else None
    forms = _texts(message.string) if message else ()
    if catalog is None or not all(forms) or len(forms) < catalog.num_plurals:
        return {"one": one, "other": many}
    # CLDR's categories and gettext's forms are two names of the same classes; a number of each class joins them.
    category = language(tag).locale.plural_form
    form = c2py(catalog.plural_expr)
    return {category(n): forms[form(n)] for n in reversed(range(101))}


def missing_words(tag: str) -> list[str]:
    """List our interface words that a language lacks.

    Args:
        tag: BCP 47 tag of a language other than English.
    """
    table = dict(_catalog(tag, "kitabcha"))
    return [word for word in all_words() if not table.get(word)]


@lru_cache(maxsize=1)
def all_words() -> tuple[str, ...]:
    """List our interface words in English, as the template catalog has them."""
    with (LOCALE_DIR / "kitabcha.pot").open("rb") as file:
        return tuple(_key(message) for message in read_po(file) if message.id)


def write_sphinx_words(tag: str, folder: Path) -> bool:
    """Compile our additions to Sphinx's own words, for `Sphinx.add_message_catalog`.

    Args:
        tag: BCP 47 tag.
        folder: a locale folder to write ``<tag>/LC_MESSAGES/sphinx.mo`` into.

    Returns:
        Whether there are any.
    """
    source = _file(tag, "sphinx")
    if source is None:
        return False
    target = folder / tag / "LC_MESSAGES" / "sphinx.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file, target.open("wb") as out:
        write_mo(out, read_po(file, locale=source.parent.parent.name))
    return True


def _words_of_sphinx(tag: str) -> dict[str, str]:
    """Look up the interface words that Sphinx has in a language."""
    catalog = _sphinx(tag)
    return {ours: text for ours, theirs in IN_SPHINX.items() if (text := catalog.gettext(theirs))}


@lru_cache(maxsize=32)
def _sphinx(tag: str) -> NullTranslations:
    """Return Sphinx's own catalog, which answers with nothing for a word that it lacks."""
    names = [fallback.replace("-", "_") for fallback in language(tag).fallbacks]
    # Sphinx names some by the country where most people read them: zh_TW for zh-Hant, uk_UA for uk.
    spoken, _script, country = get_global("likely_subtags").get(names[0], "__").split("_")
    names.insert(0, f"{spoken}_{country}")
    catalog = translation("sphinx", Path(sphinx_locale.__file__).parent, names, fallback=True)
    catalog.add_fallback(_Missing())
    return catalog


def _file(tag: str, domain: str) -> Path | None:
    for fallback in language(tag).fallbacks:
        path = LOCALE_DIR / fallback.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
        if path.is_file():
            return path
    return None


@lru_cache(maxsize=64)
def _catalog(tag: str, domain: str) -> tuple[tuple[str, str], ...]:
    path = _file(tag, domain)
    if path is None:
        return ()
    return tuple(
        (_key(message), str(message.string))
        for message in _read(path)
        if message.id and all(_texts(message.string)) and not message.fuzzy
    )


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _texts(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _key(message: Message) -> str:
    """Return the English word of a message; of one that counts, the singular."""
    return str(_texts(message.id)[0])
