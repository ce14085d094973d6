"""Kitabcha: printed and on-screen guides in right-to-left languages, from any Sphinx project.

Add ``"kitabcha"`` to ``extensions`` in ``conf.py``, or run ``kitabcha build``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
# What the extension consists of, in the order in which Sphinx is told of it.
PARTS = (
    "settings",
    "nodes",
    "parsing",
    "directives",
    "facts",
    "terms",
    "pictures",
    "prepare",
    "addresses",
    "stale",
    "html",
    "search",
    "pdf.builder",
    "pdf.twin",
    "imposition",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register Kitabcha with Sphinx: settings, nodes, transforms, the ``pdf`` builder and the HTML side.

    Args:
        app: the Sphinx application that loads the extension.

    Returns:
        The extension's version and its promise to read and write in parallel.
    """
    app.require_sphinx("8.2")
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
