"""The bilingual edition: two columns that stay side by side, each in its own direction."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import Guide, with_one_chapter
from tests.pdf.checker import check
from tests.pdf.ink import MM, Sheet
from tests.pdf.reading import Glyph, glyphs, seen

BOTH = {"kitabcha_editions": ["bilingual"]}
CENTRE = 215.9 / 2 / 25.4 * 72  # pt; the fold between the columns, but for the difference of the margins
TEXT = """
First thing one.

Second thing two. {long}

* Bullet thing three.

  Goes on thing twenty. {long}

  * Inner bullet twentyone.

  Comes back twentytwo.
* Bullet thing four.

  .. note::

     Boxed first seventy. {long}

     Boxed second seventyone.

     * Boxed bullet seventytwo. {long}

       .. warning::

          Deep first seventythree. {long}

          Deep second seventyfour.

     Boxed last seventyfive.

* .. note::

     Opening first seventysix. {long}

     Opening second seventyseven.

.. topic:: Topic thing eighty

   Topic first eightyone. {long}

   Topic second eightytwo.

.. epigraph::

   Epigraph first eightythree. {long}

   Epigraph second eightyfour.

#. Step thing five.

#. .. note::

      Stepped first ninetysix. {long}

      Stepped second ninetyseven.

Section thing six
-----------------

.. note::

   Note thing seven. {long}

   Note second thirty.

   #. Note step thirtyone. {long}

      Step more thirtytwo.

   #. Note step thirtythree.

   ..

      Quoted first thirtyfour. {long}

      Quoted second thirtyfive.

.. warning::

   Warned first forty. {long}

   Warned second fortyone.

.. admonition:: From the page fifty
   :class: original

   ..

      Original first fiftyone. {long}

      Original second fiftytwo.

   Record shows fiftythree.

.. admonition:: 82,581
   :class: recorded

   Counted fiftyfour. {long}

   Source fiftyfive.

.. list-table:: Caption thing eight
   :header-rows: 1

   * - Head nine
     - Head ten
     - Head eleven
   * - Cell twelve
     - Cell thirteen
     - Cell fourteen

term thing fifteen
   Meaning thing sixteen. {long}

   Meaning more seventeen.

   .. admonition:: Meant title seventyeight

      Meant first ninety. {long}

      Meant second ninetyone.

   .. admonition:: From the page ninetytwo
      :class: original

      ..

         Old first ninetythree. {long}

         Old second ninetyfour.

      Old record ninetyfive.

Plain text.

   Quotation sixty. {long}

   Quotation sixtyone.

   -- Speaker sixtytwo
"""
FACTS = """
rules:
  - id: A1
    statement: One.
    confidence: disputed
    sources: [{citation: Gazette, url: ''}]
