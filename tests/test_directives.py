"""Directives of our own: what they make, and what they say about mistakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from tests.conftest import Guide

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
            text.text_content().strip(): float(text.get("x"))
            for text in drawing.xpath(".//*[local-name()='text']")
            if text.text_content().strip().isdecimal()
        }
        places[tag] = years["2002"] < years["2004"]
    assert places == {"en": True, "ar": False}
