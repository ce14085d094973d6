"""What a reader may rely on: small pages, no trace, no other host, and honesty about how old and how sure a page is."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from kitabcha.fonts.faces import font_dir
from kitabcha.html.outside import fault
from tests.conftest import CHROMIUM, Guide
from tests.html.browsing import LANGUAGES, Quiet, fonts_of, open_page, serving

FIRST_PAGE = {"en": 15_000, "ar": 45_000, "fa": 45_000, "ur": 130_000}  # bytes on the wire, everything included
POLICY = "default-src 'none'; img-src {0}; style-src {1}'unsafe-inline'; font-src {2}; {3}base-uri 'none'; form-action 'none'"
SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 200); })"""


@pytest.fixture(scope="module")
def site(real_build: Path) -> Iterator[str]:
    """The finished site on a server of this machine."""
    with serving(real_build / "html") as (_server, address):
        yield address


def every_page(build: Path) -> list[Path]:
    return sorted((build / "html").rglob("*.html"))


# ---------------------------------------------------------------------- weight and fonts
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_first_page_is_light(browser: Any, site: str, real_build: Path, tag: str) -> None:
    """All that a browser fetches for it, compressed as a server would (fonts are compressed in themselves)."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/{tag}/index.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    weight = 0
    for url in asked:
        if url.startswith(site):
            data = (real_build / "html" / url.removeprefix(f"{site}/")).read_bytes()
            weight += min(len(data), len(gzip.compress(data, 9)))
    assert weight <= FIRST_PAGE[tag], f"{weight} bytes: {asked}"
    assert any(url.endswith(".woff2") for url in asked) is (tag != "en")
    context.close()


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_licences_lie_beside_the_fonts(real_build: Path, tag: str) -> None:
    static = real_build / "html" / tag / "_static"
    for font in static.glob("*.woff2"):
        licence = static / f"{'Vazirmatn' if font.name.startswith('vazirmatn') else 'Noto'}-OFL.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_text_shows_before_its_font_and_a_late_font_moves_nothing(browser: Any, site: str, tag: str) -> None:
    """The font is held back until after the time in which a browser may still change it (3 s, CSS Fonts 4)."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    held: list[Any] = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(f"{site}/{tag}/penalties.html", wait_until="domcontentloaded")
    page.wait_for_timeout(3500)
    assert held, "the page asked for no font"
    assert page.evaluate("performance.getEntriesByName('first-contentful-paint').length") == 1
    before = page.evaluate("[...document.querySelectorAll('main p')].map(p => p.getBoundingClientRect().top)")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    after = page.evaluate("[...document.querySelectorAll('main p')].map(p => p.getBoundingClientRect().top)")
    assert before == after and page.evaluate(SHIFT) == 0
    context.close()


def test_a_reader_of_urdu_can_choose_naskh_and_nothing_is_kept(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "ur" / "penalties.html", script=True)
    page.evaluate("document.fonts.ready.then(() => null)")

    def fonts() -> set[str]:
        return {font["familyName"] for font in fonts_of(page, "main h2 + p") if font["isCustomFont"]}

    assert fonts() == {"Noto Nastaliq Urdu"}
    page.get_by_label("سادہ خط (نسخ)").check()
    page.evaluate("document.fonts.load('1em \\'Kitabcha Naskh\\'', 'س').then(() => null)")
    assert fonts() == {"Noto Naskh Arabic"}
    page.goto((real_build / "html" / "ur" / "today.html").as_uri())
    assert not page.locator("#naskh").is_checked()
    page.context.close()


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_the_choice_of_letters_goes_along_from_page_to_page(
    browser: Any, site: str, real_build: Path, scheme: str
) -> None:
    """In the address alone, by pointer and keyboard, until it is taken back."""
    root = site if scheme == "http" else (real_build / "html").as_uri()
    context = browser.new_context()
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    face = "getComputedStyle(document.querySelector('main p')).fontFamily.split(',')[0]"
    page.goto(f"{root}/ur/penalties.html#penalties")
    page.get_by_label("سادہ خط (نسخ)").check()
    assert page.url == f"{root}/ur/penalties.html?naskh#penalties"
    page.click(".turn .next")
    page.wait_for_url("**/what-happened.html?naskh")
    assert page.locator("#naskh").is_checked() and "Naskh" in page.evaluate(face)
    page.focus(".crumbs a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ur/index.html?naskh")
    page.click(".to-search")
    page.fill("#find-words", "سزا")
    page.press("#find-words", "Enter")
    page.click("#find-results a")
    page.wait_for_url("**?naskh*")
    page.locator("#naskh").uncheck()
    assert "naskh" not in page.url and "Nastaliq" in page.evaluate(face)
    page.click(".turn .previous")
    page.wait_for_load_state()
    assert "naskh" not in page.url and "Nastaliq" in page.evaluate(face)
    assert faults == [] and context.storage_state() == {"cookies": [], "origins": []}
    page.goto(f"{root}/ur/penalties.html?naskh")
    assert page.get_attribute("nav.languages a[hreflang=ar]", "href") == "../ar/penalties.html"
    context.close()


