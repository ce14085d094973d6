"""Direction, digits, names and dates come from CLDR."""

from __future__ import annotations

import datetime

import pytest

from kitabcha.errors import LanguageError
from kitabcha.languages import language

DAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("tag", "direction", "autonym", "digits", "date"),
    [
        ("en", "ltr", "English", "2026", "November 24, 2026"),
        ("ar", "rtl", "العربية", "2026", "24 نوفمبر 2026"),
        ("fa", "rtl", "فارسی", "۲۰۲۶", "۲۴ نوامبر ۲۰۲۶"),
        ("ur", "rtl", "اردو", "2026", "24 نومبر 2026"),
        ("he", "rtl", "עברית", "2026", "24 בנובמבר 2026"),
        ("ar-EG", "rtl", "العربية (مصر)", "٢٠٢٦", "٢٤ نوفمبر ٢٠٢٦"),
    ],
)
def test_facts_of_a_language(tag: str, direction: str, autonym: str, digits: str, date: str) -> None:
    found = language(tag)
    assert (found.direction, found.autonym, found.digits(2026), found.date(DAY)) == (
        direction,
        autonym,
        digits,
        date,
    )


@pytest.mark.parametrize(
    ("tag", "share"), [("en", "50%"), ("ar", "50%"), ("ar-EG", "٥٠٪"), ("fa", "۵۰٪"), ("ur", "50%")]
)
def test_a_share_has_the_sign_of_its_digits(tag: str, share: str) -> None:
    assert language(tag).share(0.5) == share


@pytest.mark.parametrize("tag", ["prs", "fa_AF", "fa-AF"])
def test_dari_falls_back_to_farsi(tag: str) -> None:
    found = language(tag)
    assert (found.tag, found.fallbacks, found.profile, found.region) == ("fa-AF", ("fa-AF", "fa"), "fa", "AF")


def test_a_language_without_type_of_its_own_takes_that_of_its_script() -> None:
    assert language("ps").profile == "ar"
    assert language("de").profile == "en"


def test_digits_can_be_chosen() -> None:
    assert language("ar", digits="arab").digits("3.2") == "٣.٢"


def test_counts_have_the_separators_of_the_language() -> None:
    assert [language(tag).number(82581) for tag in ("en", "ar", "fa", "ur")] == [
        "82,581",
        "82,581",
        "۸۲٬۵۸۱",
        "82,581",
    ]


def test_an_unknown_language_is_named_with_the_cure() -> None:
    with pytest.raises(LanguageError) as caught:
        language("klingon")
    assert "'klingon'" in str(caught.value) and "To mend it: use a BCP 47 tag" in str(caught.value)


def test_a_colon_is_written_as_in_its_language() -> None:
    assert [language(tag).colon for tag in ("en", "ar", "ur", "fr-CA", "zh")] == [": ", ": ", ": ", "\u00a0: ", "："]
