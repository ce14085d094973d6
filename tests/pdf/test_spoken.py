"""What a voice says of links is in the language of the book, with its digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from kitabcha.pdf.spoken import describe_links
from kitabcha.words import words
from tests.conftest import Guide
from tests.pdf.torture import Torture

SAID = {
    "en": (
        ["1 Chapter", "1.1 Section one", "1.2 Section two", "Index", "About this copy"],
        ["Telephone +12022442990", "https://example.org/x", "Footnote 1", "Footnote 2", "page 4"],
        "Back from footnote {}",
        "page 5",
    ),
    "ar": (
        ["1 الفصل", "1.1 القسم الأول", "1.2 القسم الثاني", "الفهرس الهجائي", "عن هذه النسخة"],
        ["الهاتف +12022442990", "https://example.org/x", "الحاشية 1", "الحاشية 2", "الصفحة 4"],
        "العودة من الحاشية {}",
        "الصفحة 5",
    ),
    "fa": (
        ["۱ فصل", "۱.۱ بخش یک", "۱.۲ بخش دو", "نمایه", "دربارهٔ این نسخه"],
        ["تلفن +12022442990", "https://example.org/x", "پانویس ۱", "پانویس ۲", "صفحهٔ ۴"],
        "بازگشت از پانویس {}",
        "صفحهٔ ۵",
    ),
    "ur": (
        ["1 باب", "1.1 پہلا حصہ", "1.2 دوسرا حصہ", "اشاریہ", "اس نسخے کے بارے میں"],
        ["فون +12022442990", "https://example.org/x", "حاشیہ 1", "حاشیہ 2", "صفحہ 4"],
        "حاشیہ {} سے واپسی",
        "صفحہ 5",
    ),
}


def said(path: Path) -> list[list[str]]:
    """List the descriptions of the links of each page that has any."""
    with pikepdf.open(path) as file:
        pages = [[str(link.Contents) for link in page.obj.get("/Annots", [])] for page in file.pages]
    return [links for links in pages if links]


@pytest.mark.parametrize("tag", list(SAID))
def test_links_are_described_in_the_language_of_the_book(torture: Torture, tag: str) -> None:
    contents, *chapter, index = said(torture(tag))
    wanted, text, from_note, page = SAID[tag]
    assert contents == wanted
    back = {from_note.format(words.split()[-1]) for words in text[2:4]}
    assert {words for links in chapter for words in links} == {*text, *back}
    assert set(index) == {page}


def test_the_contents_of_both_languages_are_told_in_the_readers(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("\nSection\n-------\n\nWords.\n")
    guide.translate("ur", "chapter", {"Chapter": "باب", "Section": "حصہ"})
    assert set(said(guide.pdf("ur", kitabcha_editions=["bilingual"]))[0]) == {"1 باب", "1.1 حصہ", "اس نسخے کے بارے میں"}


@pytest.mark.parametrize(
    ("tag", "contents", "described"),
    [
        ("ar", "Email help@example.org", "البريد الإلكتروني help@example.org"),
        ("fa", "Email help@example.org", "ایمیل help@example.org"),
        ("ur", "Email help@example.org", "ای میل help@example.org"),
        ("de", "Telefon +1", "Telefon +1"),  # Typst knows words that we lack
        ("de", "Telephone +1", "Telephone +1"),
    ],
)
def test_words_of_typst_become_ours_where_we_have_them(tag: str, contents: str, described: str) -> None:
    file = pikepdf.new()
    page = file.add_blank_page()
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Contents=contents)])
    describe_links(file, words(tag))
    assert str(page.obj.Annots[0].Contents) == described


def test_what_is_only_printed_is_finished_too(guide: Guide) -> None:
    text = "Call 202-244-2990."
    guide.write({"source/card.rst": f":orphan:\n\nCard\n====\n\n.. wallet-card:: Title\n\n   {text}\n"})
    guide.translate("fa", "card", {"Title": "عنوان", text: "تلفن بزنید: 202-244-2990."})
    path = guide.pdf("fa", kitabcha_editions=["card"])
    assert set().union(*said(path)) == {"تلفن +12022442990"}
    with pikepdf.open(path) as file:
        assert "/Suspects" not in file.Root.MarkInfo
