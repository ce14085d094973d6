"""Rules that a finished PDF must keep so that everybody can read it, each a function that yields what it finds.

They follow PDF/UA-1 (ISO 14289-1:2014, "UA" below) and the failure conditions of the Matterhorn Protocol 1.1 ("M"), with the
syntax of tags from PDF 1.7 (ISO 32000-1:2008, "PDF") and from ISO/TS 32005 ("TS"), and go further where ours is meant to be
better. Clauses are named as that protocol names them: UA 7.1-8 is the eighth paragraph of clause 7.1; "V" is a test of the
PDF/UA-1 profile of veraPDF that the protocol lacks. Every condition that the protocol calls machine-checkable (`MACHINE`) is
named by the rule that covers it; what no file of ours holds, such as forms, is forbidden instead of checked.
The first line of each docstring says what must hold, the next one the source. The name of a function is that of its rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf

from kitabcha.languages import language as language_of
from tests.pdf.font_rules import Found, characters, fonts, glyphs
from tests.pdf.tagged import Content, Element, Tagged, open_tagged

RTL = frozenset({"ar", "fa", "ur"})
HEADING = re.compile(r"H[1-6]")
LONG = 4  # pages; a longer file needs an outline
# PDF 14.8.4, Tables 333 to 340
GROUPING = {
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
}
HEADINGS = {"H", "H1", "H2", "H3", "H4", "H5", "H6"}
BLOCKS = {"P", *HEADINGS, "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"}
ILLUSTRATIONS = {"Figure", "Formula", "Form"}
INLINE = {
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
}
STANDARD = GROUPING | BLOCKS | ILLUSTRATIONS | INLINE
# role -> roles that may stand in it
HOLDS = {
    "Table": {"Caption", "TR", "THead", "TBody", "TFoot"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"Caption", "L", "LI"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"Caption", "TOC", "TOCI"},
    "TOCI": {"Lbl", "Reference", "P", "NonStruct", "TOC"},
    "Ruby": {"RB", "RT", "RP"},
    "Warichu": {"WT", "WP"},
}
# role -> roles in which it must stand
WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
    **{role: {"Ruby"} for role in ("RB", "RT", "RP")},
    **{role: {"Warichu"} for role in ("WT", "WP")},
}
# What a line of text cannot hold (TS, Table 2): a voice would stop in the middle of it.
NOT_IN_TEXT = {"P", *HEADINGS, "L", "Table", "TOC", "Sect", "Div", "Part"}
# What would need rules of its own: key of the catalog, or of its names -> what it is
STRANGE = {"/OCProperties": "layers", "/AcroForm": "a form", "/EmbeddedFiles": "other files", "/JavaScript": "scripts"}
# The failure conditions of the Matterhorn Protocol 1.1 that a program can find: from, to
MACHINE = """01-003 01-005, 01-007, 02-001, 02-003 02-004, 06-001 06-003, 07-001 07-002, 09-004 09-008, 10-001, 11-001 11-006, 13-004,
14-002 14-003, 14-006 14-007, 15-003, 17-002 17-003, 19-003 19-004, 20-001 20-003, 21-001, 25-001, 26-001 26-002, 28-002,
28-004 28-012, 28-014 28-018, 30-001 30-002, 31-001 31-009, 31-011 31-030"""
LETTERS = {
    "ar": re.compile("[كىية]"),  # of these languages, Arabic alone writes them
    "fa": re.compile("(?!)"),
    "ur": re.compile("[ٹڈڑںےہھ]"),
}


# ---------------------------------------------------------------------- the file
def marked(file: Tagged) -> Found:
    """The file says that it is tagged, and that its tags can be trusted.

    UA 7.1-11; M 01-007; V 6.2-1 (Marked).
    """
    info = file.file.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not info.get("/Marked", False):
        yield "file", "MarkInfo has no Marked"
    if info.get("/Suspects", False):
        yield "file", "the tags are called suspect"


def title(file: Tagged) -> Found:
    """The file has a title, and the window shows it in place of the name of the file.

    UA 7.1-8, 7.1-9; M 06-001, 06-003, 07-001, 07-002.
    """
    with file.file.open_metadata() as meta:
        if not str(meta.get("dc:title", "")).strip():
            yield "file", "no dc:title in the metadata"
    if not file.file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "file", "DisplayDocTitle is not set"


def identifier(file: Tagged) -> Found:
    """The metadata say that the file keeps PDF/UA-1.

    UA 5; M 06-002.
    """
    with file.file.open_metadata() as meta:
        if meta.get("pdfuaid:part") != "1":
            yield "file", "pdfuaid:part is not 1"


def language(file: Tagged) -> Found:
    """The document has a language, every language has a well-formed tag, and one language has one region.

    UA 7.2-3; M 11-001 to 11-006: each is met by a language of the whole document. V 7.2-29; RFC 5646.
    """
    tags = [str(file.file.Root.get("/Lang", ""))]
    tags += [str(element.data.Lang) for element in file.root.walk() if "/Lang" in element.data]
    tags += [piece.language for page in file.pages for piece in page.pieces if piece.language]
    if not tags[0]:
        yield "file", "no language"
    for tag in sorted(set(filter(None, tags))):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?", tag):
            yield "file", f"{tag!r} is no language tag"
    full = sorted({tag for tag in tags if "-" in tag})
    for one, other in pairwise(full):
        if one.split("-")[0] == other.split("-")[0]:
            yield "file", f"one language is called {one} and {other}"


def direction(file: Tagged) -> Found:
    """Pages of a right-to-left language are turned from right to left.

    PDF 12.2.
    """
    wanted = "/R2L" if _spoken(str(file.file.Root.get("/Lang", ""))) in RTL else "/L2R"
    given = str(file.file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction", "/L2R"))
    if given != wanted:
        yield "file", f"its direction is {given[1:]}, not {wanted[1:]}"


def plain(file: Tagged) -> Found:
    """The file is not encrypted, and has no layers, forms, scripts, other files, or annotations that are no links.

    UA 7.10, 7.11, 7.15, 7.16, 7.18.1-2, 7.18.2, 7.18.4, 7.18.6 to 7.18.8, 7.20-1; M 20-001 to 20-003, 21-001, 25-001, 26-001,
    26-002, 28-002, 28-005 to 28-007, 28-010, 28-014 to 28-018, 30-001.
    """
    root = file.file.Root
    if file.file.is_encrypted:
        yield "file", "it is encrypted"
    for key, what in STRANGE.items():
        if key in root or key in root.get("/Names", pikepdf.Dictionary()):
            yield "file", f"it has {what}"
    for index, page in enumerate(file.file.pages):
        if any(note.Subtype != "/Link" for note in page.obj.get("/Annots", [])):
            yield _page(index), "an annotation that is no link"
        if any("/Ref" in drawing for drawing in page.resources.get("/XObject", {}).values()):
            yield _page(index), "a drawing that stands in another file"


# ---------------------------------------------------------------------- content and tree
def tagged_or_artifact(file: Tagged) -> Found:
    """Everything that is painted is either in the tree or an artifact, never both.

    UA 7.1-1, 7.1-2; M 01-003, 01-004, 01-005.
    """
    for index, page in enumerate(file.pages):
        if page.loose:
            counted = ", ".join(f"{count} {name}" for name, count in sorted(Counter(page.loose).items()))
            yield _page(index), f"neither tagged nor artifact: {counted}"
        if page.mixed:
            yield _page(index), "an artifact in tagged content, or the other way round"


def content_numbers(file: Tagged) -> Found:
    """Each piece of content has a number of its own on its page and stands once in the tree.

    UA 7.1-2, 7.20-2; M 01-005, 30-002; PDF 14.7.4.2.
    """
    owned = Counter((content.page, content.mcid) for _owner, content in file.root.content())
    there = Counter((piece.page, piece.mcid) for page in file.pages for piece in page.pieces)
    for (page, mcid), count in there.items():
        if count > 1:
            yield _page(page), f"{count} pieces have the number {mcid}"
        if not owned[page, mcid]:
            yield _page(page), f"piece {mcid} is not in the tree: {_short(file.texts[page, mcid].text)}"
        elif owned[page, mcid] > 1:
            yield _page(page), f"piece {mcid} is in the tree {owned[page, mcid]} times"
    for page, mcid in owned.keys() - there.keys():
        yield _page(page), f"the tree has a piece {mcid} that is not on the page"


def parent_tree(file: Tagged) -> Found:
    """From each piece and each annotation one finds back to the element that owns it.

    PDF 14.7.4.4; V 7.1-12 (P).
    """
    rows: dict[int, Any] = {}
    for index, page in enumerate(file.file.pages):
        if "/StructParents" in page.obj:
            rows[index] = file.parent_tree.get(int(page.obj.StructParents), pikepdf.Array())
    for owner, content in file.root.content():
        row = rows.get(content.page, ())
        if content.mcid >= len(row) or row[content.mcid].objgen != owner.data.objgen:
            yield _page(content.page), f"piece {content.mcid} does not lead back to its {owner.role}"
    for element in file.root.walk():
        if element.parent and element.data.get("/P", file.file.Root).objgen != element.parent.data.objgen:
            yield _where(file, element), f"{element.role} does not lead back to its {element.parent.role}"
        for note in _annotations(element):
            back = file.parent_tree.get(int(note.get("/StructParent", -1)))
            if back is None or back.objgen != element.data.objgen:
                yield _where(file, element), f"an annotation does not lead back to its {element.role}"


def roles(file: Tagged) -> Found:
    """Every tag is a standard one or is said to be like one; standard tags keep their meaning.

    UA 7.1-3, 7.1-4; M 02-001, 02-003, 02-004.
    """
    for name in sorted(file.roles.keys() & STANDARD):
        yield "file", f"the standard tag {name} is said to be a {file.roles[name]}"
    for name in sorted({element.role for element in file.root.walk()} - STANDARD):
        if _standard(file, name) not in STANDARD:
            yield "file", f"the tag {name} leads to no standard tag"


def nesting(file: Tagged) -> Found:
    """Rows are in tables, items in lists, and no block stands in a line of text.

    UA 7.2-1; M 09-004 to 09-008; PDF 14.8.4, Tables 333, 336 to 338; TS, Table 2.
    """
    for element in file.root.walk():
        role = _standard(file, element.role)
        parent = _standard(file, element.parent.role) if element.parent else ""
        if (parent in HOLDS and role not in HOLDS[parent]) or (role in WITHIN and parent not in WITHIN[role]):
            yield _where(file, element), f"{element.role} in {parent}"
        if role in NOT_IN_TEXT:
            around = [_standard(file, e.role) for e in element.above()]
            notes = [index for index, name in enumerate(around) if name in ("Note", "Caption", "Figure")]
            for name in around[: min(notes, default=len(around))]:
                if name == "P" or HEADING.fullmatch(name):
                    yield _where(file, element), f"{element.role} in the text of {name}"
        if role in HOLDS and any(isinstance(child, Content) for child in element.children):
            yield _where(file, element), f"text in {element.role}, outside its parts"


def parts(file: Tagged) -> Found:
    """A caption is the first part of what it tells of, or the last of a table, which has one head and one foot around its body.

    UA 7.2-1; M 09-004 to 09-006; V 7.2-11 to 14, 16, 28, 39, 40; PDF 14.8.4.2, Tables 336, 337.
    """
    for element in file.root.walk():
        role = _standard(file, element.role)
        inside = [_standard(file, child.role) for child in element.elements]
        middle = inside[1:-1] if role == "Table" else inside[1:]
        if role in ("Table", "L", "TOC") and ("Caption" in middle or inside.count("Caption") > 1):
            yield _where(file, element), f"a caption in the middle of {element.role}"
        for name in ("THead", "TFoot") if role == "Table" else ():
            if inside.count(name) > 1:
                yield _where(file, element), f"{inside.count(name)} {name}"
            if name in inside and "TBody" not in inside:
                yield _where(file, element), f"{name} without TBody"


def empty(file: Tagged) -> Found:
    """No element is empty but a cell of a table, and the body of an item whose list Typst puts behind it (PDF, Table 336).

    UA 7.1-2; M 01-006, for people to judge: a tag that says nothing is no real content.
    """
    for element in file.root.walk():
        item = element.parent
        behind = item.parent.elements[item.parent.elements.index(item) + 1 :][:1] if item and item.parent else []
        moved = element.role == "LBody" and [following.role for following in behind] == ["L"]
        if not element.children and not moved and _standard(file, element.role) not in ("TD", "TH"):
            yield _where(file, element), f"{element.role} holds nothing"


# ---------------------------------------------------------------------- kinds of elements
def headings(file: Tagged) -> Found:
    """Headings begin with H1, skip no level and are not empty.

    UA 7.4-1, 7.4.2-1, 7.4.4-1, 7.4.4-3; M 14-002, 14-003, 14-006, 14-007.
    """
    level = 0
    for element in _all(file, HEADING.pattern):
        own = int(_standard(file, element.role)[1])
        if own > level + 1:
            yield _where(file, element), f"H{own} follows {f'H{level}' if level else 'no H1'}"
        if not file.text_of(element).strip():
            yield _where(file, element), f"an empty H{own}"
        level = own
    for element in _all(file, "H"):
        yield _where(file, element), "H has no level"


def tables(file: Tagged) -> Found:
    """All rows of a table have the same number of columns; heads say what they are the heads of.

    UA 7.5-2; M 15-003, and 01-006, note 3 (regular tables); V 7.2-42, 7.2-43.
    """
    for table in _all(file, "Table"):
        rows = [element for element in table.walk() if element.role == "TR" and _nearest(element, "Table") is table]
        if not rows:
            yield _where(file, table), "a table without rows"
        reach: list[int] = []  # for each row how many columns are taken
        spans: list[int] = []  # for each column how many rows further its cell reaches
        for row in rows:
            spans = [max(0, rest - 1) for rest in spans]
            taken = sum(1 for rest in spans if rest)
            for cell in row.elements:
                columns, down = (int(cell.attribute(name) or 1) for name in ("/ColSpan", "/RowSpan"))
                taken += columns
                spans += [down] * columns
            spans = [rest for rest in spans if rest]
            reach.append(taken)
        if len(set(reach)) > 1:
            yield _where(file, table), f"rows of {' and '.join(map(str, sorted(set(reach))))} columns"
        for cell in table.walk():
            if cell.role == "TH" and cell.attribute("/Scope") is None:
                yield _where(file, cell), "TH without Scope"


def heads(file: Tagged) -> Found:
    """The heads that a cell names are heads of its own table, and the file knows by name whatever has one.

    UA 7.5-2; M 15-003; V 7.5-2; PDF 14.8.5.7, Table 349; 14.7.2, Table 322.
    """
    known = file.file.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/IDTree")
    names = {} if known is None else {str(name): element for name, element in pikepdf.NameTree(known).items()}
    for element in file.root.walk():
        name = str(element.data.get("/ID", ""))
        if name and (name not in names or names[name].objgen != element.data.objgen):
            yield _where(file, element), f"the name {name!r} does not lead to it"
    for table in _all(file, "Table"):
        cells = [cell for cell in table.walk() if _nearest(cell, "Table") is table]
        there = {str(cell.data.ID) for cell in cells if cell.role == "TH" and "/ID" in cell.data}
        for cell in cells:
            for name in map(str, cell.attribute("/Headers") or ()):
                if name not in there:
                    yield _where(file, cell), f"no head of its table is called {name!r}"


def lists(file: Tagged) -> Found:
    """Lists have items, and every item has a body.

    UA 7.2-1, 7.6-2; M 09-005, 16-003.
    """
    for element in _all(file, "L"):
        if not any(child.role == "LI" for child in element.elements):
            yield _where(file, element), "a list without items"
    for item in _all(file, "LI"):
        parts = [child.role for child in item.elements]
        if parts.count("LBody") != 1 or parts.count("Lbl") > 1:
            yield _where(file, item), f"an item of {' and '.join(parts) or 'nothing'}"


def alternatives(file: Tagged) -> Found:
    """Figures and formulas say in words what they show.

    UA 7.3-3, 7.7-1; M 13-004, 17-002.
    """
    for element in _all(file, "Figure|Formula"):
        if not str(element.data.get("/Alt", element.data.get("/ActualText", ""))).strip():
            yield _where(file, element), f"{element.role} without Alt"


def links(file: Tagged) -> Found:
    """Every link stands in the tree as a Link with its annotation, and says where it leads.

    UA 7.18.1-4, 7.18.5-1, 7.18.5-2; M 28-004, 28-011, 28-012.
    """
    known: set[tuple[int, int]] = set()
    for element in file.root.walk():
        notes = list(_annotations(element))
        if _standard(file, element.role) == "Link" and not notes:
            yield _where(file, element), "Link without its annotation"
        if _standard(file, element.role) == "Link":
            known |= {note.objgen for note in notes}
    for index, page in enumerate(file.file.pages):
        for note in page.obj.get("/Annots", []):
            if note.Subtype == "/Link" and note.objgen not in known:
                yield _page(index), "a link that is not in the tree as Link"
            if not str(note.get("/Contents", "")).strip():
                yield _page(index), "an annotation without Contents"


def tab_order(file: Tagged) -> Found:
    """On pages with annotations the Tab key follows the tree.

    UA 7.18.3-1; M 28-008, 28-009.
    """
    for index, page in enumerate(file.file.pages):
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != pikepdf.Name.S:
            yield _page(index), "Tabs is not S"


def notes(file: Tagged) -> Found:
    """Every note has a name of its own.

    UA 7.9-2; M 19-003, 19-004.
    """
    seen: set[str] = set()
    for element in _all(file, "Note"):
        name = str(element.data.get("/ID", ""))
        if not name:
            yield _where(file, element), "Note without ID"
        elif name in seen:
            yield _where(file, element), f"two notes are called {name!r}"
        seen.add(name)


# ---------------------------------------------------------------------- what is read
def voice(file: Tagged) -> Found:
    """Each run of text, and each alternative text, is in the script of the language that it says it is in.

    UA 7.2-3; M 11-007, for people to judge. Of the languages in Arabic script, each has letters that the others do not write.
    """
    whole = str(file.file.Root.get("/Lang", ""))
    for owner, content in file.root.content():
        piece = file.texts.get((content.page, content.mcid))
        if piece is not None:
            tag = piece.language or owner.language or whole
            wrong = _misread(piece.text, tag)
            if wrong:
                yield _page(content.page), f"{wrong} is to be read as {tag}"
    for element in file.root.walk():
        tag = element.language or whole
        wrong = _misread(str(element.data.get("/Alt", "")), tag)
        if wrong:
            yield _where(file, element), f"Alt: {wrong} is to be read as {tag}"


def descriptions(file: Tagged) -> Found:
    """What a voice says of a link is in the script and the digits of the document, but for addresses and titles.

    UA 7.2-3, 7.18.5-2; M 11-007, for people to judge.
    """
    whole = str(file.file.Root.get("/Lang", ""))
    with file.file.open_outline() as tree:
        titles = {str(entry.title) for entry in _below(tree.root)}
    for index, page in enumerate(file.file.pages):
        for note in page.obj.get("/Annots", []):
            said = str(note.get("/Contents", ""))
            address = str(note.A.get("/URI", "")) if "/A" in note else ""
            text = said.replace(address, "").replace(address.partition(":")[2], "") if address else said
            wrong = _misread(text, whole)
            if said not in titles and wrong:
                yield _page(index), f"Contents: {wrong} is to be read as {whole}"
            elif said not in titles and whole and language_of(_spoken(whole)).digits(text) != text:
                yield _page(index), f"Contents: the digits of {_short(text)} are not those of {whole}"


def order(file: Tagged) -> Found:
    """The tree follows the order in which each page was written.

    UA 7.2-1; M 09-001, for people to judge. Notes are read where they are called, captions before what they tell of, and Typst writes a cell of
    several rows after those beside it.
    """
    places = {(piece.page, piece.mcid): place for page in file.pages for place, piece in enumerate(page.pieces)}
    last: dict[int, int] = {}
    for owner, content in file.root.content():
        place = places.get((content.page, content.mcid))
        around = (owner, *owner.above())
        if place is None or any(e.role in ("Note", "Caption") or e.attribute("/RowSpan") for e in around):
            continue
        if place < last.get(content.page, 0):
            text = file.texts[content.page, content.mcid].text
            yield _page(content.page), f"{_short(text)} is read after what is written behind it"
        last[content.page] = place


def outline(file: Tagged) -> Found:
    """A long file has an outline; its entries are headings, in their order, and lead to the pages where these stand.

    UA 7.17-1; M 27-001, which has no test; WCAG technique PDF2.
    """
    left = [(_letters(file.text_of(element)), file.page_of(element)) for element in _all(file, HEADING.pattern)]
    with file.file.open_outline() as tree:
        entries = list(_below(tree.root))
    if not entries and left and len(file.file.pages) > LONG:
        yield "outline", "there is none"
    for entry in entries:
        text, page = _letters(str(entry.title)), _target(file, entry)
        names = [name for name, _page in left]
        if page is None:
            yield "outline", f"{_short(entry.title)} leads to no page"
        if text not in names:
            yield "outline", f"no heading after the one before is called {_short(entry.title)}"
            continue
        found = left[names.index(text)][1]
        left = left[names.index(text) + 1 :]
        if page is not None and page != found:
            yield "outline", f"{_short(entry.title)} leads to page {page + 1}, its heading is elsewhere"


RULES: tuple[Callable[[Tagged], Found], ...] = (
    marked,
    title,
    identifier,
    language,
    direction,
    plain,
    tagged_or_artifact,
    content_numbers,
    parent_tree,
    roles,
    nesting,
    parts,
    empty,
    headings,
    tables,
    heads,
    lists,
    alternatives,
    links,
    tab_order,
    notes,
    voice,
    descriptions,
    order,
    outline,
    fonts,
    glyphs,
    characters,
)


def check(path: Path, blocks: Sequence[str] = ()) -> list[str]:
    """Apply all rules to a file.

    Args:
        path: the PDF.
        blocks: texts of its blocks in the order in which they are to be read, if they are known.

    Returns:
        Findings as ``rule: where: what``; none for a good file.
    """
    file = open_tagged(path)
    with file.file:
        found = [f"{rule.__name__}: {where}: {what}" for rule in RULES for where, what in rule(file)]
        return found + [f"reading: {where}: {what}" for where, what in reading(file, blocks)]


def reading(file: Tagged, blocks: Sequence[str]) -> Found:
    """The blocks of the document are found in the tree one after the other.

    UA 7.2-1; M 09-001. Letters are compared without their order, since lines from right to left are kept as the eye sees them.

    Args:
        file: the file.
        blocks: texts of blocks in order; those of less than 35 letters say too little.
    """
    texts = [file.text_of(e, without=frozenset({"Note"})) for e in file.root.walk() if not e.elements or _is_text(e)]
    said = [Counter(_letters(text)) for text in texts]
    sizes = [said_here.total() for said_here in said]
    place = 0
    for block in blocks:
        letters = Counter(_letters(block))
        size = letters.total()
        if size < 35:
            continue

        def is_it(index: int, letters: Counter[str] = letters, size: int = size) -> bool:
            fits = size * 0.98 <= sizes[index] <= size * 1.1 + 25
            return fits and (letters - said[index]).total() <= size * 0.02

        after = next(filter(is_it, range(place, len(said))), None)
        if after is not None:
            place = after
        elif any(map(is_it, range(place))):
            yield "tree", f"{_short(block)} is read too early"
        else:
            yield "tree", f"{_short(block)} is not read"


# ---------------------------------------------------------------------- helpers
def _page(index: int) -> str:
    return f"page {index + 1}"


def _short(text: object) -> str:
    words = " ".join(str(text).split())
    return repr(words if len(words) <= 40 else words[:40] + "…")


def _where(file: Tagged, element: Element) -> str:
    page = file.page_of(element)
    place = "tree" if page is None else _page(page)
    return f"{place}, {element.role} {_short(file.text_of(element))}"


def _standard(file: Tagged, role: str) -> str:
    seen = {role}
    while role not in STANDARD and file.roles.get(role, role) not in seen:
        role = file.roles[role]
        seen.add(role)
    return role


def _all(file: Tagged, pattern: str) -> Iterator[Element]:
    return (element for element in file.root.walk() if re.fullmatch(pattern, _standard(file, element.role)))


def _nearest(element: Element, role: str) -> Element | None:
    return next((one for one in element.above() if one.role == role), None)


def _annotations(element: Element) -> Iterator[pikepdf.Object]:
    return (child for child in element.children if isinstance(child, pikepdf.Object))


def _is_text(element: Element) -> bool:
    return element.role in ("P", "Title", "TD", "TH", "LBody") or bool(HEADING.fullmatch(element.role))


def _spoken(tag: str) -> str:
    return tag.split("-")[0]


def _letters(text: str) -> str:
    """Return the letters and digits of a text in an order that does not depend on its direction."""
    plain = unicodedata.normalize("NFKD", text).translate({0x6CC: 0x64A, 0x649: 0x64A})
    return "".join(sorted(c for c in plain if unicodedata.category(c)[0] in "LN"))


def _misread(text: str, tag: str) -> str:
    """Return the first word that is not in the script or the letters of its language, or nothing."""
    own = _spoken(tag)
    foreign = "[A-Za-z]{2,}" if own in RTL else "[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]{2,}"
    found = re.search(foreign, text)
    if found:
        return _short(found[0])
    for other, letters in LETTERS.items():
        strange = letters.search(text) if own in RTL and own != other else None
        if strange:
            return f"{strange[0]!r} of {_short(text)}"
    return ""


def _below(items: Any) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _below(item.children)


def _target(file: Tagged, entry: pikepdf.OutlineItem) -> int | None:
    goal: Any = entry.destination
    if goal is None and entry.action is not None:
        goal = entry.action.get("/D")
    if not isinstance(goal, pikepdf.Array) or not isinstance(goal[0], pikepdf.Object):
        return None
    return file.page_numbers.get(goal[0].objgen)
