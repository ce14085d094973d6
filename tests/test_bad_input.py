"""Bad input: what a user gets wrong, and what the message must tell: what, where and the cure."""

from __future__ import annotations

import pytest

from tests.conftest import Guide
from tests.test_build import run, small

__all__ = ["small"]
ENTRY = 'msgid "Words here"\nmsgstr "{}"\n'
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n\n'
UTF8 = HEAD.format("UTF-8")

# a catalog -> what the message must hold
CATALOGS = {
    "control character": (UTF8.encode() + ENTRY.format("\0").encode(), ("chapter.po:6", "U+0000", "remove")),
    "other bytes": (UTF8.encode() + ENTRY.format("قل").encode("cp1256"), ("not in UTF-8", "save it as UTF-8")),
    "other encoding": (HEAD.format("cp1256").encode(), ("in cp1256", "charset=UTF-8")),
    "byte order mark": (b"\xef\xbb\xbf" + UTF8.encode(), ("byte order mark", "without BOM")),
    "message twice": (UTF8.encode() + ENTRY.format("a").encode() * 2, ("chapter.po:7", "stands here twice", "line 5")),
    "merge": (UTF8.encode() + b"<<<<<<< HEAD\n", ("chapter.po:5", "Two versions", "keep one")),
}
# a line of conf.py -> what the message must hold
SETTINGS = {
    "x = y": ("conf.py:", "NameError", "mend this line"),
    "kitabcha_langauges = ['en']": ("no setting kitabcha_langauges", "write kitabcha_languages."),
    "kitabcha_papers = [[]]": ("kitabcha_papers = [[]] cannot be used", "letter, a4"),
    "kitabcha_languages = ['fa-AF', 'prs']": ("names each language once",),
    "kitabcha_digits = {'ar': 'roman'}": ("choose one of latn",),
    "kitabcha_name = 'A/../b'": ("small letters",),
    "extensions = []": ("does not load Kitabcha", 'extensions = ["kitabcha"]'),
    "extensions = ['kitabcha', 'nothing_here']": ("nothing_here", "install the package"),
    "html_theme = 'nothing'": ("no theme named 'nothing'", "html_theme"),
    "root_doc = 'nothing'": ("no first document", "root_doc"),
    "locale_dirs = []": ("locale_dirs = [] cannot be used",),
}


@pytest.mark.parametrize("name", CATALOGS)
def test_a_bad_catalog_is_named_with_its_cure(small: Guide, name: str) -> None:
    data, wanted = CATALOGS[name]
    (small.folder / "locale" / "ar" / "LC_MESSAGES" / "chapter.po").write_bytes(data)
    for command in (("build", "-l", "ar", "-e", "html"), ("catalogs", "stats"), ("catalogs", "update")):
        said = run(small, *command, code=1)
        assert all(word in said for word in (*wanted, "To mend it")), said
    assert not (small.folder / "build" / "html" / "ar").exists()


@pytest.mark.parametrize("line", SETTINGS)
def test_a_bad_setting_is_named_with_its_cure(small: Guide, line: str) -> None:
    conf = small.folder / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    said = run(small, "build", "-e", "html", code=1)
    assert all(word in said for word in SETTINGS[line]) and "fault of Kitabcha" not in said, said


@pytest.mark.parametrize("out", [".", "source", "locale/ar"])
def test_results_never_go_among_the_sources(small: Guide, out: str) -> None:
    before = sorted(small.folder.rglob("*"))
    assert "where the guide itself is" in run(small, "build", "-o", out, code=1)
    assert sorted(small.folder.rglob("*")) == before


@pytest.mark.parametrize("taken", ["build/html", "build/.work", "build/html/index.html/x", "build/manifest.json/x"])
def test_something_in_the_way_is_named(small: Guide, taken: str) -> None:
    small.write({taken: "in the way"})
    said = run(small, "build", "-l", "en", "-e", "html", code=1)
    assert "cannot be read or written" in said and taken.removesuffix("/x") in said


def test_a_document_in_another_encoding(small: Guide) -> None:
    (small.folder / "source" / "chapter.rst").write_bytes("Chäpter\n=======\n".encode("latin-1"))
    assert "chapter.rst:1: The document is not in UTF-8" in run(small, "build", "-e", "html", code=1)


def test_an_update_prints_only_our_own_lines(small: Guide) -> None:
    small.write({"source/chapter.rst": "Chapter\n=======\n\nSomething new.\n"})
    said = run(small, "catalogs", "update")
    assert "Update:" not in said and "Not Changed" not in said and "locale/ar/LC_MESSAGES/chapter.po: 1 new" in said
