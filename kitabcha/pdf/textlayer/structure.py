"""Marked content and the structure tree: when pieces of a page are joined, the tree must know the new numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

Place = tuple[int, int]  # object and generation number


class Structure:
    """The structure tree of a file (ISO 32000-1, 14.7).

    Args:
        file: the PDF.
    """

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file = file
        root = file.Root.get("/StructTreeRoot")
        self._rows = dict(_number_tree(root.ParentTree)) if root is not None and "/ParentTree" in root else {}
        self._new: dict[Place, dict[int, int]] = {}
        self._elements: set[Place] = set()

    def parents(self, page: pikepdf.Page) -> list[Place | None]:
        """Return the element that owns each piece of marked content of a page, by its number.

        Args:
            page: a page of the file.
        """
        row = self._row(page)
        if row is None:
            return []
        # Read as text: a page of Nastaliq has a thousand pieces, and an object for each takes longer than all else.
        words = row[0][row[1]].unparse(resolved=True).replace(b"null", b"- - -").strip(b"[ ]").split()
        owners = [
            None if number == b"-" else (int(number), int(generation))
            for number, generation in zip(words[0::3], words[1::3], strict=True)
        ]
        self._elements.update(owner for owner in owners if owner)
        return owners

    def renumber(self, page: pikepdf.Page, kept: list[int]) -> None:
        """Note that only some pieces of a page are left, numbered anew in this order.

        Args:
            page: a page of the file.
            kept: their old numbers.
        """
        self._new[page.obj.objgen] = {old: new for new, old in enumerate(kept)}
        row = self._row(page)
        if row is not None:
            owners = list(row[0][row[1]])
            row[0][row[1]] = Array([owners[old] for old in kept])

    def write(self) -> None:
        """Give the elements of all pages that were renumbered their new numbers."""
        for place in sorted(self._elements):
            element = self.file.get_object(place)
            if "/K" not in element:
                continue
            content = element.K
            own = element.Pg.objgen if "/Pg" in element else None
            items = list(content) if isinstance(content, Array) else [content]
            left = [item for item in (self._item(item, own) for item in items) if item is not None]
            element.K = Array(left) if len(left) != 1 else left[0]

    def _item(self, item: pikepdf.Object | int, page: Place | None) -> pikepdf.Object | int | None:
        if isinstance(item, int):
            numbers = self._new.get(page) if page else None
            return item if numbers is None else numbers.get(item)
        if isinstance(item, Dictionary) and "/MCID" in item and "/S" not in item:
            numbers = self._new.get(item.Pg.objgen if "/Pg" in item else page or (0, 0))
            if numbers is not None:
                number = numbers.get(int(item.MCID))
                if number is None:
                    return None
                item.MCID = number
        return item

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
