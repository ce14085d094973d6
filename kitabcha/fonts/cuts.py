"""Source Serif in the cuts that we print with: each optical size and weight is a font of its own.

Typst would work out the shapes of a variable font wherever it uses them, which was a fifteenth of its time in English.
The licence keeps the name "Source" for the font as its makers publish it, so the cuts have a name of ours.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from kitabcha.fonts.faces import SERIF_STYLES, font_dir

FAMILY = "Kitabcha Serif"
STYLES = dict(zip((400, 600, 700), SERIF_STYLES, strict=True))
FAMILY_NAME, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6  # numbers of names (OpenType 1.9, name)
OTHER_NAMES = (16, 17, 21, 22, 25)  # of families and styles again, and the stem of variable names


@dataclass(frozen=True)
class Cut:
    """One of them.

    Attributes:
        weight: as CSS counts it.
        size: optical size, pt.
        name: what is added to the family, for files and full names.
        width: class of width (OpenType 1.9, OS/2); Typst finds a font of a family by weight, style and width only.
    """

    weight: int
    size: int
    name: str = ""
    width: int = 5

    @property
    def file(self) -> str:
        """The file in the folder of fonts."""
        return f"{FAMILY.replace(' ', '')}{self.name}-{STYLES[self.weight]}.ttf"


# For text, and for what is about twice as large, which is cut finer and a tenth narrower.
CUTS = tuple(
    Cut(weight, size, name, width) for size, name, width in ((12, "", 5), (28, "Display", 4)) for weight in STYLES
)


def cut_out(variable: Path, cut: Cut) -> bytes:
    """Make a font of one cut.

    Args:
        variable: Source Serif 4 with the axes ``opsz`` and ``wght``, as ``PROVENANCE.md`` tells it.
        cut: which.

    Returns:
        A TrueType file; equal input gives equal bytes.
    """
    # Importing this takes a while, and the cuts are made already.
    from fontTools.varLib.instancer import instantiateVariableFont

    with TTFont(variable, recalcTimestamp=False) as font:
        instantiateVariableFont(font, {"opsz": cut.size, "wght": cut.weight}, inplace=True)
        del font["STAT"]
        font["OS/2"].usWeightClass, font["OS/2"].usWidthClass = cut.weight, cut.width
        _rename(font["name"], cut)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _rename(names: Any, cut: Cut) -> None:
    """Give a font our names; those of its makers, of its licence and of its version stay."""
    for number in OTHER_NAMES:
        names.removeNames(nameID=number)
    style = STYLES[cut.weight]
    full = " ".join(word for word in (FAMILY, cut.name, style) if word)
    own = {FAMILY_NAME: FAMILY, STYLE: style, UNIQUE: full, FULL: full, POSTSCRIPT: cut.file.removesuffix(".ttf")}
    for number, text in own.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)  # Windows, Unicode, English


def write_cuts(variable: Path) -> None:
    """Make all cuts anew, after a new version of Source Serif.

    Args:
        variable: the variable font.
    """
    for cut in CUTS:
        (font_dir() / cut.file).write_bytes(cut_out(variable, cut))
