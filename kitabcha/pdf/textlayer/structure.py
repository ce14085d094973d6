"""Marked content and the structure tree: when pieces of a page are joined, the tree must know the new numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

Number = tuple[int, int]  # of an object, and its generation
Place = bytes  # the same as a file writes it
NOBODY: Place = b"- -"


class Structure:
    """The structure tree of a file (ISO 32000-1, 14.7).

    Args:
        file: the PDF.
    """

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file = file
        root = file.Root.get("/StructTreeRoot")
        self._rows = dict(_number_tree(root.ParentTree)) if root is not None and "/ParentTree" in root else {}
        self._new: dict[Number, dict[int, int]] = {}
        self._owners: dict[Number, list[Place]] = {}
        self._elements: dict[Place, pikepdf.Object | None] = {NOBODY: None}

    def parents(self, page: pikepdf.Page) -> list[Place]:
        """Return the element that owns each piece of marked content of a page, by its number.

        Args:
            page: a page of the file.
        """
        row = self._row(page)
        if row is None:
            return []
        # Read as text: a page of Nastaliq has a thousand pieces, and an object for each takes longer than all else.
        array = row[0][row[1]]
        text = array.unparse(resolved=True).replace(b"null", b"%b R" % NOBODY)
        text = text.strip(b"[ ]").removesuffix(b" R")
        owners = text.split(b" R ") if text else []
        if len(owners) != len(array) or text.translate(None, b"0123456789-R "):  # more than references stands there
            owners = [self._place(item) for item in array]
        self._owners[page.obj.objgen] = owners
        return owners

    def _place(self, item: pikepdf.Object | None) -> Place:
        """Name an element that stands in the parent tree; one without a number gets one."""
        if not isinstance(item, Dictionary):
            return NOBODY
        if not item.is_indirect:
            item = self.file.make_indirect(item)
        place = b"%d %d" % item.objgen
        self._elements[place] = item
        return place

    def renumber(self, page: pikepdf.Page, kept: list[int]) -> None:
        """Note that only some pieces of a page are left, numbered anew in this order.

        Args:
            page: a page of the file; its parents were asked for before.
            kept: their old numbers.
        """
        self._new[page.obj.objgen] = {old: new for new, old in enumerate(kept)}
        row = self._row(page)
        if row is not None:
            owners = self._owners.pop(page.obj.objgen)
            for owner in dict.fromkeys(owners):
                if owner not in self._elements:
                    number, generation = owner.split()
                    self._elements[owner] = self.file.get_object(int(number), int(generation))
            row[0][row[1]] = Array([self._elements[owners[old]] for old in kept])

    def write(self) -> None:
        """Give the elements of all pages that were renumbered their new numbers."""
        for element in self._elements.values():
            content = element.get("/K") if element is not None else None
            if element is None or content is None:
                continue
            own = element.Pg.objgen if "/Pg" in element else None
            left = self._left(content, own)
            element.K = Array(left) if len(left) != 1 else left[0]

    def _left(self, content: pikepdf.Object | int, page: Number | None) -> list[Any]:
        """Return what is left of the content of an element."""
        new = self._new.get(page) if page else None
        items: list[Any] = _numbers(content) or (list(content) if isinstance(content, Array) else [content])
        left: list[Any] = []
        for item in items:
            if not isinstance(item, int):
                if self._is_left(item, page):
                    left.append(item)
            elif new is None:
                left.append(item)
            elif item in new:
                left.append(new[item])
        return left

    def _is_left(self, item: pikepdf.Object, page: Number | None) -> bool:
        """Return whether a part of an element is left; marked content of another page gets its new number."""
        if not isinstance(item, Dictionary) or "/MCID" not in item or "/S" in item:
            return True
        numbers = self._new.get(item.Pg.objgen if "/Pg" in item else page or (0, 0))
        if numbers is None:
            return True
        number = numbers.get(int(item.MCID))
        if number is not None:
            item.MCID = number
        return number is not None

    def _row(self, page: pikepdf.Page) -> tuple[pikepdf.Object, int] | None:
        key = page.obj.get("/StructParents")
        return None if key is None else self._rows.get(int(key))


def _number_tree(node: Any) -> Iterator[tuple[int, tuple[Any, int]]]:
    """Yield key, array and index of each value of a number tree."""
    numbers = node.get("/Nums", [])
    for index in range(0, len(numbers), 2):
        yield int(numbers[index]), (numbers, index + 1)
    for child in node.get("/Kids", []):
        yield from _number_tree(child)


def _numbers(content: pikepdf.Object | int) -> list[int]:
    """Read an array that has only numbers, as one text; returns nothing for any other."""
    if isinstance(content, Array):
        words = content.unparse().strip(b"[ ]")
        if words.replace(b" ", b"").isdigit():
            return list(map(int, words.split()))
    return []