"""
LONG = "It goes on and on. " * 12
# English words -> the number in their translation; with {long}, only the English goes on, so that its column is longer
NUMBERED = {
    "Second thing two. {long}": "الثاني 102.",
    "Goes on thing twenty. {long}": "يتبع 120.",
    "Inner bullet twentyone.": "نقطة داخلية 121.",
    "Comes back twentytwo.": "يعود 122.",
    "Note thing seven. {long}": "ملاحظة 107.",
    "Note second thirty.": "ملاحظة ثانية 130.",
    "Note step thirtyone. {long}": "خطوة 131.",
    "Step more thirtytwo.": "المزيد 132.",
    "Note step thirtythree.": "خطوة 133.",
    "Quoted first thirtyfour. {long}": "اقتباس 134.",
    "Quoted second thirtyfive.": "اقتباس 135.",
    "Warned first forty. {long}": "تحذير 140.",
    "Warned second fortyone.": "تحذير 141.",
    "From the page fifty": "من الصفحة 150",
    "Original first fiftyone. {long}": "أصل 151.",
    "Original second fiftytwo.": "أصل 152.",
    "Record shows fiftythree.": "السجل 153.",
    "Counted fiftyfour. {long}": "عدد 154.",
    "Source fiftyfive.": "مصدر 155.",
    "Meaning thing sixteen. {long}": "معنى 116.",
    "Meaning more seventeen.": "معنى 117.",
    "Quotation sixty. {long}": "قول 160.",
    "Quotation sixtyone.": "قول 161.",
    "Speaker sixtytwo": "القائل 162",
    "Boxed first seventy. {long}": "ملاحظة 170.",
    "Boxed second seventyone.": "ملاحظة 171.",
    "Boxed bullet seventytwo. {long}": "نقطة 172.",
    "Deep first seventythree. {long}": "تحذير 173.",
    "Deep second seventyfour.": "تحذير 174.",
    "Boxed last seventyfive.": "ملاحظة 175.",
    "Opening first seventysix. {long}": "ملاحظة 176.",
    "Opening second seventyseven.": "ملاحظة 177.",
    "Topic thing eighty": "موضوع 180",
    "Topic first eightyone. {long}": "موضوع 181.",
    "Topic second eightytwo.": "موضوع 182.",
    "Epigraph first eightythree. {long}": "قول 183.",
    "Epigraph second eightyfour.": "قول 184.",
    "Meant title seventyeight": "معنى 178",
    "Meant first ninety. {long}": "معنى 190.",
    "Meant second ninetyone.": "معنى 191.",
    "From the page ninetytwo": "من الصفحة 192",
    "Old first ninetythree. {long}": "أصل 193.",
    "Old second ninetyfour.": "أصل 194.",
    "Old record ninetyfive.": "السجل 195.",
    "Stepped first ninetysix. {long}": "خطوة 196.",
    "Stepped second ninetyseven.": "خطوة 197.",
}
MESSAGES = {
    **{english.format(long=LONG).strip(): arabic for english, arabic in NUMBERED.items()},
    "Chapter": "فصل",
    "First thing one.": "الأول 101.",
    "Plain text.": "نص.",
    "Bullet thing three.": "نقطة 103.",
    "Bullet thing four.": "نقطة 104.",
    "Step thing five.": "خطوة 105.",
    "Section thing six": "قسم 106",
    "Caption thing eight": "جدول 108",
    "Head nine": "رأس 109",
    "Head ten": "رأس 110",
    "Head eleven": "رأس 111",
    "Cell twelve": "خلية 112",
    "Cell thirteen": "خلية 113",
    "Cell fourteen": "خلية 114",
    "term thing fifteen": "كلمة 115",
}
PAIRS = {
    **{re.sub(r"\{long\}|[^\w.]", "", english): re.sub(r"\D", "", arabic) for english, arabic in NUMBERED.items()},
    "Firstthingone": "101",
    "Bulletthingthree": "103",
    "Bulletthingfour": "104",
    "Stepthingfive": "105",
    "Sectionthingsix": "106",
    "Captionthingeight": "108",
    "Celltwelve": "112",
    "Cellthirteen": "113",
    "Cellfourteen": "114",
    "termthingfifteen": "115",
}


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guide = with_one_chapter(tmp_path_factory.mktemp("bilingual"), TEXT.format(long=LONG))
    guide.translate("ar", "chapter", MESSAGES)
    guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات."})
    return guide.pdf("ar", **BOTH)


@lru_cache(maxsize=2)
def half_lines(pdf: Path) -> list[tuple[int, float, str, list[Glyph]]]:
    """List what stands in each line of each half of a file: page, baseline, text, glyphs."""
    found = []
    for page in range(page_count(pdf)):
        rows: dict[float, list[Glyph]] = {}
        for glyph in glyphs(pdf, page):
            rows.setdefault(glyph.baseline, []).append(glyph)
        for baseline, row in rows.items():
            for side in (False, True):
                half = [g for g in row if ((g.left + g.right) / 2 >= CENTRE) == side]
                line = sorted(half, key=lambda g: g.left)
                found.append((page, baseline, "".join(g.char for g in line), line))
    return found


def place(pdf: Path, words: str) -> tuple[int, float, list[Glyph]]:
    """Return where words stand last (the contents come before): page, baseline, glyphs."""
    for page, baseline, text, line in reversed(half_lines(pdf)):
        if words in text and baseline > 60:
            return page, baseline, line
    raise AssertionError(words)


def page_count(pdf: Path) -> int:
    with pikepdf.open(pdf) as file:
        return len(file.pages)


def test_each_block_stands_beside_its_translation(bilingual: Path) -> None:
    """On the same page and the same baseline: Arabic in the right half, English in the left."""
    for english, number in PAIRS.items():
        page, baseline, left = place(bilingual, english)
        other, beside, right = place(bilingual, number)
        assert page == other and baseline == pytest.approx(beside, abs=3.5), english
        assert max(g.right for g in left) < CENTRE + 12 and min(g.left for g in right) > CENTRE - 12, english


def test_the_mark_of_an_item_stands_beside_the_title_of_its_box(bilingual: Path) -> None:
    """The 2 before a note that begins a step is on the baseline of the word Note, in both columns."""
    page, first, _glyphs = place(bilingual, "Steppedfirstninetysix")
    lines = [
        (at, text) for number, at, text, _glyphs in half_lines(bilingual) if number == page and first < at < first + 40
    ]
    assert [text for at, text in lines if "Note" in text] == ["2Note"]
    assert any(text.endswith("2") and "ملاحظة"[::-1] in text for at, text in lines), lines


def test_each_column_has_its_own_direction(bilingual: Path) -> None:
    """English begins at the left edge of its column, Arabic at the right edge of the page's text."""
    _page, _baseline, english = place(bilingual, "Firstthingone")
    _page, _baseline, arabic = place(bilingual, "101")
    with pikepdf.open(bilingual) as file:
        page = file.pages[-2]
    assert english[0].char == "F" and english[-1].char == "."
    _page, _baseline, longer = place(bilingual, "Secondthingtwo")
    assert english[0].left == pytest.approx(longer[0].left, abs=2)
    assert max(g.right for g in arabic) > 540 and page is not None


