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

from kitabcha.pdf.textlayer.content import rewrite_page
from kitabcha.pdf.textlayer.fonts import FontFamily
from kitabcha.pdf.textlayer.structure import Structure

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
        back unchanged.
    """
    report = Report()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        families: dict[tuple[int, int], FontFamily] = {}
        structure = Structure(file)
        for page in file.pages:
            fonts = _fonts_of(page, file, families, most_glyphs)
            if not any(font.is_rtl for font in fonts.values()):
                continue
            marks = structure.parents(page)
            content, kept = rewrite_page(page.obj.Contents.read_bytes(), fonts, marks, report)
            page.obj.Contents = file.make_stream(content)
            structure.renumber(page, kept)
            for name, font in fonts.items():
                font.name_shards(name, page.obj.Resources.Font)
        structure.write()
        for family in families.values():
            family.write()
        report.glyphs = sum(family.added for family in families.values())
        report.skipped = [family.name for family in families.values() if family.is_rtl and not family.usable]
        if not report.lines:
            return pdf, report
        result = io.BytesIO()
        file.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return result.getvalue(), report


def _fonts_of(
    page: pikepdf.Page, file: pikepdf.Pdf, families: dict[tuple[int, int], FontFamily], most: int
) -> dict[str, FontFamily]:
    found = {}
    for name, font in page.obj.get("/Resources", {}).get("/Font", {}).items():
        if font.objgen not in families:
            families[font.objgen] = FontFamily(file, font, most)
        found[name[1:]] = families[font.objgen]
    return found
