"""What is done to a PDF after Typst: all of it in one opened file, since to open and to write it takes long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from kitabcha.paper import Change
from kitabcha.pdf.boxes import on_papers
from kitabcha.pdf.heads import make_heads, marked_cells
from kitabcha.pdf.order import put_in_order
from kitabcha.pdf.spoken import describe_links
from kitabcha.pdf.textlayer import rewrite_file


@dataclass(frozen=True)
class Finish:
    """What a tagged file still needs.

    Attributes:
        say: words of the interface in the language of the book.
        links: leads links to their places, where there are such links.
        readable: whether the text layer is rewritten too; what is only printed can do without.
        panels: numbers of panels in the order of the file, where voices read them in another one.
        papers: those that it is wanted on; None is the one that it was typeset for.
    """

    say: Callable[[str], str]
    links: Callable[[pikepdf.Pdf], None] | None = None
    readable: bool = True
    panels: Sequence[int] = ()
    papers: Sequence[Change | None] = (None,)


@dataclass(frozen=True)
class Pages:
    """Typeset pages that are being finished.

    Attributes:
        names: of the files, one for each paper.
        finished: the files, and the fonts whose text could not be rewritten.
    """

    names: Sequence[str]
    finished: Future[tuple[list[bytes], list[str]]]


class _AtOnce(Executor):
    """Does everything when it is asked to."""

    def submit(self, do: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(do(*given, **named))
        return done


def finisher(*, beside: bool) -> Executor:
    """Return what finishes pages.

    Args:
        beside: whether a processor is left for it, so that pages are finished while Typst, which needs no Python, sets
            the next. Where every processor has a language of its own, taking turns only costs time.
    """
    return ThreadPoolExecutor(1, "finisher") if beside else _AtOnce()


def finish(pdf: Path, wanted: Finish) -> tuple[list[bytes], list[str]]:
    """Finish a tagged file.

    Args:
        pdf: the file as Typst writes it; gone afterwards.
        wanted: what it needs.

    Returns:
        The file on each of the papers, and the names of fonts whose text could not be rewritten.
    """
    cells = marked_cells(pdf.read_bytes())
    with pikepdf.open(pdf) as file:  # from the disk, which qpdf reads three times as fast as what Python holds
        if wanted.links:
            wanted.links(file)
        describe_links(file, wanted.say)
        make_heads(file, cells)
        _trust_tags(file)
        skipped = rewrite_file(file).skipped if wanted.readable else []
        if wanted.panels:
            put_in_order(file, wanted.panels)
        made = list(on_papers(file, wanted.papers))
    pdf.unlink()
    return made, skipped


def _trust_tags(file: pikepdf.Pdf) -> None:
    """Unsay that no tag is suspect: it goes without saying (ISO 32000-1, Table 321), and poppler 22 complains of it."""
    info = file.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not info.get("/Suspects", True):
        del info["/Suspects"]
