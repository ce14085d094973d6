"""Which rules find more in the real guide: ours, or the stemmers of Snowball; and what both find together.

The measure decides how we use them: the browser stems by our rules, and the index carries what Snowball's add.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import snowballstemmer

from kitabcha.search.folding import Word, words
from kitabcha.search.tongues import tongue
from tests.search.reading import Query, queries, read_index

# Folding writes yeh and kaf the Persian way; Snowball's Arabic rules know only the Arabic letters.
ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك"})
Terms = Callable[[Word], set[str]]


def ours(tag: str) -> Terms:
    rules = tongue(tag, "en")

    def terms(word: Word) -> set[str]:
        found: set[str] = set()
        for piece in rules.pieces(word):
            stems = rules.rules(piece).terms(piece)
            found |= {*stems, *filter(None, map(rules.own.skeleton, stems))}
        return found

    return terms


def snowball(tag: str) -> Terms:
    rules = tongue(tag, "en")
    own = snowballstemmer.stemmer({"ar": "arabic", "fa": "persian", "en": "english"}[tag])
    latin = snowballstemmer.stemmer("english")

    def stem(piece: str) -> str:
        if piece.isascii():
            return str(latin.stemWord(piece))
        return str(own.stemWord(piece.translate(ARABIC_LETTERS) if tag == "ar" else piece))

    return lambda word: {stem(piece) for piece in rules.pieces(word)}


def found(sections: dict[str, str], terms: Terms, stops: frozenset[str], query: Query) -> bool:
    """Whether one of the wanted sections has a term of every telling word; no ranking, only finding."""
    asked = [terms(word) for word in words(query.text) if word.whole not in stops]
    for place in query.places:
        held: set[str] = set().union(*map(terms, words(sections[place])))
        if all(group & held for group in asked):
            return True
    return False


@pytest.mark.parametrize("tag", ["en", "ar", "fa"])
def test_our_rules_find_what_snowball_finds_and_more(real_build: Path, tag: str) -> None:
    index = read_index(real_build / "html" / tag)
    sections = index.texts()
    stops = tongue(tag, "en").own.stops
    # English words on translated pages are stems of ours already, so they would not be a fair question.
    wanted = [query for query in queries() if query.tag == tag and (tag == "en" or not query.text.isascii())]
    scores = {
        name: sum(found(sections, terms, stops, query) for query in wanted)
        for name, terms in (("ours", ours(tag)), ("snowball", snowball(tag)))
    }
    assert scores["ours"] >= scores["snowball"]
    if tag != "en":
        assert scores["ours"] > scores["snowball"]


@pytest.mark.parametrize("tag", ["en", "ar", "fa"])
def test_snowball_as_a_second_key_would_gain_next_to_nothing(real_build: Path, tag: str) -> None:
    """So no stemmer of Snowball's goes to the browser. One query in Persian gains (معاف for معافیت), which the search finds
    anyway, since it finds words by their beginning."""
    sections = read_index(real_build / "html" / tag).texts()
    stops = tongue(tag, "en").own.stops
    first, second = ours(tag), snowball(tag)

    def both(word: Word) -> set[str]:
        return first(word) | {f"snowball {stem}" for stem in second(word)}

    wanted = [query for query in queries() if query.tag == tag and (tag == "en" or not query.text.isascii())]
    gained = {
        query.text
        for query in wanted
        if found(sections, both, stops, query) and not found(sections, first, stops, query)
    }
    assert gained <= {"معاف"}
