"""The search page in a real browser, opened from the folder: what is typed, what is found, what is shown, what is kept.

The engine of the page is compared with its twin in Python here too, on one list of words and on the whole guide.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitabcha.languages import language
from kitabcha.search.folding import fold, words
from kitabcha.search.tongues import tongue
from kitabcha.words import counted
from tests.conftest import Guide
from tests.html.browsing import LANGUAGES, open_page, serving
from tests.html.test_browser import POSITIONS
from tests.search.reading import Query, forms, queries, read_index, text_of, word_list

FIELD = "#find-words"
# What the engine of the page makes of texts: folded, its words, and the terms of each piece.
ENGINE = """texts => {
  const engine = kitabchaEngine(kitabchaIndex.tables);
  return JSON.stringify(JSON.parse(texts).map(text => [engine.fold(text), engine.words(text).map(word => [word.whole,
    word.parts, engine.pieces(word).map(piece => [piece, engine.terms(piece), engine.isStop(piece),
      engine.skeleton(engine.stem(piece))])])]));
}"""


# What queries find, with and without the ties of Snowball's stemmers.
TIED = """texts => [kitabchaIndex.ties, []].map(ties => {
  const finder = kitabchaFinder({...kitabchaIndex, ties});
  return texts.map(text => {
    const found = finder.find(text);
    return [...found.whole, ...found.part].map(hit => finder.address(hit.section).replace('.html', ''));
  });
})"""


def in_browser(page: Any, texts: list[str]) -> list[Any]:
    made: list[Any] = json.loads(
        page.evaluate(ENGINE, json.dumps(texts))
    )  # much quicker than Playwright takes lists along
    return made


def in_python(tag: str, text: str) -> list[Any]:
    rules = tongue(tag, "en")
    made = []
    for word in words(text):
        pieces = []
        for piece in rules.pieces(word):
            own = rules.rules(piece)
            pieces.append([piece, own.terms(piece), piece in own.stops, rules.own.skeleton(own.stem(piece))])
        made.append([word.whole, list(word.parts), pieces])
    return [fold(text), made]


def search_page(browser: Any, site: Path, tag: str, **options: Any) -> Any:
    return open_page(browser, site / "html" / tag / "search.html", **options)


def search(page: Any, text: str) -> list[str]:
    """Type a query and press Enter; return the places found as ``page#anchor``."""
    page.fill(FIELD, text)
    page.press(FIELD, "Enter")
    links = page.eval_on_selector_all("#find-results a", "links => links.map(link => link.getAttribute('href'))")
    return [link.replace(".html", "", 1) for link in links]


@pytest.fixture(scope="module")
def pages(browser: Any, real_build: Path) -> Iterator[dict[str, Any]]:
    """The search page of each language, open."""
    opened = {tag: search_page(browser, real_build, tag) for tag in LANGUAGES}
    yield opened
    for page in opened.values():
        page.context.close()


# ---------------------------------------------------------------------- one engine in two languages
@pytest.mark.parametrize("tag", LANGUAGES)
def test_python_and_javascript_agree_on_the_shared_list(pages: dict[str, Any], tag: str) -> None:
    listed = word_list()
    groups = [*listed["one spelling"], *listed["one word"][tag], *listed["two words"][tag]]
    texts = [*itertools.chain(*groups), *(query.text for query in queries())]
    assert in_browser(pages[tag], texts) == [in_python(tag, text) for text in texts]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_python_and_javascript_agree_on_the_whole_guide(pages: dict[str, Any], real_build: Path, tag: str) -> None:
    rows = read_index(real_build / "html" / tag).data["sections"]
    texts = [text_of(passage) for row in rows for passage in [row[3], *row[4], row[5]]]
    assert len(texts) > 300
    assert in_browser(pages[tag], texts) == [in_python(tag, text) for text in texts]


SIGNS = st.one_of(
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF, exclude_categories=["Cn"]),
    st.sampled_from("aeSİß’'-.,٫٬/()0123\u200c\u200d\u2066\u2069ﻻﷲﬁ½é ̈"),
)


def test_python_and_javascript_agree_on_anything(pages: dict[str, Any]) -> None:
    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(LANGUAGES), st.lists(st.text(SIGNS, max_size=20), max_size=20))
    def agree(tag: str, texts: list[str]) -> None:
        assert in_browser(pages[tag], texts) == [in_python(tag, text) for text in texts]

    agree()