def test_without_scripts_the_choice_of_letters_works_on_its_page(browser: Any, real_build: Path) -> None:
    page = open_page(browser, real_build / "html" / "ur" / "penalties.html", script=False)
    page.get_by_label("سادہ خط (نسخ)").check()
    box = page.locator("main p").first
    assert "Naskh" in box.evaluate("p => getComputedStyle(p).fontFamily.split(',')[0]")
    page.context.close()


class _Slow(Quiet):
    """Fonts come late, and what came may be kept, as servers say that keep files."""

    def do_GET(self) -> None:
        """Wait, then answer."""
        if self.path.endswith(".woff2"):
            time.sleep(self.server.delay)  # type: ignore[attr-defined]
        super().do_GET()

    def end_headers(self) -> None:
        """Say how long a browser may keep it."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


GOOD = 0.1  # how far a page may move, as a share of the screen, to be called good (web.dev/cls), to two places
SLIGHT = 4  # px that nobody sees move
LATE = 0.7  # s
# Where title and first paragraph are when the page is first seen (when the face that stands in is found), and what has moved since.
WATCH = """new PerformanceObserver(() => setTimeout(() => { window.seen ??= tops(); }, 150)).observe({type: 'paint', buffered: true});
  window.shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  window.tops = () => ['.top', 'main', 'h1', 'main p'].map(
    part => document.querySelector(part)?.getBoundingClientRect().top ?? 0);"""
UNTIL_SEEN = "new Promise(done => { const look = () => window.seen ? done() : setTimeout(look, 20); look(); })"
MOVED = "Math.max(...tops().map((top, at) => Math.abs(top - window.seen[at])))"
STANDS_IN = "[...document.fonts].some(f => f.status === 'loaded' && f.family.includes('Until'))"
CAME_BEFORE = """Math.min(...performance.getEntriesByType('resource').filter(r => r.name.endsWith('.woff2')).map(r => r.responseEnd))
  < performance.getEntriesByName('first-contentful-paint')[0].startTime"""
WAITED = "performance.getEntriesByType('resource').filter(r => r.name.endsWith('.woff2')).map(r => r.duration)"  # ms


@pytest.fixture
def slow(real_build: Path) -> Iterator[http.server.ThreadingHTTPServer]:
    """The finished site on a server that makes fonts wait for its ``delay``."""
    with serving(real_build / "html", _Slow) as (server, _address):
        yield server


@pytest.fixture
def phone(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A browser on a device whose own Arabic face is Noto Naskh, as on most phones, whatever this machine has."""
    for path in font_dir().glob("NotoNaskhArabic-*.ttf"):
        shutil.copy(path, tmp_path)
    folders = "".join(f"<dir>{folder}</dir>" for folder in (tmp_path, "/usr/share/fonts/truetype/dejavu"))
    (tmp_path / "fonts.conf").write_text(f"<fontconfig>{folders}<cachedir>{tmp_path}</cachedir></fontconfig>")
    started = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu"],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    )
    yield started
    started.close()


def opened(phone: Any, addresses: Sequence[str], width: int) -> Iterator[Any]:
    """Open pages one after the other, each as the first that a reader opens."""
    for address in addresses:
        page = phone.new_context(viewport={"width": width, "height": 800}).new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => new Promise(drawn => setTimeout(drawn, 50)))")
        page.evaluate(UNTIL_SEEN)
        yield page
        page.context.close()


def addresses(server: http.server.ThreadingHTTPServer, build: Path, tag: str) -> list[str]:
    names = sorted(path.name for path in (build / "html" / tag).glob("*.html"))
    assert len(names) > 15
    return [f"http://127.0.0.1:{server.server_port}/{tag}/{name}" for name in names]


def own_face(page: Any) -> bool:
    """Return whether bold words and others are drawn with fonts of ours alone."""
    parts = [font for part in (".state b", ".to-search") for font in fonts_of(page, part)]
    return {font["isCustomFont"] for font in parts} == {True}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tag", ["ar", "fa"])
