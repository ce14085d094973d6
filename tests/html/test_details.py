"""Small things that a reader stumbles over: what tells a link, what is cut, where lines begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
    reached = (
        "(e => [getComputedStyle(e).outlineStyle, e.getBoundingClientRect().top])(document.querySelector('li:target'))"
    )
    style, top = page.evaluate(reached)
    assert style == "solid" and 0 < top < 100
    page.context.close()