def test_only_rules_cross_from_one_column_to_the_other(bilingual: Path) -> None:
    """Rendered: between the columns is white but for thin rules over the whole width, and the sheet's edge is white."""
    inside, outside, column, gap = 24, 17.9, 83.5, 7  # mm
    for index in range(3, page_count(bilingual)):  # behind the contents, whose page numbers stand between the columns
        sheet = Sheet.of(bilingual, index)
        left, top, right, bottom = sheet.box()
        assert min(left, top, sheet.width - right, sheet.height - bottom) >= 9
        start = (outside if index % 2 == 0 else inside) + column  # bound at the right, so an odd page has it there
        between = sheet.part(start + 1, 26, start + gap - 1, sheet.height - 26)
        rows = "".join("x" if ink else " " for ink in between.getprojection()[1]).split()
        assert all(len(row) / MM <= 0.8 for row in rows), f"page {index + 1}"


def test_the_frames_of_both_columns_begin_and_end_at_one_height(bilingual: Path) -> None:
    """Rendered: the bar of a warning in a list in a note, whose words are longer in English, is as high in Arabic."""
    page, top, _glyphs = place(bilingual, "173")
    _page, bottom, _glyphs = place(bilingual, "174")
    assert _page == page
    sheet = Sheet.of(bilingual, page)
    first, last = (sheet.height - value / 72 * 25.4 for value in (top, bottom))
    heights = []
    for left, right in ((10, sheet.width / 2), (sheet.width / 2, sheet.width - 10)):
        bar = next(x for x in sheet.strokes(left, first + 1, right, first + 1.5) if _is_bar(sheet, x, first, last))
        column = sheet.part(bar - 0.1, 0, bar + 0.1, sheet.height).getprojection()[1]
        middle = round((first + last) / 2 * MM)
        above = next(y for y in range(middle, 0, -1) if not column[y])
        below = next(y for y in range(middle, len(column)) if not column[y])
        heights.append((above / MM, below / MM))
    assert heights[0] == pytest.approx(heights[1], abs=0.3)
    assert heights[0][1] - heights[0][0] > last - first + 8


def _is_bar(sheet: Sheet, x: float, top: float, bottom: float) -> bool:
    """Return whether all is black round a line, as only the bar of a warning is thick enough for."""
    return sheet.part(x - 0.4, top, x + 0.4, bottom).getextrema()[0] == 255


def halves(pdf: Path, page: int) -> tuple[list[str], list[str]]:
    """Return the lines of the left and the right half of a page, without spaces."""
    rows: dict[float, list[Glyph]] = {}
    for glyph in glyphs(pdf, page):
        rows.setdefault(glyph.baseline, []).append(glyph)
    lines: tuple[list[str], list[str]] = [], []
    for _baseline, row in sorted(rows.items(), reverse=True):
        for side, lines_of_side in enumerate(lines):
            half = [g for g in sorted(row, key=lambda g: g.left) if ((g.left + g.right) / 2 >= CENTRE) == bool(side)]
            lines_of_side.append("".join(g.char for g in half))
    return lines


