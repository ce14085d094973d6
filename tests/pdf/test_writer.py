"""The writer as a whole: nothing is lost, whatever the nodes, their depth or their number; troubles are told."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from docutils import nodes
from PIL import Image
from sphinx import addnodes

from kitabcha.errors import FontError, TypesetError
from kitabcha.pdf.translator import TypstTranslator
from tests.conftest import CONF, Guide
from tests.pdf.comparing import plain, read_with_pdfium, read_with_poppler

OneChapter = Callable[[str], Guide]
EXTENSIONS = ["autosummary", "graphviz", "ifconfig", "inheritance_diagram", "todo"]
# Nodes that no finished tree holds or that others write as parts of themselves, and classes that are no nodes of a tree.
NOT_WRITTEN = {
    "Node",
    "Element",
    "TextElement",
    "FixedTextElement",
    "PureTextElement",
    "translatable",
    "subtitle",  # Sphinx makes none; that of a sidebar stands in its title
    "substitution_reference",  # docutils puts the substitution in its place
    "hlistcol",  # hlist writes it
    "pending_xref_condition",  # Sphinx chooses one when it resolves the reference
}
NOT_FOR_READERS = {
    "meta",
    "comment",
    "substitution_definition",
    "system_message",
    "pending",
    "toctree",  # the documents stand in its place
    "index",
    "highlightlang",
    "tabular_col_spec",
}


def node_classes() -> Iterator[type[nodes.Node]]:
    for module in (nodes, addnodes, *(importlib.import_module(f"sphinx.ext.{name}") for name in EXTENSIONS)):
        for found in vars(module).values():
            if inspect.isclass(found) and issubclass(found, nodes.Node) and found.__module__ == module.__name__:
                yield found


def method_for(node: type[nodes.Node]) -> str:
    """Name the method that Sphinx finds for a node: its own, else that of the nearest base."""
    names = (f"visit_{base.__name__}" for base in node.__mro__)
    return next((getattr(TypstTranslator, name).__name__ for name in names if hasattr(TypstTranslator, name)), "")


def test_every_node_of_docutils_and_sphinx_is_written() -> None:
    classes = list(node_classes())
    known = {node.__name__ for node in classes}  # PureTextElement came in docutils 0.22
    assert {node.__name__ for node in classes if not method_for(node)} == NOT_WRITTEN & known


def test_only_what_is_not_for_readers_is_left_out() -> None:
    """Also of nodes that derive from a comment, as those of autosummary do."""
    assert {node.__name__ for node in node_classes() if method_for(node) == "_skip"} == NOT_FOR_READERS


def words_of(pdf: Path) -> list[str]:
    return " ".join(read_with_pdfium(pdf)).split()


def text_of(pdf: Path) -> str:
    return plain("".join(read_with_poppler(pdf)))


# ---------------------------------------------------------------------- other extensions
ODD_EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive

class odd_box(nodes.General, nodes.Element): pass
class known_box(nodes.General, nodes.Element): pass

def visit(translator, node):
    translator.open()

def depart(translator, node):
    translator.emit(f'block(fill: luma(230), {translator.close()})')

class Box(Directive):
    has_content = True
    def run(self):
        made = known_box() if self.name == "known" else odd_box()
        self.state.nested_parse(self.content, self.content_offset, made)
        made.line = self.lineno
        return [made]

def setup(app):
    app.add_node(odd_box)
    app.add_node(known_box, typst=(visit, depart))
    app.add_directive("odd", Box)
    app.add_directive("known", Box)
"""


def with_extension(guide: Guide) -> Guide:
    guide.write(
        {"odd_extension.py": ODD_EXTENSION, "conf.py": f"import sys\nsys.path.insert(0, {str(guide.folder)!r})\n{CONF}"}
    )
    return guide


def test_a_node_that_nobody_knows_keeps_its_words_and_is_told_once(one_chapter: OneChapter) -> None:
    guide = with_extension(one_chapter(".. odd::\n\n   First words.\n\n.. odd::\n\n   * Second words.\n"))
    out, warnings = guide.build("pdf", extensions=["kitabcha", "odd_extension"])
    text = text_of(next(out.glob("*.pdf")))
    assert "Firstwords." in text and "Secondwords." in text
    assert warnings.count("'odd_box'") == 1 and "odd_extension" in warnings and "typst=(visit, depart)" in warnings
    assert "[kitabcha.unknown_node]" in warnings


