"""The one registry of languages: direction, digits, autonyms and dates, all from CLDR through Babel.

Nothing else in Kitabcha decides what direction a language has or which digits it writes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal

from kitabcha.errors import LanguageError

Direction = Literal["ltr", "rtl"]

# The first digit of each numbering system (CLDR supplemental data, numberingSystems.xml).
_ZEROS = {
    "latn": 0x30,
    "arab": 0x660,
    "arabext": 0x6F0,
    "deva": 0x966,
    "beng": 0x9E6,
    "nkoo": 0x7C0,
    "adlm": 0x1E950,
}
# How a label is parted from its value, where not by a colon and a space (CLDR has no data on it).
_COLONS = {"fr": "\u00a0: ", "zh": "：", "ja": "："}
# Which row of the type tables a language takes when it has none of its own; by script.
_SCRIPT_PROFILES = {"Arab": "ar", "Latn": "en"}
_PROFILES = frozenset({"en", "ar", "fa", "ur"})


@dataclass(frozen=True)
class Language:
    """What is to know of one language.

    Attributes:
        tag: BCP 47 tag, such as ``fa`` or ``fa-AF``.
        direction: ``rtl`` or ``ltr``.
        autonym: its name in itself, such as ``اردو``.
        english: its name in English, such as ``Urdu``.
        zero: code point of its digit nought; the nine others follow.
        script: ISO 15924 code, such as ``Arab``.
        region: ISO 3166 code of two letters, or empty.
        fallbacks: tags to try in turn for words and type, from near to far, such as ``fa-AF``, ``fa``.
        profile: the row of the type tables: ``en``, ``ar``, ``fa`` or ``ur``.
    """

    tag: str
    direction: Direction
    autonym: str
    english: str
    zero: int
    script: str
    region: str
    fallbacks: tuple[str, ...]
    profile: str

    @property
    def is_rtl(self) -> bool:
        """Whether lines begin at the right."""
        return self.direction == "rtl"

    @property
    def colon(self) -> str:
        """What stands between a label and its value: the sign and the space that go with it."""
        return _COLONS.get(self.tag.partition("-")[0], ": ")

    @property
    def locale(self) -> Locale:
        """Babel's locale of the language."""
        return _locale(self.tag)

    def digits(self, value: object) -> str:
        """Write a number, or any text with Western digits, in the digits of the language.

        Args:
            value: anything; its ``str()`` is taken.
        """
        return "".join(chr(self.zero + ord(c) - 0x30) if "0" <= c <= "9" else c for c in str(value))

    @property
    def between(self) -> str:
        """What stands between items on a line; beside digits in Arabic script, a dot reads as 0."""
        return "، " if self.script == "Arab" else " · "

    def share(self, value: float) -> str:
        """Write a share as per cent; digits that are not Western have a sign of their own.

        Args:
            value: from 0 to 1.
        """
        return self.digits(f"{value:.0%}").replace("%", "%" if self.zero == ord("0") else "\u066a")

    def number(self, value: int) -> str:
        """Write a count with the language's digits and group separators (CLDR).

        Args:
            value: a whole number.
        """
        return self.digits(format_decimal(value, locale=self.locale, numbering_system="default"))

    def date(self, day: datetime.date) -> str:
        """Write a date in words: day, month, year in the order and digits of the language (CLDR, long).

        Args:
            day: the day.
        """
        # CLDR puts a comma after the month in Urdu; the guide's style leaves it out (translation style, Urdu, Dates).
        text = format_date(day, "long", locale=self.locale).replace("،", "")
        return self.digits(text)


@cache
def _locale(tag: str) -> Locale:
    normal = tag.replace("_", "-").strip()
    alias = get_global("language_aliases").get(normal.partition("-")[0].lower())
    if alias:
        normal = "-".join(filter(None, (alias.replace("_", "-"), normal.partition("-")[2])))
    try:
        return Locale.parse(normal, sep="-")
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise LanguageError(
            f"Nobody knows a language with the tag {tag!r}.",
            hint="use a BCP 47 tag that CLDR has, such as ar, fa, fa-AF or ur.",
        ) from error


@cache
def language(tag: str, *, digits: str = "", english: str = "") -> Language:
    """Look a language up.

    Args:
        tag: BCP 47 tag; ``fa_AF`` and the alias ``prs`` are understood too.
        digits: numbering system to use instead of CLDR's default, such as ``arab``.
        english: English name to use instead of CLDR's, such as ``Farsi``.

    Returns:
        The language's row.

    Raises:
        LanguageError: CLDR has no such language, or no such digits.
    """
    locale = _locale(tag)
    system = digits or locale.default_numbering_system
    if system not in _ZEROS:
        raise LanguageError(
            f"The digits {system!r} for {tag!r} are not known.", hint=f"choose one of {', '.join(_ZEROS)}."
        )
    likely = get_global("likely_subtags").get(locale.language, "")
    script = locale.script or _likely_script(likely)
    base = locale.language
    proper = "-".join(filter(None, (base, locale.script, locale.territory)))
    return Language(
        tag=proper,
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
        autonym=locale.get_display_name(locale) or proper,
        english=english or locale.get_display_name("en") or proper,
        zero=_ZEROS[system],
        script=script,
        region=locale.territory or _likely_region(likely),
        fallbacks=tuple(dict.fromkeys((proper, base))),
        profile=base if base in _PROFILES else _SCRIPT_PROFILES.get(script, "en"),
    )


def latin_voice(source: str) -> str:
    """Return the language that Latin words are said to be in: the source's, or English if that has other letters.

    Args:
        source: BCP 47 tag of the language that a project is written in.
    """
    return "en" if language(source).is_rtl else source


def _likely_script(subtags: str) -> str:
    return next((part for part in subtags.split("_") if len(part) == 4), "Latn")


def _likely_region(subtags: str) -> str:
    part = subtags.rpartition("_")[2]
    return part if len(part) == 2 and part.isalpha() and part.isupper() else ""
