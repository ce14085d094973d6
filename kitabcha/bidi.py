"""Where left-to-right runs stand in a text, so that they can be kept apart from its direction.

The Unicode Bidirectional Algorithm (UAX #9) itself shows ``+44 20 7946 0018`` in Arabic text as
``0018 7946 20 44+`` and takes ``67 FR 52584`` apart. The cure is to isolate such a run. This module only
finds the runs: strings in, spans out. It knows nothing of documents or languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # letters that are written from right to left
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


class Kind(Enum):
    """What a run is; the value is its name in class attributes and tests."""

    URL = "url"
    EMAIL = "email"
    CITATION = "citation"
    PHONE = "phone"
    DATE = "date"
    FORM = "form"
    AMOUNT = "amount"
    RANGE_END = "range-end"
    LATIN = "latin"


# Kinds that must never be broken over two lines. Addresses and phrases may be long, so they may break.
UNBREAKABLE = frozenset({Kind.EMAIL, Kind.PHONE, Kind.DATE, Kind.FORM, Kind.AMOUNT, Kind.RANGE_END})
# Short phrases, addresses and citations keep together too: boxes of so many characters fit into every line we set.
SHORT = {Kind.LATIN: 18, Kind.URL: 30, Kind.CITATION: 30}


@dataclass(frozen=True)
class Span:
    """A left-to-right run.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        kind: what it is.
        unbreakable: whether it must stay on one line.
    """

    start: int
    end: int
    kind: Kind
    unbreakable: bool

    @property
    def has_letters(self) -> bool:
        """Whether it is language (and so has one), not digits and signs alone."""
        return self.kind not in (Kind.PHONE, Kind.DATE, Kind.AMOUNT, Kind.RANGE_END)


_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_REPORTER = (
    r"FR|Fed\.\s?Reg\.|CFR|C\.F\.R\.|USC|U\.S\.C\.|U\.S\.|Stat\.|S\.\s?Ct\."
    r"|F\.(?:2d|3d|4th)?|F\.\s?Supp\.(?:\s?[23]d)?"
)
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.URL, r"(?:https?://|www\.)[^\s<>،؛؟۔]+[^\s<>،؛؟۔.,:;!?'\"()\[\]«»“”]"),
    (Kind.EMAIL, rf"[{_LETTER}0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    (
        Kind.CITATION,
        rf"(?<![{_LETTER}0-9.])[0-9]+\s(?:{_REPORTER})\s(?:§+\s?)?[0-9]+(?:[.,:–-][0-9]+)*[a-z]?(?:\([0-9A-Za-z]{{1,4}}\))*"
        rf"(?:\s\([^()]{{0,40}}[0-9]{{4}}\))?(?![{_LETTER}0-9])",
    ),
    # A section of a law alone, such as 263(a).
    (Kind.CITATION, rf"(?<![{_LETTER}0-9.,-])[0-9]+(?:\([0-9A-Za-z]{{1,4}}\))+(?![{_LETTER}0-9])"),
    # A bare host, such as adc.org/oldsite/legal: a known ending keeps words like "v.Mukasey" out.
    (
        Kind.URL,
        rf"(?<![{_LETTER}0-9.@-])(?:[A-Za-z0-9-]+\.)+(?:org|gov|com|net|edu|us|info|int)(?![{_LETTER}0-9-])(?:/[^\s<>،؛؟۔,()]*[^\s<>،؛؟۔.,:;()])?/?",
    ),
    # A number in letters, and in brackets the same in digits.
    (
        Kind.PHONE,
        rf"(?<![{_LETTER}0-9+-])(?=[0-9-]*[A-Z])1-8\d\d-[A-Z0-9]{{3}}-[A-Z0-9]{{4}}\s\(1-8\d\d-\d{{3}}-\d{{4}}\)",
    ),
    (Kind.PHONE, rf"(?<![{_LETTER}0-9+-])1-8\d\d-[A-Z0-9]{{3}}-[A-Z0-9]{{4}}(?![{_LETTER}0-9-])"),
    (Kind.DATE, rf"(?<![{_LETTER}0-9-])[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![{_LETTER}0-9-])"),
    (
        Kind.PHONE,
        rf"(?<![{_LETTER}0-9+-])\+[0-9]{{1,3}}(?:[ .-]\(?[0-9]{{1,4}}\)?){{2,5}}(?![{_LETTER}0-9-])",
    ),
    (
        Kind.PHONE,
        rf"(?<![{_LETTER}0-9+-])(?:[0-9][ .-])?\([0-9]{{2,4}}\)[ .-]?[0-9]{{3,4}}[ .-][0-9]{{3,4}}(?![{_LETTER}0-9-])",
    ),
    (
        Kind.PHONE,
        rf"(?<![{_LETTER}0-9+-])(?:[0-9][.-])?[0-9]{{2,4}}(?:[.-][0-9]{{3,4}}){{2}}(?![{_LETTER}0-9-])",
    ),
    (Kind.FORM, rf"(?<![{_LETTER}0-9-])[A-Z]{{1,4}}-(?:[0-9]+-)*[0-9]+[A-Z]?(?:\sSR)?(?![{_LETTER}0-9-])"),
    (
        Kind.AMOUNT,
        rf"(?<![{_LETTER}0-9])[$€£]\s?[0-9][0-9,.]*[0-9]|(?<![{_LETTER}0-9])[$€£]\s?[0-9]|[0-9][0-9,.]*\s?%",
    ),
)
_KNOWN = re.compile("|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_PATTERNS)))
_DIGIT = re.compile("[0-9]")
_TIME = r"\d{1,2}:\d{2}"
_RANGE = re.compile(
    rf"(?<![{_LETTER}0-9:-])(?<!No\.\s)(\d{{4}}|{_TIME})\s?[–-]\s?(\d{{4}}|{_TIME})(?![{_LETTER}0-9:-])"
)

# What begins a word of a computer, such as --strict, @cache or .rst.
_LEAD = r"(?:(?<![^\s(\[«“])(?:--?|[@#.]))?"
# An apostrophe ends the owner's name where more of the phrase follows, as in Immigrants’ Rights.
_OWNERS = rf"(?:(?<=[sxzSXZ])['’](?=\s[{_LETTER}]))?"
# Brackets that are joined to a word belong to it, if all in them is Latin: count(), list[int].
_CALL = rf"(?:\([{_LETTER}0-9_.,:=*'\" -]*\)|\[[{_LETTER}0-9_.,:=*'\" -]*\])"
_WORD = (
    rf"(?=[^\s]*[{_LETTER}]){_LEAD}[{_LETTER}0-9§_](?:[{_LETTER}0-9.&'’/@#+_*-]*[{_LETTER}0-9+_])?{_OWNERS}"
    rf"(?:{_CALL}(?:\.[{_LETTER}0-9_]+)*)*\.?"
)
# A number belongs to a phrase after an abbreviation that wants one, where Latin words follow it again, or when it is
# the number of a version, as in "CC BY-SA 4.0".
_NUMBER = (
    r"(?:(?<=No\.\s)|(?<=§\s)|(?<=p\.\s)|(?<=pp\.\s)|(?<=sec\.\s)|(?<=vol\.\s))[0-9][0-9A-Za-z:.-]*(?<![.:])"
    rf"|[0-9]+(?=\s[{_LETTER}])|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+(?![0-9]|[.,][0-9])"
)
_JOIN = r"(?:\s|,\s|\s&\s|\s[–—]\s|:\s|;\s|\s\(|\)\s|\)\s\(|,\s“|\s“|”\s|/)"
_PHRASE = re.compile(rf"(?:[“(](?=[^()“”]*[)”]))?{_WORD}(?:{_JOIN}(?:{_NUMBER}|{_WORD}))*[)”]?")
# A name that ends with a short Latin one, and the whole of it in English in brackets: these belong to the sentence.
_EXPLAINED = re.compile(r"(?:^|(?<= ))(\S+)( \()\1 [^()]*\)$")
# A final full stop belongs to these; behind any other word it ends the sentence around the run.
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\b(?:Inc|Jr|Sr|Co|Corp|Cir|No|v|al)\.$")
_SAME = re.compile(r"\s\([0-9-]+\)$")  # what stands in brackets behind a number in letters
_PAIRS = {"(": ")", "“": "”", "[": "]"}


def ltr_spans(text: str) -> list[Span]:
    """Find the runs that must be kept left to right when they stand in right-to-left text.

    Ranges of years and times are not one run: the first number stands at the right, whatever the digits, so each end
    is a run of its own.

    Args:
        text: running text without markup, in logical order.

    Returns:
        Spans in order that do not overlap.
    """
    spans = [_span(m.start(), m.end(), _kind_of(m)) for m in _KNOWN.finditer(text)]
    spans += [
        _span(match.start(group), match.end(group), Kind.RANGE_END)
        for match in _outside(_RANGE, text, spans)
        for group in (1, 2)
    ]
    for match in _outside(_PHRASE, text, spans):
        start, end = _balanced(text, match.start(), match.end())
        explained = _EXPLAINED.search(text[start:end])
        if explained:
            spans.append(_span(start, start + explained.end(1), Kind.LATIN))
            start, end = start + explained.end(2), end - 1
        if start < end:
            spans.append(_span(start, end, Kind.LATIN))
    return _merged(text, sorted(spans, key=lambda span: span.start))


def unbreakable_spans(text: str) -> list[Span]:
    """Find the runs that must not be broken over two lines in a text of any direction.

    Args:
        text: running text without markup, in logical order.
    """
    if not _DIGIT.search(text):  # each of them has one, and most texts have none
        return []
    kinds = {Kind.PHONE, Kind.CITATION, Kind.FORM, Kind.DATE}
    return [span for span in map(_known_span, _KNOWN.finditer(text)) if span.kind in kinds and span.unbreakable]


def phone_digits(text: str) -> str:
    """Turn a phone number into what a telephone dials (RFC 3966), letters to keys (ITU E.161).

    Args:
        text: a number as printed, such as ``1-877-FTC-HELP``, perhaps with the same in digits in brackets.

    Returns:
        Digits with a leading ``+``; a US number without country code gets ``+1``.
    """
    keys = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))
    text = _SAME.sub("", text)
    digits = "".join(keys.get(c, c) for c in text.upper() if c.isalnum())
    if text.lstrip().startswith("+"):
        return "+" + digits
    return "+1" + digits if len(digits) == 10 else "+" + digits


def _kind_of(match: re.Match[str]) -> Kind:
    return _PATTERNS[int(str(match.lastgroup)[1:])][0]


def _known_span(match: re.Match[str]) -> Span:
    return _span(match.start(), match.end(), _kind_of(match))


def _span(start: int, end: int, kind: Kind) -> Span:
    return Span(start, end, kind, kind in UNBREAKABLE or end - start <= SHORT.get(kind, 0))


def _outside(pattern: re.Pattern[str], text: str, taken: list[Span]) -> Iterator[re.Match[str]]:
    """Yield matches of a pattern in the gaps between spans; what lies beyond a gap is out of sight."""
    edge = 0
    for span in [*sorted(taken, key=lambda span: span.start), None]:
        stop = span.start if span else len(text)
        yield from pattern.finditer(text, edge, stop)
        edge = span.end if span else stop


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a run until its brackets match and no bare comma, full stop or space stands at its edge."""
    while start < end:
        run = text[start:end]
        inner = [c for c in run if c in _PAIRS or c in _PAIRS.values()]
        if run[0] in _PAIRS and run[-1] == _PAIRS[run[0]] and inner == [run[0], run[-1]]:
            return start + 1, end - 1  # brackets round the whole run belong to the text around it
        opened = _unmatched(run)
        if opened is None:
            break
        start, end = (start, start + opened) if opened > 0 else (start + 1, end)
        while end > start and text[end - 1] in " ,.:;&–—/“(":
            end -= 1
    while end > start and text[end - 1] in ",:; ":
        end -= 1
    if end > start and text[end - 1] == "." and not _ABBREVIATION.search(text, start, end):
        end -= 1
    return start, end


def _unmatched(run: str) -> int | None:
    """Return the index of the first bracket without a partner, or None."""
    stack: list[int] = []
    for index, c in enumerate(run):
        if c in _PAIRS:
            stack.append(index)
        elif c in _PAIRS.values():
            if not stack or _PAIRS[run[stack[-1]]] != c:
                return index
            stack.pop()
    return stack[0] if stack else None


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """Join phrases with the form, citation or date that follows after a space: ``Form I-94`` is one run."""
    joined: list[Span] = []
    mergeable = {Kind.LATIN, Kind.FORM, Kind.CITATION}
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before
            and {before.kind, span.kind} <= mergeable
            and Kind.LATIN in (before.kind, span.kind)
            and text[before.end : span.start] in (" ", ", ")
        ):
            joined[-1] = _span(before.start, span.end, Kind.LATIN)
        else:
            joined.append(span)
    return joined


def is_turned(text: str) -> bool:
    """Return whether a text runs from left to right: it has Latin letters and none of a right-to-left script.

    Args:
        text: any text.
    """
    return bool(_LATIN.search(text)) and not RTL.search(text)
