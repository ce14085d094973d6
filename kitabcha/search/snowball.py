"""Snowball's stemmers of Arabic and Persian, asked at build time: which words of a guide they take for one.

Our own rules run in the browser too and read a word as readers type it, folded; Snowball's want the letters of careful
writing, and have no Persian for a browser. So the index carries what they add: stems of ours that ours alone keep apart
(یستجوب and استجوب, پناهندگی and پناهندگان) and that Snowball gives one stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import snowballstemmer

from kitabcha.languages import language
from kitabcha.search.folding import words
from kitabcha.search.rules import LATIN, Tongue

ALGORITHMS = {"ar": "arabic", "fa": "persian"}
SHORT = 4  # letters; a shorter stem says too little: Snowball takes دادگاه, a court, and داد, gave, for one word
_TOKEN = re.compile(r"[^\W\d_][\w\u0640\u064b-\u065f\u0670\u200c]*")  # letters, vowel signs, zero width non-joiner


def ties(tag: str, rules: Tongue, texts: Iterable[str]) -> list[list[str]]:
    """List which stems of ours Snowball ties together.

    Args:
        tag: BCP 47 tag of the texts.
        rules: ours for them.
        texts: all that can be found, as written.

    Returns:
        Groups of two and more stems that no reading and no skeleton of ours joins already, in a stable order.
    """
    name = next((ALGORITHMS[near] for near in language(tag).fallbacks if near in ALGORITHMS), "")
    if not name:
        return []
    stem = cache(snowballstemmer.stemmer(name).stemWord)
    groups: dict[str, dict[str, frozenset[str]]] = {}
    for token in sorted({token for text in texts for token in _TOKEN.findall(unicodedata.normalize("NFC", text))}):
        for word in words(token)[:1]:
            if word.whole in rules.own.stops or LATIN.search(word.whole):
                continue
            own, *others = rules.own.terms(word.whole)
            near = frozenset(filter(None, (own, *others, rules.own.skeleton(own))))
            if len(stemmed := stem(token)) >= SHORT:
                group = groups.setdefault(stemmed, {})
                group[own] = group.get(own, frozenset()) | near
    return [sorted(group) for _, group in sorted(groups.items()) if _adds(list(group.values()))]


def _adds(meanings: list[frozenset[str]]) -> bool:
    """Return whether some words of a group do not find each other without it."""
    return any(not one & other for one in meanings for other in meanings)
