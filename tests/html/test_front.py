"""The front page says what a cover says, in the same order, and lists the chapters once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import Guide
from tests.html.browsing import LANGUAGES, open_page

TRANSLATION = {"Test Guide": "دليل تجريبي", "Below the title": "تحت العنوان", "No advice.": "ليس مشورة."}
PAGE = """
    Test Guide
    ==========

    .. rst-class:: subtitle

    Below the title

    .. rst-class:: notice

    No advice.

    Words.

    .. toctree::
       {hidden}

       chapter
"""


def words_of(path: Path) -> list[str]:
    main = html.fromstring(path.read_bytes()).find(".//main")
    parts = main.xpath(".//h1 | .//p | .//li")
    return [" ".join(part.text_content().split()) for part in parts]


def front(guide: Guide, tag: str, hidden: str = "") -> Path:
    guide.write({"source/index.rst": PAGE.format(hidden=hidden), "source/chapter.rst": "Chapter\n=======\n\nText.\n"})
    guide.translate("ar", "index", TRANSLATION)
    settings = {"kitabcha_licence": "CC BY-SA 4.0", "kitabcha_base_url": "https://example.org/guide/"}
    out, warnings = guide.build("html", tag, **settings)
    assert warnings == ""
    return out / "index.html"


def test_a_translation_says_what_its_cover_says(guide: Guide) -> None:
    path = front(guide, "ar")
    assert words_of(path)[:10] == [
        "العربية Arabic",
        "دليل تجريبي",
        "تحت العنوان",
        "Test Guide",
        "ليس مشورة.",
        "ترجمة أولية لم تتم مراجعتها بعد. عند الشك، يُرجى الرجوع إلى النص الإنجليزي.",
        "Test Press",
        "إصدار 0.1، 24 نوفمبر 2026",
        "يُسمح بالنسخ والمشاركة بحرية، CC BY-SA 4.0",
        "example.org/guide",
    ]
    foot = html.fromstring(path.read_bytes()).find(".//footer").text_content()
    assert "Test Press" not in foot and "ترجمة أولية" not in foot  # said above
    chapter = html.fromstring((path.parent / "chapter.html").read_bytes())
    assert "Test Press" in chapter.find(".//footer").text_content()


def test_the_original_has_no_second_title_and_no_draft_notice(guide: Guide) -> None:
    assert words_of(front(guide, "en"))[:8] == [
        "English",
        "Test Guide",
        "Below the title",
        "No advice.",
        "Test Press",
        "Version 0.1 · November 24, 2026",
        "Free to copy and share · CC BY-SA 4.0",
        "example.org/guide",
    ]


@pytest.mark.parametrize("hidden", ["", ":hidden:"])
def test_the_chapters_are_listed_once_and_the_link_to_the_contents_leads_there(guide: Guide, hidden: str) -> None:
    page = html.fromstring(front(guide, "en", hidden).read_bytes())
    assert len(page.xpath("//a[@href='chapter.html' and not(@rel)]")) == 1
    assert len(page.xpath("//*[@id='contents']//a[@href='chapter.html']")) == 1
    assert page.xpath("//a[@href='#contents']")


def test_lists_with_text_between_them_leave_the_panel_as_it_is(guide: Guide) -> None:
    """Else one of them would lead on from the middle of the other."""
    lists = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n\nBetween.\n\n.. toctree::\n\n   other\n"
    chapters = {f"source/{name}.rst": f"{name.title()}\n=======\n\nText.\n" for name in ("chapter", "other")}
    guide.write({"source/index.rst": lists, **chapters})
    out, warnings = guide.build("html", "en")
    panel = html.fromstring((out / "index.html").read_bytes()).xpath("//main/following-sibling::nav[@id='contents']")
    assert warnings == "" and len(panel[0].xpath(".//li")) == 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_draft_notice_is_among_the_first_things_on_a_phone(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "index.html")
    notice, place = page.locator(".draft"), page.locator(".imprint").bounding_box()
    assert notice.count() == (tag != "en") and place["y"] < 1000
    assert tag == "en" or notice.bounding_box()["y"] < place["y"]
    page.context.close()
