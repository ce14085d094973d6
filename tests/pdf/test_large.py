"""Large print, and what must fit on every page: records, footers and running heads, covers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from kitabcha.errors import TypesetError
from tests.conftest import CONF, Guide
from tests.pdf.ink import Sheet
from tests.pdf.poppler import poppler
from tests.pdf.reading import glyphs, visual_lines

TERMS = {
    "asylum": ("اللجوء", "پناهندگی", "پناہ"),
    "fine": ("غرامة", "جریمه", "جرمانہ"),
    "lawyer": ("محامٍ", "وکیل", "وکیل"),
    "deadline": ("الموعد النهائي", "مهلت", "آخری تاریخ"),
    "registrant": ("المسجَّل", "ثبت‌نام‌کننده", "رجسٹر ہونے والا شخص"),
    "work permit": ("تصريح عمل", "اجازهٔ کار", "ورک پرمٹ"),
    "interpreter": ("مترجم شفوي", "مترجم شفاهی", "ترجمان"),
}
TITLES = {
    "en": "A guide to special registration for all who came from afar, and for those who help them every day",
    "ar": "دليل التسجيل الخاص لكل من جاء من بلاد بعيدة، ولمن يساعده كل يوم في كل مكان من المدينة",
    "ur": "خصوصی رجسٹریشن گائیڈ ان سب لوگوں کے لیے جو دور دراز کے ملکوں سے آئے اور جو ان کی مدد کرتے ہیں",
}


def page_count(pdf: Path) -> int:
    with pikepdf.open(pdf) as file:
        return len(file.pages)


def copied_from(pdf: Path) -> str:
    """Copy all text, without its marks of direction."""
    text = poppler("pdftotext", str(pdf), "-").stdout
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


@pytest.mark.parametrize(("tag", "beside"), [("en", "English:{}"), ("ar", "{}:English"), ("ur", "{}:English")])
def test_a_value_in_another_script_stands_beside_its_label(
    one_chapter: Callable[[str], Guide], tag: str, beside: str
) -> None:
    """From the edge on: label, colon, value; so a page holds several records, and all of it is copied in that order."""
    names = "".join(f"   {term}\n" for term in TERMS)
    guide = one_chapter(f".. glossary-table:: terms.tsv\n\n{names}")
    rows = ["\t".join(("en", "ar", "fa", "ur")), *("\t".join((term, *others)) for term, others in TERMS.items())]
    guide.write({"source/terms.tsv": "\n".join(rows) + "\n"})
    pdf = guide.pdf(tag, kitabcha_editions=["large"])
    pages = [visual_lines(pdf, page) for page in range(page_count(pdf))]
    lines = [line for page in pages for line in page if "English:" in line or ":English" in line]
    assert lines == [beside.format(term.replace(" ", "")) for term in TERMS]
    assert sum(any("English" in line for line in page[1:-1]) for page in pages[2:]) <= 3
    copied = copied_from(pdf)
    assert all(f"English: {term}" in copied for term in TERMS)
    assert all(f"العربية: {words[0]}" in copied for words in TERMS.values()) or tag == "en"
    number = next(page for page, shown in enumerate(pages) if any("asylum" in line for line in shown))
    body = [glyph for glyph in glyphs(pdf, number) if 90 < glyph.baseline < 700]
    row = [g for g in body if abs(g.baseline - next(x.baseline for x in body if x.char == "y")) < 1]
    edge = min(g.left for g in row) if tag == "en" else max(g.right for g in row)
    assert edge == pytest.approx(min(g.left for g in body) if tag == "en" else max(g.right for g in body), abs=2)


def test_words_that_run_from_left_to_right_stand_beside_their_label(one_chapter: Callable[[str], Guide]) -> None:
    """In their own order, also where they are of several pieces."""
    guide = one_chapter('.. csv-table::\n   :header: Duty, Law, More\n\n   To tell, "INA 266(b), 8 CFR 265.1", words\n')
    guide.translate(
        "ur", "chapter", {"Duty": "فرض", "Law": "قانون", "More": "مزید", "To tell": "بتانا", "words": "لفظ"}
    )
    lines = visual_lines(guide.pdf("ur", kitabcha_editions=["large"]), 3)
    line = next(line for line in lines if "INA" in line)
    assert line.startswith("INA266(b),8CFR265.1:")


@pytest.mark.parametrize(("tag", "name"), [("en", "large"), ("ar", "bilingual")])
def test_a_sign_parts_each_label_from_its_value(one_chapter: Callable[[str], Guide], tag: str, name: str) -> None:
    """A label with a sign of its own gets no other, and without a label there is none."""
    guide = one_chapter('.. csv-table::\n   :header: Date, Who?, Note:, ""\n\n   January 10, we, that, alone\n')
    guide.translate("ar", "chapter", {"Date": "التاريخ", "Who?": "من؟"})
    pdf = guide.pdf(tag, kitabcha_editions=[name])
    copied = copied_from(pdf)
    assert "Date: January 10" in copied and "Who? we" in copied and "Note: that" in copied
    lines = [line for page in range(2, page_count(pdf)) for line in visual_lines(pdf, page)]
    assert "".join(lines).count("alone") and not any(":alone" in line or "alone:" in line for line in lines)
    if tag == "ar":  # in the other column the label is at the right, and so is a value without one
        assert any(line.startswith("Date:January10January10:") for line in lines)
        assert any(line.startswith("Who?we") and ":" not in line for line in lines)
        right = max(g.right for g in glyphs(pdf, 3) if g.char == "e")
        assert max(g.right for g in glyphs(pdf, 3)) - right < 2


def test_a_record_that_fills_a_page_is_parted(one_chapter: Callable[[str], Guide]) -> None:
    """What is kept whole never runs over the foot of its page."""

    def row(*cells: str) -> str:
        return "   *" + "    ".join(f" - {cell}\n" for cell in cells)

    lines = [f"cell{n}" + "".join(f"\n\n       more{n}{line}" for line in "abc") for n in range(5)]
    head = row(*(f"Label{n}" for n in range(5)))
    guide = one_chapter(f".. list-table::\n   :header-rows: 1\n\n{head}{row(*lines)}")
    pdf = guide.pdf("ur", kitabcha_editions=["large"])
    found = [g for page in range(page_count(pdf)) for g in glyphs(pdf, page)]
    text = "".join(g.char for g in found)
    assert all(f"cell{n}" in text and f"more{n}c" in text for n in range(5))
    assert min(g.baseline for g in found) > 20


@pytest.mark.parametrize(
    ("tag", "name", "long"),
    [("ar", "large", False), ("ur", "large", True), ("en", "large", True), ("ar", "guide", True)],
)
def test_head_and_footer_stay_where_a_printer_reaches(guide: Guide, tag: str, name: str, long: bool) -> None:
    """Also on page 1,234: the usual footer takes one line, a long title several; 6.5 mm of the edge stay white."""
    title = TITLES["en"] if long else "NSEERS Resource Guide"
    later = ".. raw:: typst\n\n   #colbreak() #counter(page).update(1234) More. #colbreak() Last.\n"
    toctree = ".. toctree::\n\n   chapter\n"
    guide.write(
        {
            "conf.py": CONF.replace("Test Guide", title),
            "source/index.rst": f"{title}\n{'=' * len(title)}\n\nWords.\n\n{toctree}",
            "source/chapter.rst": f"The {title}\n{'=' * 120}\n\nWords.\n\n{later}",
        }
    )
    if tag != "en":
        own = TITLES[tag] if long else "دليل التسجيل الخاص NSEERS"
        guide.translate(tag, "index", {title: own})
        guide.translate(tag, "chapter", {f"The {title}": own})
    pdf = guide.pdf(tag, kitabcha_editions=[name])
    feet = []
    for page in range(1, page_count(pdf)):
        sheet = Sheet.of(pdf, page)
        _left, top, _right, bottom = sheet.box()
        assert top >= 6.5 and sheet.height - bottom >= 6.5, f"page {page + 1}: {top}, {bottom}"
        feet.append([g for g in glyphs(pdf, page) if g.baseline < 66])
    numbers = ["".join(g.char for g in foot if g.size > 12) for foot in feet]
    assert numbers[0] == "2" and "1234" in numbers
    if not long:
        assert all(len({g.baseline for g in foot}) == 1 for foot in feet)


def covered(guide: Guide, title: str) -> Path:
    subtitle = "فصل اور سال، " * 17
    index = (
        "Test Guide\n==========\n\n.. rst-class:: subtitle\n\nSub.\n\n.. rst-class:: notice\n\nNotice.\n\nWords.\n\n"
    )
    guide.write(
        {"source/index.rst": f"{index}.. toctree::\n\n   chapter\n", "source/chapter.rst": "Chapter\n=======\n\nA.\n"}
    )
    guide.translate("ur", "index", {"Test Guide": title, "Sub.": subtitle, "Notice.": "یہ عام معلومات ہیں۔"})
    out, warnings = guide.build("pdf", "ur", kitabcha_editions=["large"])
    assert warnings == ""
    return next(out.glob("*.pdf"))


def test_the_cover_is_one_page(guide: Guide) -> None:
    """It is set smaller until draft notice, publisher and version fit under title and subtitle."""
    pdf = covered(guide, "خصوصی رجسٹریشن گائیڈ")
    assert "TestPress" in "".join(visual_lines(pdf, 0))
    assert "TestPress" not in "".join(visual_lines(pdf, 1))


def test_a_title_that_no_cover_holds_stops_the_build(guide: Guide) -> None:
    with pytest.raises(TypesetError, match=r"too long for the cover of the large edition in Urdu: by [\d.]+ mm"):
        covered(guide, TITLES["ur"] * 3)