def test_an_extension_can_bring_its_own_typst(one_chapter: OneChapter) -> None:
    guide = with_extension(one_chapter(".. known::\n\n   Known words.\n"))
    pdf = guide.pdf(extensions=["kitabcha", "odd_extension"])
    assert "Knownwords." in text_of(pdf)


def test_autosummary_prints_its_table_and_its_documents(one_chapter: OneChapter) -> None:
    guide = one_chapter(".. autosummary::\n   :toctree: made\n\n   textwrap.dedent\n")
    pdf = guide.pdf(extensions=["kitabcha", "sphinx.ext.autosummary"], autosummary_generate=True)
    words = text_of(pdf)
    assert words.count("Removeanycommonleadingwhitespace") == 2  # in the table, and in the document made for it


# ---------------------------------------------------------------------- depth and number
def test_deep_nesting_comes_out_whole(one_chapter: OneChapter) -> None:
    """A list in a table in an admonition in a list."""
    pdf = one_chapter("""
        * outermost item

          .. note::

             inside the note

             +-------------------+----------------+
             | * item in a cell  | other cell     |
             |                   |                |
             |   1. step within  | .. tip::       |
             |                   |                |
             |      term         |    tip within  |
             |         meaning   |                |
             +-------------------+----------------+

        * last item
    """).pdf()
    text = text_of(pdf)
    for words in (
        "outermost item",
        "inside the note",
        "item in a cell",
        "step within",
        "term",
        "meaning",
        "other cell",
        "tip within",
        "last item",
    ):
        assert plain(words) in text, words


def test_sections_of_any_depth_keep_their_titles(one_chapter: OneChapter) -> None:
    marks = "-~^+*#:"
    sections = "\n".join(
        f"Depth number {depth}\n{mark * 20}\n\nWords at {depth}.\n" for depth, mark in enumerate(marks, 2)
    )
    text = text_of(one_chapter(sections).pdf())
    for depth in range(2, len(marks) + 2):
        assert f"Depthnumber{depth}" in text and f"Wordsat{depth}." in text


def test_lists_nest_as_deep_as_docutils_reads_them(one_chapter: OneChapter) -> None:
    lists = "\n".join(f"{'  ' * depth}* item{depth:02}\n" for depth in range(16))
    text = text_of(one_chapter(lists).pdf())
    assert all(f"item{depth:02}" in text for depth in range(16))


def test_huge_input_comes_out_whole(one_chapter: OneChapter) -> None:
    """A table of 2,000 rows, a block of code of 3,000 lines, a paragraph of 20,000 words."""
    rows = "\n".join(f"   r{row:04},s{row:04}" for row in range(2000))
    code = "\n".join(f"   c{line:04} = {line}" for line in range(3000))
    paragraph = " ".join(f"w{word:05}" for word in range(20_000))
    pdf = one_chapter(
        f"{paragraph}\n\n.. csv-table::\n   :header: Head, Other\n\n{rows}\n\n.. code-block:: python\n\n{code}\n"
    ).pdf()
    words = words_of(pdf)
    for letter, digits, count in (("w", 5, 20_000), ("r", 4, 2000), ("s", 4, 2000), ("c", 4, 3000)):
        found = [word for word in words if re.fullmatch(rf"{letter}\d{{{digits}}}", word)]
        assert found == [f"{letter}{number:0{digits}}" for number in range(count)]
    assert words.count("Head") > 20  # the heading of the table stands on each of its pages


# ---------------------------------------------------------------------- several books
def test_several_books_name_each_other(guide: Guide) -> None:
    """A link to another book keeps its words and tells the book; each book has its own documents only."""
    guide.write(
        {
            "source/index.rst": "Whole\n=====\n\n.. toctree::\n\n   one/index\n   two/index\n",
            "source/one/index.rst": "First Book\n==========\n\nOnly in one.\n\n.. toctree::\n\n   chapter\n",
            "source/one/chapter.rst": "Chapter\n=======\n\nSee :doc:`/two/index` and :ref:`far`.\n",
            "source/two/index.rst": "Second Book\n===========\n\nOnly in two.\n\n.. toctree::\n\n   chapter\n",
            "source/two/chapter.rst": "Chapter\n=======\n\n.. _far:\n\nFar place\n---------\n\nWords.\n",
        }
    )
    books = [("one/index", "one"), ("two/index", "two", "The Other Title")]
    out, warnings = guide.build("pdf", kitabcha_documents=books)
    assert warnings == ""
    assert sorted(path.name for path in out.glob("*.pdf")) == ["one-en-guide-letter.pdf", "two-en-guide-letter.pdf"]
    one, two = (text_of(out / f"{name}-en-guide-letter.pdf") for name in ("one", "two"))
    assert "Onlyinone." in one and "Onlyintwo." not in one and "Onlyintwo." in two
    assert "SeeSecondBook(TheOtherTitle)andFarplace(TheOtherTitle)." in one


