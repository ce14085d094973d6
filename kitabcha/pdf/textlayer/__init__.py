"""The text layer: what copying, searching and reading aloud find in Arabic-script pages.

Typst writes a line of Nastaliq as some seventy pieces on as many baselines, and gives the whole text of a cluster to
each of its pieces, dots and marks included; readers of PDF make nonsense of that. Here every line becomes one piece of
text on one baseline, one code for each character. The new codes are composite glyphs in the embedded font (its own
outlines, shifted), so what is drawn stays where it was.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pikepdf

from kitabcha.pdf.garbage import without_collector
from kitabcha.pdf.textlayer.content import Books, rewrite_page
from kitabcha.pdf.textlayer.fonts import Fonts
from kitabcha.pdf.textlayer.fragments import FragmentReader
from kitabcha.pdf.textlayer.phrases import PhraseBook
from kitabcha.pdf.textlayer.streams import fill
from kitabcha.pdf.textlayer.structure import Structure
from kitabcha.pdf.textlayer.words import WordBook

# The format of TrueType allows 65,535 glyphs; a line is never split over two fonts, so some room is kept.
MOST_GLYPHS = 60_000


@dataclass
class Report:
    """What was done.

    Attributes:
        lines: lines that were put together.
        fragments: pieces that they had been in.
        glyphs: composite glyphs that were made.
        skipped: names of fonts with Arabic-script text that could not be treated.
    """

    lines: int = 0
    fragments: int = 0
    glyphs: int = 0
    skipped: list[str] = field(default_factory=list)


def rewrite(pdf: bytes, *, most_glyphs: int = MOST_GLYPHS) -> tuple[bytes, Report]:
    """Make the text of a PDF by Typst readable to other programs.

    Args:
        pdf: the file; it must be neither signed nor encrypted.
        most_glyphs: how many glyphs a font may have before another one is begun.

    Returns:
        The file with the same drawing and the same tags, and what was done. A file without right-to-left text comes
        back as it was.
    """
    with without_collector(), pikepdf.open(io.BytesIO(pdf)) as file:
        report = rewrite_file(file, most_glyphs)
        if not report.lines:
            return pdf, report
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return result.getvalue(), report


def rewrite_file(file: pikepdf.Pdf, most_glyphs: int = MOST_GLYPHS) -> Report:
    """Do what `rewrite` does in a file that is open.

    Args:
        file: the file; changed.
        most_glyphs: how many glyphs a font may have before another one is begun.

    Returns:
        What was done.
    """
    report = Report()
    fonts = Fonts(file, most_glyphs)
    reader = FragmentReader(fonts.by_name)
    structure = Structure(file)
    from_right = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction") == pikepdf.Name.R2L
    books = Books(WordBook(), PhraseBook() if from_right else None)
    for page in file.pages:
        if not any(font.has_letters for font in fonts.of(page)):
            continue
        content = fonts.rename(page, page.obj.Contents.read_bytes())
        content, kept = rewrite_page(content, reader, books, structure.parents(page), report)
        fill(page.obj.Contents, content)
        structure.renumber(page, kept)
        fonts.name_shards(page)
    report.skipped = [font.name for font in fonts.by_name.values() if font.has_letters and not font.usable]
    structure.write()
    fonts.write()
    report.glyphs = sum(font.added for font in fonts.by_name.values())
    return report
