"""Embedded fonts that can grow: composite glyphs are appended, widths and character map follow.

The tables are read and written as bytes (OpenType 1.9: glyf, loca, hmtx, maxp), since building objects for every glyph
takes longer than typesetting.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import pikepdf
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter
from pikepdf import Array, Name

from kitabcha.pdf.textlayer.charmaps import read_map, write_map
from kitabcha.pdf.textlayer.streams import fill

Component = tuple[int, int, int]  # glyph, shift to the right and up in font units
NewGlyph = tuple[str, int, tuple[Component, ...]]  # the character it stands for, its advance, what it draws
CHOICE = b" 0 Tr/%b "  # how a text object of Typst's chooses a font; its own names and ours (k0, k1 …) are never alike
_WORDS, _OFFSETS, _MORE = 0x1, 0x2, 0x20  # flags of a component


@cache
def is_rtl(text: str) -> bool:
    """Return whether a text has a letter that is written from right to left (UAX #9, classes R and AL)."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


class Fonts:
    """All fonts of a file, each under one name on all pages.

    Typst gives a font another name on each page; with one name, equal text has equal bytes everywhere.

    Args:
        file: the PDF.
        most: how many glyphs a font may have.

    Attributes:
        by_name: the fonts.
    """

    def __init__(self, file: pikepdf.Pdf, most: int) -> None:
        self.file = file
        self.most = most
        self.by_name: dict[str, FontFamily] = {}
        self._names: dict[tuple[int, int], str] = {}

    def of(self, page: pikepdf.Page) -> list[FontFamily]:
        """Return the fonts of a page.

        Args:
            page: a page of the file.
        """
        return [self.by_name[self._name(font)] for font in self._resources(page).values()]

    def _name(self, font: pikepdf.Object) -> str:
        if font.objgen not in self._names:
            name = self._names[font.objgen] = f"k{len(self._names)}"
            self.by_name[name] = FontFamily(self.file, font, self.most)
        return self._names[font.objgen]

    def _resources(self, page: pikepdf.Page) -> Any:
        return page.Resources.get("/Font", pikepdf.Dictionary())

    def rename(self, page: pikepdf.Page, content: bytes) -> bytes:
        """Give the fonts of a page their names.

        Args:
            page: a page of the file; its resources change.
            content: its content stream.

        Returns:
            The content with the new names.
        """
        fonts = page.Resources.Font
        for name, font in list(self._resources(page).items()):
            own = self._name(font)
            fonts[f"/{own}"] = font  # the old name stays, for what is written in another form
            content = content.replace(CHOICE % name[1:].encode(), CHOICE % own.encode())
        return content

    def name_shards(self, page: pikepdf.Page) -> None:
        """Let a page use the fonts that were begun because one of its own was full.

        Args:
            page: a page of the file.
        """
        resources = page.Resources.Font
        for name, family in self.by_name.items():
            if f"/{name}" in resources:
                for shard in family.shards[1:]:
                    resources[f"/{name}{shard.suffix}"] = shard.font

    def write(self) -> None:
        """Put what was added into the file."""
        for family in self.by_name.values():
            for shard in family.shards:
                shard.write(self.file)


class FontFamily:
    """A font of the file and the fonts that were begun because it was full.

    Args:
        file: the PDF.
        font: its font dictionary.
        most: how many glyphs a font may have.
    """

    def __init__(self, file: pikepdf.Pdf, font: pikepdf.Object, most: int) -> None:
        self.file = file
        self.name = str(font.get("/BaseFont", ""))[1:]
        self.most = most
        self.text = read_map(font)
        # A font of which only brackets were used belongs to the right-to-left text that has none in its own.
        self.has_letters = any(map(is_rtl, self.text.values()))
        self.is_rtl = self.has_letters or not any(map(str.isalnum, self.text.values()))
        self.usable = _is_growable(font)
        self.shards: list[GrowingFont] = [GrowingFont(font, self.text)] if self.usable else []
        self._named = 0

    @property
    def added(self) -> int:
        """How many glyphs were made."""
        return sum(len(shard.new) for shard in self.shards)

    def room_for(self, count: int) -> GrowingFont:
        """Return a font that has room for so many new glyphs.

        Args:
            count: at most so many will be asked for.
        """
        last = self.shards[-1]
        if last.new and last.first_new + len(last.new) + count > self.most:
            copy = self.file.make_indirect(pikepdf.Dictionary(dict(self.shards[0].font.items())))
            descendant = pikepdf.Dictionary(dict(copy.DescendantFonts[0].items()))
            descendant.FontDescriptor = self.file.make_indirect(
                pikepdf.Dictionary(dict(descendant.FontDescriptor.items()))
            )
            copy.DescendantFonts = Array([self.file.make_indirect(descendant)])
            last = GrowingFont(copy, self.text, suffix=f"x{len(self.shards)}", source=self.shards[0])
            self.shards.append(last)
        return last


class _Shown(dict[NewGlyph, tuple[str, float]]):
    """For new glyphs, their code in hexadecimal digits and how far they move the pen, in font units."""

    def __init__(self, font: GrowingFont) -> None:
        self.font = font

    def __missing__(self, glyph: NewGlyph) -> tuple[str, float]:
        advance = self.font.thousandths(glyph[1]) * self.font.units / 1000
        found = self[glyph] = (f"{self.font.code(*glyph):04X}", advance)
        return found


class GrowingFont:
    """One embedded TrueType font.

    Args:
        font: its Type 0 dictionary.
        text: what its codes stand for.
        suffix: what its name on a page ends with.
        source: a font with the same program, to copy from.

    Attributes:
        shown: codes and advances of new glyphs, which are made when they are asked for.
    """

    def __init__(
        self, font: pikepdf.Object, text: dict[int, str], suffix: str = "", source: GrowingFont | None = None
    ) -> None:
        self.font = font
        self.suffix = suffix
        self.text = text
        descendant = font.DescendantFonts[0]
        self.default_width = float(descendant.get("/DW", 1000))
        self.widths: dict[int, float] = source.widths if source else _widths(descendant)
        self.tables: dict[str, bytes] = (
            source.tables if source else _tables(descendant.FontDescriptor.FontFile2.read_bytes())
        )
        self.units = int(struct.unpack(">H", self.tables["head"][18:20])[0])
        self.first_new = int(struct.unpack(">H", self.tables["maxp"][4:6])[0])
        self.new: dict[NewGlyph, int] = {}
        self._thousandths: dict[int, float] = {}
        self.shown = _Shown(self)

    def width(self, code: int) -> float:
        """Return the advance of a code of Typst's in thousandths of an em."""
        return self.widths.get(code, self.default_width)

    def code(self, char: str, width: int, components: tuple[Component, ...]) -> int:
        """Return the code that draws some glyphs, stands for one character and moves on by a width.

        Args:
            char: one character.
            width: in font units.
            components: what it draws.
        """
        key = (char, width, components)
        found = self.new.get(key)
        if found is None:
            found = self.new[key] = self.first_new + len(self.new)
        return found

    def thousandths(self, width: int) -> float:
        """Turn font units into thousandths of an em, as precisely as the file holds them."""
        found = self._thousandths.get(width)
        if found is None:
            found = self._thousandths[width] = round(width * 1000 / self.units, 3)
        return found

    def write(self, file: pikepdf.Pdf) -> None:
        """Put the grown font, its widths and its character map into the file.

        Args:
            file: the PDF.
        """
        if not self.new:
            return
        descendant = self.font.DescendantFonts[0]
        program = grow(self.tables, self.units, list(self.new))
        if self.suffix:  # the streams are still those of the first font
            descendant.FontDescriptor.FontFile2 = file.make_stream(b"")
            self.font.ToUnicode = file.make_stream(b"")
        fill(descendant.FontDescriptor.FontFile2, program)
        descendant.FontDescriptor.FontFile2.Length1 = len(program)
        if "/CIDSet" in descendant.FontDescriptor:
            del descendant.FontDescriptor["/CIDSet"]
        widths = [self.thousandths(width) for _, width, _ in self.new]
        descendant.W = Array([*descendant.get("/W", []), self.first_new, Array(widths)])
        added = {code: char for (char, _, _), code in self.new.items()}
        fill(self.font.ToUnicode, write_map(self.text | added))


def grow(tables: dict[str, bytes], units: int, new: Sequence[tuple[str, int, tuple[Component, ...]]]) -> bytes:
    """Append composite glyphs to a TrueType font.

    Args:
        tables: its tables by tag.
        units: units of an em.
        new: for each glyph a text (not used), its advance in units and what it is composed of.

    Returns:
        The font program.
    """
    shapes = _Shapes(tables)
    records, offsets, metrics = [tables["glyf"]], list(shapes.offsets), list(shapes.metrics)
    if offsets[-1] % 4:
        records.append(bytes(-offsets[-1] % 4))
        offsets[-1] += -offsets[-1] % 4
    deepest, most = shapes.depth, 1
    for _, advance, components in new:
        record, left = shapes.compose([part for part in components if shapes.box(part[0])])
        records.append(record)
        offsets.append(offsets[-1] + len(record))
        metrics.append((max(0, advance), left))
        most = max(most, len(components))
    changed = dict(tables)
    changed["glyf"] = b"".join(records)
    changed["loca"] = struct.pack(f">{len(offsets)}L", *offsets)
    changed["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
    changed["head"] = tables["head"][:50] + struct.pack(">h", 1) + tables["head"][52:]
    changed["hhea"] = tables["hhea"][:34] + struct.pack(">H", len(metrics))
    maxp = bytearray(tables["maxp"])
    struct.pack_into(">H", maxp, 4, len(metrics))
    points, contours = struct.unpack_from(">HH", maxp, 10)
    simple_points, simple_contours = struct.unpack_from(">HH", maxp, 6)
    struct.pack_into(">HH", maxp, 10, max(points, simple_points * most), max(contours, simple_contours * most))
    struct.pack_into(">HH", maxp, 28, max(most, *struct.unpack_from(">H", maxp, 28)), deepest + 1)
    changed["maxp"] = bytes(maxp)
    return _assemble(changed)


class _Shapes:
    """Outlines of a font, as far as composing needs to know them."""

    def __init__(self, tables: dict[str, bytes]) -> None:
        self.glyf = tables["glyf"]
        count = struct.unpack(">H", tables["maxp"][4:6])[0]
        if struct.unpack(">h", tables["head"][50:52])[0]:
            self.offsets = struct.unpack(f">{count + 1}L", tables["loca"][: 4 * count + 4])
        else:
            self.offsets = tuple(2 * x for x in struct.unpack(f">{count + 1}H", tables["loca"][: 2 * count + 2]))
        long = struct.unpack(">H", tables["hhea"][34:36])[0]
        pairs = list(struct.iter_unpack(">Hh", tables["hmtx"][: 4 * long]))
        rest = struct.unpack(f">{count - long}h", tables["hmtx"][4 * long : 4 * long + 2 * (count - long)])
        self.metrics = [*pairs, *((pairs[-1][0], left) for left in rest)]
        self.depth = max(1, struct.unpack(">H", tables["maxp"][30:32])[0])
        self._boxes: dict[int, tuple[int, int, int, int] | None] = {}

    def box(self, glyph: int) -> tuple[int, int, int, int] | None:
        """Return the corners of a glyph in font units, or None when it draws nothing."""
        if glyph not in self._boxes:
            start, end = self.offsets[glyph], self.offsets[glyph + 1]
            self._boxes[glyph] = struct.unpack_from(">4h", self.glyf, start + 2) if end > start else None
        return self._boxes[glyph]

    def compose(self, parts: Sequence[Component]) -> tuple[bytes, int]:
        """Return the record of a composite glyph, and where its ink begins."""
        if not parts:
            return b"", 0
        boxes = [
            (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy) for glyph, dx, dy in parts if (box := self.box(glyph))
        ]
        corners = [min(b[0] for b in boxes), min(b[1] for b in boxes)]
        corners += [max(b[2] for b in boxes), max(b[3] for b in boxes)]
        record = [struct.pack(">5h", -1, *(max(-32768, min(32767, corner)) for corner in corners))]
        for index, (glyph, dx, dy) in enumerate(parts, start=1):
            more = _MORE if index < len(parts) else 0
            record.append(struct.pack(">HHhh", _WORDS | _OFFSETS | more, glyph, dx, dy))
        data = b"".join(record)
        return data + bytes(-len(data) % 4), max(-32768, corners[0])


def _is_growable(font: pikepdf.Object) -> bool:
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        return False
    descendant = font.DescendantFonts[0]
    return bool(
        descendant.get("/Subtype") == Name.CIDFontType2
        and descendant.get("/CIDToGIDMap", Name.Identity) == Name.Identity
        and "/FontFile2" in descendant.FontDescriptor
    )


def _tables(program: bytes) -> dict[str, bytes]:
    reader = SFNTReader(io.BytesIO(program))
    return {tag: reader[tag] for tag in reader.keys()}  # noqa: SIM118 - it is no dictionary


def _assemble(tables: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = SFNTWriter(file, len(tables))
    for tag in sorted(tables):
        writer[tag] = tables[tag]
    writer.close()
    return file.getvalue()


def _widths(descendant: pikepdf.Object) -> dict[int, float]:
    """Read the array of widths (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(descendant.get("/W", []))
    index = 0
    while index < len(items):
        first, second = int(items[index]), items[index + 1]
        if isinstance(second, Array):
            widths.update(zip(range(first, first + len(second)), map(float, second), strict=True))
            index += 2
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(items[index + 2])))
            index += 3
    return widths
