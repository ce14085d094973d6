"""Nothing runs out of its place: long names in every construct, on every page; and links tell the right page."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw

from kitabcha.pdf.formulas import WIDE, broken, draw
from tests.conftest import CONF, Guide
from tests.pdf.checker import check
from tests.pdf.ink import MM, Sheet
from tests.pdf.poppler import poppler
from tests.pdf.test_foreign import text_of
from tests.pdf.writing import write

NAME = "some_package.with_a_long.dotted_name.that_goes_on.and_on.until_no_line.can_hold_it_any_more.at_all"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzenden"
BARE = "0123456789abcdef" * 8
LONG = f"""
Chapter
=======

Words and {WORD} and {NAME} and ``{NAME}`` and ``{BARE}`` and https://example.org/{BARE}?a={BARE}.

Digits {"0123456789" * 12} too.

{NAME}
{"-" * len(NAME)}

{NAME}
   Meaning.

:{NAME}: value
:A field with a name that goes on and on and on and leaves no room for what it says: value

* a

  * b

    * c

      * d

        * {WORD} {NAME}

::

   code = "{BARE}"
   more = "{BARE}"

.. code-block:: python
   :linenos:
   :emphasize-lines: 2

   code = "{BARE}"
   more = "some words that need more than one line on any page that we have, so that they go on below"

.. parsed-literal::

   Some *words* that need more than one line on any page that we have, so that they go on below, and {BARE}

.. productionlist::
   rule: "some" "words" "that" "need" "more" "than" "one" "line" "on" "any" "page" "that" "we" "have"

.. py:function:: {NAME}(parameter_that_has_a_long_name_of_its_own_as_well: {NAME} = "{BARE}") -> {NAME}

   :param {NAME}: what it is

.. list-table::
   :header-rows: 1
   :widths: 20 20 20 20

   * - {WORD}
     - {NAME}
     - ``{NAME}``
     - Other
   * - {BARE}
     - .. code-block:: text

          {BARE}
     - https://example.org/{BARE}
     - x

.. csv-table::
   :header: A,B,C,D,E,F,G,H,I,J,K,L

   alpha,beta,gamma,delta,epsilon,zeta,eta,theta,iota,kappa,lambda,mu
   internationalization,x,x,x,x,x,x,x,x,x,x,standardization

.. index:: {NAME}

.. note::

   {NAME}

