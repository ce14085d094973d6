"""What is done to a PDF after Typst: all of it in one opened file, since to open and to write it takes long."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

from kitabcha.pdf.garbage import without_collector
from kitabcha.pdf.heads import make_heads, marked_cells
from kitabcha.pdf.spoken import describe_links
from kitabcha.pdf.textlayer import rewrite_file


def finish(
    pdf: bytes, say: Callable[[str], str], *, links: Callable[[pikepdf.Pdf], None] | None = None, readable: bool = True
) -> tuple[bytes, list[str]]:
    """Finish a tagged file.

    Args:
        pdf: the file as Typst writes it.
        say: words of the interface in the language of the book.
        links: leads links to their places, where there are such links.
        readable: whether the text layer is rewritten too; what is only printed can do without.

    Returns:
        The file, and the names of fonts whose text could not be rewritten.
    """
    cells = marked_cells(pdf)
    with without_collector(), pikepdf.open(io.BytesIO(pdf)) as file:
        if links:
            links(file)
        describe_links(file, say)
        make_heads(file, cells)
        _trust_tags(file)
        skipped = rewrite_file(file).skipped if readable else []
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return result.getvalue(), skipped


def _trust_tags(file: pikepdf.Pdf) -> None:
    """Unsay that no tag is suspect: it goes without saying (ISO 32000-1, Table 321), and poppler 22 complains of it."""
    info = file.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not info.get("/Suspects", True):
        del info["/Suspects"]
