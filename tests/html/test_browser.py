"""What a reader sees in a real browser: order of characters, nothing sideways, nothing asked of other hosts."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.html.browsing import LANGUAGES, open_page

# The visual position of each character of the first place where some words stand in the page's text.
POSITIONS = """words => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, at = node.data.indexOf(words);
    if (at < 0) continue;
    found.push([...words].map((c, i) => {
      const range = document.createRange();
      range.setStart(node, at + i); range.setEnd(node, at + i + 1);
      const box = range.getBoundingClientRect();
      return [c, box.left, box.top, box.width];
    }));
  }
  return found;
}"""


# page, words on it
PLACES = [
    ("records-and-help", "1-877-FTC-HELP"),
    ("records-and-help", "1-877-382-4357"),
    ("timeline", "67 FR 52584"),
    ("timeline", "68 FR 67578"),
    ("timeline", "OIG-12-39"),
    ("what-it-was", "8 CFR 264.1(f)"),
    ("what-it-was", "8 USC 1303(a)"),
    ("what-it-involved", "AR-11 SR"),
    ("today", "G-325R"),
    ("today", "I-94"),
    ("what-happened", "v. Mukasey"),
]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_latin_runs_read_left_to_right(browser: Any, real_build: Path, tag: str, width: int) -> None:
    """Each on one line, each character at the right of the one before."""
    page = open_page(browser, real_build / "html" / "index.html", width=width)
    for name, words in PLACES:
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        found = page.evaluate(POSITIONS, words)
        assert found, f"{words} is not on {name} in {tag}"
        for characters in found:
            assert len({round(top) for _c, _left, top, wide in characters if wide}) == 1, f"{words} is broken in {tag}"
            for first, second in itertools.pairwise(characters):
                assert first[1] <= second[1] + 0.5, f"{words} in {tag}: {second[0]!r} stands left of {first[0]!r}"
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_scrolls_sideways(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / "index.html")
    above = [real_build / "html" / name for name in ("index.html", "404.html", f"nseers-guide-{tag}.html")]
    for path in [*sorted((real_build / "html" / tag).glob("*.html")), *above]:
        page.goto(path.as_uri())
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{tag}/{path.name} is {wide} px wider than {width} px"
    page.context.close()


def test_no_request_leaves_for_another_host(browser: Any, real_build: Path) -> None:
    context = browser.new_context()
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for tag in LANGUAGES:
        page.goto((real_build / "html" / tag / "index.html").as_uri())
        page.wait_for_load_state()
    assert asked and [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.cookie") == ""
    context.close()


def test_switching_the_language_leads_to_the_same_page_without_a_script(browser: Any, real_build: Path) -> None:
    """From every page through all languages and back."""
    page = open_page(browser, real_build / "html" / "en" / "index.html", script=False)
    names = [path.name for path in sorted((real_build / "html" / "en").glob("*.html"))]
    assert len(names) > 15
    for name in names:
        page.goto((real_build / "html" / "en" / name).as_uri())
        for tag in ("ar", "fa", "ur", "en"):
            page.click(f"nav.languages a[hreflang={tag}]")
            assert page.url.endswith(f"/{tag}/{name}")
            assert page.get_attribute("html", "lang") == tag
            assert page.get_attribute("nav.languages a[aria-current]", "hreflang") == tag
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_the_layout_is_mirrored(browser: Any, real_build: Path, tag: str) -> None:
    """The contents stand at the right on a wide screen, and the next page is turned to at the left."""
    boxes = {}
    for code in ("en", tag):
        page = open_page(browser, real_build / "html" / code / "penalties.html", width=1280)
        boxes[code] = (page.locator("#contents").bounding_box(), page.locator(".turn .next").bounding_box())
        page.context.close()
    for english, mirrored in zip(boxes["en"], boxes[tag], strict=True):
        assert (english["x"] + english["width"] / 2 < 640) is not (mirrored["x"] + mirrored["width"] / 2 < 640)


def test_nastaliq_is_not_cut_off(browser: Any, real_build: Path) -> None:
    """The line is at least 2.2 times as high as the letters are large, and the web font is really in use."""
    page = open_page(browser, real_build / "html" / "ur" / "index.html", width=1280)
    page.evaluate("document.fonts.ready.then(() => null)")
    used = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Kitabcha Nastaliq" in family for family in used)
    style = page.evaluate(
        "(s => [parseFloat(s.lineHeight), parseFloat(s.fontSize)])(getComputedStyle(document.querySelector('main p')))"
    )
    assert style[0] / style[1] >= 2.2
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_the_first_number_of_a_range_stands_at_the_right(browser: Any, real_build: Path, tag: str) -> None:
    source = real_build / "html" / tag / "index.html"
    page = open_page(browser, source)
    page.evaluate("""() => { const p = document.createElement('p'); p.id = 'probe';
      p.innerHTML = 'من <bdi dir="ltr">2002</bdi>-<bdi dir="ltr">2016</bdi> فقط'; document.querySelector('main').append(p); }""")
    left = page.evaluate("[...document.querySelectorAll('#probe bdi')].map(b => b.getBoundingClientRect().left)")
    assert left[0] > left[1]
    page.context.close()
