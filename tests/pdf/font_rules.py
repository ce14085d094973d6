"""Rules of `checker` for the fonts of a file: what its codes stand for, and that their glyphs are there."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import pikepdf
from fontTools.ttLib import TTFont

from tests.pdf.reading import read_font
from tests.pdf.tagged import Tagged

Found = Iterator[tuple[str, str]]  # where, and what is wrong


def fonts(file: Tagged) -> Found:
    """Every font is in the file, its codes are numbers of glyphs of a TrueType font, and it says what they mean.

    UA 7.21.3, 7.21.4.1-1, 7.21.4.2, 7.21.6, 7.21.7-1; M 31-001 to 31-009, 31-012, 31-013, 31-017 to 31-027. Most of them are
    about fonts of other kinds, which no file of ours has.
    """
    for font in file.fonts.values():
        name = str(font.BaseFont)[1:]
        if font.Subtype != "/Type0" or font.get("/Encoding") != "/Identity-H":
            yield "file", f"the font {name} is of another kind"
            continue
        program = font.DescendantFonts[0]
        if "/FontFile2" not in program.get("/FontDescriptor", pikepdf.Dictionary()):
            yield "file", f"the font {name} is not embedded"
        if program.get("/CIDToGIDMap") != "/Identity":
            yield "file", f"the font {name} does not say which glyph is whose"
        if "/ToUnicode" not in font:
            yield "file", f"the font {name} has no ToUnicode"


def glyphs(file: Tagged) -> Found:
    """Every code that is painted has a glyph, as wide in the font as the file says; a list of glyphs lists all.

    UA 7.21.4.1-3, 7.21.4.2, 7.21.5-1, 7.21.8-1; M 31-011, 31-014 to 31-016, 31-030.
    """
    for place, codes in file.used.items():
        font = file.fonts[place]
        held = font.DescendantFonts[0].get("/FontDescriptor", pikepdf.Dictionary())
        if "/FontFile2" not in held or "/ToUnicode" not in font:
            continue  # the rule of fonts tells of it
        name = str(font.BaseFont)[1:]
        widths = _widths(held.FontFile2.read_bytes())
        said = read_font(font)
        for code in sorted(code for code in codes if not 0 < code < len(widths)):
            yield "file", f"code {code} of {name} has no glyph"
        there = [code for code in codes if code < len(widths)]
        wrong = sum(abs(widths[code] - said.widths.get(code, said.default)) > 1 for code in there)
        if wrong:
            yield "file", f"{wrong} glyphs of {name} are of other widths in the font"
        listed = held.CIDSet.read_bytes() if "/CIDSet" in held else None
        if listed is not None and int.from_bytes(listed, "big").bit_count() != len(widths):
            yield "file", f"the list of the glyphs of {name} does not list those of the font"


def characters(file: Tagged) -> Found:
    """Every code that is painted stands for a character.

    UA 7.2-2, 7.7-2, 7.21.7-2, 7.21.7-3; M 10-001, 17-003, 31-028, 31-029.
    """
    for index, page in enumerate(file.pages):
        for font, code in sorted(set(page.unmapped)):
            yield f"page {index + 1}", f"code {code} of {font[1:]} stands for no character"


def _widths(program: bytes) -> list[float]:
    """Return the widths of all glyphs of a TrueType font, in thousandths of its size."""
    font = TTFont(io.BytesIO(program), lazy=True)
    measured: int = font["hhea"].numberOfHMetrics
    count: int = font["maxp"].numGlyphs
    table: bytes = font.reader["hmtx"]
    wide = [
        width * 1000 / font["head"].unitsPerEm for (width, _left) in struct.iter_unpack(">Hh", table[: 4 * measured])
    ]
    return wide + wide[-1:] * (count - measured)
