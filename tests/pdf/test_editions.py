"""The print editions together: footers, numbers, papers and colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.conftest import CONF, Guide
from tests.pdf.ink import Sheet
from tests.pdf.reading import all_lines, glyphs

MANY = "\n\n".join(["A paragraph of words. " * 40] * 20) + "\n\nSection\n-------\n\nMore.\n"
LATIN = re.compile("Source|Kitabcha")  # in the names of fonts


def edition(guide: Guide, tag: str, name: str, **settings: object) -> dict[str, Path]:
    """Build one edition on both papers."""
    out, warnings = guide.build("pdf", tag, kitabcha_editions=[name], kitabcha_papers=["letter", "a4"], **settings)
    assert warnings == ""
    return {path.stem.rpartition("-")[2]: path for path in out.glob(f"*-{name}-*.pdf")}


@pytest.mark.parametrize("name", ["guide", "large", "bilingual"])
def test_every_page_but_the_cover_says_what_it_is(one_chapter: Callable[[str], Guide], name: str) -> None:
    """Language in its own script and in English, English title, version, date."""
    pdf = edition(one_chapter(MANY), "ur", name)["letter"]
    with pikepdf.open(pdf) as file:
        count = len(file.pages)
    for page in range(1, count):
        foot = [g.char for g in sorted(glyphs(pdf, page), key=lambda g: g.left) if g.baseline < 62]
        words = "".join(foot)
        for wanted in ("Urdu", "TestGuide", "0.1", "2026-11-24"):
            assert wanted in words, f"{wanted} on page {page + 1}: {words}"


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_pages_of_a_booklet_say_what_they_are_too(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """On every half of every sheet but the cover; the last page names version and date once more."""
    pdf = edition(one_chapter(MANY), tag, "booklet")["letter"]
    halves, footers = 0, 0
    with pypdfium2.PdfDocument(pdf) as document:
        for sheet in document:
            width, height = sheet.get_size()
            for left in (0, width / 2):
                whole = re.sub(r"\s", "", sheet.get_textpage().get_text_bounded(left, 0, left + width / 2, height))
                foot = re.sub(r"\s", "", sheet.get_textpage().get_text_bounded(left, 0, left + width / 2, 57))
                halves += bool(whole)
                footers += all(words in foot for words in ("TestGuide", "2026-11-24", "0.1"))
    assert halves > 8 and footers == halves - 1


@pytest.mark.parametrize("name", ["large", "bilingual"])
def test_both_papers_have_the_same_pages(one_chapter: Callable[[str], Guide], name: str) -> None:
    """Page numbers hold across papers: the text block is the same, only the margins differ."""
    made = edition(one_chapter(MANY), "ar", name)
    assert all_lines(made["letter"]) == all_lines(made["a4"])
    with pikepdf.open(made["a4"]) as file:
        for index, page in enumerate(file.pages):
            left, bottom, right, top = (float(value) for value in page.mediabox)
            assert right - left == pytest.approx(210 / 25.4 * 72, abs=0.01)
            assert top - bottom == pytest.approx(297 / 25.4 * 72, abs=0.01)
            ink = glyphs(made["a4"], index)
            outer = min(min(g.left for g in ink) - left, right - max(g.right for g in ink))
            assert outer * 25.4 / 72 > 12


@pytest.mark.parametrize("tag", ["en", "ar", "fa", "ur"])
def test_large_print_is_large(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """18 pt and more, but for the footer, the running head and what the cover says of this copy."""
    guide = one_chapter("Words one.\n\n.. note::\n\n   Words two.\n")
    guide.translate("ar", "chapter", {"Words one.": "كلمات.", "Words two.": "كلمات."})
    guide.translate("ur", "chapter", {"Words one.": "الفاظ۔", "Words two.": "الفاظ۔"})
    guide.translate("fa", "chapter", {"Words one.": "واژه.", "Words two.": "واژه."})
    pdf = edition(guide, tag, "large")["letter"]
    with pikepdf.open(pdf) as file:
        chapter = len(file.pages) - 2
    own = [g for g in glyphs(pdf, chapter) if tag == "en" or not LATIN.search(g.font)]  # Latin is matched by eye
    body = [g.size for g in own if 90 < g.baseline < 700]
    assert body and min(body) >= 17


def test_numbers_are_the_same_in_every_language(real_build: Path) -> None:
    """So that "see 3.2" works across a counter: outlines have the same numbers in the same order."""
    zeros = {"en": 0x30, "ar": 0x30, "fa": 0x6F0, "ur": 0x30}
    seen = {}
    for tag in zeros:
        with (
            pikepdf.open(real_build / "pdf" / f"nseers-guide-{tag}-guide-letter.pdf") as file,
            file.open_outline() as tree,
        ):
            titles = [item.title for chapter in tree.root for item in (chapter, *chapter.children)]
        words = [title.translate({0x6F0 + n: 0x30 + n for n in range(10)}).split()[0] for title in titles]
        seen[tag] = [word for word in words if word[0].isdecimal()]
    assert len(seen["en"]) > 50
    assert seen["en"] == seen["ar"] == seen["fa"] == seen["ur"]


def test_colour_is_off_until_it_is_asked_for(one_chapter: Callable[[str], Guide]) -> None:
    """Rendered: without the setting every dot is a grey, with it the number of a chapter is the accent of the look."""
    guide = one_chapter("Words.\n\nSection\n-------\n\nMore with a `link <https://example.org>`__.\n")
    plain = colours(edition(guide, "en", "guide")["letter"])
    assert all(max(colour) - min(colour) <= 2 for colour in plain)
    henna = colours(edition(guide, "en", "guide", kitabcha_color=True)["letter"])
    assert (0x84, 0x39, 0x1D) in henna
    assert all(red >= green >= blue - 2 for red, green, blue in henna), "one accent, and greys"


@pytest.mark.parametrize("name", ["booklet", "pamphlet", "card"])
def test_what_is_folded_or_cut_is_black_unless_colour_is_asked_for(real_build: Path, name: str) -> None:
    for tag in ("en", "ur"):
        found = colours(real_build / "pdf" / f"nseers-guide-{tag}-{name}-letter.pdf", last=2)
        assert all(max(colour) - min(colour) <= 2 for colour in found), tag


def colours(pdf: Path, last: int = 10) -> set[tuple[int, int, int]]:
    """Return the colours of the dots of the first pages."""
    found: set[tuple[int, int, int]] = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(min(last, len(document))):
            picture = document[number].render(scale=2).to_pil().convert("RGB")
            listed = picture.getcolors(picture.width * picture.height)
            found |= {colour for _count, colour in listed}
    return found


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#06c"/></svg>'


@pytest.mark.parametrize("name", ["guide", "bilingual"])
def test_the_cover_has_the_drawing_of_the_project(one_chapter: Callable[[str], Guide], name: str) -> None:
    """Rendered: nothing stands above the title but a rule, or the project's logo, or the strokes if it asks for them."""
    guide = one_chapter("Words.\n")
    guide.write({"logo.svg": LOGO})
    asked: dict[str, dict[str, object]] = {
        "none": {},
        "logo": {"html_logo": "logo.svg"},
        "strokes": {"html_logo": "logo.svg", "kitabcha_motif": True},
    }
    strokes, blue = {}, {}
    for kind, settings in asked.items():
        pdf = edition(guide, "ar", name, **settings)["letter"]
        cover = Sheet.of(pdf, 0)
        blue[kind] = any(b > r + 60 for r, _g, b in colours(pdf, last=1))
        strokes[kind] = max(len(cover.strokes(15, y, 200, y + 1)) for y in range(50, 110))
    assert blue == {"none": False, "logo": True, "strokes": False}
    assert strokes["strokes"] == 25 and strokes["none"] < 20


