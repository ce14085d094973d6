"""Facts and their sources: marks in the text, numbers in reading order, mistakes that are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html
from sphinx.errors import SphinxError

from tests.conftest import Guide

SHEET = """
rules:
  - {id: A1, statement: One., confidence: verified, sources: [{citation: Register, url: 'https://example.org/r'}]}
  - {id: B2, statement: Two., confidence: verified, sources: [{citation: Gazette, url: ''}]}
"""


@pytest.fixture
def facts(one_chapter: Callable[[str], Guide]) -> Callable[[str], Guide]:
    """A chapter whose text may cite the facts A1 and B2, and ends with the list of sources."""

    def make(text: str) -> Guide:
        made = one_chapter(text + "\n\n.. fact-sources::\n")
        conf = (made.folder / "conf.py").read_text(encoding="utf-8")
        made.write({"conf.py": conf + "kitabcha_facts = 'facts.yaml'\n", "source/facts.yaml": SHEET})
        return made

    return make


def test_numbers_follow_the_reading_order(facts: Callable[[str], Guide]) -> None:
    out, warnings = facts("Second first.\\ :fact:`B2` Then.\\ :fact:`A1` Again.\\ :fact:`B2`").build("html")
    assert warnings == ""
    page = html.parse(out / "chapter.html")
    marks = page.xpath('//main//a[starts-with(@href, "#fact-")]')
    assert [mark.text_content() for mark in marks] == ["[1]", "[2]", "[1]"]
    places = [page.xpath(f'//*[@id="{mark.get("href")[1:]}"]')[0].text_content() for mark in marks]
    assert ["Gazette" in place for place in places] == [True, False, True]
    assert "example.org" in places[1]


def test_an_id_that_the_sheet_does_not_have_is_an_error(facts: Callable[[str], Guide]) -> None:
    _, warnings = facts("Something.\\ :fact:`C3`").build("html")
    assert "chapter.rst:4: ERROR: The fact sheet has no fact C3. Add it to facts.yaml" in warnings


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("rules: [", "not in order"),
        ("rules:\n  - {id: A1}\n", "not in order"),
        ("- A1\n", "not in order"),
        (None, "cannot be read"),
    ],
)
def test_a_sheet_that_cannot_be_used(facts: Callable[[str], Guide], sheet: str | None, said: str) -> None:
    made = facts("Something.\\ :fact:`A1`")
    path = made.folder / "source" / "facts.yaml"
    if sheet is None:
        path.unlink()
    else:
        path.write_text(sheet, encoding="utf-8")
    with pytest.raises(SphinxError, match=said) as fault:
        made.build("html")
    assert "facts.yaml" in str(fault.value)


def test_marks_survive_a_translation_and_are_numbered_alike(facts: Callable[[str], Guide]) -> None:
    made = facts("One.\\ :fact:`A1` Two.\\ :fact:`B2`")
    made.translate("fa", "chapter", {"One.\\ :fact:`A1` Two.\\ :fact:`B2`": "دو.\\ :fact:`B2` یک.\\ :fact:`A1`"})
    out, _ = made.build("html", "fa")
    marks = html.parse(out / "chapter.html").xpath('//main//a[starts-with(@href, "#fact-")]')
    assert [mark.text_content().strip() for mark in marks][:2] == ["[۱]", "[۲]"]
