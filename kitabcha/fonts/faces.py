"""Finds the vendored faces and tells which characters they have."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont


@dataclass(frozen=True)
class Face:
    """A family of fonts.

    Attributes:
        family: its name in the files.
        files: names in the folder of fonts.
    """

    family: str
    files: tuple[str, ...]


UNDRAWN = ("Cf", "Cc", "Zs", "Zl", "Zp")  # categories of characters that leave no ink
LATIN_FACES = ("Kitabcha Serif", "Source Sans 3", "Source Code Pro")
SIGN_FACES = ("Noto Sans Symbols2", "Noto Emoji")
SERIF_STYLES = ("Regular", "SemiBold", "Bold")
FACES = (
    Face(
        "Kitabcha Serif",
        tuple(f"KitabchaSerif{size}-{style}.ttf" for size in ("", "Display") for style in SERIF_STYLES),
    ),
    Face("Source Sans 3", ("SourceSans3[wght].ttf",)),
    Face("Source Code Pro", ("SourceCodePro[wght].ttf",)),
    Face("Noto Naskh Arabic", ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf")),
    Face("Noto Nastaliq Urdu", ("NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf")),
    Face("Vazirmatn", ("Vazirmatn-Regular.ttf", "Vazirmatn-Medium.ttf", "Vazirmatn-Bold.ttf")),
    Face("Noto Sans Symbols2", ("NotoSansSymbols2-Regular.ttf",)),
    Face("Noto Emoji", ("NotoEmoji-Regular.ttf",)),
)


def font_dir() -> Path:
    """Return the folder of the font files."""
    return Path(__file__).parent / "files"


@cache
def coverage(family: str) -> frozenset[int]:
    """Return the code points that a family can draw.

    Args:
        family: its name.
    """
    face = next(face for face in FACES if face.family == family)
    with TTFont(font_dir() / face.files[0], lazy=True) as font:  # all files of a family have the same; a test looks
        font.setGlyphOrder([""] * 0x10000)  # or else it would make up a name for each glyph
        return frozenset(font.getBestCmap())


def missing(text: str, families: Sequence[str]) -> list[str]:
    """List the characters that none of some families can draw.

    Args:
        text: any text.
        families: names of families.

    Returns:
        The characters, each once, in order of code points.
    """
    return sorted(map(chr, _beyond(text, frozenset().union(*(coverage(family) for family in families)))))


def sign_faces(text: str) -> list[str]:
    """List the faces of signs that a text needs: Typst tries each face that it is given, which takes time.

    Args:
        text: all that is printed.

    Returns:
        Names of families, in the order in which they are to be tried. A character that every Latin face has needs none,
        since those are tried before.
    """
    needed: list[str] = []
    wanted = _beyond(text, frozenset.intersection(*(coverage(family) for family in LATIN_FACES)))
    for family in SIGN_FACES:
        if wanted & coverage(family):
            needed.append(family)
            wanted -= coverage(family)
    return needed


def _beyond(text: str, known: frozenset[int]) -> set[int]:
    """Return the code points of a text that leave ink and are not among the known ones."""
    return {ord(c) for c in set(text) if ord(c) not in known and unicodedata.category(c) not in UNDRAWN}