def test_cover_contents_and_last_page_speak_both_languages(one_chapter: Callable[[str], Guide]) -> None:
    """Whoever reads only English still learns what the book is, and how far its translation is reviewed."""
    guide = one_chapter("Words.\n")
    guide.write(
        {
            "source/index.rst": """
            Test Guide
            ==========

            .. rst-class:: subtitle

            What this is.

            .. rst-class:: notice

            No legal advice.

            .. toctree::
               :numbered:

               chapter
            """
        }
    )
    guide.translate("ar", "index", {"Test Guide": "دليل 1", "What this is.": "ما 201.", "No legal advice.": "لا 202."})
    guide.translate("ar", "chapter", {"Chapter": "فصل", "Words.": "كلمات."})
    pdf = guide.pdf("ar", **BOTH)
    left, right = halves(pdf, 0)
    for english, number in (("Whatthisis.", "201"), ("Nolegaladvice.", "202")):
        assert any(english in line for line in left) and any(number in line for line in right), english
    assert "TestGuide" in left and any(line.startswith("Drafttranslation") for line in left)
    left, right = halves(pdf, 1)
    assert "Contents" in left and any(line.startswith("1Chapter") for line in left)
    assert any("Aboutthiscopy" in line for line in left)
    left, right = halves(pdf, page_count(pdf) - 1)
    for words in ("Aboutthiscopy", "Title", "Language", "Publisher", "Translated", "100%", "Reviewedbyasecondperson"):
        assert words in left, words
    assert any(line.startswith("Drafttranslation") for line in left)
    # On the reader's side its own title, and in brackets that of the source.
    assert left.count("TestGuide") == 1
    assert len([line for line in right if "TestGuide(1ليلد" in line]) == 1
    assert sum(any(char >= "\u0600" for char in line) for line in right) >= 7


def test_what_is_the_same_in_both_stands_once(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("Words here.\n\n.. letter::\n\n   Dear officer of the letter.\n")
    guide.translate("ar", "chapter", {"Words here.": "كلمات هنا."})
    pdf = guide.pdf("ar", **BOTH)
    found = [g for page in range(page_count(pdf)) for g in glyphs(pdf, page)]
    assert "".join(g.char for g in found).count("officer") == 1


def test_nothing_is_lost_when_only_one_side_is_translated(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("Translated.\n\nOnly English here.\n")
    guide.translate("ar", "chapter", {"Translated.": "مترجم."})
    assert seen(guide.pdf("ar", **BOTH), "Only English here.")


@pytest.mark.parametrize(("count", "pages"), [(21, 1), (40, 2)])
def test_what_stands_before_the_contents_has_a_page_of_its_own(guide: Guide, count: int, pages: int) -> None:
    """A few lines too many are set a little smaller; what is much too long goes on, in the size of the edition."""
    words = [f"Line {number} here." for number in range(count)]
    toctree = "\n\n.. toctree::\n\n   chapter\n"
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n" + "\n\n".join(words) + toctree,
            "source/chapter.rst": "Chapter\n=======\n\nWords.\n",
        }
    )
    guide.translate("ur", "index", {line: f"سطر {number} یہاں۔" for number, line in enumerate(words)})
    pdf = guide.pdf("ur", **BOTH)
    found = [page for page in range(page_count(pdf)) if any("Contents" in line for line in halves(pdf, page)[0])]
    assert found[0] == 1 + pages
    sizes = [g.size for g in glyphs(pdf, 1) if "Nastaliq" in g.font and 90 < g.baseline < 700]
    assert 10.7 <= min(sizes) < 11.4 if pages == 1 else min(sizes) > 11.4


def test_sources_stand_once_over_both_columns(one_chapter: Callable[[str], Guide]) -> None:
    """Also where a word of ours stands among them, which is translated."""
    guide = one_chapter("Words.\\ :fact:`A1`\n\n.. fact-sources::\n")
    guide.write({"source/facts.yaml": FACTS})
    guide.translate("ar", "chapter", {"Words.\\ :fact:`A1`": "كلمات.\\ :fact:`A1`"})
    pdf = guide.pdf("ar", **BOTH, kitabcha_facts="facts.yaml")
    found = [g for page in range(page_count(pdf)) for g in glyphs(pdf, page)]
    assert "".join(g.char for g in found).count("Gazette") == 1


