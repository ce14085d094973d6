"""Names of pictures: docutils takes the spaces out of them, and editors write ``%20``; we look for the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WRITTEN = re.compile(r"(?:image|figure)::[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


class FindPictures(SphinxTransform):
    """Name a picture as its file is named, when there is no file of the name that docutils left."""

    default_priority = 25  # after translations, which may name another picture

    def apply(self, **kwargs: Any) -> None:
        """Mend the names of the pictures of one document."""
        for node in self.document.findall(nodes.image):
            name = str(node["uri"])
            if "://" not in name and not self._path(name).is_file():
                node["uri"] = next((other for other in _others(node) if self._path(other).is_file()), name)

    def _path(self, name: str) -> Path:
        return Path(self.env.relfn2path(name, self.env.docname)[1])


def _others(node: nodes.image) -> Iterator[str]:
    """Say how else a picture may be named: percent signs read, or as the author wrote it."""
    yield unquote(str(node["uri"]))
    written = _WRITTEN.search(node.rawsource)
    if written and "".join(written[1].split()) == node["uri"]:
        yield written[1]
        yield unquote(written[1])


def setup(app: Sphinx) -> None:
    """Register the transform.

    Args:
        app: the Sphinx application.
    """
    app.add_transform(FindPictures)