# ---------------------------------------------------------------------- finding
@pytest.mark.parametrize("query", queries(), ids=lambda query: f"{query.tag}-{query.text}")
def test_what_readers_look_for_is_among_the_first_five(pages: dict[str, Any], query: Query) -> None:
    found = search(pages[query.tag], query.text)[:5]
    assert bool(set(found) & set(query.places)) is not bool(query.missing), found


def test_the_queries_name_places_that_exist(real_build: Path) -> None:
    """A heading that is worded anew changes its anchor; then the table must follow."""
    for tag in LANGUAGES:
        places = set(read_index(real_build / "html" / tag).places())
        wanted = {place for query in queries() if query.tag == tag for place in query.places}
        assert wanted <= places, wanted - places


def test_there_are_twenty_queries_for_each_language() -> None:
    for tag in LANGUAGES:
        assert sum(query.tag == tag and not query.missing for query in queries()) >= 20


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_entry_of_the_index_finds_its_section(pages: dict[str, Any], real_build: Path, tag: str) -> None:
    """An entry is how a guide names what its sentences do not say: a broken plural, another word."""
    index = read_index(real_build / "html" / tag)
    entries = [(entry, place) for place in index.places() for entry in index.section(place)[5].split("\n") if entry]
    assert len(entries) > 50
    for entry, place in entries:
        assert place in search(pages[tag], entry)[:5], f"{entry} does not find {place}"


# language, spellings of one query
SPELLINGS = [
    ("en", ["fingerprints", "FINGERPRINT", "fingerprinting"]),
    ("ar", ["العقوبات", "عُقوبَة", "وبالعقوبات", "عقوبه"]),
    ("ar", ["أمريكي", "امریکی", "الأمريكي"]),
    ("fa", ["کلاهبرداری", "كلاهبرداري", "کلاه‌برداری"]),
    ("fa", ["پرونده‌ها", "پروندهها", "پروندهٔ"]),
    ("ur", ["سزائیں", "سزائيں", "سزا"]),
    ("ur", ["مہینے", "مهینے", "مھینوں"]),
]


@pytest.mark.parametrize(("tag", "spellings"), SPELLINGS)
def test_every_spelling_finds_the_same(pages: dict[str, Any], tag: str, spellings: list[str]) -> None:
    found = {spelling: set(search(pages[tag], spelling)[:20]) for spelling in spellings}
    assert len(set(map(frozenset, found.values()))) == 1, found
    assert all(found.values())


