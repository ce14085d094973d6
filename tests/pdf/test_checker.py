"""Every edition keeps the rules of `checker`, and each rule can fail: a good file is damaged and the damage is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.conftest import with_one_chapter
from tests.pdf.checker import MACHINE, RULES, check
from tests.pdf.tagged import Element, Tagged
from tests.pdf.torture import TAGS, Torture

EDITIONS = ("guide", "large", "bilingual", "pamphlet", "card", "print-sheet")
MADE = [(edition, tag) for edition in EDITIONS for tag in TAGS if (edition, tag) != ("bilingual", "en")]


@pytest.mark.parametrize(("edition", "tag"), MADE)
def test_every_edition_of_the_guide_is_accessible(real_build: Path, edition: str, tag: str) -> None:
    assert check(real_build / "pdf" / f"nseers-guide-{tag}-{edition}-letter.pdf") == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_hard_document_is_accessible(torture: Torture, tag: str) -> None:
    assert check(torture(tag)) == []


UNTRANSLATED = """
.. figure:: box.svg
   :alt: A box

   Caption

   Legend

.. figure:: box.svg
   :class: decorative

   Caption of what shows nothing

| A line
|   and another

   A quotation.

   -- Its author

:field: value

Term : classifier
   Meaning with a note [#n]_ and :math:`x^2`.

.. [#n] Words of the note.

.. math:: a = b

.. math:: c = d
   :label: equation

.. code-block:: python
   :caption: A listing

   call()

.. sidebar:: Sidebar
   :subtitle: Subtitle

   Its words.

.. hlist::

   * One
   * Two

.. list-table:: A table
   :header-rows: 1

   * - Head
     - Other head
   * - Cell
     - Other cell

.. centered:: In the middle

.. rubric:: A rubric

-a  An option

.. function:: call(one, two)

   Does it.

   :param one: what it takes

Section
-------

Below
^^^^^

Farther below
\"\"\"\"\"\"\"\"\"\"\"\"\"

Words.
"""


@pytest.mark.parametrize("tag", ["ar", "fa"])
def test_what_is_not_translated_has_the_voice_of_the_source(tmp_path: Path, tag: str) -> None:
    """Sphinx's own words in it, such as "Parameters", are in the reader's language where Sphinx has them."""
    guide = with_one_chapter(tmp_path, UNTRANSLATED)
    guide.write({"source/box.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'})
    assert check(guide.pdf(tag, numfig=True)) == []


# ---------------------------------------------------------------------- damages
class Damaged:
    """A good file, open to be damaged."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file, self.root = file, file.Root
        self.tree = Tagged(file)

    def all(self, role: str) -> list[Element]:
        return [element for element in self.tree.root.walk() if element.role == role]

    def first(self, role: str) -> Any:
        """The dictionary of the first element of a role."""
        return self.all(role)[0].data

    def add(self, role: str, parent: Any, **more: Any) -> None:
        """Put a new element at the end of another."""
        made = self.file.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent, **more))
        parent.K = Array([*parent.K, made])

    def call(self, role: str, other: str) -> None:
        """Give the first element of a role another one."""
        self.first(role).S = Name(f"/{other}")

    @property
    def roles(self) -> Any:
        return self.root.StructTreeRoot.RoleMap

    def append(self, page: int, operators: bytes) -> None:
        contents = self.file.pages[page].obj.Contents
        contents.write(contents.read_bytes() + b"\n" + operators)

    def rewrite(self, page: int, old: bytes, new: bytes) -> None:
        """Change the content of a page, once."""
        contents = self.file.pages[page].obj.Contents
        data = contents.read_bytes()
        assert old in data
        contents.write(data.replace(old, new, 1))

    def forget(self, *names: str) -> None:
        """Take properties out of the metadata."""
        with self.file.open_metadata(set_pikepdf_as_editor=False) as meta:
            for name in names:
                del meta[name]

    @property
    def link(self) -> Any:
        return next(page.obj.Annots[0] for page in self.file.pages if "/Annots" in page.obj)

    def font(self, part: str) -> Any:
        """A font by a part of its name."""
        return next(font for font in self.tree.fonts.values() if part in str(font.BaseFont))


def attribute(element: Any) -> Any:
    return element.A[0] if isinstance(element.A, Array) else element.A


def swap(array: Any, one: int, other: int) -> None:
    array[one], array[other] = array[other], array[one]


