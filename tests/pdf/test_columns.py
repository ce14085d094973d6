"""Columns of tables hold their words, and what stands side by side stands on one baseline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Guide
from tests.pdf.ink import MM, Sheet
from tests.pdf.poppler import poppler
from tests.pdf.reading import Glyph, glyphs, visual_lines
from tests.pdf.test_room import words_of

TERMS = ("accredited representative", "misdemeanor", "nonimmigrant", "registrant")
TABLE = """
Chapter
=======

.. glossary-table:: ../glossary.tsv

   {}
""".format("\n   ".join(TERMS))


@pytest.fixture
def terms(guide: Guide) -> Guide:
    """A guide with a few terms of the NSEERS guide in four languages."""
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    glossary = (REPOSITORY / "locale" / "glossary.tsv").read_text(encoding="utf-8")
    guide.write({"source/index.rst": root, "source/chapter.rst": TABLE, "glossary.tsv": glossary})
    return guide


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_english_words_are_whole_in_the_columns_of_half_a_sheet(terms: Guide, tag: str) -> None:
    words = {word.text.strip("\u202a\u202c") for word in words_of(terms.pdf(tag, kitabcha_editions=["booklet"]))}
    assert words >= {word for term in TERMS for word in term.split()}


COLUMNS = [
    "alpha",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "sigma",
    "internationalization",
]
HEAD = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]


def in_a_table(guide: Guide, *rows: list[str]) -> Guide:
    """Write one table under one heading."""
    cells = "".join("   * - " + "\n     - ".join(row) + "\n" for row in rows)
    chapter = f"Chapter\n=======\n\n.. list-table::\n   :header-rows: 1\n\n{cells}"
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": chapter})
    return guide


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_of_many_columns_only_that_with_the_longest_word_may_part_it(guide: Guide, tag: str) -> None:
    words = {word.text.strip("\u202a\u202c") for word in words_of(in_a_table(guide, HEAD, COLUMNS).pdf(tag))}
    assert words >= {*HEAD, *COLUMNS[:-1]}


def test_a_long_name_does_not_starve_the_other_columns(guide: Guide) -> None:
    """As in the list of pytest's plugins, which has dates beside summaries with addresses."""
    name, address = "pytest-" + "long-" * 9 + "name", "https://example.org/" + "x" * 60
    head = ["name", "summary", "last_release", "status"]
    body = [name, f"{'A plugin that tests. ' * 12} {address}", "November 13, 2026", "5 - Production/Stable"]
    words = {word.text for word in words_of(in_a_table(guide, head, body).pdf())}
    assert words >= {"last_release", "November", "2026", "plugin", "tests."}


@pytest.mark.parametrize("tag", ["en", "ar", "ur"])
def test_the_cells_of_a_row_are_on_one_baseline_and_begin_at_one_edge(terms: Guide, tag: str) -> None:
    pdf = terms.pdf(tag, kitabcha_editions=["guide"])
    found = glyphs(pdf, 2)
    english = next(g for g in found if g.char == "m" and "Serif" in g.font and g.size > 6 and _spelt(found, g))
    row = [g for g in found if abs(g.baseline - english.baseline) < 12]
    # Four columns of about 42 mm, and in each a language of its own: all have their letters on the line of the English.
    for column in range(4):
        left = 19 / 25.4 * 72 + column * 121
        cell = [g for g in row if left - 2 < g.left < left + 115]
        assert cell and {round(g.baseline - english.baseline) for g in cell} == {0}, column


def _spelt(found: list[Glyph], first: Glyph) -> bool:
    at = found.index(first)
    return "".join(g.char for g in found[at : at + 11]) == "misdemeanor"


def test_pages_of_two_languages_are_numbered_in_the_digits_of_both(guide: Guide) -> None:
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": "Chapter\n=======\n\nWords.\n"})
    guide.translate("fa", "chapter", {"Chapter": "فصل", "Words.": "کلمه‌ها."})
    pdf = guide.pdf("fa", kitabcha_editions=["bilingual"])
    contents, first = visual_lines(pdf, 1), visual_lines(pdf, 2)
    assert any(line.startswith("Chapter3۳") for line in contents), contents  # as seen: each number beside its language
    assert any("(3)۳" in line for line in first[-2:]), first
    # Where the digits are the same, one number will do.
    guide.translate("ur", "chapter", {"Chapter": "باب", "Words.": "الفاظ۔"})
    contents = visual_lines(guide.pdf("ur", kitabcha_editions=["bilingual"]), 1)
    assert any(line.startswith("Chapter3") and line.count("3") == 1 for line in contents), contents


