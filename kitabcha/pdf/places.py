"""Links inside a book: Typst writes them with the name of their place, here each gets the place itself.

A link to a label makes Typst lay out every paragraph with a link twice, since it knows where labels stand only when the
book has been laid out once. Written as an address, a link costs nothing; where the labels stand is asked at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pikepdf
from pikepdf import Array, Name, String

from kitabcha.errors import TypesetError
from kitabcha.pdf.compiler import Typesetter

SCHEME = "kitabcha-place:"  # `place-scheme` of base.typ
ABOVE = 10.0  # pt; how far above its place a link scrolls, as Typst's own links do
# The anchors of base.typ: metadata without a value.
_WHERE = """query(metadata.where(value: none)).filter(m => m.has("label")).map(m => {
  let at = m.location().position(); (str(m.label), (at.page, at.x.pt(), at.y.pt())) }).to-dict()"""

Place = tuple[int, float, float]


def has_links(pdf: bytes) -> bool:
    """Return whether a PDF has links to places, by its bytes: Typst does not compress them.

    Args:
        pdf: a file as Typst writes it.
    """
    return f"({SCHEME}".encode() in pdf


def places_in(book: Typesetter) -> dict[str, Place]:
    """Ask Typst where the labels of a book stand.

    Args:
        book: has been typeset.

    Returns:
        Page, counted from one, and distance from its left and upper edges in pt, by name of the place.
    """
    return {name: (page, x, y) for name, (page, x, y) in book.ask(_WHERE).items()}


def fill_in(pdf: pikepdf.Pdf, places: Mapping[str, Place], say: Callable[[int], str]) -> None:
    """Let the links of a file lead to their places.

    Args:
        pdf: the file; changed.
        places: as `places_in` gives them.
        say: names a page for those who hear the link, in the words of the book's language.

    Raises:
        TypesetError: a link leads to no place.
    """
    targets: dict[str, tuple[Array, String]] = {}
    for name, link in _links(pdf):
        if name not in targets:
            if name not in places:
                raise TypesetError(
                    f"A link leads to {name}, which is not in this book.",
                    hint="it is a fault of Kitabcha: please report it with the sources.",
                )
            number, x, y = places[name]
            page = pdf.pages[number - 1]
            height = float(page.mediabox[3])
            destination = pdf.make_indirect(
                Array([page.obj, Name.XYZ, round(x, 3), round(height - max(y - ABOVE, 0), 3), 0])
            )
            targets[name] = destination, String(say(number))
        link.Dest, link.Contents = targets[name]
        del link["/A"]


def _links(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            # Typst writes names as UTF-8, which a string of PDF does not tell (ISO 32000-2, 7.9.2).
            address = bytes(annotation.A.URI).decode() if "/A" in annotation and "/URI" in annotation.A else ""
            if address.startswith(SCHEME):
                yield address.removeprefix(SCHEME), annotation