def unowned(file: Damaged) -> None:
    """Take the last piece of a paragraph out of the tree."""
    paragraph = next(e.data for e in file.all("P") if len(e.children) > 1 and not e.elements)
    paragraph.K = Array(list(paragraph.K)[:-1])


def owned_twice(file: Damaged) -> None:
    paragraph = next(e.data for e in file.all("P") if len(e.children) > 1 and not e.elements)
    paragraph.K = Array([*paragraph.K, paragraph.K[-1]])


def astray(file: Damaged) -> None:
    """Let the first piece of the fourth page lead back to another element."""
    row = file.tree.parent_tree[int(file.file.pages[3].obj.StructParents)]
    row[0] = file.first("Document")


def bare_text(file: Damaged) -> None:
    """Move the label of an item out of the item."""
    items, item = file.first("L"), file.first("LI")
    items.K = Array([item.K[0].K[0], *items.K])
    items.Pg = item.K[0].Pg
    item.K = Array(list(item.K)[1:])


def without_annotation(file: Damaged) -> None:
    link = file.first("Link")
    link.K = Array([child for child in link.K if not isinstance(child, Dictionary) or "/Obj" not in child])


def mute(file: Damaged) -> None:
    """Map a code to what is no character."""
    font = file.font("SourceCodePro")
    font.ToUnicode.write(re.sub(rb"(<[0-9a-fA-F]{4}> ?)<0063>", rb"\1<FFFE>", font.ToUnicode.read_bytes()))


def painted_twice(file: Damaged) -> None:
    """Paint a drawing with a piece of content in it two times."""
    drawing = file.file.make_stream(b"/Span<</MCID 99>>BDC 0 0 1 1 re f EMC", Type=Name.XObject, Subtype=Name.Form)
    drawing.BBox = Array([0, 0, 9, 9])
    file.file.pages[3].obj.Resources.XObject.Twice = drawing
    file.append(3, b"/Twice Do /Twice Do")


def elsewhere(file: Damaged) -> None:
    """Let a drawing stand in another file."""
    drawing = file.file.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, Ref=Dictionary())
    file.file.pages[2].obj.Resources.XObject = Dictionary(Other=drawing)


def commented(file: Damaged) -> None:
    note = file.file.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents="A remark"))
    page = file.file.pages[2].obj
    page.Annots = Array([*page.Annots, note])


def middle_caption(file: Damaged) -> None:
    table = file.first("Table")
    swap(table.K, 0, 1)


def descriptor(file: Damaged) -> Any:
    return file.font("CodePro").DescendantFonts[0].FontDescriptor


