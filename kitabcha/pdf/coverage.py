"""Before typesetting: is there a glyph for every character? A box on paper is worse than a build that stops."""

from __future__ import annotations

from docutils import nodes

from kitabcha.edition import Edition
from kitabcha.errors import FontError
from kitabcha.fonts.faces import missing

# The text face of each profile, as in tokens.typ; a test compares the two.
TEXT_FACE = {"en": "Source Serif 4", "ar": "Noto Naskh Arabic", "fa": "Vazirmatn", "ur": "Noto Nastaliq Urdu"}
OTHER_FACES = ("Source Serif 4", "Source Sans 3", "Source Code Pro", "Noto Sans Symbols2")


def check(tree: nodes.document, edition: Edition) -> None:
    """Stop when the fonts of an edition lack a character of its text.

    Args:
        tree: the whole guide.
        edition: what is being built.

    Raises:
        FontError: it names the character, the message and where it stands.
    """
    own = TEXT_FACE[edition.language.profile]
    families = (own, *OTHER_FACES, *(TEXT_FACE[language.profile] for language in edition.languages))
    absent = missing(tree.astext(), families)
    if not absent:
        return
    character = absent[0]
    node = next(text for text in tree.findall(nodes.Text) if character in text.astext())
    message, place = _message_of(node)
    raise FontError(
        f"No font of this edition ({own}) has the character {character!r} (U+{ord(character):04X}). "
        f"It stands in the message {message!r}.",
        where=place,
        hint="use another character, or add a font that has it to the package.",
    )


def _message_of(node: nodes.Node) -> tuple[str, str]:
    """Return the message id and the place of the block that a text stands in."""
    parent: nodes.Node | None = node
    while parent is not None and not getattr(parent, "line", None):
        parent = parent.parent
    if parent is None:
        return node.astext()[:80], ""
    source = getattr(parent, "source", None) or ""
    return (getattr(parent, "rawsource", "") or node.astext())[:80], f"{source}:{parent.line}"