def test_the_rows_of_a_table_stay_with_its_caption_and_whole(guide: Guide) -> None:
    """However far down the page a table begins, no page ends between its caption, a row's heading and its lines."""
    table = ".. csv-table:: Caption{0}.\n   :header: Head, Two, Three\n\n   Cell{0}., Middle{0}., Last{0}.\n"
    names = [f"c{lines}" for lines in range(22, 32)]
    title = "Chapter\n=======\n\n"
    chapters = {name: title + "Words.\n\n" * int(name[1:]) + table.format(name) for name in names}
    toctree = "Test Guide\n==========\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    guide.write({"source/index.rst": toctree, **{f"source/{name}.rst": text for name, text in chapters.items()}})
    for name in names:
        guide.translate("ar", name, {"Head": "رأس"})
    pdf = guide.pdf("ar", **BOTH)
    pages = {
        name: [place(pdf, f"{part}{name}.")[0] for part in ("Caption", "Cell", "Middle", "Last")] for name in names
    }
    assert all(len(set(parts)) == 1 for parts in pages.values()), pages
    firsts = [min(parts) for parts in pages.values()]
    assert len(set(firsts)) < firsts[-1] - firsts[0] + 1, "some tables did not fit on the first page of their chapter"


CELLS = """
.. list-table:: Caption{n}.
   :header-rows: 1

   * - Head{n}a.
     - Head{n}b.
   * - Row{n}c.
     - Cell{n}d. {long}
   * - Row{n}e.
     - Cell{n}f.
"""
SPANS = """
+--------+-----------------+
| Headg1 | Headg2          |
|        +--------+--------+
|        | Headg3 | Headg4 |
+========+========+========+
| Rowg5. | Cellg6.| Cellg7.|
|        +--------+--------+
|        | Cellg8.         |
+--------+-----------------+
| Rowg9.                   |
+--------------------------+
"""
# What a table stands in, and how far in; the last one has no head.
AROUND = {
    "a": ("* Item.\n", 2),
    "b": (".. warning::\n\n   Warned.\n", 3),
    "c": (".. topic:: Topic\n\n   Words.\n", 3),
    "d": ("term\n   Meant.\n", 3),
    "e": ("#. Step.\n\n   * .. note::\n", 8),
    "f": ("Words.\n\n   Quoted.\n", 3),
    "h": ("", 0),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables in a list, in boxes, in a definition, in a quotation, with spans and without a head."""
    made = {n: CELLS.format(n=n, long=LONG.strip()) for n in AROUND}
    made["h"] = made["h"].replace(":header-rows: 1", ":align: left")
    text = [before + textwrap.indent(made[n], " " * by) for n, (before, by) in AROUND.items()]
    text.append(".. note::\n" + textwrap.indent(SPANS, "   "))
    cells = re.findall(r"(?:Caption|Head|Row|Cell)[a-h][\da-f]?\.?(?: It.*)?", "\n".join(text))
    guide = with_one_chapter(tmp_path_factory.mktemp("tables"), "\n\n".join(text))
    guide.translate("ar", "chapter", {cell: f"خلية {number_of(cell)}" for cell in cells})
    return guide.pdf("ar", **BOTH)


def number_of(cell: str) -> str:
    """Return what stands for a cell in the translation: digits of its name."""
    kind, place = re.fullmatch(r"(Caption|Head|Row|Cell)(\w+)\.?", cell.split()[0]).groups()  # type: ignore[union-attr]
    digit = str(6 + ("Caption", "Head", "Row", "Cell").index(kind))
    return digit * 2 + "".join(char if char.isdigit() else str(ord(char) - 86) for char in place)


def test_the_rows_of_a_table_in_anything_stand_side_by_side(tables: Path) -> None:
    """Each cell is on the baseline of its translation, though cells before it have more lines in English."""
    found = [(page, at, text) for page, at, text, _glyphs in half_lines(tables)]
    parts = ("Caption{}.", "Row{}c.", "Cell{}d.", "Row{}e.", "Cell{}f.")
    for cell in [part.format(n) for n in AROUND for part in parts] + re.findall(r"(?:Row|Cell)g\d\.", SPANS):
        mine, theirs = ([(page, at) for page, at, text in found if w in text] for w in (cell, number_of(cell)))
        assert len(mine) == len(theirs) == (2 if cell == "Rowg5." else 1), (cell, mine, theirs)
        for (page, baseline), (other, beside) in zip(mine, theirs, strict=True):
            assert page == other and baseline == pytest.approx(beside, abs=3.5), cell
    assert check(tables) == []


def test_a_cell_has_the_heads_of_its_columns(tables: Path) -> None:
    """A cell over two columns has the head that stands over both; one that reaches down is said with each row."""
    lines = [text for _page, _at, text, _glyphs in half_lines(tables) if "g" in text and text[-2:-1].isdigit()]
    assert [line for line in lines if re.search(r"(Row|Cell)g", line)] == [
        "Headg1:Rowg5.",
        "Headg2,Headg3:Cellg6.",
        "Headg2,Headg4:Cellg7.",
        "Headg1:Rowg5.",
        "Headg2:Cellg8.",
        "Rowg9.",
    ]
    assert any(text == "Cellhf." for _page, _at, text, _glyphs in half_lines(tables))


def test_footnotes_of_both_columns_are_printed(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter("See [#n]_ and [#n]_.\n\n.. [#n] The note of feet.\n")
    guide.translate("ar", "chapter", {"See [#n]_ and [#n]_.": "انظر [#n]_ و [#n]_.", "The note of feet.": "حاشية 777."})
    pdf = guide.pdf("ar", **BOTH)
    assert seen(pdf, "The note of feet.") and seen(pdf, "777")


def test_the_source_language_has_no_bilingual_edition(one_chapter: Callable[[str], Guide]) -> None:
    out, warnings = one_chapter("Words.").build("pdf", "en", **BOTH)
    assert warnings == "" and not list(out.glob("*.pdf"))


def test_the_other_editions_are_the_same_with_and_without_it(one_chapter: Callable[[str], Guide]) -> None:
    """Reading the source anew leaves no trace: catalogs, environment and settings are as before."""
    guide = one_chapter("Words.")
    guide.translate("ar", "chapter", {"Words.": "كلمات."})
    out, _warnings = guide.build("pdf", "ar", kitabcha_editions=["guide"])
    alone = (out / "test-ar-guide-letter.pdf").read_bytes()
    out, warnings = guide.build("pdf", "ar", kitabcha_editions=["bilingual", "guide"])
    assert warnings == "" and (out / "test-ar-guide-letter.pdf").read_bytes() == alone


def test_it_is_tagged_and_says_which_words_are_english(bilingual: Path) -> None:
    with pikepdf.open(bilingual) as file:
        metadata = file.open_metadata()
        assert metadata["pdfuaid:part"] == "1" and metadata["pdfaid:part"] == "2"
        assert str(file.Root.Lang).startswith("ar")
        assert any(str(element.Lang).startswith("en") for element in elements(file.Root.StructTreeRoot))
        with file.open_outline() as outline:
            titles = [re.sub(r"[\u200e\u200f\u2066-\u2069\u202a-\u202e]", "", item.title) for item in outline.root]
    assert "1 فصل" in titles


def elements(node: Any) -> list[Any]:
    """List the structure elements that name a language."""
    found: list[Any] = []
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [*([child] if "/Lang" in child else []), *elements(child)]
    return found


def test_languages_of_one_build_read_the_source_once(one_chapter: Callable[[str], Guide], tmp_path: Path) -> None:
    guide = one_chapter("Words with a :ref:`link <here>`.\n\n.. _here:\n\nSection\n-------\n\nMore.\n")
    guide.translate("ar", "chapter", {"Section": "قسم"})
    guide.translate("fa", "chapter", {"Section": "بخش"})
    alone = guide.pdf("fa", **BOTH).read_bytes()
    assert (guide.folder / "doctrees" / "fa" / "source").is_dir()
    shared = tmp_path / "shared"
    guide.pdf("ar", **BOTH, kitabcha_source_doctrees=str(shared))
    when = {path: path.stat().st_mtime_ns for path in shared.iterdir()}
    assert {"index.doctree", "chapter.doctree"} <= {path.name for path in when}
    shutil.rmtree(guide.folder / "doctrees")
    assert guide.pdf("fa", **BOTH, kitabcha_source_doctrees=str(shared)).read_bytes() == alone
    assert {path: path.stat().st_mtime_ns for path in shared.iterdir()} == when
    assert not (guide.folder / "doctrees" / "fa" / "source").exists(), "it was read again"
