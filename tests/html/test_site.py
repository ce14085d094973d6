"""The HTML edition of the real guide: language, direction, links, and nothing from another host."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from sphinx.config import Config

from kitabcha.edition import edition
from kitabcha.html.chooser import write_chooser
from kitabcha.settings import SETTINGS

LANGUAGES = {"en": "ltr", "ar": "rtl", "fa": "rtl", "ur": "rtl"}


class Page(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.add(attributes["id"])

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def language_of(path: Path, build: Path) -> str:
    """Return the tag of a page's language; of a page above the languages, its name."""
    place = path.relative_to(build / "html")
    return place.parts[0] if len(place.parts) > 1 else place.stem.removeprefix("nseers-guide-")


@pytest.fixture(scope="module")
def pages(real_build: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted((real_build / "html").rglob("*.html"))}


def test_every_page_names_its_language_and_direction(pages: dict[Path, Page], real_build: Path) -> None:
    for path, page in pages.items():
        tag = language_of(path, real_build)
        root = page.all("html")[0]
        expected = (tag, LANGUAGES[tag]) if tag in LANGUAGES else ("en", "ltr")
        assert (root["lang"], root["dir"]) == expected, path


def test_the_switcher_leads_to_the_same_page_in_every_language(pages: dict[Path, Page], real_build: Path) -> None:
    autonyms = {"en": "English", "ar": "العربية", "fa": "فارسی", "ur": "اردو"}
    for path, page in pages.items():
        if path.name in ("index.html", "404.html") and path.parent == real_build / "html":
            continue
        found = {link["hreflang"]: link for link in page.all("a") if "hreflang" in link}
        assert set(found) == set(LANGUAGES), path
        for tag, link in found.items():
            target = (path.parent / link["href"]).resolve()
            assert target in {other.resolve() for other in pages}, f"{path.name} → {link['href']}"
            assert (link["lang"], link["dir"]) == (tag, LANGUAGES[tag])
            assert target.name == path.name or path.parent.name == "html"
        text = path.read_text(encoding="utf-8")
        assert all(f">{name}</a>" in text for name in autonyms.values())


