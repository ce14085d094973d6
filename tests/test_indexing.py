"""The order of the words in an index, as a reader of the language looks for them."""

from __future__ import annotations

import pytest

from kitabcha.indexing import Group, in_order


def order(tag: str, *names: str) -> list[tuple[str, list[str]]]:
    """Return letters and their words, for words that Sphinx had in one group."""
    groups: list[Group] = [(name[0], [(name, ([("", "#x")], [], None))]) for name in names]
    return [(letter, [name for name, _ in entries]) for letter, entries in in_order(groups, tag)]


def test_arabic_words_stand_under_their_own_letter_not_under_the_article() -> None:
    assert order("ar", "السجل", "تأشيرة", "الهجرة", "التسجيل", "ألمانيا", "وزارة") == [
        ("ا", ["ألمانيا"]),
        ("ت", ["تأشيرة", "التسجيل"]),
        ("س", ["السجل"]),
        ("ه", ["الهجرة"]),
        ("و", ["وزارة"]),
    ]


def test_words_that_only_begin_like_the_article_keep_their_letter() -> None:
    assert order("ar", "التزامات", "الالتزام", "التماس", "التقاطع", "الله", "بيت") == [
        ("ا", ["الالتزام", "التزامات", "التماس", "الله"]),
        ("ب", ["بيت"]),
        ("ت", ["التقاطع"]),
    ]


def test_vowels_and_hamza_do_not_count() -> None:
    assert order("ar", "إذن", "اسم", "أب", "آية", "مُهاجر", "مهجر") == [
        ("ا", ["أب", "إذن", "اسم", "آية"]),
        ("م", ["مُهاجر", "مهجر"]),
    ]


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("fa", ["آب", "ابر", "بند", "پاسپورت", "تاریخ", "چاپ", "حق", "ژاله", "سند", "کار", "گذرنامه", "لغو", "وکیل", "هدف", "یاد"]),
        ("fa-AF", ["بند", "پاسپورت", "تاریخ"]),
        ("ur", ["اپیل", "آمد", "بیان", "پاسپورٹ", "تاریخ", "ٹیکس", "ثبوت", "ڈاک", "ذمہ", "گواہ", "نام", "وکیل", "ہجرت", "یاد"]),
    ],
)  # fmt: skip
def test_the_order_is_that_of_the_alphabet(tag: str, names: list[str]) -> None:
    found = [name for _, entries in order(tag, *reversed(names)) for name in entries]
    assert found == names


def test_a_quoted_word_stands_under_its_letter() -> None:
    assert order("ur", "“نوتاریو” کا دھوکا", "بیان") == [("ب", ["بیان"]), ("ن", ["“نوتاریو” کا دھوکا"])]


def test_signs_come_first_and_latin_words_have_their_letters() -> None:
    groups = [
        ("رموز", [("--strict", ([], [], None)), ("123", ([], [], None))]),
        ("C", [("count()", ([], [], None))]),
        ("ا", [("السجل", ([], [("الطلب", []), ("الإذن", [])], None))]),
    ]
    found = in_order(groups, "ar")
    assert [letter for letter, _ in found] == ["رموز", "C", "س"]
    assert [name for name, _ in found[2][1][0][1][1]] == ["الإذن", "الطلب"]


def test_a_key_of_the_author_goes_before_the_word() -> None:
    groups = [("م", [("السجل", ([], [], "م"))]), ("ب", [("باب", ([], [], None))])]
    assert [letter for letter, _ in in_order(groups, "ar")] == ["ب", "م"]


def test_other_languages_keep_the_order_of_sphinx() -> None:
    assert order("en", "the", "alpha") == [("t", ["the"]), ("a", ["alpha"])]
