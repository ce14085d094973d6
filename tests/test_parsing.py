"""Lists and messages of catalogs: machines that stay read what Sphinx's own parser reads."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import states
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from sphinx.parsers import RSTParser

from kitabcha import parsing
from kitabcha.catalogs.files import catalog_paths, read_catalog
from tests.conftest import REPOSITORY

# What translators write, and what they write by mistake.
MESSAGES = (
    "نص **مهم** و`رابط <https://example.org>`_.",
    "* قائمة\n\n  * فيها قائمة\n* أخرى",
    "**لم يُغلق",
    "نص بعد الخطأ",
    "1. خطوة\n2. خطوة\n\n.. note:: ملاحظة\n\n   * فيها قائمة",
    "`هدف`_ لا وجود له، و|بديل|",
    "عنوان\n=====\n\nنص",
    "",
    "نص [#f1]_\n\n.. [#f1] حاشية",
)
MESSAGE = "guide.rst:7:<translated>"
LISTS = """
* bullet

  #. number

     term : kind
         definition

         * deep
     next term
         definition
  #. number
     not indented
- another list
+ and another without a line between

(c) third
(d) fourth

:field: body
        :inner: body
:field of two lines:
    body

-v, --verbose  option
--long=NAME    option with an argument

| line
|   line that is further in
| line
next

.. note:: words

   * in a directive

     .. |name| replace:: words
.. _target:
.. [1] footnote
   * list in a footnote
.. |other| unicode:: 0x41

i. roman
ii. roman
4. jumps

::

   literal

> quoted
> literal
"""


def trees(parser: type[RSTParser], texts: Iterable[str], source: str = MESSAGE) -> list[str]:
    """Return the trees of texts, with what is wrong with them."""
    settings = get_default_settings(parser)
    settings.report_level, settings.halt_level, settings.warning_stream = 2, 5, ""
    found = []
    for text in texts:
        document = new_document(source, settings)
        reader = parser()
        config = SimpleNamespace(rst_prolog="", rst_epilog="")
        vars(reader).update(_config=config, config=config)  # as Sphinx 9 does, and Sphinx 8
        reader.parse(text, document)
        found.append(document.pformat())
    return found


@pytest.fixture
def staying() -> type[RSTParser]:
    return parsing.parser_that_stays()


def test_messages_read_by_one_machine_are_read_alike(staying: type[RSTParser]) -> None:
    assert trees(staying, MESSAGES * 2) == trees(RSTParser, MESSAGES * 2)


def test_all_messages_of_the_guide_are_read_alike(staying: type[RSTParser]) -> None:
    texts = [entry.msgstr for path in catalog_paths(REPOSITORY / "locale", "ur") for entry in read_catalog(path)]
    assert len(texts) > 500
    assert trees(staying, texts) == trees(RSTParser, texts)


def test_documents_are_read_by_sphinx_itself(staying: type[RSTParser], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(RSTParser, "parse", lambda _self, _text, document: read.append(document["source"]))
    document: nodes.document = new_document("guide.rst", get_default_settings(RSTParser))
    staying().parse("نص", document)
    assert read == ["guide.rst"]


def test_lists_of_every_kind_are_read_alike(staying: type[RSTParser]) -> None:
    texts = [LISTS, *MESSAGES, LISTS.replace("\n\n", "\n"), LISTS]
    assert trees(staying, texts, "guide.rst") == trees(RSTParser, texts, "guide.rst")


MARKS = (
    "* ",
    "- ",
    "#. ",
    "3. ",
    "(a) ",
    "ii) ",
    ":field: ",
    "-o  ",
    "| ",
    ".. note:: ",
    ".. [1] ",
    ">>> ",
    "",
    "word ",
)
words = st.sampled_from(("", "words", "two: words", "*", "1. "))
line = st.builds(
    lambda depth, mark, words: " " * depth + mark + words, st.integers(0, 8), st.sampled_from(MARKS), words
)
one_parser = parsing.parser_that_stays()  # the same for all examples: what one leaves behind may not harm the next


@given(st.lists(st.one_of(line, st.just("")), max_size=30).map("\n".join))
def test_whatever_is_listed_is_read_alike(text: str) -> None:
    assert trees(one_parser, [text, text], "guide.rst") == trees(RSTParser, [text, text], "guide.rst")


def test_a_list_after_a_list_needs_no_new_machine(staying: type[RSTParser], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = states.NestedStateMachine.__init__

    def counted(machine: states.NestedStateMachine, *given: Any, **named: Any) -> None:
        made.append(str(named["initial_state"]))
        make(machine, *given, **named)

    monkeypatch.setattr(states.NestedStateMachine, "__init__", counted)
    text = "* one\n\n1. two\n\n* three\n\n  * four\n"
    trees(staying, [text], "guide.rst")
    assert made.count("BulletList") == 2  # never more than two lists at once
    trees(staying, [text, text], "guide.rst")
    assert made.count("BulletList") == 2
