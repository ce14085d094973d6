"""The print sheet: one page that tells which file to print for what, in the reader's language and in English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kitabcha.edition import Edition
from kitabcha.pdf.markup import array, boolean, call, string

BOTH = {
    "long": "Print on both sides, flip on the long edge.",
    "short": "Print on both sides, flip on the short edge.",
}
ONE = "Print on one side."


@dataclass(frozen=True)
class Use:
    """What an edition is for.

    Attributes:
        name: what it is called.
        purpose: what to do with it.
        folded: whether it is folded or cut, so that the setting of the printer's edge counts.
    """

    name: str
    purpose: str
    folded: bool = False


# edition -> words in English; words.py has them in the reader's language
USES = {
    "guide": Use("The whole guide", "For a desk or a folder."),
    "large": Use("Large print", "For readers who need large letters."),
    "bilingual": Use("Two languages side by side", "For two people who read together."),
    "booklet": Use("Booklet", "Fold the sheets in the middle and staple them in the fold.", folded=True),
    "pamphlet": Use("Pamphlet", "One sheet to give away; fold it as shown below.", folded=True),
    "card": Use("Wallet cards", "Print on thick paper and cut along the dotted lines.", folded=True),
}
STEPS = (
    "Lay the sheet with the inside up.",
    "Fold the flap, the narrow part, inwards.",
    "Fold the cover over it.",
)
HEADINGS = ("How to print", "Choose “actual size” or 100 %, never “fit to page”.", "How to fold the pamphlet")
PANEL_NAMES = ("Flap", "Cover")
DRAWING = "Three drawings: the sheet lies flat; the flap is folded inwards; the cover is folded over it."
SHEET_WORDS = (
    *BOTH.values(),
    ONE,
    *(word for use in USES.values() for word in (use.name, use.purpose)),
    *STEPS,
    *HEADINGS,
    *PANEL_NAMES,
    DRAWING,
)


def print_sheet_file(edition: Edition, editions: Iterable[str], paper: str, duplex: str) -> str:
    """Write the file of a print sheet that Typst compiles.

    Args:
        edition: what is being built.
        editions: names of the print editions, in any order.
        paper: name of the sheet in the printer.
        duplex: the edge on which folded and cut work is turned, ``short`` or ``long``.
    """
    made = [name for name in USES if name in set(editions)]
    groups: dict[str, list[str]] = {}
    for name in made:
        groups.setdefault(_settings(edition, name, duplex), []).append(_row(edition, name, paper))
    groups_code = array(f"({_pair(edition, settings)}, {array(rows)})" for settings, rows in groups.items())
    titles, scale, folding = (_pair(edition, word) for word in HEADINGS)
    body = call(
        "print-sheet",
        groups_code,
        title=titles,
        scale_note=scale,
        folding=folding,
        steps=array(_pair(edition, step) for step in STEPS),
        names=array(string(edition.say(name)) for name in PANEL_NAMES),
        drawing=string(edition.say(DRAWING)),
        folded=boolean("pamphlet" in made),
    )
    lines = [
        '#import "/kitabcha.typ": *',
        '#import "/printsheet.typ": *',
        f"#show: folded.with(title: {string(f'How to print ({edition.language.english})')})",
        f"#{body}",
    ]
    return "\n".join(lines) + "\n"


def _pair(edition: Edition, word: str) -> str:
    """Write a word in the reader's language and in English."""
    return f"({string(edition.say(word))}, {string(word)})"


def _settings(edition: Edition, name: str, duplex: str) -> str:
    """Return what to choose in the printer's dialogue, in English."""
    if name == "card" and not edition.is_translation:
        return ONE  # a card in the language of the source has nothing behind it
    return BOTH[duplex if USES[name].folded else "long"]


def _row(edition: Edition, name: str, paper: str) -> str:
    use = USES[name]
    file = string(f"{edition.name}-{edition.language.tag}-{name}-{paper}.pdf")
    return f"(file: {file}, name: {_pair(edition, use.name)}, purpose: {_pair(edition, use.purpose)})"