def test_a_late_font_moves_nothing(
    phone: Any, slow: http.server.ThreadingHTTPServer, real_build: Path, tag: str, width: int
) -> None:
    """No page in which it is late, whichever a reader opens first: there the face of the device stays."""
    slow.delay = LATE  # type: ignore[attr-defined]
    for page in opened(phone, addresses(slow, real_build, tag), width):
        assert min(page.evaluate(WAITED)) >= LATE * 900, "the font was there at once"
        assert (page.evaluate("shift"), page.evaluate(MOVED)) == (0, 0), page.url
        # On a busy machine a page may take so long that the font is there before it.
        assert own_face(page) is False or page.evaluate(CAME_BEFORE), page.url


@pytest.mark.parametrize("width", [390, 1280])
def test_late_nastaliq_shows_and_hardly_moves_a_line(
    phone: Any, slow: http.server.ThreadingHTTPServer, real_build: Path, width: int
) -> None:
    """Until then a face of the device stands in, as wide and as high as the one to come; the beginning stays in its place."""
    slow.delay = LATE  # type: ignore[attr-defined]
    far = {}
    for page in opened(phone, addresses(slow, real_build, "ur"), width):
        assert min(page.evaluate(WAITED)) >= LATE * 900, "the font was there at once"
        assert page.evaluate(STANDS_IN), "no face of the device stands in"
        assert own_face(page) and page.evaluate(MOVED) <= SLIGHT, page.url
        far[page.url] = page.evaluate("shift")
    assert round(max(far.values()), 2) <= GOOD, far


# What a reader may be at: the block and the run of text at the upper edge, and the first of each that begin below it. The
# browser holds on to one of them, to a run if a link or a name parts its block. How far each is from the edge.
READ = """() => { const box = part => part.getBoundingClientRect(), inside = part => box(part).bottom > 0 && box(part).height > 0;
  const below = part => inside(part) && box(part).top >= 0;
  const blocks = [...document.querySelectorAll('main :is(p, li, dt, dd, h2, h3)')];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), runs = [];
  while (walker.nextNode()) { const run = new Range(); run.selectNodeContents(walker.currentNode); runs.push(run); }
  const read = [blocks.find(inside), blocks.find(below), runs.find(inside), runs.find(below)];
  window.places = () => read.map(part => box(part).top);
  return window.places(); }"""


