"""What the writer makes of reStructuredText, without typesetting it; and many pieces typeset as one book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kitabcha.pdf.builder import PdfBuilder
from tests.apart import apart, sphinx

CHAPTER_LEVEL = 2  # depth of sections inside a chapter: the guide is 1
_ORIGIN = re.compile(r"/\*@.*?\*/")
# The drawing of a formula may differ a little from one version of ziamath to the next; its place in the text may not.
_DRAWING = re.compile(r"formula-[0-9a-f]{16}\.svg|\b\d\.\d{3}em")


def write(folder: Path, documents: Mapping[str, str], **settings: Any) -> tuple[dict[str, str], str]:
    """Translate documents of one project, each as if it were a chapter.

    Args:
        folder: an empty folder with a ``conf.py``.
        documents: reStructuredText by name.
        settings: what ``conf.py`` is overridden with.

    Returns:
        Typst by name, and the warnings.
    """
    source = folder / "source"
    source.mkdir(exist_ok=True)
    names = "".join(f"   {name}\n" for name in documents)
    (source / "index.rst").write_text(f"Guide\n=====\n\n.. toctree::\n\n{names}", encoding="utf-8")
    for name, text in documents.items():
        (source / f"{name}.rst").write_text(f"Case\n====\n\n{text}", encoding="utf-8")
    return apart(_write, folder, list(documents), settings)


def _write(folder: Path, names: list[str], settings: dict[str, Any]) -> tuple[dict[str, str], str]:
    with sphinx(folder, folder / "out", folder / "doctrees", **settings) as (app, warnings):
        read = set(app.builder.read())
        list(app.env.check_dependents(app, read))  # numbers sections and figures
        return {name: _translated(app, name) for name in names}, warnings.getvalue()


def _translated(app: Sphinx, name: str) -> str:
    builder = app.builder
    assert isinstance(builder, PdfBuilder)
    tree = builder.assemble(name)
    translator = builder.writer_for(tree)
    translator.scope = replace(translator.scope, level=CHAPTER_LEVEL)
    chapter = tree.children[0]
    for child in chapter.children[1:]:
        child.walkabout(translator)
    return "\n".join(translator.expressions())


def without_places(typst: str) -> str:
    """Take away what differs from one machine to the next, and the comments that name lines of the source."""
    return _DRAWING.sub("…", _ORIGIN.sub("", typst))
