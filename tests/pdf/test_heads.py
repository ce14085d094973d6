"""The cells of stub columns are heads of their rows for whoever hears the table, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from kitabcha.pdf.textlayer.structure import Structure
from tests.conftest import CONF, Guide
from tests.pdf.checker import check
from tests.pdf.tagged import Element, Tagged, open_tagged

# No directive makes stub columns in a grid table, whose cells may span rows: this class does.
STUBS_OF_GRIDS = """
def setup(app):
    from docutils import nodes

    def mark(app, doctree):
        for table in doctree.findall(nodes.table):
            if "two-stubs" in table["classes"]:
                for spec in list(table.findall(nodes.colspec))[:2]:
                    spec["stub"] = 1

    app.connect("doctree-read", mark)
"""
NESTED = """
.. list-table::
   :header-rows: 1
   :stub-columns: 1

   * - Corner
     - Column
   * - Row
     - .. list-table::
          :stub-columns: 1

          * - Inner
            - Cell
   * - Last
     - End
"""
SPANS = """
.. rst-class:: two-stubs

+-------+-----+-------+------+
| Upper | One | Same  | a    |
|       +-----+       +------+
|       | Two |       | b    |
+-------+-----+-------+------+
| Lower       | c     | d    |
+-------------+-------+------+
"""


def told(path: Path) -> list[list[str]]:
    """List the cells of all tables, row by row: what a cell says, its role and scope, and the heads it is told with."""
    file = open_tagged(path)
    with file.file:
        rows = [row for row in file.root.walk() if row.role == "TR"]
        return [[_cell(file, cell) for cell in row.elements] for row in rows]


def _cell(file: Tagged, cell: Element) -> str:
    names = pikepdf.NameTree(file.file.Root.StructTreeRoot.IDTree)
    by_place = {element.data.objgen: element for element in file.root.walk()}
    heads = [_text(file, by_place[names[str(name)].objgen]) for name in cell.attribute("/Headers") or ()]
    scope = str(cell.attribute("/Scope") or "")[1:]
    return " ".join(filter(None, [_text(file, cell), cell.role, scope, f"[{', '.join(heads)}]"]))


def _text(file: Tagged, cell: Element) -> str:
    return file.text_of(cell, without=frozenset({"Table"})).strip(" \u202a\u202c")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_cells_of_stub_columns_are_heads_of_their_rows(one_chapter: Callable[[str], Guide], tag: str) -> None:
    path = one_chapter(NESTED).pdf(tag)
    assert told(path) == [
        ["Corner TH Both []", "Column TH Column []"],
        ["Row TH Row [Corner]", "TD [Row, Column]"],
        ["Inner TH Row []", "Cell TD [Inner]"],
        ["Last TH Row [Corner]", "End TD [Last, Column]"],
    ]
    assert check(path) == []
    with pikepdf.open(path) as file:  # the mark is not drawn (a table has only lines across) and leaves no trace
        assert not any(b"/Dashed" in style for style in _styles(Tagged(file).root))
        lines = [float(line.operands[1]) for line in pikepdf.parse_content_stream(file.pages[3], "l")]
        assert len(lines) > 6 and set(lines) == {0}


def test_a_head_may_reach_over_rows_and_columns(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter(SPANS)
    guide.write({"conf.py": CONF + STUBS_OF_GRIDS})
    path = guide.pdf("en")
    assert told(path) == [
        ["Upper TH Row []", "One TH Row [Upper]", "Same TD [Two, One, Upper]", "a TD [One, Upper]"],
        ["Two TH Row [Upper]", "b TD [Two, Upper]"],
        ["Lower TH Row []", "c TD [Lower]", "d TD [Lower]"],
    ]
    assert check(path) == []


def test_a_table_of_several_pages_has_each_head_once(one_chapter: Callable[[str], Guide]) -> None:
    rows = "".join(f"   row{number},cell{number}\n" for number in range(90))
    path = one_chapter(
        f"\n.. csv-table::\n   :header: Corner, Column\n   :stub-columns: 1\n\n{rows}",
    ).pdf("ur")
    head, *body = told(path)
    assert head == ["Corner TH Both []", "Column TH Column []"]
    assert body == [[f"row{number} TH Row [Corner]", f"cell{number} TD [row{number}, Column]"] for number in range(90)]
    with pikepdf.open(path) as file:
        assert len(file.pages) > 5


def test_both_tables_side_by_side_have_their_heads(one_chapter: Callable[[str], Guide]) -> None:
    guide = one_chapter(
        ":field:\n   .. csv-table::\n      :stub-columns: 1\n\n      Place, City\n      Time, Day\n"  # is not taken apart
    )
    guide.translate("fa", "chapter", {"Chapter": "فصل", "Place": "جا", "City": "شهر", "Time": "زمان", "Day": "روز"})
    cells = told(guide.pdf("fa", kitabcha_editions=["bilingual"]))
    assert [[cell.split()[1] for cell in row] for row in cells] == [["TH", "TD"]] * 4
    assert cells[2:] == [["Place TH Row []", "City TD [Place]"], ["Time TH Row []", "Day TD [Time]"]]
    assert [len(row[1].split("[")[1]) for row in cells[:2]] == [len("جا]"), len("زمان]")]


def _styles(root: Element) -> Iterator[bytes]:
    for element in root.walk():
        style = element.attribute("/BorderStyle")
        if style is not None:
            yield style.unparse()


def test_dashed_lines_of_others_are_no_marks(one_chapter: Callable[[str], Guide]) -> None:
    path = one_chapter('\n.. raw:: typst\n\n   #table(columns: 2, stroke: (dash: "dashed"), [a], [b])\n').pdf("en")
    file = open_tagged(path)
    with file.file:
        assert [element.role for element in file.root.walk() if element.role in ("TD", "TH")] == ["TD", "TD"]
        assert any(b"/Dashed" in style for style in _styles(file.root))


def test_a_parent_tree_of_more_than_references_is_read() -> None:
    file = pikepdf.new()
    page = file.add_blank_page()
    element = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P))
    row = pikepdf.Array([element, None, pikepdf.Dictionary(S=pikepdf.Name.P, T="R 1 0 R")])
    page.obj.StructParents = 0
    tree = pikepdf.Dictionary(Nums=pikepdf.Array([0, row]))
    file.Root.StructTreeRoot = pikepdf.Dictionary(ParentTree=tree)
    structure = Structure(file)
    first, none, last = structure.parents(page)
    assert first == b"%d 0" % element.objgen[0] and len({first, none, last}) == 3
    structure.renumber(page, [2, 0])
    kept = file.Root.StructTreeRoot.ParentTree.Nums[1]
    assert [str(kept[0].get("/T", "")), kept[1].objgen] == ["R 1 0 R", element.objgen]
