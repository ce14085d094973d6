"""Latin alone on a right-to-left page: signs at its end stand at its end, its parts in their order, its start at the page's."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import Guide
from tests.html.browsing import open_page

PAGE = """
    دليل
    ====

    كلمات (كثيرة).

    .. toctree::
       :numbered:

       chapter
       last
"""
CHAPTER = """
    Who is it (today)?
    ==================

    نص عربي.

    American Lawyers (AILA).

    *Shop* & "Sons", Inc. (Ltd.)

    1331 G Street, Suite 300.

    - Immigrant House (IH).

    ===== ==================
    اسم   Fee (more or less)
    ===== ==================
    عربي  See note (b).
    ===== ==================

    :Site: Ask here!
    :عنوان: Box 12.

    .. figure:: dot.png

       A dot (black).

    | Line one.

    Big Term.
       Big meaning!

    .. rubric:: Notes (old):

    .. note:: Take care.

    .. index:: Ltd. (limited)

    Deeper.
    -------

    نص مختلط Latin (x) هنا.

    شركة Smith & Sons.
"""
# The place of every character of an element's text: its left edge and the middle of its line.
PLACES = """words => {
  const all = [...document.querySelectorAll('main, nav, .crumbs, .find-results')].flatMap(host => {
    const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return [nodes];
  });
  for (const nodes of all) {
    const text = nodes.map(node => node.data).join('');
    const found = [];
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      found.push([...words].map((c, i) => {
        let rest = at + i;
        const node = nodes.find(one => { if (rest < one.length) return true; rest -= one.length; });
        const range = document.createRange();
        range.setStart(node, rest); range.setEnd(node, rest + 1);
        const box = range.getBoundingClientRect();
        return [c, box.left, (box.top + box.bottom) / 2, box.width];
      }));
    }
    if (found.length) return found;
  }
  return [];
}"""
WORDS = [
    "Who is it (today)?",
    "American Lawyers (AILA).",
    'Shop & "Sons", Inc. (Ltd.)',
    "1331 G Street, Suite 300.",
    "Immigrant House (IH).",
    "Fee (more or less)",
    "See note (b).",
    "Ask here!",
    "Box 12.",
    "A dot (black).",
    "Line one.",
    "Big Term.",
    "Big meaning!",
    "Notes (old):",
    "Take care.",
    "Deeper.",
]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in Arabic alone, with Latin in every kind of block."""
    from PIL import Image

    from tests.conftest import CONF

    made = Guide(tmp_path_factory.mktemp("turned"))
    made.write({"conf.py": CONF.replace('["en", "ar", "fa", "ur"]', '["ar"]'), "source/index.rst": PAGE})
    made.write({"source/chapter.rst": CHAPTER, "source/last.rst": "Thanks (all).\n=============\n\nشكرًا.\n"})
    Image.new("L", (8, 8)).save(made.folder / "source" / "dot.png")
    out, warnings = made.build("html", "ar", kitabcha_source_language="ar")
    assert "WARNING" not in warnings.replace("ids.duplicate", "")
    return out


def in_order(places: list[list[Any]]) -> bool:
    """Whether characters of each line follow each other from left to right, and lines from top to bottom."""
    shown = [place for place in places if place[3] > 0 and place[0] != " "]
    return all(
        (abs(one[2] - other[2]) < 8 and one[1] <= other[1] + 0.5) or one[2] < other[2] - 8
        for one, other in itertools.pairwise(shown)
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_signs_stand_at_the_end_of_what_they_end(browser: Any, arabic: Path, width: int) -> None:
    page = open_page(browser, arabic / "chapter.html", width=width)
    for words in WORDS:
        found = page.evaluate(PLACES, words)
        assert found, words
        for places in found:
            assert in_order(places), f"{words}: {[place[0] for place in sorted(places, key=lambda place: place[1])]}"
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_it_begins_where_the_lines_of_the_page_begin(browser: Any, arabic: Path, width: int) -> None:
    page = open_page(browser, arabic / "chapter.html", width=width)
    edge = "p => { const r = document.createRange(); r.selectNodeContents(p); return r.getBoundingClientRect().right; }"
    own = page.locator("main section > p", has_text="نص عربي").evaluate(edge)
    for words in ("American Lawyers", "1331 G Street"):
        found = page.locator("main section > p", has_text=words)
        assert abs(found.evaluate(edge) - own) < 1.5, words
        assert (found.get_attribute("dir"), found.get_attribute("lang")) == ("ltr", "en")
    page.context.close()


def test_a_paragraph_of_both_keeps_the_direction_of_the_page(browser: Any, arabic: Path) -> None:
    page = open_page(browser, arabic / "chapter.html", width=1280)
    for words in ("نص مختلط", "شركة Smith"):
        mixed = page.locator("main p", has_text=words)
        assert mixed.locator("bdi").first.get_attribute("lang") == "en"
        assert mixed.get_attribute("dir") is None and mixed.evaluate("p => getComputedStyle(p).direction") == "rtl"
    page.context.close()


def test_contents_crumbs_and_page_turning_hold_titles_together(browser: Any, arabic: Path) -> None:
    page = open_page(browser, arabic / "index.html", width=1280)
    for name, place in (("index", "#contents"), ("index", ".turn .next"), ("chapter", "#contents")):
        page.goto((arabic / f"{name}.html").as_uri())
        found = page.locator(place).evaluate(
            f"(host, words) => {{ const query = document.querySelectorAll.bind(document);"
            f" document.querySelectorAll = () => [host];"
            f" try {{ return ({PLACES})(words); }} finally {{ document.querySelectorAll = query; }} }}",
            "Who is it (today)?",
        )
        assert found and all(map(in_order, found)), (name, place)
    for place, words in ((".crumbs", "Who is it (today)?"), (".turn .next", "Thanks (all).")):
        held = page.locator(f"{place} bdi[dir=ltr]").first
        assert words in held.inner_text() and held.get_attribute("lang") == "en"
    page.goto((arabic / "genindex.html").as_uri())
    found = page.evaluate(PLACES, "Ltd. (limited)")
    assert found and all(map(in_order, found))
    page.context.close()


def test_results_of_a_search_hold_them_together(browser: Any, arabic: Path) -> None:
    page = open_page(browser, arabic / "search.html", width=390)
    for query, words in (
        ("lawyers", "American Lawyers (AILA)."),
        ("today", "Who is it (today)?"),
        ("shop", 'Shop & "Sons"'),
    ):
        page.fill("#find-words", query)
        page.press("#find-words", "Enter")
        found = page.evaluate(PLACES.replace("main, nav, .crumbs, .find-results", ".find-results"), words)
        assert found and all(map(in_order, found)), words
    page.context.close()


def test_what_is_said_of_parameters_is_in_the_language_of_the_source(guide: Guide) -> None:
    """Sphinx puts it into no catalog, so it has no note that a translation is to come."""
    described = ".. py:function:: f(x)\n\n   Told.\n\n   :param x: Passed.\n   :returns: Made.\n"
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n{described}"})
    tree = html.fromstring((guide.build("html", "ar")[0] / "index.html").read_bytes())
    said = tree.xpath("//dl[contains(@class, 'field-list')]//p")
    assert [(p.text_content().split()[-1], p.get("lang"), p.get("dir")) for p in said] == [
        ("Passed.", "en", "ltr"),
        ("Made.", "en", "ltr"),
    ]
