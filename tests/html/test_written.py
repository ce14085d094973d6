"""Addresses that stand written out: they break where they may, and paper shows each one once and whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kitabcha.html.written import with_breaks
from tests.conftest import Guide
from tests.html.browsing import LANGUAGES, open_page

BREAKS = [
    ("(inclusion.americanimmigrationcouncil.org)", "(inclusion.|americanimmigrationcouncil.|org)"),
    ("see aila.org and nilc.org.", "see aila.org and nilc.org."),
    ("http://justice.gov/eoir/list-pro-bono", "http://justice.gov/|eoir/|list-pro-bono"),
    (
        "https://webarchive.library.example.edu/eot2008/",
        "https://webarchive.|library.|example.|edu/|eot2008/",
    ),
    ("a.very.long.name.of.somebody@example.org", "a.very.long.name.of.somebody@example.org"),
    ("He left.Nobody saw him.Nothing.", "He left.Nobody saw him.Nothing."),
]


@pytest.mark.parametrize(("text", "parted"), BREAKS)
def test_long_addresses_may_break_behind_slashes_and_dots(text: str, parted: str) -> None:
    assert with_breaks(text).replace("<wbr>", "|") == parted


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_host_is_cut_inside_a_part_of_it(browser: Any, real_build: Path, tag: str) -> None:
    """On a phone each part of a long host stands on one line, with the bracket behind it."""
    page = open_page(browser, real_build / "html" / tag / "sources.html")
    rows = page.evaluate("""() => [...document.querySelectorAll('#fact-d08 .source, #fact-r10 .source')].flatMap(source => {
      const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT), found = [], range = document.createRange();
      while (walker.nextNode()) {
        const text = walker.currentNode;
        for (const part of text.data.matchAll(/americanimmigrationcouncil\\.|org\\)/g)) {
          range.setStart(text, part.index); range.setEnd(text, part.index + part[0].length);
          found.push(new Set([...range.getClientRects()].map(box => Math.round(box.top))).size);
        }
      }
      return found;
    })""")
    assert len(rows) >= 4 and set(rows) == {1}
    page.context.close()


def printed(page: Any, path: Path) -> str:
    page.pdf(path=path, format="A4")
    with pypdfium2.PdfDocument(path) as document:
        return "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in document)


def test_paper_adds_an_address_once_and_only_where_the_words_of_a_link_are_others(
    browser: Any, guide: Guide, tmp_path: Path
) -> None:
    """Words of a link, its address in brackets beside them; each address in one piece, also among Arabic words."""
    text = "See `the list <https://example.org/lists/one>`__ and https://example.org/lists/two/ and `example.com/three <https://example.com/three/>`__ now."
    arabic = "انظر `القائمة <https://example.org/lists/one>`__ و https://example.org/lists/two/ و `example.com/three <https://example.com/three/>`__ الآن."
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n{text}\n"})
    guide.translate("ar", "index", {text: arabic})
    for tag in ("en", "ar"):
        out, _warnings = guide.build("html", tag)
        page = open_page(browser, out / "index.html", width=900)
        paper = printed(page, tmp_path / f"{tag}.pdf")
        assert paper.count("https://example.org/lists/one") == 1, tag
        assert paper.count("example.org/lists/two") == paper.count("example.com/three") == 1, tag
        page.context.close()
