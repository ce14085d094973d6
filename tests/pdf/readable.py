"""A Sphinx extension for tests: writes down the words of every document that a reader should find in the book.

Pictures from the network are not fetched, so that the book is the same everywhere. The extension goes through the documents one by one, as Sphinx resolved them, and not through the one tree that the writer makes
of them: what is lost when they are joined shows too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms.images import ImageDownloader

FILE = "words.json"
# Runs of letters or of digits; hyphens are taken out before, since a line may break at them.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HYPHEN = re.compile("(?<=\\w)[-\u00ad\u2010\u2011](?=\\w)")
# Notes to the writer, code of other formats, and formulas, which are drawn.
NOT_FOR_READERS = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.raw,
    nodes.meta,
    nodes.system_message,
    nodes.math,
    nodes.math_block,
)
# Parts of a line that punctuation of the writer parts, such as the comma between two parameters.
APART = (addnodes.desc_parameter, addnodes.desc_parameterlist, addnodes.desc_optional, addnodes.desc_returns)


def words_of(text: str) -> list[str]:
    """Take a text apart into words; hyphens inside of words do not count."""
    return _WORD.findall(_HYPHEN.sub("", unicodedata.normalize("NFKC", text)))


def text_of(node: nodes.Node) -> str:
    """Return what a reader should see of a node; blocks stand in lines of their own."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, NOT_FOR_READERS):
        return ""
    text = "".join(map(text_of, node.children))
    apart = isinstance(node, APART) or not isinstance(node, nodes.Inline)
    return f"\n{text}\n" if apart else text


def _documents(app: Sphinx) -> Iterator[str]:
    """Names of the documents in the book: the first one, and what tables of contents lead to."""
    waiting, seen = [app.config.root_doc], set()
    while waiting:
        name = waiting.pop()
        if name not in seen and name in app.env.found_docs:
            seen.add(name)
            waiting += app.env.toctree_includes.get(name, [])
            yield name


def _write(app: Sphinx, error: Exception | None) -> None:
    if error:
        return
    found = {}
    for name in _documents(app):
        tree = app.env.get_doctree(name)
        app.env.apply_post_transforms(tree, name)
        found[name] = words_of(text_of(tree))
    (Path(app.outdir) / FILE).write_text(json.dumps(found), encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.registry.post_transforms.remove(ImageDownloader)
    app.connect("build-finished", _write)