@pytest.mark.parametrize(
    ("width", "name"), [(390, "penalties"), (390, "questions"), (390, "what-happened"), (1280, "how-you-can-help")]
)
def test_late_nastaliq_leaves_what_is_read_in_its_place(phone: Any, site: str, width: int, name: str) -> None:
    """In the middle of a page, where all above becomes longer or shorter: one thing stays, the rest within a line of it."""
    page, held = phone.new_context(viewport={"width": width, "height": 800}).new_page(), []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(f"{site}/ur/{name}.html", wait_until="domcontentloaded")
    page.wait_for_timeout(300)
    page.evaluate("scrollTo({top: document.querySelector('main').offsetHeight / 2, behavior: 'instant'})")
    page.wait_for_timeout(2000)
    before, height = page.evaluate(READ), page.evaluate("document.body.scrollHeight")
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_timeout(100)
    moved = [abs(now - then) for now, then in zip(page.evaluate("places()"), before, strict=True)]
    line = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).lineHeight)")
    assert own_face(page) and page.evaluate("document.body.scrollHeight") != height, "nothing became longer"
    assert min(moved) <= SLIGHT and max(moved) <= line + SLIGHT, moved
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "fa"])
def test_a_font_is_used_if_it_is_quick_and_else_on_the_next_page(
    phone: Any, slow: http.server.ThreadingHTTPServer, real_build: Path, tag: str
) -> None:
    first = f"http://127.0.0.1:{slow.server_port}/{tag}/penalties.html"
    for delay in (0, LATE):
        slow.delay = delay  # type: ignore[attr-defined]
        page = next(opened(phone, [first], 390))
        assert own_face(page) is (delay == 0)
        page.click(".turn .next")
        page.wait_for_load_state()
        assert page.url != first and own_face(page) and page.evaluate(SHIFT) == 0
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_pages_in_a_folder_have_their_fonts_at_once(browser: Any, real_build: Path, tag: str, script: bool) -> None:
    """From a stick a font comes in a moment, but not always before the page shows."""
    for name in ("index", "penalties", "today", "glossary", "search", "what-it-involved"):
        page = open_page(browser, real_build / "html" / tag / f"{name}.html", script=script)
        page.evaluate("document.fonts.ready.then(() => null)")
        assert own_face(page), name
        page.context.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_glossary_in_a_folder_has_the_face_of_each_language(browser: Any, real_build: Path, tag: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "glossary.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    for other in ("ar", "fa", "ur"):
        fonts = fonts_of(page, f".glossary-table td p[lang={other}]")
        assert {font["isCustomFont"] for font in fonts} == {True}, other
    page.context.close()


def test_naskh_shows_however_late_it_comes(browser: Any, site: str) -> None:
    """On an Urdu page it was asked for; on the next page it is there and moves nothing."""
    page, held = browser.new_page(), []
    page.route("**/noto-naskh-urdu-400.woff2", lambda route: held.append(route))
    page.goto(f"{site}/ur/penalties.html")
    page.get_by_label("سادہ خط (نسخ)").check()
    page.wait_for_timeout(3500)
    held.pop().continue_()
    page.evaluate("document.fonts.ready.then(() => null)")
    assert {font["familyName"] for font in fonts_of(page, ".contents-title") if font["isCustomFont"]} == {
        "Noto Naskh Arabic"
    }
    page.unroute("**/noto-naskh-urdu-400.woff2")
    page.click(".turn .next")
    page.wait_for_url("**/what-happened.html?naskh")
    assert own_face(page) and page.evaluate(SHIFT) == 0
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_western_digits_are_those_of_the_face(browser: Any, real_build: Path, tag: str) -> None:
    """A Latin face's digits among Arabic letters are too large and too heavy."""
    page = open_page(browser, real_build / "html" / tag / "what-happened.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    used = fonts_of(page, ".recorded > .admonition-title")
    assert page.inner_text(".recorded > .admonition-title") == "177,260"
    assert {font["isCustomFont"] for font in used} == {True}, used
    page.context.close()


# ---------------------------------------------------------------------- no trace
def test_no_page_asks_another_host_or_keeps_anything(browser: Any, site: str, real_build: Path) -> None:
    context = browser.new_context()
    page, asked, faults = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
    page.on("requestfailed", lambda request: faults.append(request.url) if "ABORTED" not in request.failure else None)
    for path in every_page(real_build):
        page.goto(f"{site}/{path.relative_to(real_build / 'html').as_posix()}", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => null)")  # else the next page cuts the loading of a font short
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
        assert page.evaluate("document.referrer") == ""
    assert page.evaluate("(async () => (await indexedDB.databases()).length + (await caches.keys()).length)()") == 0
    assert context.cookies() == [] and faults == []
    assert {request.url for request in asked if not request.url.startswith((site, "data:"))} == set()
    assert len(asked) > 150
    pages = [request for request in asked if request.resource_type == "document"]
    assert not [request.url for request in pages if request.headers.get("referer")]
    context.close()


def test_every_page_has_a_strict_policy(real_build: Path) -> None:
    for path in every_page(real_build):
        tree = html.fromstring(path.read_bytes())
        alone, carries = path.parent.name == "html", "script-src 'self'; " if path.parent.name == "ur" else ""
        places = ("data:", "", "data:", "") if alone else ("'self' data:", "'self' ", "'self'", carries)
        if path.name in ("index.html", "404.html") and alone:  # which take the faces from the folders of the languages
            places = ("data:", "", "'self'", "")
        if path.name != "search.html":
            assert tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") == POLICY.format(
                *places
            )
        assert tree.xpath("string(//meta[@name='referrer']/@content)") == "no-referrer"


def test_the_policy_stops_what_slips_in(browser: Any, site: str) -> None:
    """A picture from another host, put into the page, is not asked for."""
    context = browser.new_context()
    page, stopped = context.new_page(), []
    page.goto(f"{site}/ar/penalties.html")
    page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    page.evaluate("""() => { const image = document.createElement('img'); image.src = 'https://example.org/x.png';
      document.querySelector('main').append(image); }""")
    page.wait_for_timeout(200)
    assert stopped == [("https://example.org/x.png", "csp")]
    context.close()


def test_outgoing_links_give_no_referrer_and_all_are_in_one_list(real_build: Path) -> None:
    listed = json.loads((real_build / "links.json").read_text(encoding="utf-8"))
    seen: dict[str, set[str]] = {}
    for path in every_page(real_build):
        for link in html.fromstring(path.read_bytes()).xpath("//a[starts-with(@href, 'http')]"):
            assert "noreferrer" in link.get("rel", ""), f"{path}: {link.get('href')}"
            seen.setdefault(link.get("href"), set()).add(path.relative_to(real_build / "html").as_posix())
    assert {address: set(pages) for address, pages in listed.items()} == seen
    assert len(listed) > 100 and [address for address in listed if fault(address)] == []


# an address, a word of what is wrong with it
ADDRESSES = [
    ("https://www.uscis.gov/records", ""),
    ("https://example.org/a%20b?x=[1]&y=%22q%22#z", ""),
    ("http://[2001:db8::1]:8080/", ""),
    ("https://xn--mgbh0fb.xn--kgbechtv/", ""),
    ("https://example.org/a b", "space"),
    ("https://example.org/سجل", "percent-encoded"),
    ("https://example.org/\u202e", "percent-encoded"),
    ("https://example.org/100%", "percent sign"),
    ("https:/example.org/", "slashes"),
    ("https://example/", "no host"),
    ("https://exa_mple.org/", "no host"),
    ("https://name@example.org/", "user name"),
    ("https://example.org:port/", "ort"),
    ("https://example.org/page.", "sentence"),
]


@pytest.mark.parametrize(("address", "word"), ADDRESSES)
def test_the_form_of_an_address(address: str, word: str) -> None:
    found = fault(address)
    assert word in found and bool(found) is bool(word)


def test_an_address_that_cannot_be_followed_is_named(guide: Guide) -> None:
    guide.write({"source/index.rst": "Test Guide\n==========\n\nSee `this <https://exa_mple.org/>`_.\n"})
    _, warnings = guide.build("html")
    assert "index.rst:4" in warnings and "https://exa_mple.org/" in warnings and "[kitabcha.address]" in warnings


# ---------------------------------------------------------------------- honesty
STATE = {
    "en": r"This page Facts last checked: November 24, 2026",
    "ar": r"هذه الصفحة نسبة ما تُرجم: 100%، نسبة ما راجعه شخص ثانٍ: 0%، تاريخ آخر تحقق من المعلومات: 24 نوفمبر 2026",
    "fa": r"این صفحه بخش ترجمه‌شده: ۱۰۰٪، بخش بازبینی‌شده به دست نفر دوم: ۰٪، تاریخ آخرین بررسی اطلاعات: ۲۴ نوامبر ۲۰۲۶",
    "ur": r"یہ صفحہ ترجمہ شدہ حصہ: 100%، دوسرے شخص کا نظرثانی شدہ حصہ: 0%، حقائق کی آخری جانچ کی تاریخ: 24 نومبر 2026",
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_page_tells_how_far_it_is_translated_and_how_fresh(real_build: Path, tag: str) -> None:
    for path in (real_build / "html" / tag).glob("*.html"):
        state = html.fromstring(path.read_bytes()).xpath("//footer//p[@class='state']")[0].text_content()
        assert " ".join(state.split()) == STATE[tag], path.name


def test_the_shares_are_those_of_the_page(guide: Guide) -> None:
    guide.write(
        {
            "source/index.rst": ":checked: 2025-01-02\n\nTest Guide\n==========\n\nOne.\n\nTwo.\n\n"
            ".. toctree::\n\n   part/chapter\n",
            "source/part/chapter.rst": "Chapter\n=======\n\nWords.\n",
        }
    )
    guide.translate("ar", "index", {"Test Guide": "دليل", "One.": "واحد.", "Two.": ""})
    path = guide.translate("ar", "part/chapter", {"Chapter": "فصل", "Words.": "كلمات."})
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "reviewed"), encoding="utf-8")
    out, _ = guide.build("html", "ar", kitabcha_checked="2026-03-04")

    def state(name: str) -> str:
        return str(html.fromstring((out / name).read_bytes()).xpath("string(//p[@class='state'])"))

    assert "67%" in state("index.html") and "2 يناير 2025" in state("index.html")
    assert "100%، نسبة ما راجعه شخص ثانٍ: 100%" in state("part/chapter.html")
    assert "4 مارس 2026" in state("part/chapter.html")


