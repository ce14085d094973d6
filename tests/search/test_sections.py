"""What of a page is searched: sections, passages, index entries, and the words of the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Guide
from tests.search.reading import IndexFile, read_index, text_of

PAGE = """
    Test Guide
    ==========

    Words. See :doc:`chapter`.

    .. toctree::
       :numbered:

       chapter
       hidden
"""
CHAPTER = """
    Chapter
    =======

    Beginning\\ [#f]_ with a `link <https://example.org/>`_.

    .. [#f] A note.

    .. index:: lawyers, solicitors

    Finding a lawyer
    ----------------

    Ask for Form I-94.

    .. note:: Keep it.

    term
       Its meaning.

    ==== ====
    Fine Days
    ==== ====
    200  30
    ==== ====

    .. container:: no-search

       Unsaid.

    Within
    ~~~~~~

    .. index:: notary

    Deep.
"""
ARABIC = {
    "Chapter": "فصل",
    "Finding a lawyer": "البحث عن محام",
    "lawyers, solicitors": "",
    "lawyers": "محامون",
    "Ask for Form I-94.": "اطلبوا النموذج I-94.",
    "Keep it.": "احتفظوا به.",
    "term": "كلمة",
    "Its meaning.": "معناها.",
    "Fine": "غرامة",
}


@pytest.fixture
def built(guide: Guide) -> Any:
    guide.write(
        {
            "source/index.rst": PAGE,
            "source/chapter.rst": CHAPTER,
            "source/hidden.rst": ":nosearch:\n\nHidden\n======\n\nSecret.\n",
        }
    )
    guide.translate("ar", "chapter", {key: value for key, value in ARABIC.items() if value})
    made: dict[str, IndexFile] = {}
    for tag in ("en", "ar"):
        out, warnings = guide.build("html", tag)
        assert warnings == ""
        made[tag] = read_index(out)
    return made


def passages(index: IndexFile, place: str) -> list[str]:
    return [text_of(passage) for passage in index.section(place)[4]]


def test_a_page_is_its_sections_in_reading_order(built: Any) -> None:
    assert built["en"].places() == ["index", "chapter", "chapter#finding-a-lawyer", "chapter#within"]
    assert [row[2] for row in built["en"].data["sections"]] == ["", "1", "1.1", "1.1.1"]


def test_passages_are_what_a_reader_sees(built: Any) -> None:
    assert passages(built["en"], "index") == ["Words. See Chapter."]
    assert passages(built["en"], "chapter") == ["Beginning with a link.", "A note."]
    assert passages(built["en"], "chapter#finding-a-lawyer") == [
        "Ask for Form I-94.".replace("I-94", "\u2066I-94\u2069"),
        "Keep it.",
        "term – Its meaning.",
        "Fine · Days",
        "200 · 30",
    ]


def test_what_should_not_be_found_is_not_in_the_index(built: Any) -> None:
    text = str(built["en"].data["sections"])
    assert "Unsaid" not in text and "Secret" not in text


def test_index_entries_belong_to_the_section_they_lead_to(built: Any) -> None:
    assert built["en"].section("chapter#finding-a-lawyer")[5] == "lawyers\nsolicitors"
    assert built["en"].section("chapter#within")[5] == "notary"
    assert built["ar"].section("chapter#finding-a-lawyer")[5] == "محامون\nsolicitors"


def test_the_words_of_the_source_stay_beside_the_translation(built: Any) -> None:
    row = built["ar"].section("chapter#finding-a-lawyer")
    assert text_of(row[3]) == "البحث عن محام"
    assert row[6].split() == ["find", "lawyr"]  # stems of the heading and the entries, less what is shown
    sources = row[7].split("\n")
    assert sources[0].split() == ["ask", "form"]  # I-94 is shown, "for" says nothing
    assert sources[2].split() == ["term", "mean"]
    assert built["en"].section("chapter#finding-a-lawyer")[6:] == ["", "\n\n\n\n"]


def test_what_is_not_translated_names_its_language(built: Any) -> None:
    row = built["ar"].section("chapter")
    assert row[4][0] == ["", ["Beginning with a link.", "en", "ltr"]]
    assert built["ar"].section("chapter#finding-a-lawyer")[4][3] == ["، ", "غرامة", ["Days", "en", "ltr"]]


def test_cells_are_joined_by_no_dot_in_arabic_script(built: Any) -> None:
    """Beside a number it reads as a nought."""
    assert passages(built["ar"], "chapter#finding-a-lawyer")[-1] == "200، 30"


def test_left_to_right_runs_are_held_together(built: Any) -> None:
    assert passages(built["ar"], "chapter#finding-a-lawyer")[0] == "اطلبوا النموذج \u2066I-94\u2069."


def test_a_later_build_of_one_page_keeps_the_others(guide: Guide) -> None:
    """Sphinx writes only what changed; the index must still hold all."""
    import subprocess
    import sys

    guide.write(
        {"source/index.rst": PAGE, "source/chapter.rst": CHAPTER, "source/hidden.rst": "Hidden\n======\n\nYet.\n"}
    )
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-c", ".", "-b", "html", "source", "out"]
    subprocess.run(command, cwd=guide.folder, check=True)
    before = read_index(guide.folder / "out")
    guide.write({"source/hidden.rst": "Hidden\n======\n\nChanged now.\n"})
    subprocess.run(command, cwd=guide.folder, check=True)
    after = read_index(guide.folder / "out")
    assert passages(after, "hidden") == ["Changed now."] and passages(before, "hidden") == ["Yet."]
    assert after.data["sections"][:4] == before.data["sections"][:4]


def test_a_document_in_the_place_of_the_search_page_is_kept(guide: Guide) -> None:
    index = "Test Guide\n==========\n\n.. toctree::\n\n   search\n"
    guide.write({"source/index.rst": index, "source/search.rst": "Searching\n=========\n\nOurs.\n"})
    out, warnings = guide.build("html", "en")
    assert "named 'search'" in warnings and "kitabcha.search_page" in warnings
    assert "Ours." in (out / "search.html").read_text(encoding="utf-8")
    assert "to-search" not in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("tag", "most"), [("en", 32_000), ("ar", 48_000), ("fa", 48_000), ("ur", 48_000)])
def test_the_search_page_is_light(real_build: Path, tag: str, most: int) -> None:
    """Index and client, compressed as a server sends them, in bytes; loaded on the search page only."""
    import gzip

    static = real_build / "html" / tag / "_static"
    sizes = [
        len(gzip.compress((static / name).read_bytes(), 9)) for name in ("kitabcha-index.js", "kitabcha-search.js")
    ]
    assert sum(sizes) <= most, sizes