@pytest.mark.parametrize("digits", ["2025", "٢٠٢٥", "۲۰۲۵"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_digits_of_every_family_find_the_same(pages: dict[str, Any], tag: str, digits: str) -> None:
    assert "today#a-different-rule-registration-since-2025" in search(pages[tag], digits)[:5]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_result_leads_to_a_heading(pages: dict[str, Any], browser: Any, real_build: Path, tag: str) -> None:
    places = read_index(real_build / "html" / tag).places()
    assert len(places) > 100
    reader = open_page(browser, real_build / "html" / tag / "index.html", script=True)
    for page, group in itertools.groupby(places, key=lambda place: place.partition("#")[0]):
        reader.goto((real_build / "html" / tag / f"{page}.html").as_uri())
        headed = reader.eval_on_selector_all("section:has(> :is(h2, h3, h4))", "all => all.map(one => one.id)")
        for place in group:
            anchor = place.partition("#")[2]
            assert not anchor or headed.count(anchor) == 1, place
    reader.context.close()


# language, queries, the least that are found among the first five, words that find more through Snowball
SNOWBALL = [
    ("ar", 30, ["يستدعون", "استعملت", "تستند"]),
    ("fa", 38, ["مترجمان", "بازداشتگاه‌ها", "پناهندگان", "معافند"]),
]


@pytest.mark.parametrize(("tag", "least", "gaining"), SNOWBALL)
def test_snowball_adds_to_what_our_rules_find(pages: dict[str, Any], tag: str, least: int, gaining: list[str]) -> None:
    """Of 42 and 45 forms our rules find 30 and 37 by themselves; nothing that they find first gives way."""
    asked = [query for query in [*queries(), *forms()] if query.tag == tag]
    both, ours = pages[tag].evaluate(TIED, [query.text for query in asked])
    found = [
        [bool(set(places[:5]) & set(query.places)) for query, places in zip(asked, some, strict=True)]
        for some in (both, ours)
    ]
    assert all(one >= other for one, other in zip(*found, strict=True))
    assert sum(found[0][-len([query for query in forms() if query.tag == tag]) :]) >= least
    for places, before in zip(both, ours, strict=True):
        assert places[:3] == before[:3] or set(before) < set(places)
    both, ours = pages[tag].evaluate(TIED, gaining)
    for word, places, before in zip(gaining, both, ours, strict=True):
        assert set(before) < set(places), word


def test_an_english_word_shows_the_passage_in_the_language_of_the_reader(pages: dict[str, Any]) -> None:
    assert search(pages["ur"], "fingerprints")[0] == "what-it-involved#at-the-office"
    assert "فنگر پرنٹ" in pages["ur"].inner_text("#find-results li:first-child .passage")


# ---------------------------------------------------------------------- showing
def test_hits_are_marked_in_the_passage_and_in_the_headings(pages: dict[str, Any]) -> None:
    search(pages["ar"], "محامون")
    first = pages["ar"].locator("#find-results li").first
    marked = first.locator(".passage mark").all_inner_texts()
    assert marked and all("محام" in word for word in marked)
    search(pages["fa"], "مجازات")
    assert pages["fa"].locator("#find-results .what mark").first.inner_text().startswith("مجازات")


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_a_phone_number_reads_left_to_right_in_a_passage(pages: dict[str, Any], tag: str) -> None:
    search(pages[tag], "FTC 1-877-382-4357")
    found = pages[tag].evaluate(POSITIONS, "1-877-382-4357")
    assert found
    for characters in found:
        assert len({round(top) for _c, _left, top, wide in characters if wide}) == 1
        assert all(a[1] <= b[1] + 0.5 for a, b in itertools.pairwise(characters))


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_an_english_passage_says_so(pages: dict[str, Any], tag: str) -> None:
    """The model letter is in English on every page."""
    search(pages[tag], "full name passport A-Number")
    passage = pages[tag].locator(".passage", has_text="A-Number").first
    assert (passage.get_attribute("lang"), passage.get_attribute("dir")) == ("en", "ltr")


def test_a_row_of_several_languages_names_each(pages: dict[str, Any]) -> None:
    search(pages["ur"], "port of entry")
    row = pages["ur"].locator(".passage", has_text="port of entry").first
    runs = row.locator("bdi[lang]").evaluate_all("all => all.map(one => [one.lang, one.dir])")
    assert runs == [["en", "ltr"], ["ar", "rtl"], ["fa", "rtl"]]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_count_is_in_the_plural_and_the_digits_of_the_language(pages: dict[str, Any], tag: str) -> None:
    own = language(tag)
    forms = counted(tag, "{n} section found", "{n} sections found")
    seen = set()
    for query in (query for query in queries() if query.tag == tag and not query.missing):
        found = search(pages[tag], query.text)
        part = pages[tag].locator(".find-part, .find-part ~ li a").count()
        more = pages[tag].locator("#find-more").is_visible()
        status = pages[tag].inner_text("#find-status")
        if part or more or status == pages[tag].text_content("#find-some"):
            continue
        kind = own.locale.plural_form(len(found))
        assert status == forms[kind].replace("{n}", own.digits(len(found)))
        seen.add(kind)
    assert len(seen) >= 2


def test_more_results_come_when_asked_for_and_take_the_focus(pages: dict[str, Any]) -> None:
    page = pages["fa"]
    assert len(search(page, "ثبت‌نام")) == 20
    page.click("#find-more")
    assert page.locator("#find-results li > a").count() > 20
    assert page.evaluate("document.activeElement.parentElement === document.querySelectorAll('#find-results li')[20]")


def test_sections_with_some_of_the_words_follow_and_are_told_apart(pages: dict[str, Any]) -> None:
    page = pages["en"]
    assert search(page, "form I-94")
    assert page.inner_text(".find-part") == "With some of the words"
    assert search(page, "Mukasey zebra")
    assert page.inner_text("#find-status") == "No section has all the words; these have some of them."
    assert search(page, "zebra") == []
    assert page.inner_text("#find-status").startswith("Nothing was found.")


# ---------------------------------------------------------------------- using
@pytest.mark.parametrize("tag", LANGUAGES)
def test_it_works_from_the_keyboard(browser: Any, real_build: Path, tag: str) -> None:
    page = search_page(browser, real_build, tag)
    link = "header .to-search"
    page.goto((real_build / "html" / tag / "index.html").as_uri())
    page.focus(link)
    page.keyboard.press("Enter")
    page.wait_for_selector("form[role=search]")
    assert page.get_attribute(link, "aria-current") == "page"
    page.focus(FIELD)
    page.keyboard.type("2011")
    page.keyboard.press("Enter")
    assert page.locator("[role=status]").inner_text() != ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "search.html" not in url)
    page.context.close()


def test_results_come_while_one_types(browser: Any, real_build: Path) -> None:
    page = search_page(browser, real_build, "ar")
    page.type(FIELD, "بصم")
    page.wait_for_selector("#find-results a")
    assert page.get_attribute("#find-results a", "href") == "what-it-involved.html#at-the-office"
    page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(pages: dict[str, Any], tag: str, width: int) -> None:
    pages[tag].set_viewport_size({"width": width, "height": 800})
    search(pages[tag], "USCIS")
    wide = pages[tag].evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize("tag", LANGUAGES)
def test_without_javascript_the_page_says_so_and_leads_to_the_index(browser: Any, real_build: Path, tag: str) -> None:
    page = search_page(browser, real_build, tag, script=False)
    assert page.locator("main form").is_hidden()
    assert page.locator("main .notice").is_visible() and "JavaScript" in page.inner_text("main .notice")
    page.click("main .notice a")
    assert page.url.endswith(f"/{tag}/genindex.html")
    page.context.close()


# ---------------------------------------------------------------------- keeping nothing
@pytest.fixture
def server(real_build: Path) -> Iterator[str]:
    with serving(real_build / "html") as (_server, address):
        yield address


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_what_is_typed_goes_nowhere_and_is_kept_nowhere(
    browser: Any, real_build: Path, server: str, scheme: str
) -> None:
    root = server if scheme == "http" else (real_build / "html").as_uri()
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{root}/ar/search.html", wait_until="networkidle")
    loaded, address, history = len(asked), page.url, page.evaluate("history.length")
    for text in ("fingerprints", "١٢٣", "ترحيل"):
        search(page, text)
    page.click("main form button")
    page.wait_for_timeout(400)  # longer than the page waits after the last key
    assert asked[loaded:] == [] and faults == []
    assert (page.url, page.evaluate("history.length")) == (address, history)
    assert context.storage_state() == {"cookies": [], "origins": []}
    if scheme == "http":
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
        assert page.evaluate("caches.keys().then(all => all.length)") == 0
    found = page.locator("#find-results a").first
    found.click()
    assert "ترحيل" not in page.url and "%" not in page.url
    assert page.evaluate("document.referrer") == ""
    page.go_back()
    assert page.evaluate("[document.querySelector('#find-words').autocomplete, location.search]") == ["off", ""]
    context.close()


def test_only_search_and_the_choice_of_letters_run_scripts_and_only_their_own(real_build: Path) -> None:
    for path in sorted((real_build / "html").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        runs = path.name == "search.html" or path.parent.name == "ur"
        assert ("<script" in text) is runs, path
        assert text.count("script-src") == text.count("script-src 'self';") == runs, path
        assert ("connect-src" not in text and "form-action 'none'" in text) or path.parent == real_build / "html"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_form_has_no_way_to_send(real_build: Path, tag: str) -> None:
    text = (real_build / "html" / tag / "search.html").read_text(encoding="utf-8")
    form = re.search(r'<form id="find".*?</form>', text, re.S)
    assert form is not None
    assert not re.search(r"\s(action|name)=", form[0]) and 'autocomplete="off"' in form[0]


# ---------------------------------------------------------------------- other themes
@pytest.mark.parametrize(
    ("tag", "title", "query"),
    [("ar", "المحامون", "محامين"), ("fa", "پرونده‌ها", "پروندههای"), ("ur", "سزائیں", "سزاؤں")],
)
def test_sphinx_own_search_finds_forms_too(browser: Any, guide: Guide, tag: str, title: str, query: str) -> None:
    """With another theme, Sphinx's search page uses our rules."""
    guide.write(
        {
            "source/index.rst": "دليل\n====\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": f"{title}\n==========\n\n{title}\n",
        }
    )
    out, _ = guide.build("html", tag, html_theme="basic", kitabcha_source_language=tag, html_show_search_summary=False)
    page = browser.new_page()
    page.goto((out / "search.html").as_uri())
    words = page.evaluate("query => splitQuery(query).map(word => new Stemmer().stemWord(word))", query)
    assert page.evaluate("words => words.every(word => word in Search._index.terms)", words) and words
    page.close()
