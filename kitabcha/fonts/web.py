"""Web fonts: each language's face, cut down to its letters (woff2).

Cutting Nastaliq takes seconds, so the results are kept in ``web/``; a test makes them anew and compares.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from kitabcha.fonts.faces import font_dir

WEB = Path(__file__).parent / "web"


# Letters, marks and digits of Arabic and Persian; U+0020 must be there, or Nastaliq loses its kerning across spaces.
# Western digits and the signs beside them are those of the face, or they stand out among its letters; Latin letters
# come from the device.
LETTERS = frozenset(
    set(map(ord, " %(),-./0123456789:[]"))
    | {0xA0, 0xAB, 0xBB, 0x200C, 0x200D, 0x060C, 0x061B, 0x061F, 0x066A, 0x066B, 0x066C, 0x0670, 0x0671}
    | set(range(0x0621, 0x063B))
    | set(range(0x0640, 0x0656))
    | set(range(0x0660, 0x066A))
    | {0x067E, 0x0686, 0x0698, 0x06A9, 0x06AF, 0x06C0, 0x06C1, 0x06CC, 0x06D4}
    | set(range(0x06F0, 0x06FA))
    | set(range(0x2010, 0x2027))
)
# What Urdu has besides, with its signs of honour and of number.
URDU_LETTERS = LETTERS | {
    0x0600,
    0x0601,
    0x0602,
    0x0603,
    0x060D,
    *range(0x0610, 0x0616),
    0x0658,
    0x0679,
    0x0688,
    0x0691,
}
URDU_LETTERS |= {0x06BA, 0x06BE, 0x06C2, 0x06C3, 0x06D2, 0x06D3}
# The blocks that write every other language in Arabic script: Arabic and Arabic Supplement.
ALL_LETTERS = URDU_LETTERS | frozenset(range(0x0600, 0x0780))
# What joins, stacks and places letters; the features that a reader of a page cannot choose are left out.
JOINING = ("ccmp", "isol", "init", "medi", "fina", "rlig", "rclt", "calt", "liga", "locl")
PLACING = ("curs", "kern", "mark", "mkmk")


@dataclass(frozen=True)
class WebFont:
    """A font of the HTML edition.

    Attributes:
        profile: the row of the type tables whose languages use it.
        weight: CSS weight.
        source: the file it is cut from.
        name: its own file.
        letters: the code points that stay.
        choice: whether a reader must ask for it.
        optional: whether a page is as good in the device's own face, so that a late font waits for the next page.
    """

    profile: str
    weight: int
    source: str
    name: str
    letters: frozenset[int] = LETTERS
    choice: bool = False
    optional: bool = True

    @property
    def licence(self) -> str:
        """The file with its licence, in ``licences/``."""
        return f"{'Vazirmatn' if self.source.startswith('Vazirmatn') else 'Noto'}-OFL.txt"


WEB_FONTS = (
    WebFont("ar", 400, "NotoNaskhArabic-Regular.ttf", "noto-naskh-arabic-400.woff2"),
    WebFont("ar", 700, "NotoNaskhArabic-Bold.ttf", "noto-naskh-arabic-700.woff2"),
    WebFont("fa", 400, "Vazirmatn-Regular.ttf", "vazirmatn-400.woff2"),
    WebFont("fa", 700, "Vazirmatn-Bold.ttf", "vazirmatn-700.woff2"),
    # One weight: the bold of Nastaliq costs as much again, and what the browser makes is readable.
    WebFont("ur", 400, "NotoNastaliqUrdu-Regular.ttf", "noto-nastaliq-urdu-400.woff2", URDU_LETTERS, optional=False),
    WebFont(
        "ur", 400, "NotoNaskhArabic-Regular.ttf", "noto-naskh-urdu-400.woff2", URDU_LETTERS, choice=True, optional=False
    ),
)


def web_fonts(profile: str) -> list[WebFont]:
    """List the web fonts of a row of the type tables, text weight first.

    Args:
        profile: such as ``ur``; Latin rows have none and take the device's fonts.
    """
    return [font for font in WEB_FONTS if font.profile == profile]


def font_data(font: WebFont, tag: str) -> bytes:
    """Return a web font for a language.

    Args:
        font: one of `WEB_FONTS`.
        tag: BCP 47 tag. The cuts that are kept hold the letters of Arabic, Persian and Urdu; for any other language
            in Arabic script one with all letters is made, since a letter of another font does not join.

    Returns:
        A woff2 file.
    """
    if tag.partition("-")[0] in {kept.profile for kept in WEB_FONTS}:
        return (WEB / font.name).read_bytes()
    return cut(replace(font, letters=ALL_LETTERS))


def cut(font: WebFont) -> bytes:
    """Cut a font down to its letters.

    Args:
        font: one of `WEB_FONTS`, or the like of it.

    Returns:
        A woff2 file; equal input gives equal bytes.
    """
    # Importing these takes a while, and the fonts of our own languages are cut already.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        layout_features=[*JOINING, *PLACING],
        hinting=False,
        flavor="woff2",
        notdef_outline=True,
        recalc_timestamp=False,
    )
    with TTFont(font_dir() / font.source, recalcTimestamp=False) as whole:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=font.letters)
        cutter.subset(whole)
        whole.flavor = "woff2"
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def write_web_fonts() -> None:
    """Make all web fonts anew, after a font or its letters have changed."""
    WEB.mkdir(exist_ok=True)
    for font in WEB_FONTS:
        (WEB / font.name).write_bytes(cut(font))