.. glossary::

   {NAME}
      Meaning [#n]_.

.. [#n] {NAME} {BARE}
"""
CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # of direction; poppler adds them
MARGIN = 13 * 72 / 25.4  # pt; no page has a narrower one


@dataclass(frozen=True)
class Word:
    """A word on a page, as poppler sees it."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> bool:
        """Return whether two words stand on each other."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = max(1.5, 0.4 * min(self.right - self.left, other.right - other.left))  # neighbours may lean over
        return self.page == other.page and wide > least and high > 0.5 * (self.bottom - self.top)


def words_of(pdf: Path) -> Iterator[Word]:
    done = poppler("pdftotext", "-bbox", str(pdf), "-")
    body = done.stdout[done.stdout.index("<doc>") : done.stdout.index("</doc>") + len("</doc>")]
    for number, page in enumerate(ElementTree.fromstring(body)):
        for word in page:
            if not (word.text or "").strip(" \u202a\u202c"):
                continue  # the space at the end of a line is drawn nowhere
            box = (float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax"))
            yield Word(number + 1, word.text or "", *box)


def in_their_place(guide: Guide, tag: str, edition: str, width: float) -> list[Word]:
    """Print `LONG` and insist that every word keeps to its page and off the others; returns the words."""
    index = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    guide.write({"source/index.rst": index, "source/chapter.rst": LONG})
    out, warnings = guide.build("pdf", tag, kitabcha_editions=[edition])
    assert warnings == ""
    words = list(words_of(next(out.rglob("*.pdf"))))
    # A sheet of a booklet has two pages side by side.
    assert not [w for w in words if w.left % width < MARGIN or w.left % width + w.right - w.left > width - MARGIN]
    assert not [(a, b) for a, b in combinations(words, 2) if a.covers(b)]
    return words


@pytest.mark.parametrize(("edition", "width"), [("guide", 612.0), ("large", 612.0), ("booklet", 396.0)])
def test_long_names_stay_on_the_page_and_off_each_other(guide: Guide, edition: str, width: float) -> None:
    words = in_their_place(guide, "en", edition, width)
    # Nothing is lost, and what is copied has no hyphens or spaces that nobody wrote.
    copied = "".join(word.text for word in words).replace("\u00ad", "")
    assert copied.count(NAME) > 5 and copied.count(BARE) > 5 and WORD in copied


@pytest.mark.parametrize(("edition", "width"), [("bilingual", 612.0), ("large", 612.0), ("booklet", 396.0)])
def test_long_names_stay_in_their_place_in_arabic_too(guide: Guide, edition: str, width: float) -> None:
    messages = {"Chapter": "فصل", "Meaning.": "معنى.", "what it is": "ما هو", f"{WORD} {NAME}": f"كلمة {WORD} {NAME}"}
    messages[f"Digits {'0123456789' * 12} too."] = f"أرقام {'0123456789' * 12} هنا."
    guide.translate("ar", "chapter", messages)
    assert in_their_place(guide, "ar", edition, width)


def test_a_link_to_a_document_tells_the_page_on_which_its_chapter_begins(guide: Guide) -> None:
    chapters = {
        f"source/c{n}.rst": f".. _c{n}:\n\nHeading {n}\n=========\n\nSee :doc:`c{n + 1}`, :ref:`c{n + 1}`.\n"
        for n in (1, 2)
    }
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   c1\n   c2\n   c3\n",
            **chapters,
            "source/c3.rst": ".. _c3:\n\nHeading 3\n=========\n\nEnd.\n\n.. index:: word\n\nSee :ref:`genindex`.\n",
        }
    )
    pdf = guide.pdf()
    pages = poppler("pdftotext", str(pdf), "-").stdout.split("\f")
    for n in (2, 3):
        there = next(i for i, page in enumerate(pages, 1) if page.strip().startswith(f"Heading {n}"))
        told = re.findall(rf"Heading {n} \(page (\d+)\)", " ".join(text_of(pdf).split()))
        assert told == [str(there)] * 2
    there = next(i for i, page in enumerate(pages, 1) if page.strip().startswith("Index"))
    assert f"See Index (page {there})" in text_of(pdf)


def test_blocks_of_every_kind_begin_in_the_same_column(guide: Guide) -> None:
    """Nothing but headings, tables and terms stands in the hanging column, and nothing left of it."""
    chapter = (
        "Chapter\n=======\n\nPlain.\n\n.. compound::\n\n   Compound.\n\n.. container:: x\n\n   Contained.\n\n"
        ".. autosummary::\n\n   json.dumps\n\n.. acks::\n\n   * Acknowledged\n"
    )
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n\nAfterwards.\n"
    conf = CONF.replace('["kitabcha"]', '["kitabcha", "sphinx.ext.autosummary"]')
    guide.write({"conf.py": conf, "source/index.rst": root, "source/chapter.rst": chapter})
    words = {word.text: word for word in words_of(guide.pdf())}
    column = words["Plain."].left
    for word in ("Compound.", "Contained.", "Afterwards."):
        assert words[word].left == pytest.approx(column, abs=0.5), word
    # Tables begin where headings do.
    assert words["json.dumps"].left == pytest.approx(column - (38 * 72 / 25.4), abs=0.5)


@pytest.mark.parametrize(("side", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_figures_stand_where_their_authors_put_them(guide: Guide, side: str, share: float) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96"/></svg>'
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": f"Chapter\n=======\n\n.. figure:: box.svg\n   :alt: box\n   :align: {side}\n",
            "source/box.svg": svg,
        }
    )
    pdf = guide.pdf()
    number = next(word.page for word in words_of(pdf) if word.text == "Chapter" and word.page > 2)
    page = Sheet.of(pdf, number - 1)
    inside, outside = (25, 19) if number % 2 else (19, 25)
    left, right = inside + 38, page.width - outside
    inked = page.part(0, 45, page.width, 100).getbbox()
    assert inked is not None
    start = inked[0] / (200 / 25.4)
    assert start == pytest.approx(left + share * (right - left - 25.4), abs=1.0)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_members_are_indented_under_their_class(guide: Guide, tag: str) -> None:
    """On pages from right to left too, where signatures begin at the left, as does what nobody translated."""
    member = "   .. py:attribute:: amember\n\n      Explained.\n\n      :param x: Passed.\n"
    chapter = f"Chapter\n=======\n\n.. py:class:: AClass\n\n   Told.\n\n{member}\n.. py:data:: VALUE\n"
    root = "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n"
    guide.write({"source/index.rst": root, "source/chapter.rst": chapter})
    lefts = {word.text.strip("\u202a\u202c"): word.left for word in words_of(guide.pdf(tag)) if word.page == 3}
    steps = [lefts[name] - lefts["class"] for name in ("VALUE", "Told.", "amember", "Explained.")]
    assert steps == pytest.approx([0, 8 * 72 / 25.4, 8 * 72 / 25.4, 16 * 72 / 25.4], abs=0.5)
    assert tag == "en" or lefts["x"] == pytest.approx(lefts["Explained."], abs=0.5)


def test_a_legend_stands_with_its_caption(guide: Guide) -> None:
    """In its type and at its side, so that nobody takes it for text."""
    figure = ".. figure:: box.png\n   :alt: box\n   :align: right\n\n   Captioned\n\n   Explained\n\nText.\n"
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n{figure}"})
    Image.new("L", (40, 20)).save(guide.folder / "source" / "box.png")
    words = {word.text: word for word in words_of(guide.pdf())}
    caption, legend, text = (words[name] for name in ("Captioned", "Explained", "Text."))
    assert legend.right == pytest.approx(caption.right, abs=0.5)
    assert legend.bottom - legend.top == pytest.approx(caption.bottom - caption.top, abs=0.1)
    assert legend.bottom - legend.top < 0.9 * (text.bottom - text.top)


def test_a_picture_of_given_width_and_height_is_all_there(guide: Guide) -> None:
    """It is stretched, as on the web, and not cut."""
    image = ".. image:: box.png\n   :alt: box\n   :width: 60mm\n   :height: 20mm\n"
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": f"Chapter\n=======\n\n{image}",
        }
    )
    frame = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(frame).rectangle((0, 0, 99, 99), outline=0, width=10)
    frame.save(guide.folder / "source" / "box.png")
    pdf = guide.pdf()
    number = next(word.page for word in words_of(pdf) if word.text == "Chapter" and word.page > 2)
    page = Sheet.of(pdf, number - 1)
    middle = page.width / 2
    rows = [y / MM for y, inked in enumerate(page.part(middle, 35, middle + 1, 100).getprojection()[1]) if inked]
    upper, lower = ([y for y in rows if (y - rows[0] > 10) == low] for low in (False, True))
    assert rows[-1] - rows[0] == pytest.approx(20, abs=0.5)
    assert upper[-1] - upper[0] == pytest.approx(2, abs=0.5) == lower[-1] - lower[0]


def test_a_wide_formula_is_broken_before_its_terms(guide: Guide) -> None:
    """And not set so small that nobody can read it; voices read it as it was written."""
    wide = " + ".join(f"a_{{{n}}}" for n in range(1, 40)) + " = b"
    made, _warnings = write(guide.folder, {"sum": f".. math:: {wide}\n"})
    ((alt, width, height),) = re.findall(r'"(a_[^"]*)", ([\d.]+)em, ([\d.]+)em', made["sum"])
    assert alt == wide.replace("\\", "\\\\")
    assert float(width) < WIDE and float(height) > 3 * draw("a + b", False)[2]


@pytest.mark.parametrize(
    ("formula", "lines"),
    [
        (r"y = a + (b + c) - d", [r"y = a", r"+ (b + c)", r"- d"]),
        (r"y = -a \leq \left( b + c \right) \leftarrow d", [r"y = -a", r"\leq \left( b + c \right) \leftarrow d"]),
        (r"f \{a+b\} + \frac{c+d}{e}", [r"f \{a+b\}", r"+ \frac{c+d}{e}"]),
        (r"f(a + b)", [r"f(a + b)"]),
        (r"\begin{pmatrix} a + b \end{pmatrix} + c", [r"\begin{pmatrix} a + b \end{pmatrix} + c"]),
    ],
)
def test_formulas_are_broken_outside_of_brackets(formula: str, lines: list[str]) -> None:
    found = broken(formula, 3)
    inner = found.removeprefix(r"\begin{split}").removesuffix(r"\end{split}") if len(lines) > 1 else found
    assert [line.strip().removeprefix("&") for line in inner.split(r"\\")] == lines


def test_formulas_under_each_other_have_one_number(guide: Guide) -> None:
    guide.write({"source/index.rst": "Test Guide\n==========\n\n.. math::\n   :label: one\n\n   a = b\n\n   c = d\n"})
    assert text_of(guide.pdf()).count("(1)") == 1


def test_formulas_and_references_have_one_number(guide: Guide) -> None:
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n   :numbered:\n\n   a\n   b\n",
            "source/a.rst": "First\n=====\n\n.. math:: x\n   :label: one\n",
            "source/b.rst": "Second\n======\n\n.. math:: y\n   :label: two\n\nSee :eq:`one` and :eq:`two`.\n",
        }
    )
    text = text_of(guide.pdf(numfig=True))
    assert text.count("(1.1)") == 2 and text.count("(2.1)") == 2


def test_the_number_of_a_note_stands_before_its_first_paragraph(guide: Guide) -> None:
    note = ".. [#n] First words.\n\n   Second paragraph.\n"
    guide.write({"source/index.rst": f"Test Guide\n==========\n\nWords [#n]_.\n\n{note}"})
    words = {word.text: word for word in words_of(guide.pdf())}
    first = next(word for text, word in words.items() if text.endswith("First"))
    assert first.bottom == pytest.approx(words["words."].bottom, abs=0.5)
    number = [word for word in words.values() if word.text in ("1", "1First")]
    assert min(abs(word.bottom - first.bottom) for word in number) < 5


NOTES = """
Chapter
=======

First [#one]_, second [#two]_.

.. list-table::

   * - Cell [#two]_
     - b

.. [#one] Elsewhere.
.. [#two] See the note before [#one]_, and these words, of which there are so many that they go on for a line or two more, and
   then for one more.
"""


def test_lines_of_a_note_stand_closer_than_notes_and_marks_in_it_have_the_numbers_of_paper(guide: Guide) -> None:
    """A link before them has a note too, so that their numbers are not those of the source."""
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": NOTES.replace("First", "A `link <https://example.org/>`_, first"),
        }
    )
    words = {word.text: word for word in words_of(guide.pdf()) if word.page == 3}
    assert words.keys() >= {"first2,", "second3.", "Cell3", "2Elsewhere.", "3See", "before2,"}
    first, second, below = words["2Elsewhere."], words["3See"], words["or"]
    assert below.top - second.top < second.top - first.top
    assert first.left == pytest.approx(second.left, abs=0.5) == below.left


def plainly_built(guide: Guide) -> Path:
    """Build as someone does who only has Sphinx: in a process of its own, with what ``conf.py`` says."""
    out = guide.folder / "out"
    places = ["-c", str(guide.folder), "-b", "pdf", str(guide.folder / "source"), str(out)]
    command = [sys.executable, "-m", "sphinx", "-q", "-W", *places]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.pdf"))


@pytest.mark.parametrize(("tag", "label", "added"), [("ar", "المعاملات", "2.0"), ("ur", "پیرامیٹر", "2.0")])
def test_words_of_sphinx_are_in_the_language_of_the_page(guide: Guide, tag: str, label: str, added: str) -> None:
    """With `sphinx-build` alone, where Sphinx has translated some of its words before any extension is loaded."""
    chapter = ".. py:function:: f(a)\n\n   :param a: كلمة\n   :param b: كلمة\n\n   .. versionadded:: 2.0\n      كلمة\n"
    conf = f'project = "كتاب"\nextensions = ["kitabcha"]\nlanguage = "{tag}"\nkitabcha_papers = ["letter"]\n'
    guide.write({"conf.py": conf, "source/index.rst": f"كتاب\n====\n\n{chapter}"})
    text = text_of(plainly_built(guide))
    assert "Parameters" not in text and "Added in version" not in text and added in text
    assert label in CONTROLS.sub("", text)


def test_a_paragraph_in_latin_letters_keeps_its_signs_at_its_end(guide: Guide) -> None:
    conf = 'project = "كتاب"\nextensions = ["kitabcha"]\nlanguage = "ar"\nkitabcha_papers = ["letter"]\n'
    guide.write({"conf.py": conf, "source/index.rst": "كتاب\n====\n\nWords of a library.\n\nكلمات عربية.\n"})
    pdf = plainly_built(guide)
    assert "Words of a library." in CONTROLS.sub("", text_of(pdf))
    words = [word for word in words_of(pdf) if word.page == 2]
    last, stop = next((word, after) for word, after in pairwise(words) if word.text.startswith("library"))
    arabic = next(word for word in words if "كلمات" in (word.text, word.text[::-1]))
    assert last.text == "library." or (stop.text.strip("\u200e\u200f") == "." and stop.left > last.right - 2)
    # and it begins where the others do: at the right
    assert max(last.right, stop.right) == pytest.approx(arabic.right, abs=3)


def test_a_long_title_leaves_its_page_number_at_the_end_of_a_line(guide: Guide) -> None:
    """Of a row of the contents that is full to its end, the number goes on alone, after dots."""
    titles = [f"{'Word ' * n}end" for n in range(9, 22)]
    chapters = {f"source/c{n}.rst": f"{title}\n{'=' * 120}\n\nText.\n" for n, title in enumerate(titles)}
    names = "".join(f"   c{n}\n" for n in range(len(titles)))
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n.. toctree::\n\n{names}", **chapters})
    out, warnings = guide.build("pdf", kitabcha_editions=["large"])
    assert warnings == ""
    numbers = [word for word in words_of(next(out.glob("*.pdf"))) if word.text.isdigit() and word.bottom < 700]
    for page in (2, 3):  # their margins differ
        assert len({round(word.right) for word in numbers if word.page == page}) == 1


def test_a_table_of_many_columns_is_whole_in_large_print(guide: Guide) -> None:
    names = [f"Column{n}" for n in range(30)]
    table = f".. csv-table::\n   :header: {','.join(names)}\n\n   {','.join(f'value{n}' for n in range(30))}\n"
    guide.write({"source/index.rst": f"Test Guide\n==========\n\n{table}"})
    out, warnings = guide.build("pdf", kitabcha_editions=["large"])
    assert warnings == ""
    words = list(words_of(next(out.glob("*.pdf"))))
    for n in range(30):
        label = next(word for word in words if word.text == f"Column{n}:")
        value = next(word for word in words if word.text == f"value{n}")
        assert label.page == value.page and value.bottom == pytest.approx(label.bottom, abs=3) and value.bottom < 720


def test_books_of_one_project_have_titles_of_their_own(guide: Guide) -> None:
    guide.write({"source/part.rst": "Part\n====\n\nWords.\n", "source/index.rst": "Test Guide\n==========\n\nWords.\n"})
    out, _warnings = guide.build("pdf", kitabcha_documents=[("index", "whole"), ("part", "part", "Only a part")])
    for name, title in (("whole", "Test Guide (English)"), ("part", "Only a part (English)")):
        with pikepdf.open(next(out.glob(f"{name}-*.pdf"))) as file:
            assert file.docinfo["/Title"] == title


@pytest.mark.parametrize("name", ["align", "gather", "equation", "multline", "flalign"])
def test_formulas_are_not_numbered_twice(name: str) -> None:
    """LaTeX numbers the lines of some environments itself; on the page there is the number of Sphinx alone."""
    numbered, plain = (rf"\begin{{{name}{star}}} a = b \\ c = d \end{{{name}{star}}}" for star in ("", "*"))
    assert draw(numbered, False)[1:] == draw(plain, False)[1:]


def test_a_term_of_several_lines_is_whole_on_its_page(guide: Guide) -> None:
    """Whatever place on the page it comes to stand at, and however short its meaning."""
    term = "A term that goes on for several lines of its narrow column"
    parts = [f".. raw:: typst\n\n   #v({7 * n}pt)\n\n{term} {n}\n   Meaning.\n\n:{term}: x\n" for n in range(60)]
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\nWords.\n\n" + "\n".join(parts),
        }
    )
    words = list(words_of(guide.pdf()))
    end = (279.4 - 25) * 72 / 25.4  # of the text, above the footer
    assert not [word for word in words if word.text in term.split() and word.bottom > end + 2]
    assert not [(a, b) for a, b in combinations(words, 2) if a.covers(b)]


def test_a_short_card_is_whole_on_its_page(guide: Guide) -> None:
    cards = [f".. raw:: typst\n\n   #v({8 * n}pt)\n\n.. card:: Title{n}\n\n   Words.\n\n   End{n}\n" for n in range(40)]
    guide.write(
        {
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\nWords.\n\n" + "\n".join(cards),
        }
    )
    pages = {word.text: word.page for word in words_of(guide.pdf(extensions=["kitabcha", "sphinx_design"]))}
    assert [n for n in range(40) if pages[f"Title{n}"] != pages[f"End{n}"]] == []


def test_a_project_in_arabic_alone_is_read_right(guide: Guide) -> None:
    """Without any setting but the language: Latin words, code, marks and formulas have voices of their own."""
    chapter = """
كلمات مع English words ورابط https://example.org/a هنا.

ii. كلمة

.. code-block:: python
   :linenos:

   x = 1  # كلمات عربية

   y = "a line that is longer than most, so that it may go on below its own number"

::

   two

   lines

.. parsed-literal::

   كلمات عربية x

كلمات :math:`\\frac{a}{b}` هنا.

Words of a library.
"""
    conf = (
        'project = "كتاب"\nauthor = "كاتب"\nextensions = ["kitabcha"]\nlanguage = "ar"\nkitabcha_papers = ["letter"]\n'
    )
    toctree = ".. toctree::\n\n   chapter\n"
    guide.write({"conf.py": conf, "source/index.rst": f"كتاب\n====\n\n{toctree}"})
    (guide.folder / "source" / "chapter.rst").write_text(f"فصل\n===\n{chapter}", encoding="utf-8")
    assert check(plainly_built(guide)) == []