def test_a_logo_that_cannot_be_read_is_told_and_left_out(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("Words.\n")
    guide.write({"logo.svg": "not a drawing"})
    out, warnings = guide.build("pdf", "en", html_logo="logo.svg", latex_logo="logo.pdf")
    assert "html_logo in conf.py: logo.svg is damaged" in warnings and "the cover goes without" in warnings
    assert next(out.glob("*.pdf")).stat().st_size


def test_files_are_the_same_whether_they_are_finished_beside_typst_or_in_turn(
    one_chapter: Callable[[str], Guide],
) -> None:
    guide = one_chapter(MANY + "\nSee :ref:`search`, +44 20 7946 0018.\n")
    wanted = {"kitabcha_editions": ["guide", "booklet", "large", "bilingual"], "kitabcha_papers": ["letter", "a4"]}
    made = []
    for beside in (True, False):
        out, warnings = guide.build("pdf", "ar", **wanted, kitabcha_spare_processor=beside)
        assert warnings == ""
        made.append({path.name: path.read_bytes() for path in out.glob("*.pdf")})
    assert len(made[0]) == 8 and made[0] == made[1]


@pytest.mark.parametrize(("project", "name"), [("My Project 2.0!", "my-project-2-0"), ("كتاب", "guide")])
def test_files_are_named_after_the_project(guide: Guide, project: str, name: str) -> None:
    guide.write({"conf.py": CONF.replace('kitabcha_name = "test"\n', "")})
    assert guide.pdf(project=project).name == f"{name}-en-guide-letter.pdf"
