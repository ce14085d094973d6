"""The one-file edition: small, whole, and in need of nothing beside it."""

from __future__ import annotations

import gzip
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import Guide
from tests.html.browsing import LANGUAGES, open_page

BUDGETS = {"en": 60_000, "ar": 120_000, "fa": 120_000, "ur": 220_000}  # bytes, gzip -9


def file_of(build: Path, tag: str) -> Path:
    return build / "html" / f"nseers-guide-{tag}.html"


def tree_of(build: Path, tag: str) -> Any:
    return html.fromstring(file_of(build, tag).read_bytes())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_it_fits_through_a_messenger(real_build: Path, tag: str) -> None:
    assert len(gzip.compress(file_of(real_build, tag).read_bytes(), 9)) <= BUDGETS[tag]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everything_is_inside(real_build: Path, tag: str) -> None:
    tree = tree_of(real_build, tag)
    assert not tree.xpath("//script | //link[@rel='stylesheet' or @rel='preload'] | //iframe | //form[@action]")
    assert [link.get("href") for link in tree.xpath("//link")] == ["data:,"]
    loaded = [*tree.xpath("//img/@src"), *re.findall(r"url\(([^)]*)\)", tree.xpath("string(//style)"))]
    assert all(address.startswith(("data:", "#")) for address in loaded)
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:;")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_links_inside_the_guide_are_anchors(real_build: Path, tag: str) -> None:
    tree = tree_of(real_build, tag)
    ids = Counter(tree.xpath("//@id"))
    assert [id for id, times in ids.items() if times > 1] == []
    siblings = {f"nseers-guide-{other}.html" for other in LANGUAGES}
    seen = set()
    for href in tree.xpath("//a/@href"):
        if href.startswith("#"):
            assert href[1:] in ids, href
        elif href in siblings:
            seen.add(href)
        else:
            assert href.startswith(("https:", "http:", "tel:", "mailto:")), href
    assert seen == siblings
    chapters = tree.xpath("//nav[@id='contents']//a/@href")
    assert "#document-penalties" in chapters and len(chapters) >= 15


@pytest.mark.parametrize("tag", LANGUAGES)
def test_it_says_all_that_the_pages_say(real_build: Path, tag: str) -> None:
    """Every paragraph, heading and cell of every page, word for word."""

    def texts(tree: Any) -> list[str]:
        found = tree.xpath(
            "//main//*[self::p or self::h1 or self::h2 or self::h3 or self::h4 or self::dt or self::td]"
            "[not(parent::*[contains(@class, 'toctree-wrapper')])]"
        )
        return [" ".join(element.text_content().split()) for element in found]

    whole = Counter(texts(tree_of(real_build, tag)))
    for page in sorted((real_build / "html" / tag).glob("*.html")):
        if page.stem not in ("genindex", "search"):
            missing = Counter(texts(html.fromstring(page.read_bytes()))) - whole
            assert not missing, f"{page.stem}: {list(missing)[:3]}"


def test_its_anchors_are_the_same_in_every_language(real_build: Path) -> None:
    anchors = {tag: set(tree_of(real_build, tag).xpath("//main//@id")) for tag in LANGUAGES}
    assert anchors["en"] == anchors["ar"] == anchors["fa"] == anchors["ur"]
    assert "penalties-penalties" in anchors["ur"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_phone_opens_it_alone(browser: Any, real_build: Path, tmp_path: Path, tag: str) -> None:
    """In an empty folder, without a network: its own fonts, its own style, nothing sideways, nothing asked for."""
    shutil.copy(file_of(real_build, tag), tmp_path / "guide.html")
    page = open_page(browser, tmp_path / "guide.html", width=320)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.evaluate("document.fonts.ready.then(() => null)")
    assert [url for url in asked if not url.startswith("data:")] == [(tmp_path / "guide.html").as_uri()]
    if tag != "en":
        assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(reduced_motion="reduce")
    page.click("#contents a[href='#document-penalties']")
    top = page.evaluate("document.getElementById('document-penalties').getBoundingClientRect().top")
    assert abs(top) < 400
    page.context.close()


def test_pictures_figures_and_footnotes_are_carried_along(guide: Guide) -> None:
    """Two chapters with equal ids keep their own; a picture lies in the page."""
    chapter = (
        "{name}\n=======\n\nA note [#]_ and :ref:`a place <same-{name}>`.\n\n.. _same-{name}:\n\nSame\n----\n\nWords.\n\n"
        ".. image:: dot.png\n   :alt: A dot\n\n.. [#] Of {name}.\n"
    )
    guide.write(
        {
            "source/index.rst": "Guide\n=====\n\n:doc:`one`\n\n.. toctree::\n   :numbered:\n\n   one\n   sub/two\n",
            "source/one.rst": chapter.format(name="Onename"),
            "source/sub/two.rst": chapter.format(name="Twoname"),
        }
    )
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    for folder in ("source", "source/sub"):
        (guide.folder / folder / "dot.png").write_bytes(dot)
    out, warnings = guide.build("onefile")
    assert warnings == ""
    assert sorted(path.name for path in out.iterdir() if path.name[0] != ".") == ["test-en.html"]
    tree = html.fromstring((out / "test-en.html").read_bytes())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(href[1:] in ids for href in tree.xpath("//a/@href") if href.startswith("#"))
    assert [source[:22] for source in tree.xpath("//img/@src")] == ["data:image/png;base64,"] * 2
    for name, docname in (("Onename", "one"), ("Twoname", "sub/two")):
        document = tree.xpath(f"//*[@id='document-{docname}']")[0]
        mark = document.xpath(".//a[@role='doc-noteref']/@href")[0]
        assert f"Of {name}." in tree.xpath(f"string(//*[@id='{mark[1:]}'])")
        place = document.xpath(".//p[contains(., 'A note')]/a[contains(@class, 'internal') and not(@role)]/@href")[0]
        assert "Same" in tree.xpath(f"string(//*[@id='{place[1:]}']/ancestor-or-self::section[1])")
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//main//h2 | //main//h3")]
    assert headings == ["1 Onename", "1.1 Same", "2 Twoname", "2.1 Same"]
