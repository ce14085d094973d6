"""The guide itself: every fact has its source, every sentence its translation, every language its letters."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import polib
import pytest

from kitabcha.facts import read_sheet
from kitabcha.terms import read_terms
from tests.conftest import REPOSITORY

SOURCES = sorted((REPOSITORY / "source").glob("*.rst"))
LANGUAGES = ("ar", "fa", "ur")
SHEET = read_sheet(REPOSITORY / "source" / "facts.yaml")
CATALOGS = {tag: sorted((REPOSITORY / "locale" / tag / "LC_MESSAGES").glob("*.po")) for tag in LANGUAGES}
ENTRIES = [pytest.param(tag, path, id=f"{tag}-{path.stem}") for tag in LANGUAGES for path in CATALOGS[tag]]
AGEING = {"today", "how_to_help", "resources"}
CHECKED = "Last checked: November 24, 2026"
CHAPTERS = [
    "using-this-guide", "what-it-was", "timeline", "who-had-to-register", "what-it-involved", "penalties", "what-happened",
    "how-it-ended", "today", "records-and-help", "how-you-can-help", "questions", "glossary", "organizations", "sources",
]  # fmt: skip


def cited(text: str) -> list[str]:
    return [id.strip() for ids in re.findall(r":fact:`([^`]+)`", text) for id in ids.split(",")]


# ---------------------------------------------------------------------- facts
def test_every_fact_that_the_text_cites_is_in_the_sheet() -> None:
    for path in SOURCES:
        assert [id for id in cited(path.read_text(encoding="utf-8")) if id not in SHEET] == [], path.name


def test_every_claim_of_the_seed_page_is_taken_up() -> None:
    everything = {id for path in SOURCES for id in cited(path.read_text(encoding="utf-8"))}
    assert {id for id in SHEET if id.startswith("S")} <= everything


def test_facts_that_are_only_known_are_not_printed_as_proven() -> None:
    for path in SOURCES:
        for id in cited(path.read_text(encoding="utf-8")):
            assert SHEET[id].confidence != "known", f"{path.name}: {id} needs the words 'is usually given as'"


@pytest.mark.parametrize("name", ["today", "records-and-help", "questions", "organizations"])
def test_chapters_whose_facts_age_say_when_they_were_checked(name: str) -> None:
    text = (REPOSITORY / "source" / f"{name}.rst").read_text(encoding="utf-8")
    assert {SHEET[id].section for id in cited(text)} & AGEING
    assert f"\n{CHECKED}\n" in text


@pytest.mark.parametrize("name", ["pamphlet", "card"])
def test_what_is_folded_or_cut_says_nothing_that_the_guide_does_not_prove(name: str) -> None:
    """Marks are left out in print, so whoever doubts a sentence must find its source in the guide."""
    proven = {id for chapter in CHAPTERS for id in cited((REPOSITORY / "source" / f"{chapter}.rst").read_text("utf-8"))}
    text = (REPOSITORY / "source" / f"{name}.rst").read_text(encoding="utf-8")
    assert cited(text) and set(cited(text)) <= proven
    assert text.startswith(":orphan:\n")


def test_the_pamphlet_says_when_it_was_checked_and_that_it_is_no_advice() -> None:
    back = (REPOSITORY / "source" / "pamphlet.rst").read_text(encoding="utf-8").rpartition(".. panel::")[2]
    assert f"\n   {CHECKED}\n" in back and "\n   This is general information, not legal advice.\n" in back


def test_the_guide_has_its_chapters_in_order() -> None:
    index = (REPOSITORY / "source" / "index.rst").read_text(encoding="utf-8")
    assert re.findall(r"^   ([a-z-]+)$", index, re.M) == CHAPTERS


def test_chapters_that_tell_what_to_do_open_with_the_legal_box() -> None:
    for name in ("index", "using-this-guide", "penalties", "today", "records-and-help", "questions"):
        assert ":class: legal" in (REPOSITORY / "source" / f"{name}.rst").read_text(encoding="utf-8")


def test_the_old_page_is_quoted_as_it_was_written() -> None:
    seed = """
    How You Can Help Stop the Shame of NSEERS
    ADC has noted that 84,000 Arabs and Muslims registered voluntarily and subsequently 14,000 of them were deported
    In December 2004, the NSEERS program was modified by the Department of Homeland Security, but
    """
    text = re.sub(r"\s+", " ", " ".join(path.read_text(encoding="utf-8") for path in SOURCES))
    for line in filter(None, map(str.strip, seed.splitlines())):
        assert line in text


def test_nobody_is_called_illegal() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8").replace("Nonimmigrant Aliens", "")
        assert not re.search(r"\b(illegal|alien)s?\b", text, re.I), path.name


# ---------------------------------------------------------------------- catalogs
def test_there_are_at_least_320_messages() -> None:
    assert len({entry.msgid for path in CATALOGS["ar"] for entry in polib.pofile(str(path))}) >= 320


@pytest.mark.parametrize(("tag", "path"), ENTRIES)
def test_everything_is_translated_and_nothing_is_fuzzy(tag: str, path: Path) -> None:
    catalog = polib.pofile(str(path))
    assert not catalog.untranslated_entries() and not catalog.fuzzy_entries()
    template = polib.pofile(str(REPOSITORY / "locale" / "pot" / f"{path.stem}.pot"))
    assert {entry.msgid for entry in catalog if not entry.obsolete} == {entry.msgid for entry in template}


@pytest.mark.parametrize(("tag", "path"), ENTRIES)
def test_headers_are_complete_and_say_draft(tag: str, path: Path) -> None:
    header = polib.pofile(str(path)).metadata
    assert header["Language"] == tag and header["X-Review-Status"] == "draft"
    assert header["Content-Type"].lower() == "text/plain; charset=utf-8"
    for field in (
        "Project-Id-Version",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Plural-Forms",
    ):
        assert header[field] and not re.search("YEAR|FULL NAME|EMAIL|LL@li", header[field]), field


def test_msgfmt_has_no_complaint() -> None:
    for paths in CATALOGS.values():
        for path in paths:
            done = subprocess.run(
                ["msgfmt", "--check", "-o", "/dev/null", path], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0 and done.stderr == "", done.stderr


@pytest.mark.parametrize(("tag", "path"), ENTRIES)
def test_roles_survive_translation(tag: str, path: Path) -> None:
    """The same facts, documents and terms are referred to; only their order is free."""
    for entry in polib.pofile(str(path)):
        for role in ("fact", "doc", "ref"):
            pattern = rf":{role}:`([^`]+)`"
            assert Counter(re.findall(pattern, entry.msgid)) == Counter(re.findall(pattern, entry.msgstr)), entry.msgid
        terms = [re.sub(r".*<(.+)>", r"\1", term) for term in re.findall(r":term:`([^`]+)`", entry.msgid)]
        assert terms == [re.sub(r".*<(.+)>", r"\1", term) for term in re.findall(r":term:`([^`]+)`", entry.msgstr)]


WESTERN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٬٫", "01234567890123456789,.")
SOLAR = r"\([^()]*1[34]\d\d[^()]*?\)|\d+ \S+ 1[34]\d\d؛"  # the Solar Hijri date that Farsi adds in brackets
WORDS = {"two": "2", "8½": "8"}


@pytest.mark.parametrize(("tag", "path"), ENTRIES)
def test_numbers_are_the_same_in_every_language(tag: str, path: Path) -> None:
    """Every number of the English stands in the translation: dates, counts, phones, citations, forms."""
    for entry in polib.pofile(str(path)):
        numbers = re.findall(r"\d[\d,.]*\d|\d", re.sub(r":fact:`[^`]+`", "", entry.msgid))
        translated = re.sub(r":fact:`[^`]+`", "", entry.msgstr).translate(WESTERN)
        found = re.findall(r"\d[\d,.]*\d|\d", translated)
        for number in numbers:
            assert number in found or number.rstrip(",.") in found, f"{number} is missing in {entry.msgstr!r}"


@pytest.mark.parametrize(("tag", "path"), ENTRIES)
def test_letters_and_marks_are_those_of_the_language(tag: str, path: Path) -> None:
    wrong = {
        "ar": "یکگچپژٹڈڑںہے۔۰۱۲۳۴۵۶۷۸۹",
        "fa": "يكىةٹڈڑںہے۔ۀ٠١٢٣٤٥٦٧٨٩",
        "ur": "يكىۀ٠١٢٣٤٥٦٧٨٩«»",
    }[tag]
    for entry in polib.pofile(str(path)):
        text = entry.msgstr
        assert text == unicodedata.normalize("NFC", text)
        assert not set(wrong) & set(text), (entry.msgid, set(wrong) & set(text))
        assert not re.search(
            "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u0640\ufb50-\ufdff\ufe70-\ufeff\u00a0]", text
        ), entry.msgid
        assert tag == "fa" or "\u200c" not in text, entry.msgid
        assert not re.search("[\u0600-\u06ff] ?[,;?]", text), f"Latin punctuation after Arabic script: {text}"
        assert "  " not in text
        if tag == "ur":
            assert "ه" not in text, entry.msgid
            assert not re.search("[\u0600-\u06ff]\\.(?:\\s|$)", text), f"a dot for ۔: {text}"
        if tag == "fa":
            assert not re.search("\u200c{2}|\u200c[\\s.،؛؟»)]|[\\s«(]\u200c", text), f"stray ZWNJ: {text}"


FIXED = {
    "ar": ["هذه معلومات عامة وليست استشارة قانونية.", "كاتب العدل في الولايات المتحدة ليس محاميًا.", "تاريخ آخر تحقق: 24 نوفمبر/تشرين الثاني 2026"],
    "fa": ["این متن فقط اطلاعات عمومی است و مشاورهٔ حقوقی نیست.", "در آمریکا نوتاری وکیل نیست.", "تاریخ آخرین بررسی: ۲۴ نوامبر ۲۰۲۶ (۳ آذر ۱۴۰۵)"],
    "ur": ["یہ عام معلومات ہیں، قانونی مشورہ نہیں۔", "امریکہ میں نوٹری پبلک وکیل نہیں ہوتا۔", "آخری جانچ کی تاریخ: 24 نومبر 2026"],
}  # fmt: skip


@pytest.mark.parametrize("tag", LANGUAGES)
def test_fixed_sentences_are_used_word_for_word(tag: str) -> None:
    text = "\n".join(entry.msgstr for path in CATALOGS[tag] for entry in polib.pofile(str(path)))
    for sentence in FIXED[tag]:
        assert sentence in text


def test_the_glossary_has_all_four_languages() -> None:
    terms = read_terms(REPOSITORY / "locale" / "glossary.tsv")
    assert len(terms) > 150
    for tag in LANGUAGES:
        assert all(row[tag] for row in terms.values())