def test_inner_links_lead_somewhere(pages: dict[Path, Page], real_build: Path) -> None:
    by_path = {path.resolve(): page for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.all("a"):
            parts = urlsplit(link.get("href", ""))
            if parts.scheme or not link.get("href"):
                continue
            folder = path.parents[0] if not parts.path.startswith("/") else real_build / "html"
            target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else path.resolve()
            if target.suffix == ".pdf":
                assert target.is_file(), f"{path}: {link['href']}"
                continue
            assert target in by_path, f"{path}: {link['href']}"
            assert not parts.fragment or unquote(parts.fragment) in by_path[target].ids, f"{path}: {link['href']}"


def test_nothing_is_loaded_from_another_host_and_hardly_anything_runs(
    pages: dict[Path, Page], real_build: Path
) -> None:
    loading = {
        "img": "src",
        "script": "src",
        "link": "href",
        "iframe": "src",
        "source": "src",
        "video": "src",
        "object": "data",
    }
    for path, page in pages.items():
        letters = ["_static/kitabcha-letters.js"] if path.parent.name == "ur" else []
        assert [script["src"] for script in page.all("script")] == letters or path.name == "search.html", path
        for tag, attribute in loading.items():
            for attributes in page.all(tag):
                if attributes.get("rel") in ("canonical", "alternate"):
                    continue
                assert not re.match(r"(?:https?:)?//", attributes.get(attribute, "")), path
        metas = {meta.get("http-equiv") or meta.get("name"): meta.get("content", "") for meta in page.all("meta")}
        assert metas["referrer"] == "no-referrer"
        assert metas["Content-Security-Policy"].startswith("default-src 'none'")
    for sheet in (real_build / "html").rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", sheet.read_text(encoding="utf-8")), sheet
    scripts = {path.name for path in (real_build / "html").rglob("*.js")}
    assert scripts == {"kitabcha-search.js", "kitabcha-index.js", "kitabcha-letters.js"}
    assert [path.parent.parent.name for path in (real_build / "html").rglob("kitabcha-letters.js")] == ["ur"]


def test_the_chooser_names_every_language_in_its_own_script(real_build: Path) -> None:
    page = Page(real_build / "html" / "index.html")
    links = page.all("a")
    assert [link["hreflang"] for link in links if "hreflang" in link] == list(LANGUAGES)
    assert [link["href"] for link in links if "download" in link] == [f"nseers-guide-{tag}.html" for tag in LANGUAGES]
    assert all((real_build / "html" / link["href"]).is_file() for link in links)
    text = page.path.read_text(encoding="utf-8")
    for words in ("English", "العربية", "فارسی", "اردو", "Farsi", "دليل التسجيل الخاص"):
        assert words in text


@pytest.mark.parametrize("asked", [True, False])
def test_the_chooser_has_the_strokes_only_where_the_guide_asks(tmp_path: Path, asked: bool) -> None:
    (tmp_path / "html").mkdir()
    config = Config({}, {"kitabcha_motif": asked, "project": "Guide"})
    for setting in SETTINGS:
        config.add(setting.name, setting.default, setting.rebuild, ())
    write_chooser(tmp_path, [edition(config, tmp_path)], {"en": "Guide"})
    drawn = [name for name in ("index.html", "404.html") if Page(tmp_path / "html" / name).all("svg")]
    assert drawn == (["index.html", "404.html"] if asked else [])


def test_every_draft_says_so_in_its_own_language(pages: dict[Path, Page], real_build: Path) -> None:
    notices = {
        "ar": "ترجمة أولية لم تتم مراجعتها بعد",
        "fa": "این ترجمه پیش‌نویس است",
        "ur": "یہ ترجمے کا مسودہ ہے",
    }
    for path in pages:
        tag = language_of(path, real_build)
        if tag in notices:
            assert notices[tag] in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_phones_and_citations_are_isolated(real_build: Path, tag: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (real_build / "html" / tag).glob("*.html"))
    body = re.sub(r"<title>.*?</title>|<[^>]+>", lambda match: match[0] if match[0].startswith("<bdi") else "", text)
    for token in ("1-877-382-4357", "68 FR 67578", "8 CFR 264.1(f)", "AR-11 SR", "Rajah v. Mukasey"):
        inside = len(re.findall(rf"<bdi[^>]*>[^<]*{re.escape(token)}", body))
        assert inside > 0, token
        assert not re.search(rf"[\u0600-\u06ff][\s(]*{re.escape(token)}", body), f"{token} stands bare in {tag}"


@pytest.mark.parametrize("tag", ["fa"])
def test_section_numbers_are_in_the_digits_of_the_language(real_build: Path, tag: str) -> None:
    text = (real_build / "html" / tag / "penalties.html").read_text(encoding="utf-8")
    assert re.search(r'<span class="section-number">۶\.۱', text)


def test_the_time_line_is_drawn_and_told(real_build: Path) -> None:
    """From the start side: the first bar begins at the left in English and ends at the right in Urdu."""
    starts = {}
    for tag in LANGUAGES:
        text = (real_build / "html" / tag / "timeline.html").read_text(encoding="utf-8")
        drawing = re.search(r'<svg class="timeline" role="img".*?</svg>', text, re.S)
        assert drawing and "<title>" in drawing[0]
        bars = [
            (float(x), float(width))
            for x, width in re.findall(r'<rect x="([\d.]+)%" y="[\d.]+em" width="([\d.]+)%"', drawing[0])
        ]
        assert len(bars) == 3
        starts[tag] = bars[2]
    assert starts["en"][0] < 8 and starts["ur"][0] + starts["ur"][1] > 92


def test_anchors_are_the_same_in_every_language(pages: dict[Path, Page], real_build: Path) -> None:
    """So that a helper can send a reader to the very place, in the reader's language."""
    for english in sorted((real_build / "html" / "en").glob("*.html")):
        if english.stem == "genindex":  # its headings are the letters of each alphabet
            continue
        anchors = pages[english].ids
        for tag in LANGUAGES:
            # Only translations have a bilingual edition to download, only Urdu has a choice of letters.
            own = {name for name in pages[real_build / "html" / tag / english.name].ids if "bilingual" not in name}
            assert own - {"naskh"} == anchors, f"{tag}/{english.name}"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_page_tells_where_it_stands(pages: dict[Path, Page], real_build: Path, tag: str) -> None:
    """Breadcrumbs lead from the front page to this one; the contents lead to every chapter and mark this one."""
    for path in (real_build / "html" / tag).glob("*.html"):
        text = path.read_text(encoding="utf-8")
        crumbs = re.search(r'<nav class="crumbs".*?</nav>', text, re.S)
        assert bool(crumbs) is (path.stem != "index")
        if crumbs:
            assert 'href="index.html"' in crumbs[0] and 'aria-current="page"' in crumbs[0]
        contents = re.search(r'<nav id="contents".*?</nav>', text, re.S)
        assert contents and contents[0].count("toctree-l1") == 15
        assert len(re.findall(r"toctree-l1 current", contents[0])) == (path.stem not in ("index", "genindex", "search"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_pages_can_be_turned_from_first_to_last(pages: dict[Path, Page], real_build: Path, tag: str) -> None:
    """The signs beside the links are ‹ and ›, which a browser mirrors in right-to-left text (UAX #9, rule L4)."""
    folder, name, seen = real_build / "html" / tag, "index.html", []
    while name:
        seen.append(name)
        turns = {
            link["rel"]: link["href"] for link in pages[folder / name].all("a") if link.get("rel") in ("prev", "next")
        }
        assert turns.get("prev") == (seen[-2] if len(seen) > 1 else None)
        name = turns.get("next", "")
    assert len(seen) == 16 and seen[-1] == "sources.html"
    sheet = (folder / "_static" / "kitabcha.css").read_text(encoding="utf-8")
    assert '.previous small::before{content:"‹' in sheet and "←" not in sheet and "→" not in sheet


def test_the_glossary_shows_each_term_in_all_languages(real_build: Path) -> None:
    for tag in LANGUAGES:
        tree = html.fromstring((real_build / "html" / tag / "glossary.html").read_bytes())
        rows = tree.xpath("//table[contains(@class, 'glossary-table')]/tbody/tr")
        assert len(rows) >= 20
        for row in rows:
            said = {cell.get("lang"): (cell.get("dir"), cell.text_content().strip()) for cell in row.xpath("td/p")}
            assert next(iter(said)) == tag and set(said) == set(LANGUAGES)
            assert all(said[other][0] == LANGUAGES[other] and said[other][1] for other in LANGUAGES)
