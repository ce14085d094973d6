"""Before typesetting: is there a glyph for every character? A box on paper is worse than a build that stops."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import Edition
from kitabcha.errors import FontError
from kitabcha.fonts.faces import FACES, missing

logger = get_logger(__name__)
SHOWN = 20  # characters that a message lists at most
# The text face of each profile, as in tokens.typ; a test compares the two.
TEXT_FACE = {"en": "Kitabcha Serif", "ar": "Noto Naskh Arabic", "fa": "Vazirmatn", "ur": "Noto Nastaliq Urdu"}


def absent_characters(texts: Iterable[str]) -> list[str]:
    """List the characters that none of the vendored fonts has; Typst looks through all of them.

    Args:
        texts: what will be printed.
    """
    characters: set[str] = set().union(*texts)
    return missing("".join(sorted(characters)), [face.family for face in FACES])


def substitutes(absent: Iterable[str]) -> dict[int, str]:
    """Say what is printed for characters that no font has, as a table for `str.translate`.

    Args:
        absent: the characters.

    Returns:
        The code point in brackets, such as ``[U+4E2D]``, by code point.
    """
    return {ord(character): f"[U+{ord(character):04X}]" for character in absent}


def check_language(edition: Edition, conf: Path) -> None:
    """Stop before anything is read if the edition is in a script that no font has.

    Args:
        edition: what is being built.
        conf: the project's ``conf.py``.

    Raises:
        FontError: it names the language and what can be made instead.
    """
    own = edition.language
    if absent_characters([own.autonym, own.date(edition.date)]):
        raise FontError(
            f"There is no font for {own.english} ({own.autonym}), so nothing can be printed in it.",
            where=str(conf),
            hint=f"make only the editions for screens: kitabcha build -l {own.tag} -e html -e onefile. "
            "What is printed can be in Arabic, Cyrillic, Greek or Latin letters.",
        )


def check(
    tree: nodes.document, others: Iterable[str], edition: Edition, *, replace: bool, conf: Path | None = None
) -> dict[int, str]:
    """Find characters that no font has; stop the build, or warn and say what to print in their place.

    Args:
        tree: the whole guide.
        others: texts that are printed but not in the tree, such as entries of the index.
        edition: what is being built.
        replace: whether to go on with substitutes.
        conf: the project's ``conf.py``, when what the edition says about itself is printed too.

    Returns:
        A table for `str.translate`; empty if nothing is missing.

    Raises:
        FontError: it names the character, the message and where it stands.
    """
    about = [edition.english_title, edition.publisher, edition.version, edition.licence] if conf else []
    entries = list(others)
    absent = absent_characters([tree.astext(), *entries, *about])
    if not absent:
        return {}
    bad = set(absent)
    node = next((node for node in tree.findall(_has_words) if bad & set(node.astext())), None)
    text = node.astext() if node is not None else next(text for text in (*entries, *about) if bad & set(text))
    message, place = _message_of(node) if node is not None else (text, str(conf) if text in about else "")
    character = next(c for c in absent if c in text)
    problem = (
        f"No font of this edition ({TEXT_FACE[edition.language.profile]}) has the character {character!r} "
        f"(U+{ord(character):04X})."
    )
    if not replace:
        more = " ".join([c for c in absent if c != character][:SHOWN])
        raise FontError(
            f"{problem} It stands in the message {message!r}."
            + (f" No font has these either: {more}{' …' if len(absent) > SHOWN + 1 else ''}" if more else ""),
            where=place,
            hint="use another character; or print its number instead, with kitabcha_missing_character = 'replace'.",
        )
    warn(
        logger,
        Kind.MISSING_GLYPH,
        "%s Its number is printed instead, as are those of %d more. Use other characters%s.",
        problem,
        len(absent) - 1,
        "" if node is not None else f" in {message!r}",
        location=(place or None) if node is not None else None,
    )
    return substitutes(absent)


def _has_words(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.Text, nodes.image))  # the words of a picture are its alt text


def _message_of(node: nodes.Node) -> tuple[str, str]:
    """Return the message id and the place of the block that a text stands in."""
    parent: nodes.Node | None = node
    while parent is not None and not getattr(parent, "line", None):
        parent = parent.parent
    if parent is None:
        return node.astext()[:80], ""
    source = getattr(parent, "source", None) or ""
    return (getattr(parent, "rawsource", "") or node.astext())[:80], f"{source}:{parent.line}"