# how a file is damaged, and what is found then; "…" stands for any text
Damage = tuple[str, Callable[[Damaged], object], list[str]]
DAMAGES: list[Damage] = [
    ("en", lambda f: f.root.MarkInfo.__delitem__("/Marked"), ["marked: file: MarkInfo has no Marked"]),
    ("en", lambda f: f.root.MarkInfo.__setitem__("/Suspects", True), ["marked: file: the tags are called suspect"]),
    ("en", lambda f: f.forget("dc:title"), ["title: file: no dc:title in the metadata"]),
    (
        "en",
        lambda f: f.root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
        ["title: file: DisplayDocTitle is not set"],
    ),
    ("en", lambda f: f.forget("pdfuaid:part"), ["identifier: file: pdfuaid:part is not 1"]),
    ("en", lambda f: f.root.__delitem__("/Lang"), ["language: file: no language"]),
    ("en", lambda f: f.first("P").__setitem__("/Lang", "English"), ["language: file: 'English' is no language tag"]),
    (
        "en",
        lambda f: f.first("P").__setitem__("/Lang", "en-GB"),
        ["language: file: one language is called en-GB and en-US"],
    ),
    (
        "ar",
        lambda f: f.root.__delitem__("/ViewerPreferences"),
        ["title: …", "direction: file: its direction is L2R, not R2L"],
    ),
    ("en", lambda f: f.root.__delitem__("/Metadata"), ["title: file: no dc:title in the metadata", "identifier: …"]),
    ("en", lambda f: pikepdf.Encryption(owner="owner", user=""), ["plain: file: it is encrypted"]),
    ("en", lambda f: f.root.__setitem__("/OCProperties", Dictionary()), ["plain: file: it has layers"]),
    ("en", lambda f: f.root.__setitem__("/AcroForm", Dictionary()), ["plain: file: it has a form"]),
    (
        "en",
        lambda f: f.root.__setitem__("/Names", Dictionary(EmbeddedFiles=Dictionary())),
        ["plain: file: it has other files"],
    ),
    (
        "en",
        lambda f: f.root.__setitem__("/Names", Dictionary(JavaScript=Dictionary())),
        ["plain: file: it has scripts"],
    ),
    ("en", commented, ["plain: page 3: an annotation that is no link"]),
    ("en", elsewhere, ["plain: page 3: a drawing that stands in another file"]),
    (
        "en",
        painted_twice,
        [
            "tagged_or_artifact: page 4: neither tagged nor artifact: 2 Do",
            "content_numbers: page 4: 2 pieces have the number 99",
            "content_numbers: page 4: piece 99 is not in the tree: ''",
        ],
    ),
    ("en", lambda f: f.append(3, b"0 0 9 9 re f"), ["tagged_or_artifact: page 4: neither tagged nor artifact: 1 f"]),
    (
        "en",
        lambda f: f.rewrite(3, b"/MCID 0>>BDC", b"/MCID 0>>BDC /Artifact BMC EMC"),
        ["tagged_or_artifact: page 4: an artifact in tagged content, or the other way round"],
    ),
    (
        "en",
        lambda f: f.rewrite(3, b"/MCID 1>>", b"/MCID 0>>"),
        [
            "content_numbers: page 4: 2 pieces have the number 0",
            "content_numbers: page 4: the tree has a piece 1 that is not on the page",
            "…",
        ],
    ),
    ("en", unowned, ["content_numbers: page …: piece … is not in the tree: '…'"]),
    ("en", owned_twice, ["content_numbers: page …: piece … is in the tree 2 times"]),
    ("en", astray, ["parent_tree: page 4: piece 0 does not lead back to its H1"]),
    (
        "en",
        lambda f: f.link.__delitem__("/StructParent"),
        ["parent_tree: page 3, Link '…': an annotation does not lead back to its Link"],
    ),
    (
        "en",
        lambda f: f.first("P").__setitem__("/P", f.first("Table")),
        ["parent_tree: …, P '…': P does not lead back to its Document"],
    ),
    ("en", lambda f: f.roles.__setitem__("/P", Name.Span), ["roles: file: the standard tag P is said to be a Span"]),
    ("en", lambda f: f.roles.__delitem__("/Strong"), ["roles: file: the tag Strong leads to no standard tag"]),
    (
        "en",
        lambda f: f.roles.__setitem__("/Strong", Name.Strong),
        ["roles: file: the tag Strong leads to no standard tag"],
    ),
    (
        "en",
        lambda f: f.call("TD", "P"),
        ["nesting: page 4, P '…': P in TR", "nesting: page 4, P '…': P in the text of P"],
    ),
    (
        "en",
        lambda f: f.call("THead", "Div"),
        ["nesting: page 4, Div '…': Div in Table", "nesting: page 4, TR '…': TR in Div"],
    ),
    ("en", lambda f: f.call("BlockQuote", "P"), ["nesting: page 5, P 'A quotation.': P in the text of P"]),
    ("en", lambda f: f.call("Span", "RB"), ["nesting: page …, RB '…': RB in …"]),
    ("en", lambda f: f.call("Span", "WT"), ["nesting: page …, WT '…': WT in …"]),
    ("en", middle_caption, ["parts: page 4, Table '…': a caption in the middle of Table"]),
    (
        "en",
        lambda f: f.add("Caption", f.first("L")),
        ["parts: page 4, L '…': a caption in the middle of L", "empty: tree, Caption '': Caption holds nothing"],
    ),
    (
        "en",
        lambda f: f.call("TBody", "THead"),
        ["parts: page 4, Table '…': 2 THead", "parts: page 4, Table '…': THead without TBody"],
    ),
    ("en", bare_text, ["parent_tree: …", "nesting: page 4, L '…': text in L, outside its parts"]),
    ("en", lambda f: f.add("P", f.first("Document")), ["empty: tree, P '': P holds nothing"]),
    ("en", lambda f: f.call("H1", "H2"), ["headings: page 3, H2 'Contents': H2 follows no H1"]),
    ("en", lambda f: f.call("H2", "H3"), ["headings: page 4, H3 '1.1Section one': H3 follows H1"]),
    ("en", lambda f: f.call("H1", "H"), ["headings: page 3, H 'Contents': H has no level"]),
    (
        "en",
        lambda f: f.add("H1", f.first("Document")),
        ["empty: tree, H1 '': H1 holds nothing", "headings: tree, H1 '': an empty H1"],
    ),
    (
        "en",
        lambda f: attribute(f.first("TD")).__setitem__("/ColSpan", 2),
        ["tables: page 4, Table '…': rows of 2 and 3 columns"],
    ),
    (
        "en",
        lambda f: attribute(f.first("TD")).__setitem__("/Headers", Array([pikepdf.String("nobody")])),
        ["heads: page 4, TD '…': no head of its table is called 'nobody'"],
    ),
    (
        "en",
        lambda f: f.first("TH").__delitem__("/ID"),
        ["heads: page 4, TD '…': no head of its table is called '…'"],
    ),
    (
        "en",
        lambda f: f.first("TH").__setitem__("/ID", f.all("TH")[1].data.ID),
        ["heads: page 4, TH 'Head': the name '…' does not lead to it", "heads: page 4, TD '…': no head …"],
    ),
    ("en", lambda f: attribute(f.first("TH")).__delitem__("/Scope"), ["tables: page 4, TH 'Head': TH without Scope"]),
    (
        "en",
        lambda f: f.add("Table", f.first("Document")),
        ["empty: tree, Table '': Table holds nothing", "tables: tree, Table '': a table without rows"],
    ),
    (
        "en",
        lambda f: f.all("LI")[0].elements[0].data.__setitem__("/S", Name.LBody),
        ["lists: page 4, LI '…': an item of LBody and LBody"],
    ),
    (
        "en",
        lambda f: f.add("L", f.first("Document")),
        ["empty: tree, L '': L holds nothing", "lists: tree, L '': a list without items"],
    ),
    ("en", lambda f: f.first("Figure").__delitem__("/Alt"), ["alternatives: page 4, Figure '': Figure without Alt"]),
    (
        "en",
        lambda f: f.first("Formula").__setitem__("/Alt", " "),
        ["alternatives: page 5, Formula '': Formula without Alt"],
    ),
    (
        "en",
        without_annotation,
        [
            "links: page 3, Link '…': Link without its annotation",
            "links: page 3: a link that is not in the tree as Link",
        ],
    ),
    ("en", lambda f: f.link.__delitem__("/Contents"), ["links: page 3: an annotation without Contents"]),
    ("en", lambda f: f.file.pages[2].obj.__delitem__("/Tabs"), ["tab_order: page 3: Tabs is not S"]),
    ("en", lambda f: f.first("Note").__delitem__("/ID"), ["notes: page 4, Note '…': Note without ID"]),
    (
        "en",
        lambda f: f.first("Note").__setitem__("/ID", f.all("Note")[1].data.ID),
        [
            "heads: page 4, Note '…': the name 'Note 2' does not lead to it",
            "notes: page 4, Note '…': two notes are called 'Note 2'",
        ],
    ),
    ("ar", lambda f: f.rewrite(3, b"/Lang(en-US)", b""), ["voice: page 4: 'NSEERS' is to be read as ar-EG"]),
    ("ar", lambda f: f.all("H2")[0].data.__setitem__("/Lang", "en-US"), ["voice: page 4: '…' is to be read as en-US"]),
    (
        "ur",
        lambda f: f.all("H2")[0].data.__setitem__("/Lang", "fa-IR"),
        ["voice: page 4: 'ہ' of '…' is to be read as fa-IR"],
    ),
    (
        "ar",
        lambda f: f.all("LI")[0].data.__setitem__("/Lang", "ur-PK"),
        ["voice: page 4: '…' of '…' is to be read as ur-PK"],
    ),
    (
        "en",
        lambda f: f.first("Figure").__setitem__("/Alt", "مربع أزرق"),
        ["voice: page 4, Figure '': Alt: 'مربع' is to be read as en-US"],
    ),
    (
        "en",
        lambda f: swap(f.first("L").K, 0, -1),
        [
            "order: page 4: '•' is read after what is written behind it",
            "order: page 4: '1' is read after what is written behind it",
        ],
    ),
    (
        "ar",
        lambda f: f.link.__setitem__("/Contents", "Footnote 1"),
        ["descriptions: page 3: Contents: 'Footnote' is to be read as ar-EG"],
    ),
    (
        "fa",
        lambda f: f.link.__setitem__("/Contents", "صفحه 5"),
        ["descriptions: page 3: Contents: the digits of 'صفحه 5' are not those of fa-IR"],
    ),
    ("en", lambda f: f.root.__delitem__("/Outlines"), ["outline: outline: there is none"]),
    (
        "en",
        lambda f: f.root.Outlines.First.__setitem__("/Title", "1 Chapters"),
        ["outline: outline: no heading after the one before is called '1 Chapters'"],
    ),
    (
        "en",
        lambda f: f.root.Outlines.First.__setitem__("/Dest", Array([f.file.pages[0].obj, Name.Fit])),
        ["outline: outline: '1 Chapter' leads to page 1, its heading is elsewhere"],
    ),
    ("en", lambda f: f.root.Outlines.First.__delitem__("/Dest"), ["outline: outline: '1 Chapter' leads to no page"]),
    (
        "en",
        lambda f: f.font("CodePro").DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
        ["fonts: file: the font …SourceCodePro… is not embedded"],
    ),
    (
        "en",
        lambda f: f.font("CodePro").__delitem__("/ToUnicode"),
        ["fonts: file: the font …SourceCodePro… has no ToUnicode"],
    ),
    (
        "en",
        lambda f: f.font("CodePro").__setitem__("/Encoding", Name("/Identity-V")),
        ["fonts: file: the font …SourceCodePro… is of another kind"],
    ),
    (
        "en",
        lambda f: f.font("CodePro").DescendantFonts[0].__delitem__("/CIDToGIDMap"),
        ["fonts: file: the font …SourceCodePro… does not say which glyph is whose"],
    ),
    (
        "en",
        lambda f: f.font("CodePro").DescendantFonts[0].__setitem__("/W", Array([0, 999, 500])),
        ["glyphs: file: … glyphs of …SourceCodePro… are of other widths in the font"],
    ),
    (
        "en",
        lambda f: descriptor(f).CIDSet.write(b"\x80"),
        ["glyphs: file: the list of the glyphs of …SourceCodePro… does not list those of the font"],
    ),
    (
        "en",
        lambda f: f.append(3, b"/Artifact BMC BT /f0 9 Tf <00007FFF> Tj ET EMC"),
        [
            "glyphs: file: code 0 of … has no glyph",
            "glyphs: file: code 32767 of … has no glyph",
            "characters: page 4: code 0 of … stands for no character",
            "characters: page 4: code 32767 of … stands for no character",
        ],
    ),
    ("en", mute, ["characters: page 5: code … of …SourceCodePro… stands for no character"]),
]


