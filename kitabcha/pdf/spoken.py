"""What a voice says of a link: Typst says some of it in English, where it lacks the word, and with Western digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import String

Number = tuple[int, int]  # of an object, and its generation


def describe_links(file: pikepdf.Pdf, say: Callable[[str], str]) -> None:
    """Describe the links that Typst has described, in the language of the book (PDF/UA-1, 7.18.5).

    A link that leads where a bookmark leads has its words; Typst would say the heading of the other column, or the page
    after a comma of its own. Telephone numbers keep the digits that they are dialled with, which are those on paper. A
    word that we lack in a language stays Typst's, who may know it. An address of the web says itself.

    Args:
        file: the PDF; changed.
        say: words of the interface in the language of the book.
    """
    titles = dict(_titles(file.Root.get("/Outlines", pikepdf.Dictionary())))
    english = {
        "Telephone": say("Telephone {number}"),
        "Email": say("Email {address}"),
        "Footnote": say("Footnote {number}"),
    }
    own = {word: text for word, text in english.items() if not text.startswith(word)}
    back = say("Back from footnote {number}")
    for page in file.pages:
        for link in page.obj.get("/Annots", ()):
            title = titles.get(link.Dest.objgen) if "/Dest" in link else None
            if title is not None:
                link.Contents = title
            elif "/Contents" in link:
                word, _, rest = str(link.Contents).partition(" ")
                if word.isdigit() and not rest:  # Typst says the number of a note only, of the link from it to its mark
                    link.Contents = String(back.replace("{number}", word))
                elif word in own:
                    link.Contents = String(own[word].replace("{number}", rest).replace("{address}", rest))


def _titles(item: pikepdf.Object) -> Iterator[tuple[Number, pikepdf.Object]]:
    """Yield where the bookmarks below one lead, and their words; Typst writes each place once, as an object."""
    below = item.get("/First")
    while below is not None:
        if "/Dest" in below and below.Dest.is_indirect:
            yield below.Dest.objgen, below.Title
        yield from _titles(below)
        below = below.get("/Next")
