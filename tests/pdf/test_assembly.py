"""In which order the documents of a book stand, and whose words stand where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kitabcha.pdf.builder import PdfBuilder
from tests.apart import apart, sphinx
from tests.conftest import CONF, Guide
from tests.pdf.test_room import words_of

ROOT = "Book\n====\n\n"


def words_in_order(guide: Guide, **settings: Any) -> list[str]:
    """Read the book as one tree, as it is before it is written."""
    words: list[str] = apart(_words, guide.folder, settings)
    return words


def _words(folder: Path, settings: dict[str, Any]) -> list[str]:
    with sphinx(folder, folder / "out", folder / "doctrees", **settings) as (app, _warnings):
        app.builder.read()
        assert isinstance(app.builder, PdfBuilder)
        return app.builder.assemble("index").astext().split()


@pytest.mark.parametrize(
    ("root", "order"),
    [
        (".. toctree::\n\n   a\n\nAfter.\n", "Book After. A Inside."),
        (".. toctree::\n   :hidden:\n\n   a\n\nAfter.\n\nPart\n----\n\nMore.\n", "Book After. Part More. A Inside."),
        (
            "Before:\n\n.. toctree::\n\n   a\n\nThen:\n\n.. toctree::\n\n   b\n",
            "Book Before: A Inside. Then: B Inside.",
        ),
        (".. toctree::\n   :hidden:\n\n   a\n\nThen:\n\n.. toctree::\n\n   b\n", "Book A Inside. Then: B Inside."),
        (
            ".. note::\n\n   Boxed.\n\n   .. toctree::\n\n      a\n\n   End.\n\nAfter.\n",
            "Book Boxed. End. After. A Inside.",
        ),
        (".. only:: html\n\n   .. toctree::\n\n      a\n\nAfter.\n", "Book After."),
    ],
    ids=["behind it", "hidden", "between two", "hidden before another", "in a box", "for another builder"],
)
def test_the_words_of_a_page_stand_before_its_documents(guide: Guide, root: str, order: str) -> None:
    """And not behind them, where they would belong to the last one."""
    chapters = {f"source/{name}.rst": f"{name.upper()}\n=\n\nInside.\n" for name in "ab"}
    guide.write({"source/index.rst": ROOT + root, **chapters})
    assert words_in_order(guide, suppress_warnings=["toc"]) == order.split()


@pytest.mark.parametrize("mark", ["=", "-"])
def test_lists_of_pages_that_only_screens_have_are_left_out(guide: Guide, mark: str) -> None:
    """They come with every project that sphinx-quickstart makes."""
    bullets = "* :ref:`genindex`\n* :ref:`modindex`\n* :ref:`search`\n"
    guide.write({"source/index.rst": f"{ROOT}Words.\n\nIndices and tables\n{mark * 18}\n\n{bullets}"})
    assert words_in_order(guide) == ["Book", "Words."]


def test_other_bullets_beside_pages_of_screens_stay(guide: Guide) -> None:
    own = "* See :ref:`search` for more.\n* :ref:`modindex`\n* :ref:`place`\n"
    guide.write({"source/index.rst": f"{ROOT}.. _place:\n\nPlaces\n------\n\n{own}"})
    assert words_in_order(guide) == ["Book", "Places", "See", "Search", "Page", "for", "more.", "Places"]


def test_a_function_of_that_name_is_no_page_of_screens(guide: Guide) -> None:
    guide.write({"source/index.rst": f"{ROOT}Words.\n\n* :py:func:`search`\n"})
    assert words_in_order(guide) == ["Book", "Words.", "search()"]


def test_a_label_of_ones_own_is_no_page_of_screens(guide: Guide) -> None:
    guide.write({"source/index.rst": f"{ROOT}.. _search:\n\nSearching\n---------\n\n* :ref:`search`\n"})
    assert words_in_order(guide) == ["Book", "Searching", "Searching"]


def test_a_sidebar_above_the_title_does_not_name_the_book(guide: Guide) -> None:
    guide.write({"source/index.rst": ".. sidebar:: News\n\n   Today.\n\nBook\n====\n\nWords.\n"})
    words = list(words_of(guide.pdf()))
    assert [word.text for word in words if word.page == 1][:2] == ["English", "Book"]
    assert [word.page for word in words if word.text in ("News", "Today.")] == [2, 2]  # before the contents


HIDDEN = ".. toctree::\n   :hidden:\n\n   {}\n\n"


@pytest.mark.parametrize(
    ("root", "chapters"),
    [
        (f"Part\n----\n\nMore.\n\n{HIDDEN.format('a')}{HIDDEN.format('b')}", {"Part", "A", "B"}),
        (f"Part\n----\n\n{HIDDEN.format('a')}Other\n-----\n\n{HIDDEN.format('b')}", {"Part", "Other"}),
        (f"Part\n----\n\n{HIDDEN.format('a')}Other\n-----\n\nMore.\n", {"Part", "Other"}),
    ],
    ids=["at the end", "in each section", "before another section"],
)
def test_documents_named_at_the_end_are_chapters(guide: Guide, root: str, chapters: set[str]) -> None:
    """Tables of contents that nobody sees often stand at the end of the file, which is in its last section."""
    guide.write({"source/index.rst": ROOT + root})
    guide.write({f"source/{name}.rst": f"{name.upper()}\n=\n\nInside.\n" for name in "ab"})
    with pypdfium2.PdfDocument(guide.build("pdf", suppress_warnings=["toc"])[0] / "test-en-guide-letter.pdf") as pdf:
        rows = {row.get_title() for row in pdf.get_toc(max_depth=1)}
    assert rows == chapters | {"About this copy"}


def test_comments_alone_make_no_page_before_the_contents(guide: Guide) -> None:
    guide.write({"source/index.rst": f"{ROOT}.. A comment.\n\nChapter\n-------\n\nWords.\n"})
    assert next(word.page for word in words_of(guide.pdf()) if word.text == "Contents") == 2


def test_documents_of_autosummary_have_the_whole_measure(guide: Guide) -> None:
    chapter = "Chapter\n=======\n\nPlain.\n\n.. autosummary::\n   :toctree: made\n\n   textwrap.dedent\n\nAfterwards.\n"
    conf = CONF.replace('["kitabcha"]', '["kitabcha", "sphinx.ext.autosummary"]') + "autosummary_generate = True\n"
    guide.write({"conf.py": conf, "source/index.rst": f"{ROOT}.. toctree::\n\n   chapter\n"})
    guide.write({"source/chapter.rst": chapter})
    words = list(words_of(guide.pdf()))
    column = next(word.left for word in words if word.text == "Plain.")
    heading = [word for word in words if word.text == "textwrap.dedent"][-1]
    assert heading.left == pytest.approx(column, abs=0.5)
    assert [word.text for word in words].index("Afterwards.") < words.index(heading)
