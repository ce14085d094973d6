"""Before typesetting: is there a glyph for every character? A box on paper is worse than a build that stops."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import Edition
from kitabcha.errors import FontError
from kitabcha.fonts.faces import FACES, missing

logger = get_logger(__name__)
# The text face of each profile, as in tokens.typ; a test compares the two.
TEXT_FACE = {"en": "Source Serif 4", "ar": "Noto Naskh Arabic", "fa": "Vazirmatn", "ur": "Noto Nastaliq Urdu"}


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


def check(tree: nodes.document, others: Iterable[str], edition: Edition, *, replace: bool) -> dict[int, str]:
    """Find characters that no font has; stop the build, or warn and say what to print in their place.

    Args:
        tree: the whole guide.
        others: texts that are printed but not in the tree, such as entries of the index.
        edition: what is being built.
        replace: whether to go on with substitutes.

    Returns:
        A table for `str.translate`; empty if nothing is missing.

    Raises:
        FontError: it names the character, the message and where it stands.
    """
    absent = absent_characters([tree.astext(), *others])
    if not absent:
        return {}
    node = next((text for text in tree.findall(nodes.Text) if set(absent) & set(text.astext())), None)
    message, place = _message_of(node) if node is not None else ("", "")
    character = next((c for c in absent if node is not None and c in node.astext()), absent[0])
    problem = (
        f"No font of this edition ({TEXT_FACE[edition.language.profile]}) has the character {character!r} "
        f"(U+{ord(character):04X})."
    )
    if not replace:
        raise FontError(
            f"{problem} It stands in the message {message!r}.",
            where=place,
            hint="use another character; or print its number instead, with kitabcha_missing_character = 'replace'.",
        )
    warn(
        logger,
        Kind.MISSING_GLYPH,
        "%s Its number is printed instead, as are those of %d more. Use other characters.",
        problem,
        len(absent) - 1,
        location=place or None,
    )
    return substitutes(absent)


def _message_of(node: nodes.Node) -> tuple[str, str]:
    """Return the message id and the place of the block that a text stands in."""
    parent: nodes.Node | None = node
    while parent is not None and not getattr(parent, "line", None):
        parent = parent.parent
    if parent is None:
        return node.astext()[:80], ""
    source = getattr(parent, "source", None) or ""
    return (getattr(parent, "rawsource", "") or node.astext())[:80], f"{source}:{parent.line}"
