"""Messages of catalogs: the machine that stays reads what Sphinx's own parser reads."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
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


def trees(parser: type[RSTParser], texts: Iterable[str]) -> list[str]:
    """Return the trees of messages, with what is wrong with them."""
    settings = get_default_settings(parser)
    settings.report_level, settings.halt_level, settings.warning_stream = 2, 5, ""
    found = []
    for text in texts:
        document = new_document("guide.rst:7:<translated>", settings)
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
