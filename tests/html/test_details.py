"""Small things that a reader stumbles over: what tells a link, what is cut, where lines begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.html.browsing import LANGUAGES, fonts_of, open_page

# Words of links in the text that no line stands under: an underline does not reach into a box inside a line.
BARE = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), bare = [];
  let links = 0;
  while (walker.nextNode()) {
    const words = walker.currentNode, link = words.parentElement.closest('p a, dd a');
    if (!words.data.trim() || !link || link.querySelector('.fact')) continue;
    links += 1;
    for (let at = words.parentElement; ; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.textDecorationLine === 'underline') break;
      if (at === link || style.display === 'inline-block') { bare.push(words.data); break; }
    }
  }
  return [links, bare];
}"""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_word_of_a_link_is_underlined(browser: Any, real_build: Path, tag: str) -> None:
    """Telephone numbers and citations too, which are boxes of their own."""
    page = open_page(browser, real_build / "html" / "index.html")
    for name, least in (("records-and-help", 5), ("questions", 2), ("sources", 200)):
        page.goto((real_build / "html" / tag / f"{name}.html").as_uri())
        links, bare = page.evaluate(BARE)
        assert bare == [] and links >= least, f"{tag}/{name}: {links}"
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_field_and_the_button_of_the_search_have_lines_as_high_as_the_text(
    browser: Any, real_build: Path, tag: str
) -> None:
    """A lower line cuts what hangs below it, which in Nastaliq is half of a word."""
    page = open_page(browser, real_build / "html" / tag / "search.html")
    ratio = "e => (s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(e))"
    high = page.locator("body").evaluate(ratio)
    assert [page.locator(f".find {part}").evaluate(ratio) for part in ("input", "button")] == pytest.approx([high] * 2)
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_the_number_of_a_result_has_the_face_of_the_page(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "search.html")
    page.fill("#find-words", "NSEERS")
    page.press("#find-words", "Enter")
    page.evaluate("document.fonts.ready.then(() => null)")
    faces = {font["familyName"] for font in fonts_of(page, "#find-results .section-number")}
    assert faces == {font["familyName"] for font in fonts_of(page, "#find-status")}
    page.context.close()


def test_the_place_that_a_mark_leads_to_has_a_frame(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "en" / "what-happened.html")
    page.locator("main .fact").first.click()
    page.wait_for_url("**/sources.html#fact-*")
    page.wait_for_load_state()
    reached = (
        "(e => [getComputedStyle(e).outlineStyle, e.getBoundingClientRect().top])(document.querySelector('li:target'))"
    )
    style, top = page.evaluate(reached)
    assert style == "solid" and 0 < top < 100
    page.context.close()


@pytest.mark.parametrize("width", [768, 1280])
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_head_and_foot_begin_where_the_text_begins(browser: Any, real_build: Path, tag: str, width: int) -> None:
    page = open_page(browser, real_build / "html" / tag / "penalties.html", width=width)
    edge = "e => (b => document.dir === 'rtl' ? innerWidth - b.right : b.left)(e.getBoundingClientRect())"
    edges = [page.locator(part).first.evaluate(edge) for part in (".brand", "main h1", ".foot > p", ".downloads")]
    assert edges == pytest.approx([edges[0]] * 4, abs=1) and edges[0] > 70
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_size_of_a_file_is_parted_from_its_number(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "penalties.html", width=1280)
    rows = page.locator(".downloads li > *").evaluate_all("all => all.map(one => one.getClientRects().length)")
    high = page.locator(".downloads li > *").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight))"
    )
    assert len(rows) > 10 and max(high) < 1.9
    page.context.close()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_panel_of_contents_shows_where_one_is_and_fades_where_it_goes_on(
    browser: Any, real_build: Path, tag: str
) -> None:
    page = open_page(browser, real_build / "html" / tag / "organizations.html", width=1280)  # 800 px high
    here = page.locator("#contents .current > a.current").first.bounding_box()
    assert here["y"] >= 0 and here["y"] + here["height"] <= 800
    assert page.evaluate("scrollY") == 0
    panel = page.locator("#contents")
    assert "gradient" in panel.evaluate("e => getComputedStyle(e).maskImage")
    # What fades at the end is empty.
    panel.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    room = panel.evaluate(
        "e => e.getBoundingClientRect().bottom - Math.max(...[...e.querySelectorAll('a')].map(a => a.getBoundingClientRect().bottom))"
    )
    assert room >= 40
    page.context.close()


