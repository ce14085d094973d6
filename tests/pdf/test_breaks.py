"""Where pages end: long boxes may be parted, short ones stay whole, and what belongs together is on one page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Guide
from tests.pdf.reading import glyphs

QUOTE = """
.. admonition:: Page{n}
   :class: original

   ..

      Quote{n}. {words} Unquote{n}.

   Record{n}. {record}
"""
NUMBER = """
.. admonition:: 177{n}
   :class: recorded

   State{n}. {words} Stated{n}.

   Source{n}. And more of the source, which takes two lines of large print at least.
"""
WORDS = "Some words that are said. "


def chapters(guide: Guide, box: str, lines: Iterable[int], **words: str) -> list[str]:
    """Write chapters whose box begins ever further down the page.

    Returns:
        Their names, which stand for ``{n}`` in the box.
    """
    names = [f"x{count}x" for count in lines]
    for name in names:
        text = "Words.\n\n" * int(name.strip("x")) + box.format(n=name, **words)
        guide.write({f"source/{name}.rst": f"Chapter\n=======\n\n{text}\nTail.\n"})
        guide.translate("ar", name, {"Words.": "كلمات."})
    toctree = "".join(f"   {name}\n" for name in names)
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n.. toctree::\n\n{toctree}"})
    return names


def texts_of(pdf: Path) -> list[str]:
    """Return what is on each page, without spaces, in the order of the file."""
    with pikepdf.open(pdf) as file:
        count = len(file.pages)
    return ["".join(glyph.char for glyph in glyphs(pdf, page)) for page in range(count)]


def pages_of(pdf: Path, names: list[str], *words: str) -> list[list[int]]:
    """Tell for each name the pages on which some words with it stand."""
    texts = texts_of(pdf)
    return [[next(at for at, text in enumerate(texts) if f"{word}{name}" in text) for word in words] for name in names]


@pytest.mark.parametrize(("times", "parts"), [(16, True), (3, False)])
def test_a_long_quotation_may_be_parted_but_not_from_its_correction(guide: Guide, times: int, parts: bool) -> None:
    """Its title stays with its beginning, and its end with the beginning of the correction."""
    names = chapters(guide, QUOTE, range(6, 18), words=WORDS * times, record=WORDS * 5)
    pages = pages_of(guide.pdf(kitabcha_editions=["large"]), names, "Page", "Quote", "Unquote", "Record")
    for title, begins, ends, record in pages:
        assert title == begins and ends == record
    assert any(begins != ends for _title, begins, ends, _record in pages) is parts
    assert len({tuple(page - pages[0][0] for page in found) for found in pages}) > 1, "all begin on the same page"


def test_a_key_number_stays_with_its_statement_and_that_with_its_source(guide: Guide) -> None:
    names = chapters(guide, NUMBER, range(4, 16), words=WORDS * 12)
    pages = pages_of(guide.pdf(kitabcha_editions=["large"]), names, "177", "State", "Stated", "Source")
    for number, begins, ends, source in pages:
        assert number == begins and ends == source
    assert any(begins != ends for _number, begins, ends, _source in pages)


def test_a_long_box_of_the_bilingual_edition_may_be_parted(guide: Guide) -> None:
    """More than a third of a page; the end of the quotation stays with what the record shows all the same."""
    names = chapters(guide, QUOTE, range(12, 30, 2), words=WORDS * 20, record=WORDS * 5)
    for name in names:
        said = f"Record{name}. {WORDS * 5}".strip()
        guide.translate("ar", name, {"Words.": "كلمات.", said: "السجل."})
    pages = pages_of(guide.pdf("ar", kitabcha_editions=["bilingual"]), names, "Page", "Quote", "Unquote", "Record")
    for title, begins, ends, record in pages:
        assert title == begins and ends == record
    assert any(begins != ends for _title, begins, ends, _record in pages)


def test_three_entries_of_the_glossary_stand_on_a_page_of_large_print_in_urdu(guide: Guide) -> None:
    """Each is whole on one page: a reader shows it to somebody."""
    terms = [f"term{letter}" for letter in "abcdef"]
    rows = "".join(f"{term}\tعربي\tفارسی\tاردو\n" for term in terms)
    guide.write({"source/terms.tsv": f"en\tar\tfa\tur\n{rows}"})
    table = ".. glossary-table:: terms.tsv\n\n" + "".join(f"   {term}\n" for term in terms)
    guide.write(
        {"source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   c\n", "source/c.rst": f"C\n=\n\n{table}"}
    )
    texts = texts_of(guide.pdf("ur", kitabcha_editions=["large"]))
    on = [next(at for at, text in enumerate(texts) if term in text) for term in terms]
    assert on[0] == on[1] < on[2] == on[3] == on[4] < on[5], on  # the first have the title of the chapter above them
