"""What a reader sees on finished pages: order of glyphs, digits, margins, tags, links, bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import Guide
from tests.pdf.reading import all_lines, glyphs, seen

TOKENS = [
    "+44 20 7946 0018",
    "1-877-FTC-HELP",
    "1-877-382-4357",
    "67 FR 67578",
    "8 CFR 264.1(f)",
    "I-94",
    "AR-11",
    "help@example.org",
    "https://example.org/a",
]
SENTENCES = {
    "ar": "اتصلوا بالرقم {} أولًا ثم اقرؤوا البقية.",
    "fa": "نخست {} را ببینید و سپس بقیه را بخوانید.",
    "ur": "پہلے {} دیکھیں، پھر باقی پڑھیں۔",
}


def in_language(guide: Guide, tag: str, message: str, translation: str) -> Path:
    guide.translate(tag, "chapter", {"Chapter": "فصل", message: translation})
    return guide.pdf(tag)


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_latin_runs_read_left_to_right_wherever_they_stand(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """At the start, in the middle, at the end of a paragraph, in a list, a table, a heading and a footnote."""
    rst = "Message one.\n\n* Message two.\n\nSection here\n------------\n\n==========  ======\nHead        Other\n==========  ======\nCell here   x\n==========  ======\n\nNote [#n]_ here.\n\n.. [#n] Foot words.\n"
    guide = one_chapter(rst)
    filled = " ".join(SENTENCES[tag].format(token) for token in TOKENS)
    guide.translate(
        tag,
        "chapter",
        {
            "Chapter": SENTENCES[tag].format("67 FR 67578"),
            "Message one.": f"{TOKENS[0]} {filled} {TOKENS[3]}",
            "Message two.": filled,
            "Section here": SENTENCES[tag].format("I-94"),
            "Cell here": SENTENCES[tag].format("8 CFR 264.1(f)"),
            "Note [#n]_ here.": f"{SENTENCES[tag].format('AR-11')} [#n]_",
            "Foot words.": filled,
        },
    )
    pdf = guide.pdf(tag)
    lines = all_lines(pdf)
    for token in TOKENS:
        bare = token.replace(" ", "")
        expected = {"+44 20 7946 0018": 4, "67 FR 67578": 6, "I-94": 4, "AR-11": 4, "8 CFR 264.1(f)": 4}.get(token, 3)
        assert sum(line.count(bare) for line in lines) >= expected, f"{token} in {tag}"


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
@pytest.mark.parametrize("dash", ["-", "–"])
def test_the_first_number_of_a_range_stands_at_the_right(
    one_chapter: Callable[[str], Guide], tag: str, dash: str
) -> None:
    digits = "۲۰۰۲{}۲۰۱۶" if tag == "fa" else "2002{}2016"
    guide = one_chapter("Message one.")
    pdf = in_language(guide, tag, "Message one.", SENTENCES[tag].format(digits.format(dash)))
    first, second = digits.split("{}")
    assert seen(pdf, f"{second}{dash}{first}") and not seen(pdf, f"{first}{dash}{second}")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_phone_number_never_breaks(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """However the words before it push it along the line."""
    messages = [f"{'word ' * n}202-244-2990" for n in range(5, 30)]
    guide = one_chapter("\n\n".join(messages))
    guide.translate("ar", "chapter", {message: message.replace("word", "كلمة") for message in messages})
    pdf = guide.pdf(tag)
    assert sum(line.count("202-244-2990") for line in all_lines(pdf)) == len(messages)


def test_a_latin_name_sits_at_a_matching_size(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("Message one.")
    pdf = in_language(guide, "ar", "Message one.", "في نظام NSEERS وحده")
    line = glyphs(pdf, 3)
    latin = {round(g.size, 2) for g in line if g.char == "S" and "KitabchaSerif" in g.font}
    arabic = {round(g.size, 2) for g in line if "Naskh" in g.font and g.char == "و"}
    assert any(round(big * 0.88, 1) == round(small, 1) for big in arabic for small in latin), (arabic, latin)


@pytest.mark.parametrize(("tag", "number"), [("en", "5"), ("ar", "5"), ("fa", "۵"), ("ur", "5")])
def test_page_numbers_are_in_the_digits_of_the_language(
    one_chapter: Callable[[str], Guide], tag: str, number: str
) -> None:
    """And stand at the outer edge: of an odd page, right in English and left in right-to-left languages."""
    guide = one_chapter("Words.\n\n" + "\n\n".join(["A paragraph of words. " * 30] * 12))
    pdf = guide.pdf(tag)
    page = int(number.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))) - 1
    lowest = [g for g in glyphs(pdf, page) if g.baseline < 50]
    outer = max(lowest, key=lambda g: g.right) if tag == "en" else min(lowest, key=lambda g: g.left)
    assert outer.char == number


@pytest.mark.parametrize("tag", ["en", "ar", "fa", "ur"])
def test_the_binding_side_has_the_wider_margin(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """Left of an odd page in English, right in right-to-left languages; Letter is 612 pt wide."""
    guide = one_chapter("Words.")
    pdf = guide.pdf(tag)
    edges = [(min(g.left for g in page), 612 - max(g.right for g in page)) for page in (glyphs(pdf, 0),)]
    (left, right) = edges[0]
    inside = 25 / 25.4 * 72
    assert (left if tag == "en" else right) == pytest.approx(inside, abs=3)


@pytest.mark.parametrize("tag", ["en", "ar", "fa", "ur"])
def test_the_file_says_what_it_is(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """Language, title, viewer direction, tags, archive and accessibility standards, embedded fonts."""
    pdf = one_chapter("Words.").pdf(tag)
    with pikepdf.open(pdf) as file:
        assert str(file.Root.Lang).split("-")[0] == tag
        assert bool(file.Root.MarkInfo.Marked)
        preferences: Any = file.Root.get("/ViewerPreferences", {})
        assert (str(preferences.get("/Direction", "/L2R")) == "/R2L") is (tag != "en")
        assert bool(preferences.get("/DisplayDocTitle"))
        metadata = file.open_metadata()
        assert metadata["pdfaid:part"] == "2" and metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Test Guide (")
        for page in file.pages:
            for font in page.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_links_and_outline_lead_somewhere(one_chapter: Callable[[str], Guide]) -> None:
    pdf = one_chapter(
        "See :ref:`there`, `site <https://example.org/x>`__ or 202-244-2990.\n\n.. _there:\n\nThere it is\n-----------\n\nWords.\n"
    ).pdf()
    with pikepdf.open(pdf) as file:
        links = [note for page in file.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        targets = {str(note.A.URI) for note in links if "/A" in note and "/URI" in note.A}
        assert {"https://example.org/x", "tel:+12022442990"} <= targets
        assert any("/Dest" in note or ("/A" in note and note.A.S == "/GoTo") for note in links)
        with file.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles[0] == "1 Chapter"
            assert [item.title for item in outline.root[0].children] == ["1.1 There it is"]


def test_building_twice_gives_the_same_bytes(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("Words with NSEERS.")
    guide.translate("ur", "chapter", {"Words with NSEERS.": "اردو کے الفاظ NSEERS کے ساتھ۔"})
    first = guide.pdf("ur").read_bytes()
    assert guide.pdf("ur").read_bytes() == first


def test_an_untranslated_block_stands_in_its_own_direction(one_chapter: Callable[[str], Guide]) -> None:
    """English begins at the left even on an Arabic page, and its full stop ends it at the right."""
    guide = one_chapter("Not translated at all (yet).\n\nDone.")
    guide.translate("ar", "chapter", {"Done.": "انتهى."})
    pdf = guide.pdf("ar")
    assert seen(pdf, "Not translated at all (yet).")
    with pikepdf.open(pdf) as file:
        languages = {str(element.get("/Lang")) for element in _elements(file.Root.StructTreeRoot) if "/Lang" in element}
    assert any(tag.startswith("en") for tag in languages)


def _elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    found = []
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *_elements(child)]
    return found


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_page_numbers_of_the_index_stand_behind_their_words(one_chapter: Callable[[str], Guide], tag: str) -> None:
    """Also behind a word in Latin letters, to which digits would else be drawn (UAX #9, W7); pages from low to high."""
    guide = one_chapter("""
        .. index:: Form I-94, USCIS

        Words.

        More here
        ---------

        .. index:: USCIS
        """)
    words = {"ar": "النموذج I-94", "fa": "فرم I-94", "ur": "فارم I-94"}[tag]
    guide.translate(tag, "chapter", {"Form I-94": words, "USCIS": "USCIS", "Words.": "۔"})
    lines = all_lines(guide.pdf(tag))
    page = "۴" if tag == "fa" else "4"
    assert any(f"{page}I-94" in line for line in lines)
    assert any(f"{page}USCIS" in line for line in lines)
    # So in the contents, where both titles are not translated and stand in Latin letters.
    assert any(line.startswith(f"{page}Chapter") for line in lines)


INDEXED = """
.. index:: residence, zebra, count(), list[int] (built-in)

Words.
"""


@pytest.mark.parametrize("builder", ["pdf", "html"])
def test_arabic_words_of_the_index_are_found_without_their_article(
    one_chapter: Callable[[str], Guide], builder: str
) -> None:
    """In print and on the page alike; brackets stay with the word that they are written with."""
    guide = one_chapter(INDEXED)
    guide.translate("ar", "chapter", {"residence": "الإقامة", "zebra": "حمار الوحش", "Words.": "كلمات."})
    out, warnings = guide.build(builder, "ar")
    assert warnings == ""
    if builder == "pdf":
        lines = all_lines(next(out.glob("*.pdf")))
        assert any(line.endswith("count()") for line in lines), lines
        assert any(line.endswith("list[int](built-in)") for line in lines), lines
        text = "\n".join(lines)
        heads = [index for index, line in enumerate(lines) if line in ("ا", "ح", "ل")]
        assert [lines[index] for index in heads] == ["ا", "ح"], text
    else:
        page = (out / "genindex.html").read_text(encoding="utf-8")
        assert re.findall(r"<h2[^>]*>(?:<bdi[^>]*>)?([^<]+)<", page) == ["C", "L", "ا", "ح"]
        assert '<bdi dir="ltr" lang="en">count()</bdi>' in page
