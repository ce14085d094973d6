"""Web fonts: each language's face, cut down to its alphabet (woff2).

Cutting Nastaliq takes seconds, so the results are kept in ``web/``; a test makes them anew and compares.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from kitabcha.fonts.faces import font_dir

WEB = Path(__file__).parent / "web"


@dataclass(frozen=True)
class WebFont:
    """A font of the HTML edition.

    Attributes:
        profile: the row of the type tables whose languages use it.
        weight: CSS weight.
        source: the file it is cut from.
        name: its own file.
    """

    profile: str
    weight: int
    source: str
    name: str


WEB_FONTS = (
    WebFont("ar", 400, "NotoNaskhArabic-Regular.ttf", "noto-naskh-arabic-400.woff2"),
    WebFont("ar", 700, "NotoNaskhArabic-Bold.ttf", "noto-naskh-arabic-700.woff2"),
    WebFont("fa", 400, "Vazirmatn-Regular.ttf", "vazirmatn-400.woff2"),
    WebFont("fa", 700, "Vazirmatn-Bold.ttf", "vazirmatn-700.woff2"),
    # One weight: the bold of Nastaliq costs as much again, and what the browser makes is readable.
    WebFont("ur", 400, "NotoNastaliqUrdu-Regular.ttf", "noto-nastaliq-urdu-400.woff2"),
)
# Letters, marks and digits of Arabic, Persian and Urdu (and of each other's names); U+0020 must be there, or Nastaliq
# loses its kerning across spaces. Latin letters and digits come from the device.
ALPHABET = (
    {0x20, 0xA0, 0xAB, 0xBB, 0x200C, 0x200D}
    | set(range(0x0600, 0x0605))
    | set(range(0x0609, 0x0616))
    | {0x061B, 0x061C, 0x061F}
    | set(range(0x0621, 0x063B))
    | set(range(0x0640, 0x0660))
    | set(range(0x0660, 0x0671))
    | {0x0671, 0x0679, 0x067E, 0x0686, 0x0688, 0x0691, 0x0698, 0x06A9, 0x06AF, 0x06BA, 0x06BE}
    | {0x06C0, 0x06C1, 0x06C2, 0x06C3, 0x06CC, 0x06D2, 0x06D3, 0x06D4, 0x06D5}
    | set(range(0x06F0, 0x06FA))
    | set(range(0x2010, 0x2027))
)


def web_fonts(profile: str) -> list[Path]:
    """List the web fonts of a row of the type tables, text weight first.

    Args:
        profile: such as ``ur``; Latin rows have none and take the device's fonts.
    """
    return [WEB / font.name for font in WEB_FONTS if font.profile == profile]


def cut(font: WebFont) -> bytes:
    """Cut a font down to the alphabet.

    Args:
        font: one of `WEB_FONTS`.

    Returns:
        A woff2 file; equal input gives equal bytes.
    """
    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        flavor="woff2",
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=[],
    )
    with TTFont(font_dir() / font.source, recalcTimestamp=False) as whole:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=ALPHABET)
        cutter.subset(whole)
        whole.flavor = "woff2"
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def write_web_fonts() -> None:
    """Make all web fonts anew, after a font or the alphabet has changed."""
    WEB.mkdir(exist_ok=True)
    for font in WEB_FONTS:
        (WEB / font.name).write_bytes(cut(font))
