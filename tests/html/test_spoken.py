"""Words of the interface that lack a translation say that they are English (WCAG 3.1.2)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from kitabcha.words import all_words, lacks, words
from tests.conftest import CONF, Guide
from tests.html.browsing import open_page

WORDS = {"de": "Wort", "he": "מילה"}
# Text and names that a voice reads, each with the language that governs it; names are those of areas and buttons.
READ = """() => {
  const read = [], of = e => e.closest('[lang]').lang;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest('script, style, noscript')) read.push([node.data.trim(), of(node.parentElement)]);
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'alt', 'placeholder']) if (e.getAttribute(name)) read.push([e.getAttribute(name), of(e)]);
  }
  return read;
}"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for tag, word in WORDS.items():
        guide = Guide(tmp_path_factory.mktemp(f"spoken-{tag}"))
        extra = f'kitabcha_source_language = "{tag}"\nkitabcha_exit_url = "https://example.org/"\n'
        guide.write(
            {
                "conf.py": CONF.replace('["en", "ar", "fa", "ur"]', f'["{tag}", "en"]') + extra,
                "source/index.rst": f"{word}\n=====\n\n{word}.\n\n.. toctree::\n\n   chapter\n",
                "source/chapter.rst": f"{word} 2\n======\n\n.. warning:: {word}.\n\n.. versionadded:: 1.0\n   {word}.\n\n"
                f".. py:function:: work(x)\n\n   :param x: {word}.\n   :raises X: {word}.\n",
            }
        )
        out, warnings = guide.build("html", tag)
        assert warnings == ""
        made[tag] = out
    return made


@pytest.mark.parametrize("tag", WORDS)
@pytest.mark.parametrize("name", ["index", "chapter", "search", "genindex"])
def test_english_words_say_so(browser: Any, sites: dict[str, Path], tag: str, name: str) -> None:
    english = {word for word in all_words() if lacks(tag, word)}
    page = open_page(browser, sites[tag] / f"{name}.html", script=False)
    seen = set()
    for text, lang in page.evaluate(READ):
        if text.rstrip(":") in english:
            assert lang == "en", f"{text} is said to be in {lang}"
            seen.add(text)
        elif re.search("[א-ת]", text) or text in map(words(tag), all_words()):
            assert lang == tag or text in ("English",), f"{text} is said to be in {lang}"
    assert {"Skip to the text", "Home"} <= seen if name != "index" else "Skip to the text" in seen
    page.context.close()


@pytest.mark.parametrize("tag", WORDS)
def test_areas_have_names_that_say_their_language(browser: Any, sites: dict[str, Path], tag: str) -> None:
    page = open_page(browser, sites[tag] / "chapter.html", script=False)
    for role, english in (("navigation", "Language"), ("navigation", "You are here"), ("navigation", "Contents")):
        assert page.get_by_role(role, name=words(tag)(english), exact=True).count() == 1
    named = html.fromstring((sites[tag] / "chapter.html").read_bytes()).xpath("//nav/@aria-labelledby")
    assert {"name:language", "name:you-are-here"} <= set(named) and "name:contents" not in named
    page.context.close()


ENGLISH = ("Added in version", "Parameters", "Raises")


@pytest.mark.parametrize("tag", WORDS)
def test_words_that_sphinx_has_only_in_english_say_so(sites: dict[str, Path], tag: str) -> None:
    page = html.fromstring((sites[tag] / "chapter.html").read_bytes())
    shown = page.xpath("//dl[contains(@class, 'field-list')]/dt | //span[contains(@class, 'versionmodified')]")
    spoken = {" ".join(word.text_content().split()): word.get("lang") for word in shown}
    assert len(spoken) == 3 and set(spoken.values()) == {None, "en"}
    for word, lang in spoken.items():
        assert (lang == "en") is word.startswith(ENGLISH), word


def test_messages_of_the_search_say_so(browser: Any, sites: dict[str, Path]) -> None:
    page = open_page(browser, sites["de"] / "search.html")
    for query, words_said in (("zebra", "Nothing was found"), (WORDS["de"], "sections found")):
        page.fill("#find-words", query)
        page.press("#find-words", "Enter")
        said = page.locator("#find-status > span")
        assert words_said in said.inner_text()
        assert said.get_attribute("lang") == "en"
    page.context.close()


def test_where_all_words_are_translated_none_is_english(real_build: Path) -> None:
    for tag in ("ar", "fa", "ur"):
        text = (real_build / "html" / tag / "search.html").read_text(encoding="utf-8")
        assert "<span lang=" not in text and "name:" not in text and 'data-forms="{&#34;' in text


def test_the_note_at_what_is_not_translated_is_in_the_language_of_the_page(browser: Any, guide: Guide) -> None:
    page_text = "Test Guide\n==========\n\nOne sentence.\n\n- In a list.\n\n.. note:: In a box.\n"
    guide.write({"source/index.rst": page_text})
    guide.translate("fa", "index", {"Test Guide": "راهنما"})
    out, _ = guide.build("html", "fa")
    page = open_page(browser, out / "index.html", script=False)
    notes = page.locator("main .not-translated")
    note = words("fa")("Not yet translated")
    assert notes.all_inner_texts() == [note, note]
    assert notes.evaluate_all("all => all.map(one => one.closest('[lang]').lang)") == ["fa", "fa"]
    texts = notes.evaluate_all(
        "all => all.map(one => [one.nextElementSibling.textContent, one.nextElementSibling.lang])"
    )
    assert texts == [["One sentence.", "en"], ["In a box.", "en"]]
    page.context.close()


def test_latin_words_in_results_say_their_language(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "ar" / "search.html")
    page.fill("#find-words", "NSEERS")
    page.press("#find-words", "Enter")
    spoken = page.locator(".find-results bdi[dir=ltr]").evaluate_all(
        "all => all.map(one => [one.textContent, one.lang])"
    )
    assert ["NSEERS", "en"] in spoken
    assert all((lang == "en") is bool(re.search("[A-Za-z]", text)) for text, lang in spoken)
    page.context.close()
