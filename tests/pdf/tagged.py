"""A finished PDF as a voice that reads aloud gets it: the tree of its tags, and what each piece of a page says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf

from tests.pdf.reading import Font, read_font

# Operators that paint, and those that say in what and with which font (ISO 32000-1, Table 51).
READ = "Tj TJ ' \" f F f* B B* b b* S s sh Do BI EI BDC BMC EMC Tf q Q"
Place = tuple[int, int]  # object and generation number


@dataclass
class Piece:
    """Content of a page between a BDC and its EMC that stands in the tree by its number."""

    page: int
    mcid: int
    language: str
    text: str = ""


@dataclass
class Page:
    """What the content stream of a page holds, in its order.

    Attributes:
        pieces: the marked content.
        loose: painting operators that are neither in a piece nor in an artifact.
        mixed: pieces inside artifacts and artifacts inside pieces.
        unmapped: fonts and codes that have no Unicode.
    """

    pieces: list[Piece] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    mixed: int = 0
    unmapped: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """A piece that an element owns; page is -1 if there is no such page."""

    page: int
    mcid: int


@dataclass
class Element:
    """An element of the structure tree; its children are elements, content and annotations."""

    role: str
    data: pikepdf.Object
    parent: Element | None
    children: list[Element | Content | pikepdf.Object] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator[Element]:
        """Yield the elements below this one, in reading order."""
        for child in self.elements:
            yield child
            yield from child.walk()

    def content(self) -> Iterator[tuple[Element, Content]]:
        """Yield all content at and below this element with its owner, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.content()
            elif isinstance(child, Content):
                yield self, child

    def above(self) -> Iterator[Element]:
        """Yield the elements around this one, from the nearest."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.above()

    @property
    def language(self) -> str:
        """Its own language or that of the nearest element around it that has one."""
        return next((str(e.data.Lang) for e in (self, *self.above()) if "/Lang" in e.data), "")

    def attribute(self, name: str) -> Any:
        """Return an attribute (ISO 32000-1, 14.7.5), whoever owns it."""
        own = self.data.get("/A", pikepdf.Array())
        for attributes in own if isinstance(own, pikepdf.Array) else [own]:
            if isinstance(attributes, pikepdf.Dictionary) and name in attributes:
                return attributes[name]
        return None


class Tagged:
    """An open file.

    Args:
        file: the PDF.
    """

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file = file
        self.page_numbers = {page.obj.objgen: index for index, page in enumerate(file.pages)}
        self.roles = {name[1:]: str(role)[1:] for name, role in self._top.get("/RoleMap", {}).items()}
        self._used: dict[Place, set[int]] = defaultdict(set)

    @property
    def _top(self) -> pikepdf.Object:
        return self.file.Root.get("/StructTreeRoot", pikepdf.Dictionary())

    @cached_property
    def root(self) -> Element:
        """The top of the tree, which is no element itself."""
        top = Element("StructTreeRoot", self._top, None)
        self._read(top, -1)
        return top

    def _read(self, element: Element, page: int) -> None:
        if "/Pg" in element.data:
            page = self.page_numbers.get(element.data.Pg.objgen, -1)
        children = element.data.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [] if children is None else [children]:
            if not isinstance(child, pikepdf.Object):
                element.children.append(Content(page, int(child)))
            elif "/S" in child:
                below = Element(str(child.S)[1:], child, element)
                element.children.append(below)
                self._read(below, page)
            elif "/MCID" in child:
                where = self.page_numbers.get(child.Pg.objgen, -1) if "/Pg" in child else page
                element.children.append(Content(where, int(child.MCID)))
            elif "/Obj" in child:
                element.children.append(child.Obj)

    @cached_property
    def parent_tree(self) -> dict[int, pikepdf.Object]:
        """Who owns the pieces of a page, or an annotation, by its key."""

        def leaves(node: Any) -> Iterator[tuple[int, pikepdf.Object]]:
            numbers = list(node.get("/Nums", []))
            yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)
            for child in node.get("/Kids", []):
                yield from leaves(child)

        return dict(leaves(self._top.get("/ParentTree", pikepdf.Dictionary())))

    @cached_property
    def pages(self) -> list[Page]:
        """What the pages hold."""
        return [self._page(index, page) for index, page in enumerate(self.file.pages)]

    @property
    def used(self) -> dict[Place, set[int]]:
        """The codes that are painted, by font."""
        assert self.pages is not None  # they are noted when the pages are read
        return self._used

    @cached_property
    def texts(self) -> dict[tuple[int, int], Piece]:
        """The pieces by page and number."""
        return {(piece.page, piece.mcid): piece for page in self.pages for piece in page.pieces}

    @cached_property
    def fonts(self) -> dict[Place, pikepdf.Object]:
        """Every font that a page or a drawing on it may use."""
        found: dict[Place, pikepdf.Object] = {}

        def gather(resources: Any) -> None:
            found.update({font.objgen: font for font in resources.get("/Font", {}).values()})
            for drawing in resources.get("/XObject", {}).values():
                gather(drawing.get("/Resources", {}))

        for page in self.file.pages:
            gather(page.resources)
        return found

    @cached_property
    def _readable(self) -> dict[Place, Font]:
        return {place: read_font(font) for place, font in self.fonts.items() if "/ToUnicode" in font}

    def text_of(self, element: Element, *, without: frozenset[str] = frozenset()) -> str:
        """Return the characters of an element in the order of the file, which in right-to-left lines is that of the eye.

        Args:
            element: where to begin.
            without: roles below it that do not count.
        """
        kept = []
        for owner, content in element.content():
            inner = [owner, *owner.above()]
            inner = inner[: inner.index(element)]
            if not without & {e.role for e in inner} and (content.page, content.mcid) in self.texts:
                kept.append(self.texts[content.page, content.mcid].text)
        return "".join(kept)

    def page_of(self, element: Element) -> int | None:
        """Return the page on which an element begins, from 0."""
        return next((content.page for _owner, content in element.content()), None)

    def _page(self, index: int, page: pikepdf.Page) -> Page:
        made = Page()
        self._stream(made, index, page, page.resources, [])
        return made

    def _stream(self, made: Page, index: int, source: Any, resources: Any, marks: list[Any]) -> None:
        """Read a content stream; marks are what is open: a piece, ``Artifact``, or neither."""
        fonts = resources.get("/Font", {})
        properties = resources.get("/Properties", {})
        font, kept = "", []
        for instruction in pikepdf.parse_content_stream(source, READ):
            operands, name = instruction.operands, str(instruction.operator)
            if name == "q":
                kept.append(font)
            elif name == "Q":
                font = kept.pop()
            elif name == "Tf":
                font = str(operands[0])
            elif name in ("BDC", "BMC"):
                marks.append(self._mark(made, index, operands, properties, marks))
            elif name == "EMC":
                marks.pop()
            else:
                if not any(isinstance(mark, Piece) or mark == "Artifact" for mark in marks):
                    made.loose.append(name)
                if name in ("Tj", "TJ", "'", '"'):
                    self._say(made, fonts[font], operands, marks)
                elif name == "Do":
                    drawing = resources.XObject[str(operands[0])]
                    if drawing.Subtype == "/Form":
                        self._stream(made, index, drawing, drawing.get("/Resources", {}), marks)

    def _mark(self, made: Page, index: int, operands: Any, named: Any, marks: list[Any]) -> Any:
        found = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        given: Any = named[str(found)] if isinstance(found, pikepdf.Name) else found
        inside_piece = any(isinstance(mark, Piece) for mark in marks)
        if operands[0] == "/Artifact":
            made.mixed += inside_piece
            return "Artifact"
        if "/MCID" in given:
            made.mixed += inside_piece or "Artifact" in marks
            piece = Piece(index, int(given.MCID), str(given.get("/Lang", "")))
            made.pieces.append(piece)
            return piece
        if "/ActualText" in given:
            self._add(marks, str(given.ActualText))
            return "ActualText"
        return ""

    def _say(self, made: Page, font: Any, operands: Any, marks: list[Any]) -> None:
        known = self._readable.get(font.objgen)
        if known is None:
            return  # the rule of fonts tells of it
        shown = operands[-1]
        for string in shown if isinstance(shown, pikepdf.Array) else [shown]:
            if not isinstance(string, pikepdf.String):
                continue
            data = bytes(string)
            codes = [data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)]
            self._used[font.objgen].update(codes)
            for code in codes:
                char = known.chars.get(code, "")
                if not char or re.search("[\0\ufeff\ufffe\uffff\ue000-\uf8ff]", char):
                    made.unmapped.append((known.name, code))
                if "ActualText" not in marks:
                    self._add(marks, char)

    def _add(self, marks: list[Any], text: str) -> None:
        piece = next((mark for mark in reversed(marks) if isinstance(mark, Piece)), None)
        if piece is not None and "ActualText" not in marks:
            piece.text += text


def open_tagged(path: Path) -> Tagged:
    """Open a file; whoever asks closes ``file``."""
    return Tagged(pikepdf.open(path))
