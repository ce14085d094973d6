"""What Snowball's stemmers add to our rules: stems that ours keep apart and that are one word."""

from __future__ import annotations

import pytest

from kitabcha.search.snowball import ties
from kitabcha.search.tongues import tongue


def tied(tag: str, *texts: str) -> list[list[str]]:
    return ties(tag, tongue(tag, "en"), texts)


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("ar", "تستعملون", "استعملوا"),
        ("fa", "مترجمان", "مترجم"),
        ("fa", "پناهندگی", "پناهندگان"),
        ("prs", "مترجمان", "مترجم"),
    ],
)
def test_words_that_our_rules_keep_apart_are_tied(tag: str, one: str, other: str) -> None:
    own = tongue(tag, "en").own
    groups = tied(tag, f"{one} هذا", other)
    assert groups == [sorted((own.terms(one)[0], own.terms(other)[0]))]


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("ar", ["عقوبة", "والعقوبات"]),  # one stem of ours
        ("ar", ["وأرقام", "الأرقام"]),  # one reading of ours
        ("fa", ["دادگاه", "داد"]),  # a stem of three letters
        ("fa", ["ترجمه", "fingerprints fingerprint"]),
        ("ur", ["رجسٹریشن", "عدالتوں عدالت"]),  # Snowball has no Urdu
        ("en", ["translator translators"]),
    ],
)
def test_nothing_else_is_tied(tag: str, texts: list[str]) -> None:
    assert tied(tag, *texts) == []


def test_vowel_signs_make_no_difference() -> None:
    plain = tied("ar", "تستعملون استعملوا")
    assert plain and tied("ar", "تَسْتَعْمِلُونَ", "استعملوا") == plain
