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
    points: set[int] = set()
    for name in face.files:
        with TTFont(font_dir() / name, lazy=True) as font:
            font.setGlyphOrder([""] * 0x10000)  # or else it would make up a name for each glyph
            points |= set(font.getBestCmap())
    return frozenset(points)


def missing(text: str, families: Sequence[str]) -> list[str]:
    """List the characters that none of some families can draw.

    Args:
        text: any text.
        families: names of families.

    Returns:
        The characters, each once, in order of code points.
    """
    known = frozenset().union(*(coverage(family) for family in families))
    return sorted(
        c for c in set(text) if ord(c) not in known and unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Zl", "Zp")
    )
