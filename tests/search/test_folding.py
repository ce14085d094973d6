"""Folding: one spelling for what readers write in many ways."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitabcha.search.folding import fold, words
from tests.search.reading import word_list

ARABIC = st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), min_size=1, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("spellings", word_list()["one spelling"], ids=lambda spellings: spellings[0])
def test_spellings_of_a_word_fold_to_one(spellings: list[str]) -> None:
    assert len({words(spelling)[0].whole for spelling in spellings}) == 1
    assert all(len(words(spelling)) == 1 for spelling in spellings)


# a text -> its words, whole and in parts
JOINED = [
    ("ثبت‌نام", [("ثبتنام", ("ثبت", "نام"))]),
    ("کتاب‌ها را", [("کتابها", ("کتاب", "ها")), ("را", ("را",))]),
    ("I-94", [("i۹۴", ("i", "۹۴"))]),
    ("G-325R", [("g۳۲۵r", ("g", "۳۲۵", "r"))]),
    ("وICE", [("وice", ("و", "ice"))]),
    ("2002م", [("۲۰۰۲م", ("۲۰۰۲", "م"))]),
    ("82,581 و", [("۸۲۵۸۱", ("۸۲", "۵۸۱")), ("و", ("و",))]),
    ("القبض، والاحتجاز", [("القبض", ("القبض",)), ("والاحتجاز", ("والاحتجاز",))]),
    ("(\u2066INS\u2069).", [("ins", ("ins",))]),
    ("و/أو", [("و", ("و",)), ("او", ("او",))]),
    ("…؟!", []),
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_words_come_whole_and_in_parts(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(word.whole, word.parts) for word in words(text)] == expected


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_parts_make_up_the_whole(text: str) -> None:
    for word in words(text):
        assert "".join(word.parts) == word.whole and all(word.parts)


@given(ARABIC, st.sampled_from("\u064b\u064e\u0650\u0651\u0652\u0670\u0640\u200f\u2067"))
def test_marks_and_stretching_make_no_difference(text: str, mark: str) -> None:
    assert fold(mark.join(text)) == fold(text)


@given(TEXTS)
def test_nothing_that_is_folded_has_marks_or_other_digits(text: str) -> None:
    folded = fold(text)
    assert not any(unicodedata.category(c).startswith("M") for c in folded)
    assert not set(folded) & set("0123456789٠١٢٣٤٥٦٧٨٩يكةىہھ")
