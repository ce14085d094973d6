"""Directives of our own: what they make, and what they say about mistakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from tests.conftest import Guide
from tests.pdf.reading import seen

# a mistake -> words of the message
MISTAKES = [
    (".. timeline:: soon 2017\n\n   Words.\n", "wants two years"),
    (".. timeline:: 2017 2002\n\n   Words.\n", "earlier one first"),
    (".. timeline:: 2002 2017\n   :bars: 2002-01-01 2003-01-01 full\n\n   Words.\n", "1 bars but 0 names"),
    (".. timeline:: 2002 2017\n   :bars: 2002-01-01 full\n\n   Words.\n", "'start end pattern'"),
    (".. timeline:: 2002 2017\n   :bars: 2002-99-01 2003-01-01 full\n\n   Words.\n", "month must be in 1..12"),
    (".. letter::\n   :lang: xx-nowhere\n\n   Dear Sir\n", "xx-nowhere"),
    (".. glossary-table:: nowhere.tsv\n\n   fee\n", "glossary cannot be read"),
    (".. glossary-table:: terms.tsv\n\n   tax\n", "no term tax"),
    (".. glossary-table:: terms.tsv\n\n   fee\n", "every term in ur"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_mistakes_are_named_with_their_line(one_chapter: Callable[[str], Guide], text: str, said: str) -> None:
    guide = one_chapter(text)
    guide.write({"source/terms.tsv": "en\tar\tfa\tur\nfee\tرسم\tهزینه\t\n"})
    try:
        _, warnings = guide.build("html")
    except Exception as fault:
        assert said in str(fault) and "nowhere.tsv" in str(fault)
    else:
        assert said in warnings and "chapter.rst:" in warnings


def test_a_letter_is_never_translated(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter(".. letter::\n\n   Dear Sir, I am [name].\n")
    guide.translate("ar", "chapter", {"Chapter": "فصل", "Dear Sir, I am [name].": "سيدي"})
    out, _ = guide.build("html", "ar")
    page = (out / "chapter.html").read_text(encoding="utf-8")
    assert "Dear Sir, I am" in page and "سيدي" not in page
    assert 'lang="en"' in page.partition("Dear Sir")[0].rpartition("<div")[2]
    assert page.count('class="untranslated') == page.count(">Test Guide</span>")


def test_a_timeline_begins_at_the_start_edge(one_chapter: Callable[[str], Guide]) -> None:
    """In Arabic the earlier year stands further right; the words are the alt text."""
    guide = one_chapter(".. timeline:: 2002 2006\n   :bars: 2002-06-01 2003-01-01 full\n\n   A line.\n\n   * The bar\n")
    places = {}
    for tag in ("en", "ar"):
        out, _ = guide.build("html", tag)
        drawing = html.parse(out / "chapter.html").xpath("//figure[@class='timeline']//*[local-name()='svg']")[0]
        assert "A line." in html.tostring(drawing, encoding="unicode")
        years = {
            text.text_content().strip(): float(text.get("x").rstrip("%"))
            for text in drawing.xpath(".//*[local-name()='text']")
            if text.text_content().strip().isdecimal()
        }
        places[tag] = years["2002"] < years["2004"]
    assert places == {"en": True, "ar": False}


CARD = ".. wallet-card:: Title of the card\n\n   **Call** first: 1-877-382-4357.\n"


def test_a_wallet_card_has_a_face_in_the_language_of_the_source(one_chapter: Callable[[str], Guide]) -> None:
    """The page of a card shows both faces; the second one is never translated and says which language it is in."""
    guide = one_chapter(CARD)
    guide.translate(
        "ar",
        "chapter",
        {
            "Chapter": "فصل",
            "Title of the card": "عنوان البطاقة",
            "**Call** first: 1-877-382-4357.": "**اتصلوا** أولًا: 1-877-382-4357.",
        },
    )
    page = html.parse(str(guide.build("html", "ar")[0] / "chapter.html"))
    front, back = page.xpath("//section/section")
    assert "عنوان البطاقة" in front.text_content() and "اتصلوا" in front.text_content()
    assert (back.get("lang"), back.get("dir")) == ("en", "ltr")
    assert "Title of the card" in back.text_content() and "Call first: 1-877-382-4357." in back.text_content()
    assert not back.xpath(".//*[contains(@class, 'untranslated')]")


def test_a_wallet_card_in_the_language_of_the_source_has_one_face(one_chapter: Callable[[str], Guide]) -> None:
    page = html.parse(str(one_chapter(CARD).build("html", "en")[0] / "chapter.html"))
    assert len(page.xpath("//section/section")) == 1


def test_panels_are_sections_of_their_page(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter(".. panel:: First\n\n   One.\n\n.. panel:: Second\n\n   Two.\n")
    guide.translate(
        "ur", "chapter", {"Chapter": "باب", "First": "پہلا", "One.": "ایک۔", "Second": "دوسرا", "Two.": "دو۔"}
    )
    page = html.parse(str(guide.build("html", "ur")[0] / "chapter.html"))
    first, second = (title.text_content() for title in page.xpath("//section/section/h2"))
    assert "پہلا" in first and "دوسرا" in second


def test_a_panel_in_a_chapter_of_the_book_is_a_section(one_chapter: Callable[[str], Guide]) -> None:
    pdf = one_chapter(".. panel:: First\n\n   One.\n").pdf("en")
    assert seen(pdf, "First") and seen(pdf, "One.")


def test_an_unknown_fact_in_a_panel_is_named(one_chapter: Callable[[str], Guide]) -> None:
    _, warnings = one_chapter(".. panel:: First\n\n   One.\\ :fact:`Z99`\n").build("html")
    assert "The fact sheet has no fact Z99" in warnings and "chapter.rst:" in warnings
