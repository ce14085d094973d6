"""The rules of a language for finding words: what to strip, what to leave out, which plurals are broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kitabcha.search.folding import MOST_PARTS, Word, fold, words

LATIN = re.compile(r"[a-z]")
DIGIT = re.compile(r"[\u06f0-\u06f9]")
WEAK = re.compile("[اوی]")
BONES = 3  # letters that a skeleton needs, so that it tells words apart


@dataclass(frozen=True)
class Ending:
    """An ending to strip.

    Attributes:
        text: the ending.
        least: how many letters must remain.
        instead: what takes its place.
    """

    text: str
    least: int
    instead: str = ""


@dataclass(frozen=True)
class Rules:
    """How words of one language are made alike. All texts are folded.

    Attributes:
        prefixes: joined to a word, longest first, with the number of letters that must remain.
        endings: longest first; the first that fits is stripped, again and again.
        clitics: single letters that may be joined to a word or be its own: both readings are kept.
        plurals: broken plurals that no rule finds, to their singular.
        stops: words that say nothing, left out of a query.
        skeletons: whether words of the same consonants may be one word (نموذج, نماذج).
    """

    prefixes: tuple[tuple[str, int], ...] = ()
    endings: tuple[Ending, ...] = ()
    clitics: str = ""
    plurals: Mapping[str, str] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    skeletons: bool = False

    def stem(self, part: str) -> str:
        """Strip a folded word to what its forms share: one prefix, then endings until none fits.

        Args:
            part: a word or part of a word from `folding.words`.
        """
        bare = next((part[len(text) :] for text, least in self.prefixes if _fits(part, text, least, start=True)), part)
        broken = True
        while True:
            if broken and bare in self.plurals:
                bare, broken = self.plurals[bare], False
            shorter = self._shortened(bare)
            if shorter == bare:
                return bare
            bare = shorter

    def _shortened(self, bare: str) -> str:
        for ending in self.endings:
            if _fits(bare, ending.text, ending.least, start=False):
                return bare[: len(bare) - len(ending.text)] + ending.instead
        return bare

    def terms(self, part: str) -> list[str]:
        """List what a folded word is indexed under: its stem, then the stem of each other reading.

        Args:
            part: a word or part of a word.
        """
        found = [self.stem(part)]
        if len(part) > BONES and part[0] in self.clitics:
            found.append(self.stem(part[1:]))
        return list(dict.fromkeys(found))

    def skeleton(self, stem: str) -> str:
        """Return the consonants of a stem, or nothing if there are too few.

        The plurals of the pattern أفعال lose their first letter, so that أوراق and ورقة meet.

        Args:
            stem: of a word in Arabic letters.
        """
        if not self.skeletons or LATIN.search(stem) or DIGIT.search(stem):
            return ""
        if len(stem) == 5 and stem[0] == stem[3] == "ا":
            stem = stem[1:]
        bones = stem[:1] + WEAK.sub("", stem[1:])
        return bones if len(bones) >= BONES else ""

    def as_json(self) -> dict[str, Any]:
        """Return the rules for the browser; the names are those of ``static/engine.js``."""
        return {
            "prefixes": [list(prefix) for prefix in self.prefixes],
            "endings": [[ending.text, ending.least, ending.instead] for ending in self.endings],
            "clitics": self.clitics,
            "plurals": dict(self.plurals),
            "stops": sorted(self.stops),
            "skeletons": self.skeletons,
        }


@dataclass(frozen=True)
class Tongue:
    """A page's language, and the one for words in Latin letters that stand in it.

    Attributes:
        own: rules for words in the letters of the language.
        latin: rules for words in Latin letters.
    """

    own: Rules
    latin: Rules

    def rules(self, part: str) -> Rules:
        """Return the rules for a folded word, by its letters."""
        return self.latin if LATIN.search(part) else self.own

    def stems(self, text: str) -> list[str]:
        """List the stems of a text, each once, in order of appearance, without words that say nothing.

        Args:
            text: any text.
        """
        found: dict[str, None] = {}
        for word in words(text):
            for part in self.pieces(word):
                rules = self.rules(part)
                if part not in rules.stops:
                    found.update(dict.fromkeys(rules.terms(part)))
        return list(found)

    def pieces(self, word: Word) -> Iterable[str]:
        """List what of a word is indexed: the whole, and the parts that can stand alone.

        Args:
            word: from `folding.words`.
        """
        if len(word.parts) == 1:
            return word.parts
        parts = [part for part in word.parts if len(part) > 1 or DIGIT.match(part)]
        return [word.whole, *parts] if len(word.parts) <= MOST_PARTS else parts


def listed(text: str) -> frozenset[str]:
    """Fold a list of words parted by spaces.

    Args:
        text: words as people write them.
    """
    return frozenset(fold(text).split())


def paired(lines: str) -> dict[str, str]:
    """Read a table of broken plurals.

    Args:
        lines: the singular and its plurals on each line, parted by spaces.

    Returns:
        Plural to singular, folded.
    """
    rows = [fold(line).split() for line in lines.splitlines()]
    return {plural: row[0] for row in rows if row for plural in row[1:]}


def endings(text: str) -> tuple[Ending, ...]:
    """Read a list of endings.

    Args:
        text: such as ``ات:3 ies:2:y``: the ending, the letters that must remain, and what takes its place.
    """
    rows = (item.split(":") for item in text.split())
    made = [Ending(fold(row[0]), int(row[1]), row[2] if len(row) > 2 else "") for row in rows]
    return tuple(sorted(made, key=lambda ending: -len(ending.text)))


def prefixes(text: str) -> tuple[tuple[str, int], ...]:
    """Read a list of prefixes.

    Args:
        text: such as ``وال:3 ال:3``: the prefix and the letters that must remain.
    """
    rows = (item.split(":") for item in text.split())
    return tuple(sorted(((fold(row[0]), int(row[1])) for row in rows), key=lambda prefix: -len(prefix[0])))


def _fits(text: str, affix: str, least: int, *, start: bool) -> bool:
    held = text.startswith(affix) if start else text.endswith(affix)
    return held and len(text) - len(affix) >= least
