"""Step 6 of the pipeline: pages that the ``pdf`` builder typeset are laid out on the sheets of the printer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.imposition.press import Binding, press_booklet
from kitabcha.output import write_whole
from kitabcha.paper import SHEETS

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def impose_pages(app: Sphinx, exception: Exception | None) -> None:
    """Lay out what the builder left in ``pages`` (Sphinx event ``build-finished``).

    Args:
        app: the Sphinx application.
        exception: why the build failed, if it did.

    Raises:
        OutputError: the folder cannot be written.
    """
    made = Path(app.outdir) / "pages"
    if exception or app.builder.name != "pdf" or not made.is_dir():
        return
    binding = Binding(
        most_sheets=app.config.kitabcha_signature_sheets,
        duplex=app.config.kitabcha_duplex,
        thickness=app.config.kitabcha_paper_thickness,
    )
    for pages in sorted(made.glob("*.pdf")):
        paper = SHEETS[pages.stem.rpartition("-")[2]]
        sheets = press_booklet(pages.read_bytes(), paper, binding)
        write_whole(Path(app.outdir) / pages.name, sheets)
    shutil.rmtree(made)


def setup(app: Sphinx) -> None:
    """Impose what is typeset, as soon as the build is finished.

    Args:
        app: the Sphinx application.
    """
    app.connect("build-finished", impose_pages)
