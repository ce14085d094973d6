"""Document nodes of our own. Each derives from a docutils node, so that every other Sphinx writer can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class isolate(nodes.inline):  # noqa: N801
    """A run kept apart from the direction around it (UAX #9, isolates).

    In the tree: ``kind`` (a `bidi.Kind` value, or ``foreign`` for text in another language), ``dir``, ``lang``
    (may be empty: digits have no language), ``unbreakable``.
    """


class telephone(nodes.reference):  # noqa: N801
    """A phone number that a phone can dial; ``refuri`` holds a ``tel:`` address (RFC 3966)."""


class letter(nodes.container):  # noqa: N801 - nodes are lower case in docutils
    """A model letter in a language of its own, given by ``lang`` and ``dir``; never translated."""


class field_blank(nodes.inline):  # noqa: N801
    """A place in a model letter where the writer fills something in."""


class timeline(nodes.container):  # noqa: N801
    """Bars on a scale of years.

    In the tree: ``first`` and ``last`` (years, the last one excluded), ``bars`` (list of ``(start, end, pattern)``
    with dates as fractions of a year). Children: a paragraph that tells the drawing in words, a list of bar names.
    """


class fact_reference(nodes.inline):  # noqa: N801
    """The mark of a fact; ``facts`` holds the ids. Becomes a numbered link to the sources."""


class fact_sources(nodes.container):  # noqa: N801
    """Where the list of sources stands; filled in when every chapter has been read."""


class part(nodes.Part, nodes.TextElement):  # noqa: N801
    """The name of a part of a book, made of several chapters."""


NODES = (part, isolate, telephone, letter, field_blank, timeline, fact_reference, fact_sources)


def setup(app: Sphinx) -> None:
    """Make the nodes known; writers that have no method of their own fall back to the parent class.

    Args:
        app: the Sphinx application.
    """
    for node in NODES:
        app.add_node(node)
