"""Interface words: all that the code asks for are in the catalogs, and complete in every language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest

from kitabcha.pdf.admonitions import ADMONITIONS
from kitabcha.pdf.book import TEMPLATE_WORDS
from kitabcha.pdf.printsheet import SHEET_WORDS
from kitabcha.words import LOCALE_DIR, all_words, counted, missing_words, words

PACKAGE = LOCALE_DIR.parent
LANGUAGES = ("ar", "fa", "ur")


def words_in_code() -> set[str]:
    """Return every constant that is given to ``say(...)``, in Python, Jinja or Typst."""
    found = {*TEMPLATE_WORDS, *SHEET_WORDS} | {title for _function, title in ADMONITIONS.values()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in ("say", "spoken") and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    for pattern, quote in (("*.html", "\"'"), ("*.typ", '"')):
        for path in PACKAGE.rglob(pattern):
            text = path.read_text(encoding="utf-8")
            found |= {
                match[1] for match in re.finditer(rf"\b(?:say(?:_count)?|named)\([{quote}]([^\"']+)[{quote}][,)]", text)
            }
    return found


def test_the_template_catalog_has_just_the_words_that_are_used() -> None:
    assert set(all_words()) == words_in_code()


def test_the_templates_of_typst_are_told_all_their_words() -> None:
    used = {
        match[1]
        for path in PACKAGE.rglob("*.typ")
        for match in re.finditer(r'\bsay\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert used == set(TEMPLATE_WORDS)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_word_is_translated(tag: str) -> None:
    assert missing_words(tag) == []
    assert words(tag)("Contents") != "Contents"


@pytest.mark.parametrize(
    ("tag", "search", "following"),
    [
        ("de", "Suche", "Nächstes Thema"),
        ("he", "חיפוש", "נושא הבא"),
        ("zh-Hant", "搜尋", "下個主題"),
        ("ps", "Search", "Next"),
    ],
)
def test_where_we_have_no_catalog_words_are_those_of_sphinx_or_english(tag: str, search: str, following: str) -> None:
    say = words(tag)
    assert (say("Search"), say("Next"), say("Skip to the text")) == (search, following, "Skip to the text")


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("domain", ["kitabcha", "sphinx"])
def test_catalogs_are_whole_and_honest(tag: str, domain: str) -> None:
    catalog = polib.pofile(str(LOCALE_DIR / tag / "LC_MESSAGES" / f"{domain}.po"))
    template = polib.pofile(str(LOCALE_DIR / f"{domain}.pot"))
    assert {entry.msgid for entry in catalog} == {entry.msgid for entry in template}
    assert not catalog.untranslated_entries() and not catalog.fuzzy_entries()
    assert catalog.metadata["Language"] == tag and catalog.metadata["X-Review-Status"] == "draft"


def test_dari_takes_the_words_of_farsi() -> None:
    assert words("prs")("Contents") == words("fa")("Contents")


def test_words_that_count_have_every_form_of_the_language() -> None:
    forms = {tag: counted(tag, "{n} section found", "{n} sections found") for tag in ("en", *LANGUAGES, "de")}
    assert set(forms["ar"]) == {"zero", "one", "two", "few", "many", "other"} and len(set(forms["ar"].values())) == 6
    assert forms["ar"]["two"].endswith("قسمين") and forms["ar"]["few"].endswith("أقسام")
    assert set(forms["fa"]) == set(forms["ur"]) == {"one", "other"}
    assert forms["ur"] == {"one": "{n} حصہ ملا", "other": "{n} حصے ملے"}
    assert forms["de"] == forms["en"] == {"one": "{n} section found", "other": "{n} sections found"}


def test_placeholders_of_sphinx_survive() -> None:
    for tag in LANGUAGES:
        for entry in polib.pofile(str(Path(LOCALE_DIR / tag / "LC_MESSAGES" / "sphinx.po"))):
            assert entry.msgid.count("%s") == entry.msgstr.count("%s"), (tag, entry.msgid)
