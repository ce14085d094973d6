"""The order of an index in languages of Arabic script, the same in print and in HTML.

Sphinx sorts by code point. So Arabic words would all stand under their article, and the letters that Persian and Urdu
added to the alphabet behind all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from kitabcha.languages import language

# language -> its alphabet, where that is another than the order of the code points
ALPHABETS = {
    "ar": "",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ur": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے",
}
# Letters of one alphabet that are written with those of another.
_SAME = str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی"})
# The article, but not the first two letters of names of acts such as التزام, whose own first letter is alif.
_ARTICLE = re.compile(
    "ال(?!ت(?:باس|جاء|حاق|حام|زام|صاق|فات|فاف|قاء|قاط|ماس|هاب|هام|واء|ئام)(?:ات|ة|ي|ية)?(?!\\w)|له(?!\\w))(?=\\w{2})"
)
_UNSEEN = re.compile("[\u0640\u200b-\u200f\u2066-\u2069]")  # stretches, joiners and marks of direction

Group = tuple[str, Any]


def in_order(groups: Iterable[Group], tag: str) -> list[Group]:
    """Sort an index as its language does, and group it by first letters.

    Args:
        groups: letters and their entries, as `sphinx.environment.adapters.indexentries.IndexEntries` makes them.
        tag: the language.

    Returns:
        The same entries; languages that are not in Arabic script keep the order of Sphinx.
    """
    base = language(tag).fallbacks[-1]
    if base not in ALPHABETS:
        return list(groups)
    rows = []
    for label, entries in groups:
        for name, (links, subentries, category) in entries:
            first = category or _first_letter(name, base) or label  # signs stay under the heading that they have
            ordered = sorted(subentries, key=lambda pair: _rank(pair[0], base))
            key = (bool(_first_letter(category or name, base)), _rank(category or name, base), name)
            rows.append((key, first, (name, (links, ordered, category))))
    rows.sort(key=lambda row: row[0])
    return [(letter, [entry for _, _, entry in some]) for letter, some in groupby(rows, key=lambda row: row[1])]


def with_numbers(groups: Iterable[Group], word: str) -> list[Group]:
    """Call a group that holds nothing but numbers by what it holds; Sphinx calls it symbols.

    Args:
        groups: letters and their entries.
        word: "Numbers" in the language of the reader.
    """
    return [(word if all(_is_number(name) for name, _ in entries) else letter, entries) for letter, entries in groups]


def _is_number(name: str) -> bool:
    return bool(re.match(r"\d", _UNSEEN.sub("", name)))


def _bare(name: str, base: str) -> str:
    """Take away what does not count in the order: the article, quotation marks before a word, what cannot be seen."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", name)).lower().lstrip("“”\"'‘’«»(")
    if base == "ar":
        return _ARTICLE.sub("", text, count=1) if text.startswith("ال") else text
    return text.translate(_SAME)


def _letters(name: str, base: str) -> str:
    alphabet = ALPHABETS[base]
    return "".join(
        c if c in alphabet else unicodedata.normalize("NFD", c)[0] for c in _bare(name, base) if not _mark(c)
    )


def _mark(c: str) -> bool:
    return unicodedata.category(c) == "Mn"


def _rank(name: str, base: str) -> list[int]:
    alphabet = ALPHABETS[base]
    return [0x600 + alphabet.index(c) if c in alphabet else ord(c) for c in _letters(name, base)]


def _first_letter(name: str, base: str) -> str:
    """Return the letter that a word stands under, or nothing for a sign or a digit."""
    first = unicodedata.normalize("NFD", _letters(name, base)[:1])[:1].upper()
    return first if first.isalpha() or first == "_" else ""