# ---------------------------------------------------------------------- troubles
def test_a_character_without_a_glyph_stops_the_build_and_says_where(one_chapter: OneChapter) -> None:
    with pytest.raises(FontError) as caught:
        one_chapter("Plain words.\n\nHere is \u4e2d in a message.\n\nThere \u6587 too.\n").build("pdf")
    said = str(caught.value)
    assert "U+4E2D" in said and "Here is \u4e2d in a message." in said and "chapter.rst:6" in said
    assert "No font has these either: \u6587" in said  # so that nobody mends them one by one


def test_emoji_are_printed_and_copied(one_chapter: OneChapter) -> None:
    """Not as their numbers: one project in three has some. Of a sequence there is one picture, as on the screen."""
    pdf = one_chapter(
        "Sparks \u2728, a rocket \U0001f680, ``code \u2705``, \U0001f469\u200d\U0001f4bb at work.\n"
    ).pdf()
    assert all(sign in text_of(pdf) for sign in "\u2728\U0001f680\u2705\U0001f469\U0001f4bb")


def test_a_character_without_a_glyph_can_be_printed_as_its_number(one_chapter: OneChapter) -> None:
    guide = one_chapter("Here is \u4e2d and \u6587.\n\n.. index:: \u4e2d word\n\nMore.\n")
    out, warnings = guide.build("pdf", kitabcha_missing_character="replace")
    text = text_of(next(out.glob("*.pdf")))
    assert "Hereis[U+4E2D]and[U+6587]." in text and "[U+4E2D]word" in text
    assert "[kitabcha.missing_glyph]" in warnings and "1 more" in warnings


def picture(guide: Guide, name: str, colour: str) -> None:
    Image.new("RGB", (40, 20), colour).save(guide.folder / "source" / name)


def test_a_picture_without_alt_text_is_told_unless_it_is_decorative(one_chapter: OneChapter) -> None:
    guide = one_chapter(
        ".. image:: told.png\n\n.. image:: quiet.png\n   :class: decorative\n\n.. image:: good.png\n   :alt: a red box\n"
    )
    for name, colour in (("told.png", "black"), ("quiet.png", "blue"), ("good.png", "red")):
        picture(guide, name, colour)
    out, warnings = guide.build("pdf")
    assert warnings.count("no alt text") == 1 and "told.png" in warnings and "[kitabcha.missing_alt]" in warnings
    with pikepdf.open(next(out.glob("*.pdf"))) as file:
        figures = [element for element in elements(file.Root.StructTreeRoot) if element.S == "/Figure"]
        assert "a red box" in [str(figure.get("/Alt", "")) for figure in figures]


def test_pictures_that_pdf_cannot_hold_are_converted(one_chapter: OneChapter) -> None:
    guide = one_chapter(".. image:: box.gif\n   :alt: moving\n\n.. image:: box.webp\n   :alt: of the web\n")
    picture(guide, "box.gif", "blue")
    picture(guide, "box.webp", "red")
    with pikepdf.open(guide.pdf()) as file:
        found = [x for page in file.pages for x in page.Resources.get("/XObject", {}).values() if x.Subtype == "/Image"]
        assert [(int(image.Width), int(image.Height)) for image in found] == [(40, 20), (40, 20)]


def test_a_picture_that_cannot_be_read_leaves_its_alt_text(one_chapter: OneChapter) -> None:
    guide = one_chapter(".. image:: broken.png\n   :alt: what it would show\n")
    (guide.folder / "source" / "broken.png").write_bytes(b"not a picture")
    out, warnings = guide.build("pdf")
    assert "broken.png is damaged" in warnings and "[kitabcha.missing_image]" in warnings
    assert "whatitwouldshow" in text_of(next(out.glob("*.pdf")))


DIAGRAM = ".. graphviz::\n   :alt: from here to there\n\n   digraph { here -> there }\n"


def test_a_diagram_is_drawn(one_chapter: OneChapter) -> None:
    if shutil.which("dot") is None:
        if os.environ.get("CI"):
            pytest.fail("No dot is installed, and in CI diagrams must be drawn: apt-get install graphviz")
        pytest.skip("No dot is installed; on Debian: apt-get install graphviz")
    pdf = one_chapter(DIAGRAM).pdf(extensions=["kitabcha", "sphinx.ext.graphviz"])
    with pikepdf.open(pdf) as file:
        assert "from here to there" in [str(e.get("/Alt", "")) for e in elements(file.Root.StructTreeRoot)]