@pytest.mark.parametrize(
    ("tag", "damage", "expected"), DAMAGES, ids=lambda value: str(value[0]) if isinstance(value, list) else ""
)
def test_a_damage_is_found_and_nothing_else(
    torture: Torture, tmp_path: Path, tag: str, damage: Callable[[Damaged], object], expected: list[str]
) -> None:
    with pikepdf.open(torture(tag)) as file:
        more = damage(Damaged(file))
        file.save(tmp_path / "damaged.pdf", encryption=more if isinstance(more, pikepdf.Encryption) else False)
    found = check(tmp_path / "damaged.pdf")
    patterns = [re.escape(line).replace("…", ".*") for line in expected]
    assert len(found) == len(expected) and all(map(re.fullmatch, patterns, found)), "\n".join(found)


def test_every_rule_is_shown_to_fail() -> None:
    assert {rule.__name__ for rule in RULES} == {
        line.split(":")[0] for _tag, _damage, lines in DAMAGES for line in lines
    } - {"…"}


def conditions(text: str) -> set[str]:
    """Return the failure conditions that a text names, of ranges each."""
    found: set[str] = set()
    for first, last in re.findall(r"\b(\d\d-\d\d\d)(?: (?:to )?(\d\d-\d\d\d))?", text):
        point, low = first.split("-")
        found |= {f"{point}-{number:03}" for number in range(int(low), int((last or first).split("-")[1]) + 1)}
    return found


def test_every_condition_that_a_program_can_find_has_a_rule() -> None:
    wanted = conditions(MACHINE)
    assert len(wanted) == 87  # as the protocol says
    named = set().union(*(conditions(rule.__doc__ or "") for rule in RULES))
    assert wanted - named == set()


def test_blocks_out_of_their_order_and_missing_ones_are_found(torture: Torture) -> None:
    first = "First words with NSEERS, 202-244-2990 and a site."
    last = "See Section one (page 4), the INS (Immigration Service) and 8 CFR 264.1(f)."
    assert check(torture("en"), [first, last]) == []
    assert check(torture("en"), [last, first]) == [f"reading: tree: {first[:40] + '…'!r} is read too early"]
    assert check(torture("en"), [first.replace("site", "place")]) == [
        f"reading: tree: {first[:40] + '…'!r} is not read"
    ]
