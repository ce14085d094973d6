"""The layout: wholly mirrored, whole at every width and zoom, in the dark, in forced colours and on paper."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.html.browsing import LANGUAGES, open_page

PAGES = ("index", "what-happened", "timeline", "glossary", "records-and-help", "organizations", "questions", "genindex")
# Each element whose direction turns with the page: what its sheet says of left and right, and where its box lies.
SIDES = """() => [...document.querySelectorAll('body, body *')].filter(e => !e.closest('svg, bdi')).map(e => {
  const s = getComputedStyle(e), b = e.getBoundingClientRect(), w = document.documentElement.clientWidth;
  const sides = side => ['margin', 'padding'].map(p => s[p + side]).concat(s['border' + side + 'Width'], s['border' + side + 'Style']);
  return {name: e.tagName + '.' + e.className, dir: s.direction, left: sides('Left'), right: sides('Right'), float: s.float,
    align: s.textAlign, inset: [s.left, s.right], position: s.position, display: s.display,
    box: [b.left, w - b.right, b.top, b.bottom], block: !s.display.startsWith('inline') && !e.closest('.top *, .crumbs li, table, .index-letter *')};
})"""
# Each tied run: on how many rows it stands, by the middle of its boxes; how far its first and last signs are above or
# below their neighbours inside; and whether it stands in a cell, which may be narrower than a name.
TIES = """() => [...document.querySelectorAll('main .tied')].map(tie => {
  const letters = [], rows = [], range = document.createRange();
  const walker = document.createTreeWalker(tie, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      range.setStart(walker.currentNode, at); range.setEnd(walker.currentNode, at + 1);
      const box = [...range.getClientRects()].find(box => box.width);
      if (box) letters.push((box.top + box.bottom) / 2);
    }
  }
  for (const middle of letters) if (!rows.some(row => Math.abs(row - middle) < 12)) rows.push(middle);
  const ends = [letters[0] - letters[1], letters[letters.length - 1] - letters[letters.length - 2]];
  return {rows: rows.length, ends: ends.map(Math.abs), cell: !!tie.closest('td'), words: tie.textContent};
})"""
# Each mark of a source, and whether the sign before it stands on the same row.
MARKS = """() => [...document.querySelectorAll('main .fact')].map(mark => {
  const link = mark.closest('a') || mark, before = link.previousSibling;
  if (!before || before.nodeType !== 3 || !before.data.trim()) return {after: 'nothing'};
  const range = document.createRange(), end = before.data.trimEnd().length;
  range.setStart(before, end - 1); range.setEnd(before, end);
  const a = range.getBoundingClientRect(), b = mark.getBoundingClientRect();
  return {after: a.bottom < b.top ? 'parted' : 'together', words: before.data.slice(-20) + mark.textContent};
})"""
BOXES = """() => {
  const box = e => { const b = e.getBoundingClientRect(); return {left: b.left, right: b.right, top: b.top}; };
  const all = selector => [...document.querySelectorAll('svg.timeline ' + selector)];
  const top = document.querySelector('svg.timeline').getBoundingClientRect().top;
  return {bars: all('rect').map(box), years: all('text:not(.name)').map(box),
    names: all('.name').map(e => ({...box(e), base: top + e.y.baseVal[0].value}))};
}"""
TURNED = {"left": "right", "right": "left", "-webkit-left": "-webkit-right", "-webkit-right": "-webkit-left"}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_every_side_is_mirrored(browser: Any, real_build: Path, tag: str, width: int) -> None:
    """The same page laid out in both directions: what was at the left of each element is at its right, and so its box."""
    page = open_page(browser, real_build / "html" / "index.html", width=width)
    compared = placed = 0
    for name in PAGES:
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        page.wait_for_load_state()
        here = page.evaluate(SIDES)
        page.evaluate("document.documentElement.dir = 'ltr'")
        there = page.evaluate(SIDES)
        for one, other in zip(here, there, strict=True):
            if one["dir"] == other["dir"]:
                continue  # it has a direction of its own
            compared += 1
            where = f"{tag}/{name}: {one['name']}"
            assert one["left"] == other["right"] and one["right"] == other["left"], where
            assert TURNED.get(one["float"], one["float"]) == other["float"], where
            assert TURNED.get(one["align"], one["align"]) == other["align"], where
            if one["position"] == "absolute":
                assert one["inset"] == other["inset"][::-1], where
        for one, other in zip(here, there, strict=True):
            box, twin = one["box"], other["box"]
            if (
                one["block"] and box[2] < box[3] and abs(sum(box[:2]) - sum(twin[:2])) < 0.5
            ):  # else it is as wide as its text
                assert abs(box[0] - twin[1]) < 1.5 and abs(box[1] - twin[0]) < 1.5, f"{tag}/{name}: {one['name']}"
                placed += 1
    assert compared > 1500 and placed > 500
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_zoom_and_reflow(browser: Any, real_build: Path, tag: str) -> None:
    """Text alone at 200 % (WCAG 1.4.4), and a window of 1280 px at 400 %, which is 320 px wide and 256 high (1.4.10)."""
    page = open_page(browser, real_build / "html" / "index.html")
    for name in PAGES:
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        for width, height, text in ((1280, 800, "200%"), (390, 800, "200%"), (320, 256, "100%")):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{tag}/{name} at {width} px and {text} is {wide} px too wide"
            cut = page.evaluate(
                "[...document.querySelectorAll('main p, main li, main h2, .top a')].filter(e => "
                "getComputedStyle(e).overflow !== 'visible' && e.scrollHeight > e.clientHeight + 1).length"
            )
            assert cut == 0
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_lines_are_never_clipped(browser: Any, real_build: Path, tag: str) -> None:
    """No box that holds text hides what runs over, and lines are as high as the look wants them."""
    page = open_page(browser, real_build / "html" / tag / "what-happened.html")
    hiding = page.evaluate(
        "[...document.querySelectorAll('main *, header *, nav *, footer *')].filter(e => e.textContent.trim() && "
        "!e.closest('svg, thead') && /hidden|clip/.test(getComputedStyle(e).overflowY)).map(e => e.outerHTML.slice(0, 80))"
    )
    assert hiding == []
    ratio = page.evaluate("(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(document.body))")
    assert ratio == pytest.approx({"en": 1.55, "ar": 1.8, "fa": 1.9, "ur": 2.3}[tag])
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_emphasis_is_by_weight_never_by_slant_or_spacing(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / "index.html")
    for name in PAGES:
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        bent = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => { const s = getComputedStyle(e); "
            "return s.fontStyle !== 'normal' || !['normal', '0px'].includes(s.letterSpacing); }).length"
        )
        assert bent == 0, name
    page.context.close()


def test_the_dark_page_is_dark(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "ar" / "penalties.html", scheme="dark")
    style = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    assert style == ["rgb(26, 23, 21)", "rgb(240, 235, 228)"]
    page.context.close()


def test_forced_colours_keep_what_is_current_and_every_frame(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "fa" / "penalties.html")
    page.emulate_media(forced_colors="active")
    current = "getComputedStyle(document.querySelector('.languages a[aria-current]'))"
    assert page.evaluate(f"parseFloat({current}.borderBlockEndWidth)") >= 3
    frame = page.evaluate(
        "(s => [s.borderTopStyle, s.borderTopWidth])(getComputedStyle(document.querySelector('.legal')))"
    )
    assert frame == ["double", "4px"]
    page.context.close()


def test_nothing_moves(browser: Any, real_build: Path) -> None:
    """Nor does the page roll to a place: on a slow phone a long way would show nothing but white."""
    page = open_page(browser, real_build / "html" / "en" / "penalties.html")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).animationName !== 'none').length"
    assert page.evaluate(moving) == 0
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_prints_on_its_own(browser: Any, real_build: Path, tmp_path: Path, tag: str) -> None:
    """Text black on white over the whole sheet, without bars; outside addresses are printed."""
    page = open_page(browser, real_build / "html" / tag / "records-and-help.html", scheme="dark")
    title = page.locator("h1").inner_text().split()[-1]
    page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    assert page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))") == [
        "rgb(255, 255, 255)",
        "rgb(0, 0, 0)",
    ]
    for hidden in (".languages", ".contents", ".turn", ".crumbs", ".skip", ".downloads", ".to-contents"):
        assert not page.locator(hidden).first.is_visible(), hidden
    page.context.close()
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        assert 1 < len(document) <= 8
        sheet = document[0]
        assert sheet.get_size() == pytest.approx((595.3, 841.9), abs=1.5)
        text = " ".join(sheet.get_textpage().get_text_range().split())
        assert "1-877-382-4357" in " ".join(
            " ".join(other.get_textpage().get_text_range().split()) for other in document
        )
    assert len(text) > 300 and title


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_line_parts_a_sign_from_its_run_or_a_mark_from_its_word(browser: Any, real_build: Path, tag: str) -> None:
    """A bracket stays with the citation in it, and the number of a source with the word that it proves."""
    page = open_page(browser, real_build / "html" / "index.html")
    tied = marks = 0
    for name in ("timeline", "what-happened", "what-it-was", "today"):
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        for width in (320, 390, 768):
            page.set_viewport_size({"width": width, "height": 800})
            for tie in page.evaluate(TIES):
                where = f"{tag}/{name} at {width} px: {tie}"
                assert tie["rows"] == 1 or width == 320 or (tie["cell"] and width == 768), where
                assert max(tie["ends"]) < 12, where
                tied += 1
            for place in page.evaluate(MARKS):
                assert place["after"] != "parted", f"{tag}/{name} at {width} px: {place}"
                marks += 1
    assert tied > 20 and marks > 100
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_names_of_the_time_line_keep_clear_of_the_bars(browser: Any, real_build: Path, tag: str, width: int) -> None:
    """Letters as large as those of the page's notes, inside the page; years do not run into each other."""
    page = open_page(browser, real_build / "html" / tag / "timeline.html", width=width)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('svg.timeline')).fontSize)") >= 12
    inside = page.evaluate(BOXES)
    assert len(inside["bars"]) == len(inside["names"]) == 3
    for name, bar in zip(inside["names"], inside["bars"], strict=True):
        assert name["base"] + 4 < bar["top"], "a name lies on its bar"
        assert name["left"] >= -1 and name["right"] <= width + 1
    years = sorted((year["left"], year["right"]) for year in inside["years"])
    assert all(first[1] < second[0] for first, second in itertools.pairwise(years))
    page.context.close()