def test_a_diagram_without_graphviz_leaves_its_code(one_chapter: OneChapter) -> None:
    out, warnings = one_chapter(DIAGRAM).build(
        "pdf", extensions=["kitabcha", "sphinx.ext.graphviz"], graphviz_dot="/nowhere/dot"
    )
    assert "Install graphviz" in warnings and "chapter.rst:2" in warnings  # the diagram itself has no line
    assert "digraph{here->there}" in text_of(next(out.glob("*.pdf")))


def test_a_formula_that_cannot_be_drawn_leaves_its_latex(one_chapter: OneChapter) -> None:
    out, warnings = one_chapter(r"A formula :math:`\frac{a` here." + "\n\n.. math:: \\begin{nowhere} b\n").build("pdf")
    assert "[kitabcha.formula]" in warnings and "chapter.rst:4" in warnings
    text = text_of(next(out.glob("*.pdf")))
    assert r"\frac{a" in text and r"\begin{nowhere}b" in text


def test_what_typst_refuses_comes_back_as_a_line_of_the_source(one_chapter: OneChapter) -> None:
    with pytest.raises(TypesetError) as caught:
        one_chapter("Words.\n\nMore words.\n\n.. raw:: typst\n\n   #nowhere()\n").build("pdf")
    assert "unknown variable: nowhere" in str(caught.value) and "chapter.rst:8" in str(caught.value)


def test_what_typst_warns_of_comes_back_as_a_line_of_the_source(one_chapter: OneChapter) -> None:
    out, warnings = one_chapter('Words.\n\n.. raw:: typst\n\n   #text(font: "nowhere")[Odd words]\n').build("pdf")
    assert "unknown font family: nowhere" in warnings and "chapter.rst:6" in warnings and "[kitabcha.typst]" in warnings
    assert "Oddwords" in text_of(next(out.glob("*.pdf")))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk through the tags of a file."""
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_root_with_several_titles_keeps_them_all(guide: Guide, tag: str) -> None:
    guide.write(
        {
            "source/index.rst": "Cover name\n==========\n\nLead.\n\nSecond\n======\n\n.. toctree::\n\n   inner\n\nThird\n=====\n\nFin.\n",
            "source/inner.rst": "Inner\n=====\n\nInside.\n",
        }
    )
    # In the contents and in the text; the name of the guide stands on the cover and over each page.
    text = plain("".join(read_with_poppler(guide.pdf(tag, kitabcha_source_language=tag))))
    assert [text.count(name) for name in ("Second", "Third", "Inside", "Fin")] == [2, 2, 1, 1]
    assert text.index("Inside") < text.index("Fin") and "Covername" in text


def test_a_root_without_a_title_goes_by_the_name_of_the_project(guide: Guide) -> None:
    guide.write(
        {
            "source/index.rst": "Lead words.\n\n.. toctree::\n\n   inner\n   other\n",
            "source/inner.rst": "Inner\n=====\n\nInside.\n",
            "source/other.rst": "Other\n=====\n\nMore.\n",
        }
    )
    text = plain("".join(read_with_poppler(guide.pdf())))
    assert text.index("TestGuide") < text.index("Leadwords.") < text.index("Inside.") < text.index("More.")
    assert text.count("Inner") >= 2 and text.count("Other") >= 2


# Trees that no parser makes, but extensions do.
ODD_TREES = """

def setup(app):
    app.connect("doctree-read", _add)


def _add(app, document):
    from docutils import nodes
    from docutils.nodes import field, field_body, field_list, field_name, paragraph, section
    if app.env.docname != "chapter":
        return
    document += section(
        "",
        paragraph("", "untitled"),
        field_list(
            "",
            field("", field_name("", "alone")),
            field("", field_name("", "twice"), field_body("", paragraph("", "first")), field_body("", paragraph("", "second"))),
            field("", field_body("", paragraph("", "nameless"))),
            paragraph("", "fieldless"),
            nodes.comment("", "unseen"),
        ),
    )
"""


def test_trees_out_of_order_lose_no_word(one_chapter: OneChapter) -> None:
    guide = one_chapter("Words.")
    (guide.folder / "conf.py").write_text(CONF + ODD_TREES, encoding="utf-8")
    text = text_of(guide.pdf())
    wanted = ["untitled", "alone", "twice", "first", "second", "nameless", "fieldless"]
    places = [text.find(word) for word in wanted]
    assert -1 not in places and places == sorted(places) and "unseen" not in text
