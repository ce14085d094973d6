"""Links inside a book lead to their places; on sheets, where nobody can follow them, there are none."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from kitabcha.errors import TypesetError
from kitabcha.pdf.places import SCHEME, fill_in
from tests.conftest import Guide
from tests.pdf.comparing import read_with_poppler
from tests.pdf.poppler import poppler

RST = """
    See :ref:`further` and a note [1]_.

    .. _further:

    Further
    -------

    .. [1] Words of the note.

    Go back to :doc:`/chapter`.
"""


@pytest.mark.parametrize(("tag", "page"), [("en", "page 4"), ("ar", "الصفحة 4"), ("fa", "صفحهٔ ۴"), ("ur", "صفحہ 4")])
def test_a_link_leads_to_its_place_and_says_so(one_chapter: Callable[[str], Guide], tag: str, page: str) -> None:
    pdf = one_chapter(RST).pdf(tag)
    assert SCHEME.encode() not in pdf.read_bytes()
    with pikepdf.open(pdf) as file:
        links = [link for page in file.pages for link in page.obj.get("/Annots", []) if "/Dest" in link]
        inside = [link for link in links if str(link.Contents) == page]
        assert len(inside) >= 2
        for link in inside:
            assert link.Dest[0].objgen == file.pages[3].obj.objgen
            assert "/A" not in link
        heights = sorted({round(float(link.Dest[3])) for link in inside})
    assert len(heights) == 2  # the chapter and, lower on the same page, the section


@pytest.mark.parametrize("edition", ["guide", "large", "bilingual"])
def test_the_page_of_a_chapter_is_that_of_its_title(one_chapter: Callable[[str], Guide], edition: str) -> None:
    """Not that of the page before, which ends where the name of the chapter would stand without care."""
    guide = one_chapter(RST)
    guide.translate("ur", "chapter", {"Chapter": "باب", "Further": "مزید"})
    tag = "ur" if edition == "bilingual" else "en"
    path = guide.pdf(tag, kitabcha_editions=[edition])
    pages = [" ".join(re.sub("[\u200e\u200f\u202a-\u202e()]", "", page).split()) for page in read_with_poppler(path)]
    number = next(index for index, page in enumerate(pages, start=1) if "Go back to Chapter" in page)
    assert f"Go back to Chapter page {number}" in pages[number - 1]


def test_pages_for_sheets_have_words_and_page_numbers_but_no_links(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter(RST)
    guide.pdf("en", kitabcha_editions=["booklet"])
    sheets = next(guide.folder.rglob("*-booklet-letter.pdf"))
    assert SCHEME.encode() not in sheets.read_bytes()
    with pikepdf.open(sheets) as file:
        assert not any("/Annots" in page.obj for page in file.pages)
    assert "Further (page " in " ".join(" ".join(read_with_poppler(sheets)).split())


def test_a_link_that_leads_nowhere_is_told() -> None:
    file = pikepdf.new()
    page = file.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(SCHEME + "chapter#lost"))
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])
    with pytest.raises(TypesetError, match="chapter#lost, which is not in this book"):
        fill_in(file, {}, str)
    fill_in(file, {"chapter#lost": (1, 10.0, 30.0)}, "page {}".format)
    file.save(io.BytesIO())
    link = page.obj.Annots[0]
    assert [str(link.Contents), float(link.Dest[2]), float(link.Dest[3])] == ["page 1", 10.0, 772.0]


def test_the_scheme_is_that_of_the_templates() -> None:
    base = Path(__file__).parents[2] / "kitabcha" / "pdf" / "templates" / "base.typ"
    assert f'#let place-scheme = "{SCHEME}"' in base.read_text(encoding="utf-8")


def test_poppler_opens_a_guide_without_complaint(one_chapter: Callable[[str], Guide]) -> None:
    done = poppler("pdfinfo", str(one_chapter(RST).pdf("en")))
    assert done.stderr == ""
