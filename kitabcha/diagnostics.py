"""Warnings by kind. Each kind is documented here and can be silenced with ``suppress_warnings``.

For example ``suppress_warnings = ["kitabcha.unknown_node"]`` in ``conf.py``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from docutils.nodes import Node
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.util.logging import SphinxLoggerAdapter


class Kind(Enum):
    """The kinds of warnings.

    Attributes:
        subtype: the name after ``kitabcha.``.
        help: what it means, for the manual.
    """

    SETTING = ("setting", "A `kitabcha_` setting has a value that cannot be used; its default is used instead.")
    UNKNOWN_NODE = (
        "unknown_node",
        "An extension makes a kind of node that the PDF writer does not know; its text is kept.",
    )
    MISSING_ALT = ("missing_alt", "An image has no `:alt:` text, so people who cannot see it get nothing.")
    MISSING_IMAGE = ("missing_image", "An image file cannot be read; its alt text is printed instead.")
    MISSING_GLYPH = ("missing_glyph", "No font has a character, so its number is printed instead.")
    FORMULA = ("formula", "A formula cannot be drawn; its LaTeX is printed instead.")
    BROKEN_LINK = ("broken_link", "A cross-reference leads to a place that is not in this document; its text is kept.")
    ADDRESS = ("address", "A web address has a form that no browser can follow, or could run code.")
    TYPST = ("typst", "Typst reported something about the pages.")
    TEXT_LAYER = ("text_layer", "A font could not be treated, so copying text from the PDF may give wrong letters.")
    SEARCH_PAGE = ("search_page", "A document has the name of the search page, so the HTML edition has no search.")

    def __init__(self, subtype: str, help: str) -> None:
        self.subtype = subtype
        self.help = help


def warn(
    logger: SphinxLoggerAdapter,
    kind: Kind,
    message: str,
    *args: object,
    location: Any = None,
    once: bool = False,
) -> None:
    """Report a warning of one kind.

    Args:
        logger: the logger of the calling module.
        kind: what sort of warning; users can silence it by this name.
        message: a sentence with ``%s`` places for `args`; it names the cure.
        args: what fills the places.
        location: the node or ``(docname, line)`` it is about; of a node without a line, that around it is named.
        once: report equal messages only the first time.
    """
    while isinstance(location, Node) and not location.line and location.parent is not None:
        location = location.parent
    logger.warning(message, *args, type="kitabcha", subtype=kind.subtype, location=location, once=once)


def get_logger(name: str) -> SphinxLoggerAdapter:
    """Return Sphinx's logger for a module.

    Args:
        name: the module's ``__name__``.
    """
    return logging.getLogger(name)