def test_the_last_page_names_the_guide_in_its_own_language_and_as_the_others_know_it(guide: Guide) -> None:
    guide.translate("ar", "index", {"Test Guide": "دليل الاختبار", "Words.": "كلمات."})
    last = lines_of(guide.pdf("ar", kitabcha_editions=["guide"]))
    title = " ".join(last[last.index("العنوان") + 1 : last.index("اللغة")])
    assert {"دليل", "الاختبار"} <= set(title.split()) and "Test Guide" in title
    english = lines_of(guide.pdf("en"))
    assert english[1:3] == ["Title", "Test Guide"] or english[1] == "Title Test Guide", english


def test_a_term_that_is_wider_than_its_column_stands_above_what_it_means(guide: Guide) -> None:
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    chapter = "Chapter\n=======\n\nWords.\n\nrecognized\n   {0}\n\nterm\n   {0}\n".format("Meaning " * 20)
    guide.write({"source/index.rst": root, "source/chapter.rst": chapter})
    meaning = "معنا " * 30
    guide.translate(
        "fa", "chapter", {"recognized": "به‌رسمیت‌شناخته‌شده", "term": "لغت", ("Meaning " * 20).strip(): meaning}
    )
    pdf = guide.pdf("fa", kitabcha_editions=["guide"])
    lines = visual_lines(pdf, 2)
    assert any(line[::-1].replace("\u200c", "") == "بهرسمیتشناختهشده" for line in lines), lines
    assert any(line.endswith("معنا"[::-1] + "لغت"[::-1]) for line in lines), lines


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_addresses_are_not_broken_at_their_dots(guide: Guide, tag: str) -> None:
    address = "http://www.example.gov/some/path"
    # The address comes to the end of a line at every place of it.
    text = "\n\n".join(f"{'word ' * 9}{'x' * n} {address} and www.example.gov" for n in range(1, 30))
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": f"Chapter\n=======\n\n{text}\n"})
    guide.translate(
        tag, "chapter", {line: line.replace("word", "كلمة").replace("and", "و") for line in text.split("\n\n")}
    )
    pdf = guide.pdf(tag, kitabcha_editions=["guide"])
    lines = visual_lines(pdf, 2) + visual_lines(pdf, 3)
    assert sum("example.gov" in line for line in lines) > 20
    assert any(address in line for line in lines)
    assert not [line for line in lines if re.search(r"(?:www|example)\.$|^gov|^example", line)]


@pytest.mark.parametrize(("tag", "number"), [("ar", "1"), ("fa", "۱"), ("ur", "1")])
def test_sources_are_in_the_face_of_labels_and_their_numbers_stand_on_the_same_line(
    guide: Guide, tag: str, number: str
) -> None:
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    chapter = "Chapter\n=======\n\nWords.\\ :fact:`A1`\n\n.. fact-sources::\n"
    sheet = "rules:\n  - {id: A1, statement: One., confidence: verified, sources: [{citation: Gazette, url: ''}]}\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": chapter, "source/facts.yaml": sheet})
    pdf = guide.pdf(tag, kitabcha_editions=["guide"], kitabcha_facts="facts.yaml")
    (line,) = (line for line in visual_lines(pdf, 2) if "Gazette" in line)
    assert line == f"Gazette{number}"
    assert all("Sans" in glyph.font for glyph in glyphs(pdf, 2) if glyph.char == "z")


@pytest.mark.parametrize("edition", ["guide", "large"])
def test_the_tall_strokes_of_nastaliq_stand_free_of_the_rules_above_them(guide: Guide, edition: str) -> None:
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    chapter = "Chapter\n=======\n\n.. list-table::\n   :header-rows: 1\n\n   * - Count\n     - Count\n   * - One\n     - One\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": chapter})
    guide.translate("ur", "chapter", {"Chapter": "کیسے", "Count": "گنتی", "One": "کیسے"})
    sheet = Sheet.of(guide.pdf("ur", kitabcha_editions=[edition]), 2)
    rules = rules_of(sheet)
    assert len(rules) == 4  # over the chapter, over the table, under its head, at its end
    for below in rules[:3]:
        assert sheet.is_blank(0, below + 0.1, sheet.width, below + 0.9), below


def rules_of(sheet: Sheet) -> list[float]:
    """Return the lower edges of the rules over the page but that of the footer, in mm."""
    high = round((sheet.height - 30) * MM)
    wide = sheet.picture.width
    inked = [sum(sheet.picture.crop((0, y, wide, y + 1)).tobytes()) / 255 > 0.6 * wide for y in range(high)]
    return [(y + 1) / MM for y in range(high - 1) if inked[y] and not inked[y + 1]]


def lines_of(pdf: Path) -> list[str]:
    """Return the lines of the last page as they are copied."""
    text = poppler("pdftotext", "-raw", str(pdf), "-").stdout.split("\f")[-2]
    return [re.sub("[\u200e\u200f\u202a-\u202e]", "", line) for line in text.splitlines()]
