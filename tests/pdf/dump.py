"""A finished PDF as text that people can read and compare: boxes, outline, links, tags, text of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from tests.pdf.reading import visual_lines


def dump(path: Path) -> str:
    """Tell what is in a file, in the order of its pages.

    Args:
        path: a tagged PDF.

    Returns:
        Lines; the text of a page is given as seen, from left to right, without spaces.
    """
    with pikepdf.open(path) as file:
        lines = [f"language: {file.Root.Lang}", *_outline(file), *_tags(file)]
        boxes = [" ".join(f"{float(edge):g}" for edge in page.mediabox) for page in file.pages]
        links = [list(_links(page)) for page in file.pages]
    for index, (box, targets) in enumerate(zip(boxes, links, strict=True)):
        lines += ["", f"page {index + 1}: {box}", *targets]
        lines += [f"  | {line}" for line in visual_lines(path, index)]
    return "\n".join(lines) + "\n"


def _outline(file: pikepdf.Pdf) -> Iterator[str]:
    def walk(items: Any, depth: int) -> Iterator[str]:
        for item in items:
            yield f"outline: {'  ' * depth}{item.title}"
            yield from walk(item.children, depth + 1)

    with file.open_outline() as outline:
        yield from walk(outline.root, 0)


def _tags(file: pikepdf.Pdf) -> Iterator[str]:
    """The roles under the top of the tree, one line for each block, with what stands inside it counted."""
    top = file.Root.StructTreeRoot
    while len(children := list(_children(top))) == 1:
        top = children[0]
    for child in children:
        inside = Counter(str(element.S)[1:] for element in _below(child))
        counted = ", ".join(f"{count} {role}" for role, count in sorted(inside.items()))
        alt = f" alt={str(child.Alt)!r}" if "/Alt" in child else ""
        language = f" lang={child.Lang}" if "/Lang" in child else ""
        yield f"tag: {str(child.S)[1:]}{language}{alt}" + (f" ({counted})" if counted else "")


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for child in _children(element):
        yield child
        yield from _below(child)


def _links(page: pikepdf.Page) -> Iterator[str]:
    for note in page.get("/Annots", []):
        if note.Subtype != "/Link":
            continue
        action = note.get("/A", pikepdf.Dictionary())
        yield f"  link: {action.URI}" if "/URI" in action else "  link: inside"
