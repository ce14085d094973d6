"""Folding: one spelling for what readers write in many ways, and the words of a text.

The same steps run in the browser (``static/engine.js``); a shared list of words tests one against the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What NFKD leaves apart although readers take it for one letter, or type it by a keyboard of a neighbouring language.
# NFKD itself takes care of أ إ آ ؤ ئ ۀ ۓ (a letter and a mark), of presentation forms and of ligatures.
LETTERS = {
    "ي": "ی",  # Arabic yeh
    "ى": "ی",  # alef maksura
    "ې": "ی",  # Pashto
    "ۍ": "ی",  # Pashto
    "ك": "ک",  # Arabic kaf
    "ڪ": "ک",  # swash kaf
    "ة": "ه",  # teh marbuta
    "ہ": "ه",  # Urdu heh goal
    "ھ": "ه",  # Urdu heh doachashmee
    "ۃ": "ه",  # Urdu teh marbuta
    "ە": "ه",  # ae, under the hamza of U+06C0
    "ۂ": "ه",
    "ٱ": "ا",  # alef wasla
    "ء": "",  # hamza alone: وكلاء and وکلا are one word
    "ٴ": "",  # high hamza
    "ـ": "",  # tatweel
}
# Every digit becomes an extended Arabic-Indic one: Sphinx's own client throws words of Western digits away.
DIGITS = {chr(zero + value): chr(0x6F0 + value) for zero in (0x30, 0x660) for value in range(10)}
FOLDS = LETTERS | DIGITS
ZWNJ = "\u200c"
# Between letters these hold a word together: ثبت‌نام, I-94, 82,581, government's.
JOINERS = ZWNJ + "‐‑'’.,٫٬-"  # the hyphen last: the list becomes a character class
_TOKEN = re.compile(rf"[^\W_]+(?:[{JOINERS}][^\W_]+)*")
# A change between digits, Arabic letters and others ends a part: ۲۰۰۲م, وICE, G-325R.
_ARABIC = "\u0620-\u064a\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
_PART = re.compile(rf"[\u06f0-\u06f9]+|[{_ARABIC}]+|[^\W_\u06f0-\u06f9{_ARABIC}]+")
MOST_PARTS = 4  # a phone number has four; longer chains are addresses, which nobody types whole


@dataclass(frozen=True)
class Word:
    """A word of a text, folded.

    Attributes:
        whole: the word without what joins its parts.
        parts: its parts; one if it is simple.
    """

    whole: str
    parts: tuple[str, ...]


def fold(text: str) -> str:
    """Give a text the one spelling that index and query share.

    Case, marks (harakat, hamza above and below, accents), tatweel, invisible controls, the forms of alef, yeh, kaf and
    heh, and the family of digits make no difference (UAX #15, NFKD; Unicode categories M and Cf). The zero width
    non-joiner stays, since it parts words.

    Args:
        text: any text.
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    return "".join(FOLDS.get(c, c) for c in plain if c == ZWNJ or not _is_silent(c))


def words(text: str) -> list[Word]:
    """Find the words of a text.

    Args:
        text: any text; it is folded here.
    """
    found = []
    for token in _TOKEN.findall(fold(text)):
        parts = tuple(_PART.findall(token))
        found.append(Word("".join(parts), parts))
    return found


def _is_silent(c: str) -> bool:
    category = unicodedata.category(c)
    return category == "Cf" or category.startswith("M")
