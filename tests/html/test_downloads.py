"""What a reader can take away from each page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from kitabcha.edition import edition
from kitabcha.html import downloads
from kitabcha.languages import language
from kitabcha.project import open_project
from tests.conftest import Guide
from tests.html.browsing import LANGUAGES, open_page

TITLES = {
    "en": "Download this guide",
    "ar": "تنزيل هذا الدليل",
    "fa": "دریافت این راهنما",
    "ur": "یہ گائیڈ ڈاؤن لوڈ کریں",
}
# size in bytes, language, as a reader sees it
SIZES = [
    (215_400, "en", "215 kB"),
    (215_400, "ar", "215 كيلوبايت"),
    (215_400, "fa", "۲۱۵ کیلوبایت"),
    (1_250_000, "fa", "۱٫۲ مگابایت"),
    (1_250_000, "ar", "1.2 ميغابايت"),
    (215_400, "ur", "215 کلوبائٹس"),
    (215_400, "ckb", "kB"),
    (1_250_000, "de", "1,2 MB"),
    (1_250_000, "en", "1.2 MB"),
    (12_500_000, "ur", "12 میگابائٹس"),
    (400, "en", "0 kB"),
]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_offers_every_file_of_its_language(real_build: Path, tag: str) -> None:
    made = {path.name for path in (real_build / "pdf").glob(f"nseers-guide-{tag}-*.pdf")} | {f"nseers-guide-{tag}.html"}
    for page in (real_build / "html" / tag).glob("*.html"):
        section = html.fromstring(page.read_bytes()).xpath(
            f"//nav[@class='downloads' and @aria-label='{TITLES[tag]}']"
        )[0]
        offered = {}
        for link in section.xpath(".//a"):
            file = (page.parent / link.get("href")).resolve()
            offered[file.name] = link.text_content()
            size = file.stat().st_size
            assert language(tag).digits(f"{size / 1000:.0f}") in link.text_content() or size >= 1e6
        assert set(offered) == made, page.name


def test_a_file_is_taken_away_without_script_and_network(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "fa" / "today.html", script=False)
    link = page.get_by_role("link", name="همهٔ راهنما در یک فایل، برای تلفن همراه")
    page.goto((real_build / "html" / "fa" / link.get_attribute("href")).resolve().as_uri())
    assert page.get_attribute("html", "lang") == "fa"
    page.context.close()


@pytest.mark.parametrize(("count", "tag", "words"), SIZES)
def test_sizes_are_in_the_readers_digits_and_words(count: int, tag: str, words: str) -> None:
    assert words in downloads.size(count, language(tag))


def test_what_is_there_is_listed_in_order_with_names_of_its_own(guide: Guide, tmp_path: Path) -> None:
    """Also an edition nobody named yet; not the files of another language or guide."""
    project = open_project(guide.folder)
    out = tmp_path / "build"
    (out / "pdf").mkdir(parents=True)
    for name in (
        "test-fa-guide-letter.pdf",
        "test-fa-guide-a4.pdf",
        "test-fa-booklet-letter.pdf",
        "test-fa-poster-a4.pdf",
        "test-fa-AF-guide-a4.pdf",
        "test-ar-guide-a4.pdf",
        "other-fa-guide-a4.pdf",
    ):
        (out / "pdf" / name).write_bytes(b"x" * 2000)
    page = out / "html" / "fa" / "sub" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>{downloads.PLACE}</p>", encoding="utf-8")
    own = edition(project.config, project.source, tag="fa")
    assert downloads.fill(out, own) == [page]
    items = html.fromstring(page.read_text(encoding="utf-8")).xpath("//li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "راهنما، برای چاپ PDF A4، ۲ کیلوبایت PDF Letter، ۲ کیلوبایت",
        "کتابچه، برای چاپ و تا کردن PDF Letter، ۲ کیلوبایت",
        "poster PDF A4، ۲ کیلوبایت",
    ]
    links = [link for item in items for link in item.xpath("a")]
    assert len(links) == 4
    for link in links:
        assert (page.parent / link.get("href")).resolve().is_file()


def test_an_edition_is_one_row_and_each_of_its_links_is_named_in_full_to_voices(
    browser: Any, guide: Guide, tmp_path: Path
) -> None:
    project = open_project(guide.folder)
    out = tmp_path / "build"
    (out / "pdf").mkdir(parents=True)
    (out / "html" / "en").mkdir(parents=True)
    (out / "html" / "test-en.html").write_bytes(b"x" * 3000)
    for paper in ("a4", "letter"):
        (out / "pdf" / f"test-en-large-{paper}.pdf").write_bytes(b"x" * 2000)
    path = out / "html" / "en" / "index.html"
    path.write_text(downloads.PLACE, encoding="utf-8")
    downloads.fill(out, edition(project.config, project.source, tag="en"))
    page = open_page(browser, path, script=False)
    assert page.locator("li").all_inner_texts() == [
        "The whole guide in one file, for a phone HTML · 3 kB",
        "Large print PDF A4 · 2 kB PDF Letter · 2 kB",
    ]
    for name in ("The whole guide in one file, for a phone HTML · 3 kB", "Large print PDF Letter · 2 kB"):
        assert page.get_by_role("link", name=name, exact=True).count() == 1
    page.context.close()


def test_filling_again_changes_nothing_until_a_file_changes(guide: Guide, tmp_path: Path) -> None:
    project = open_project(guide.folder)
    out = tmp_path / "build"
    (out / "pdf").mkdir(parents=True)
    pdf = out / "pdf" / "test-en-guide-a4.pdf"
    pdf.write_bytes(b"x" * 2000)
    page = out / "html" / "en" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>before</p>{downloads.PLACE}<p>after</p>", encoding="utf-8")
    own = edition(project.config, project.source, tag="en")
    assert downloads.fill(out, own) == [page] and downloads.fill(out, own) == []
    pdf.write_bytes(b"x" * 9000)
    assert downloads.fill(out, own) == [page] and "9 kB" in page.read_text(encoding="utf-8")
    pdf.unlink()
    downloads.fill(out, own)
    assert re.fullmatch(r"<p>before</p><!--downloads--><!--/downloads--><p>after</p>", page.read_text(encoding="utf-8"))
