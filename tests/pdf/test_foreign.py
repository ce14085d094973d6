"""Extensions that draw for screens come out readable on paper: tabs, cards, dropdowns, badges, tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CONF, Guide
from tests.pdf.poppler import poppler
from tests.pdf.reading import visual_lines

TABS = """
.. tabs::

   .. tab:: Apples

      Apple words.

   .. group-tab:: Linux

      Linux words.

   .. code-tab:: python

      print("code words")
"""
DESIGN = """
.. grid:: 2

   .. grid-item-card:: Card title

      Card words.

      .. card-footer::

         Card foot.

.. dropdown:: Dropdown title

   Dropdown words.

.. tab-set::

   .. tab-item:: First label

      First words.

   .. tab-item:: Second label

      Second words.

Inline :bdg-primary:`Badge` and :octicon:`star` here.

.. steps::

   .. step:: Step title

      Step words.
"""
INLINE = """
.. tab:: Red label

   Red words.

.. tab:: Blue label

   Blue words.
"""
COPY = """
.. code-block:: python

   >>> copied = 1
"""
MARKDOWN = """# Chapter

Some *stressed* words.

- [x] Done task
- [ ] Open task

:::{note}
Noted words.
:::
"""


def text_of(pdf: Path) -> str:
    done = poppler("pdftotext", "-raw", str(pdf), "-")
    return " ".join(done.stdout.split())


def project(guide: Guide, extension: str, chapter: str, *, suffix: str = "rst", more: str = "") -> Guide:
    text = chapter if suffix == "md" else "Chapter\n=======\n" + chapter
    guide.write(
        {
            "conf.py": CONF.replace('["kitabcha"]', f'["kitabcha", "{extension}"]') + more,
            "source/index.rst": "Test Guide\n==========\n\nWords.\n\n.. toctree::\n\n   chapter\n",
            f"source/chapter.{suffix}": text,
        }
    )
    return guide


def in_order(text: str, *pieces: str) -> bool:
    """Return whether pieces follow each other, each once."""
    places = [text.find(piece) for piece in pieces]
    return -1 not in places and places == sorted(places) and all(text.count(piece) == 1 for piece in pieces)


@pytest.mark.parametrize("settings", [{}, {"sphinx_tabs_valid_builders": ["pdf"]}], ids=["plain", "as for HTML"])
def test_each_tab_stands_under_its_label(guide: Guide, settings: dict[str, Any]) -> None:
    """sphinx-tabs makes one tree for HTML and another for all else; a tree may have been read for either."""
    text = text_of(project(guide, "sphinx_tabs.tabs", TABS).pdf(**settings))
    wanted = ("Apples", "Apple words.", "Linux", "Linux words.", "Python", 'print("code words")')
    places = [text.find(piece) for piece in wanted]
    assert -1 not in places and places == sorted(places), text
    assert all(text.count(piece) == 1 for piece in (wanted[1], wanted[3], wanted[5])), text


def test_parts_of_sphinx_design_are_readable(guide: Guide) -> None:
    text = text_of(project(guide, "sphinx_design", DESIGN).pdf())
    assert in_order(text, "Card title", "Card words.", "Card foot.", "Dropdown title", "Dropdown words."), text
    assert in_order(text, "First label", "First words.", "Second label", "Second words.", "Step title"), text
    assert "Inline Badge and here." in text and "svg" not in text


def test_inline_tabs_stand_under_their_labels(guide: Guide) -> None:
    text = text_of(project(guide, "sphinx_inline_tabs", INLINE).pdf())
    assert in_order(text, "Red label", "Red words.", "Blue label", "Blue words."), text


def test_copy_buttons_leave_nothing(guide: Guide) -> None:
    assert ">>> copied = 1" in text_of(project(guide, "sphinx_copybutton", COPY).pdf())


def test_markdown_is_printed_with_its_tasks(guide: Guide) -> None:
    more = 'myst_enable_extensions = ["colon_fence", "tasklist"]\n'
    text = text_of(project(guide, "myst_parser", MARKDOWN, suffix="md", more=more).pdf())
    assert "Some stressed words." in text and "Noted words." in text
    assert in_order(text, "\u2611 Done task", "\u2610 Open task"), text


def test_the_link_of_a_card_keeps_the_order_of_its_words(guide: Guide) -> None:
    """Where its title is not translated: numbers and Latin words change places on a page from right to left."""
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\nWords.\n\n.. toctree::\n\n   cards\n   part\n",
            "source/cards.rst": "Cards\n=====\n\n.. card:: Title\n   :link: part\n   :link-type: doc\n\n   Words.\n",
            "source/part.rst": "Part 1\n======\n\nWords.\n",
        }
    )
    lines = visual_lines(guide.pdf("ar", extensions=["kitabcha", "sphinx_design"]), 3)
    assert any("Part1" in line.replace(" ", "") for line in lines), lines
