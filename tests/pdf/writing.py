"""What the writer makes of reStructuredText, without typesetting it; and many pieces typeset as one book."""

from __future__ import annotations

import io
import multiprocessing
import re
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kitabcha.pdf.builder import PdfBuilder

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
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    worker = fork.Process(target=_write, args=(folder, list(documents), settings, theirs))
    worker.start()
    theirs.close()
    outcome = ours.recv()
    worker.join()
    if isinstance(outcome, BaseException):
        raise outcome
    written: dict[str, str]
    warnings: str
    written, warnings = outcome
    return written, warnings


def _write(folder: Path, names: list[str], settings: dict[str, Any], answer: Connection) -> None:
    warnings = io.StringIO()
    try:
        with patch_docutils(folder), docutils_namespace():
            app = Sphinx(
                folder / "source",
                folder,
                folder / "out",
                folder / "doctrees",
                "pdf",
                confoverrides=settings,
                status=None,
                warning=warnings,
                freshenv=True,
            )
            read = set(app.builder.read())
            list(app.env.check_dependents(app, read))  # numbers sections and figures
            written = {name: _translated(app, name) for name in names}
    except Exception as error:
        answer.send(error)
    else:
        answer.send((written, warnings.getvalue()))


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