STALE = "اتصل على 1-800-555-0100 قبل `الموعد <https://old.example.org>`_."


def test_a_stale_passage_is_marked_as_older_with_the_english_beside_it(browser: Any, guide: Guide) -> None:
    """And the number in it cannot be dialled: it may be wrong today. Another passage and the title stay as they are."""
    english = "Call 1-800-555-0199 before the deadline."
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n{english}\n\nWords.\n"})
    path = guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات."})
    fuzzy = f'\n#, fuzzy\n#| msgid "Old."\nmsgid "{english}"\nmsgstr "{STALE}"\n'
    path.write_text(path.read_text(encoding="utf-8") + fuzzy, encoding="utf-8")
    out, warnings = guide.build("html", "ar")
    assert warnings == ""
    page = open_page(browser, out / "index.html", width=1280)
    frame = page.locator("main .stale")
    assert frame.count() == 1
    label, older, beside = frame.locator("p").all()
    assert label.inner_text() == "ترجمة أقدم: تغيّر النص الإنجليزي بعدها"
    assert "قبل الموعد" in older.inner_text() and "1-800-555-0100" in older.inner_text()
    assert beside.inner_text() == english and beside.get_attribute("lang") == "en"
    boxes = [part.bounding_box() for part in (label, older, beside)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert abs(boxes[1]["y"] - boxes[2]["y"]) < 8, "they stand beside each other"
    assert boxes[1]["x"] > boxes[2]["x"], "the older words are read first"
    assert frame.evaluate("frame => getComputedStyle(frame).borderInlineStartStyle") == "dashed"
    assert [link.get_attribute("href") for link in page.locator("main a[href^='tel:']").all()] == ["tel:+18005550199"]
    assert page.locator("main section > p:not([class])").all_inner_texts() == ["كلمات."]
    page.context.close()


def test_paper_shows_only_the_english_of_a_stale_passage(guide: Guide) -> None:
    import pypdfium2

    guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات قديمة."}, fuzzy=True)
    with pypdfium2.PdfDocument(guide.pdf("ar")) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Words" in text and "قديمة" not in text


def test_facts_of_a_stale_passage_do_not_count(guide: Guide) -> None:
    """Numbers of facts are the same in every language, also where one translation is older."""
    sheet = "p:\n" + "".join(
        f"- {{id: {id}, statement: S, confidence: verified, sources: [{{citation: C, url: null}}]}}\n"
        for id in ("A1", "B2")
    )
    guide.write(
        {
            "source/facts.yaml": sheet,
            "source/index.rst": "Test Guide\n==========\n\nNew :fact:`A1`.\n\nSure :fact:`B2`.\n\n.. fact-sources::\n",
        }
    )
    guide.translate("ar", "index", {"New :fact:`A1`.": "قديم :fact:`B2` :fact:`A1`."}, fuzzy=True)
    out, warnings = guide.build("html", "ar", kitabcha_facts="facts.yaml")
    assert warnings == ""
    tree = html.fromstring((out / "index.html").read_bytes())
    assert tree.xpath("//main//a[contains(@href, 'fact-')]/@href") == ["#fact-a1", "#fact-b2"]
    assert "قديم" in tree.xpath("string(//*[@class='stale'])")


def test_a_way_out_where_it_is_asked_for(browser: Any, guide: Guide) -> None:
    out, _ = guide.build("html", "fa", kitabcha_exit_url="https://weather.example.org/")
    page = open_page(browser, out / "index.html", script=False)
    link = page.get_by_role("link", name="ترک فوری این صفحه")
    assert link.get_attribute("href") == "https://weather.example.org/"
    assert link.get_attribute("rel") == "noreferrer"
    box = link.bounding_box()
    assert box["height"] >= 44 and box["y"] < 200
    page.context.close()
    out, _ = guide.build("html", "ur")
    assert not re.search('class="exit"', (out / "index.html").read_text(encoding="utf-8"))


def test_addresses_for_search_engines_and_previews_need_a_base_address(guide: Guide) -> None:
    guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات."})
    out, _ = guide.build("html", "ar", kitabcha_base_url="https://guide.example.org/x/")
    tree = html.fromstring((out / "index.html").read_bytes())
    root = "https://guide.example.org/x"
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{root}/ar/index.html"]
    alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")}
    assert alternates == {**{tag: f"{root}/{tag}/index.html" for tag in LANGUAGES}, "x-default": f"{root}/index.html"}
    graph = {meta.get("property"): meta.get("content") for meta in tree.xpath("//meta[@property]")}
    assert graph["og:title"] == "دليل" and graph["og:url"] == f"{root}/ar/index.html"
    assert graph["og:locale"] == "ar" and graph["og:description"] == "كلمات." and graph["og:type"] == "article"
    out, _ = guide.build("html", "ur")
    tree = html.fromstring((out / "index.html").read_bytes())
    assert not tree.xpath("//link[@rel='canonical' or @rel='alternate'] | //meta[@property]")