@pytest.mark.parametrize(("width", "text"), [(390, "200%"), (320, "100%")])
def test_no_word_of_a_heading_is_broken(browser: Any, real_build: Path, width: int, text: str) -> None:
    """Also when a reader has doubled the letters; and a number does not stand on a line alone when they are as they were."""
    page = open_page(browser, real_build / "html" / "en" / "index.html", width=width)
    for name in ("index", "organizations", "questions", "records-and-help"):
        page.goto((real_build / "html" / "en" / f"{name}.html").as_uri())
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
        broken = page.evaluate("""() => {
          const words = [], range = document.createRange();
          for (const heading of document.querySelectorAll('main h1, main h2, main h3')) {
            const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/[a-z]+/gi)) {
              range.setStart(walker.currentNode, word.index); range.setEnd(walker.currentNode, word.index + word[0].length);
              if (range.getClientRects().length > 1) words.push(word[0]);
            }
          }
          return words;
        }""")
        assert broken == [], name
    if text == "100%":
        page.goto((real_build / "html" / "en" / "organizations.html").as_uri())
        lines = page.locator("h1").evaluate("e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)")
        assert lines < 2
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_number_stands_as_far_from_every_heading(browser: Any, real_build: Path, tag: str) -> None:
    """In em of its letters; wide enough to part it from a title that begins with a number."""
    page = open_page(browser, real_build / "html" / tag / "organizations.html", width=1280)
    gaps = page.evaluate("""() => [...document.querySelectorAll('main :is(h1, h2, h3) > .section-number')].map(number => {
      const range = document.createRange(), walker = document.createTreeWalker(number.parentElement, NodeFilter.SHOW_TEXT);
      range.setStart(number.firstChild, 0); range.setEnd(number.firstChild, number.firstChild.data.trimEnd().length);
      const one = range.getBoundingClientRect();
      walker.currentNode = number.firstChild;
      range.selectNode(walker.nextNode());
      const boxes = [...range.getClientRects()].filter(box => box.top < one.bottom);
      const other = {left: Math.min(...boxes.map(box => box.left)), right: Math.max(...boxes.map(box => box.right))};
      const gap = document.dir === 'rtl' ? one.left - other.right : other.left - one.right;
      return gap / parseFloat(getComputedStyle(number).fontSize);
    })""")
    assert len(gaps) > 10 and min(gaps) > 0.5 and max(gaps) - min(gaps) < 0.25
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_heading_of_a_column_ends_in_a_colon_on_a_phone(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "organizations.html")
    labels = page.locator("td[data-label]").evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert labels and all(label.rstrip('" ').endswith((":", "?", "؟")) for label in labels)
    page.context.close()


@pytest.mark.parametrize(("tag", "word"), [("en", "Numbers"), ("ur", "اعداد")])
def test_entries_of_the_index_that_are_numbers_stand_under_that_word(real_build: Path, tag: str, word: str) -> None:
    headings = html.fromstring((real_build / "html" / tag / "genindex.html").read_bytes()).xpath("//main//h2")
    assert headings[0].text_content() == word


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_the_names_of_the_languages_stand_on_one_line(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "index.html")
    lines = page.locator(".languages a").evaluate_all("""all => all.map(link => {
      const words = document.createElement('span'), mark = document.createElement('span');
      words.append(...link.childNodes, mark); link.append(words);
      mark.style.cssText = 'display:inline-block;inline-size:0;block-size:0';
      return mark.getBoundingClientRect().bottom;
    })""")
    assert len(lines) == 4 and max(lines) - min(lines) < 1.5
    page.context.close()


def test_the_page_for_a_wrong_address_says_where_its_links_lead(real_build: Path) -> None:
    page = html.fromstring((real_build / "html" / "404.html").read_bytes())
    items = page.xpath("//nav//li")
    assert [item.xpath("string(p)") for item in items][::3] == ["This page is not here", "یہ صفحہ یہاں موجود نہیں"]
    assert [item.xpath("string(a/span/span)") for item in items] == [
        "To the beginning of the guide",
        "إلى بداية الدليل",
        "به آغاز راهنما",
        "گائیڈ کے آغاز پر جائیں",
    ]
