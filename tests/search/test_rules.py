"""The rules of the languages: forms of a word meet, other words do not, broken plurals are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitabcha.search.folding import words
from kitabcha.search.rules import Tongue
from kitabcha.search.tongues import RULES, sphinx_languages, tongue
from tests.search.reading import word_list

FORMS = [(tag, forms) for tag, groups in word_list()["one word"].items() for forms in groups]
PAIRS = [(tag, pair) for tag, pairs in word_list()["two words"].items() for pair in pairs]


def found_under(rules: Tongue, text: str) -> set[str]:
    """Everything under which the words of a text are found: stems of all readings, and skeletons."""
    stems = {stem for word in words(text) for piece in rules.pieces(word) for stem in rules.rules(piece).terms(piece)}
    return stems | set(filter(None, map(rules.own.skeleton, stems)))


@pytest.mark.parametrize(("tag", "forms"), FORMS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_forms_of_a_word_find_each_other(tag: str, forms: list[str]) -> None:
    rules = tongue(tag, "en")
    for form in forms:
        for other in forms:
            assert found_under(rules, form) & found_under(rules, other), f"{form} does not find {other}"


@pytest.mark.parametrize(("tag", "pair"), PAIRS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_other_words_stay_apart(tag: str, pair: list[str]) -> None:
    rules = tongue(tag, "en")
    first, second = (rules.own.stem(words(text)[0].whole) for text in pair)
    assert first != second


@pytest.mark.parametrize("tag", ["ar", "fa", "ur", "en"])
def test_broken_plurals_of_the_table_lead_to_their_singular(tag: str) -> None:
    rules = RULES[tag]
    for plural, singular in rules.plurals.items():
        assert rules.stem(plural) == rules.stem(singular), plural


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
@given(text=st.text("ابتدرسشعفقلمنهویکگچپٹڈےںء٠۱2 \u200c", max_size=16))
def test_stemming_ends_and_leaves_something(tag: str, text: str) -> None:
    rules = tongue(tag, "en")
    for word in words(text):
        for piece in rules.pieces(word):
            assert all(rules.own.terms(piece)) and rules.own.stem(piece)


def test_english_words_are_stemmed_as_english_on_every_page() -> None:
    for tag in ("ar", "fa", "ur"):
        assert tongue(tag, "en").stems("Fingerprinting the fingerprints") == ["fingerprint"]


def test_dari_takes_the_rules_of_farsi_and_a_new_language_is_only_folded() -> None:
    assert tongue("prs", "en").own is RULES["fa"]
    assert tongue("ps", "en").stems("كتابونه") == ["کتابونه"]
    assert tongue("de", "de").stems("Häuser") == ["hauser"]


def test_a_query_of_sphinx_own_search_is_split_like_the_page() -> None:
    arabic, persian, urdu = (made({}) for made in sphinx_languages())
    assert arabic.split("وتسجيل") == ["وتسجیل", "تسجیل"]
    assert persian.split("ثبت‌نام ۲۰۰۲") == ["ثبتنام", "ثبت", "نام", "۲۰۰۲"]
    assert [urdu.stem(word) for word in urdu.split("سزاؤں")] == [urdu.stem("سزا")]
    assert not arabic.word_filter("من") and arabic.word_filter("۲۰۰۲") and not urdu.word_filter("")
