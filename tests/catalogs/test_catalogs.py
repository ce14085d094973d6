"""Catalogs: what is counted, what a reader gets, what an update keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitabcha.catalogs.files import catalog_paths, read_catalog
from kitabcha.catalogs.stats import Counts, count
from kitabcha.errors import CatalogError
from tests.conftest import Guide

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Review-Status: {}\\n"\n\n'
# text of an entry -> translated, fuzzy, untranslated
ENTRIES = [
    ('msgid "a"\nmsgstr "x"\n', (1, 0, 0)),
    ('#, fuzzy\nmsgid "a"\nmsgstr "x"\n', (0, 1, 0)),
    ('#, fuzzy\nmsgid "a"\nmsgstr ""\n', (0, 1, 0)),
    ('msgid "a"\nmsgstr ""\n', (0, 0, 1)),
    ('#~ msgid "a"\n#~ msgstr "x"\n', (0, 0, 0)),
]


@pytest.mark.parametrize(("entry", "states"), ENTRIES)
def test_each_message_is_in_one_state(tmp_path: Path, entry: str, states: tuple[int, int, int]) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.format("draft") + entry, encoding="utf-8")
    counts = count(read_catalog(path))
    assert (counts.translated, counts.fuzzy, counts.untranslated) == states
    assert counts.reviewed == 0


def test_only_a_reviewed_catalog_counts_as_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.format("reviewed") + ENTRIES[0][0], encoding="utf-8")
    assert count(read_catalog(path)).share_reviewed == 1


@given(st.lists(st.tuples(*[st.integers(0, 99)] * 4), max_size=4))
def test_sums_are_sums(rows: list[tuple[int, int, int, int]]) -> None:
    total = sum((Counts(*row) for row in rows), Counts())
    assert total.total == sum(row[0] + row[1] + row[2] for row in rows)
    assert 0 <= total.share_translated <= 1


# a bad catalog -> the line and a word that the message holds
BAD = [
    ('msgid "a\nmsgstr "x"\n', 6, "quotes"),
    ('msgid "a"\nmsgstr "x" "\n', 7, "quotes"),
    ('msgid "a"\nmsgstr "say "hello""\n', 7, "quotes"),
    ('msgid "a"\nmsgstr x\n', 7, "quotes"),
    ('nonsense\nmsgid "a"\nmsgstr "x"\n', 6, "nonsense"),
]


@pytest.mark.parametrize(("text", "line", "word"), BAD)
def test_a_catalog_that_does_not_parse_names_the_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.format("draft") + text, encoding="utf-8")
    with pytest.raises(CatalogError) as fault:
        read_catalog(path)
    assert fault.value.where == f"{path}:{line}"
    assert word in str(fault.value)


def test_a_catalog_in_another_encoding_tells_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(HEADER.format("draft").encode() + 'msgid "a"\nmsgstr "س"\n'.encode("cp1256"))
    with pytest.raises(CatalogError, match="UTF-8"):
        read_catalog(path)


def test_a_region_may_be_written_with_an_underscore(tmp_path: Path) -> None:
    path = tmp_path / "fa_AF" / "LC_MESSAGES" / "a.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format("draft"), encoding="utf-8")
    assert catalog_paths(tmp_path, "fa-AF") == [path]


@pytest.mark.parametrize("fuzzy", [True, False])
def test_a_fuzzy_translation_never_reaches_a_reader_as_the_text(guide: Guide, fuzzy: bool) -> None:
    guide.translate("ar", "index", {"Words.": "كلمات قديمة."}, fuzzy=fuzzy)
    out, _ = guide.build("html", "ar", kitabcha_stale="english")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert ("كلمات قديمة." in page) is not fuzzy
    assert ('class="untranslated" lang="en" dir="ltr"' in page or "Words." in page) is fuzzy


def test_an_untranslated_block_is_marked_with_its_language_and_direction(guide: Guide) -> None:
    guide.translate("ar", "index", {"Test Guide": "دليل"})
    out, _ = guide.build("html", "ar")
    page = (out / "index.html").read_text(encoding="utf-8")
    start = page[: page.index("Words.")].rpartition("<p")[2]
    assert 'lang="en"' in start and 'dir="ltr"' in start and "untranslated" in start
