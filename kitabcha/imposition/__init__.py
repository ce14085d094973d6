"""Step 6 of the pipeline: pages that the ``pdf`` builder typeset are laid out on the sheets of the printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.imposition.press import Binding, press_booklet
from kitabcha.output import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def impose_pages(app: Sphinx, exception: Exception | None) -> None:
    """Lay out what the builder left (Sphinx event ``build-finished``).

    Args:
        app: the Sphinx application.
        exception: why the build failed, if it did.

    Raises:
        OutputError: the folder cannot be written.
    """
    if exception or app.builder.name != "pdf":
        return
    binding = Binding(
        most_sheets=app.config.kitabcha_signature_sheets,
        duplex=app.config.kitabcha_duplex,
        thickness=app.config.kitabcha_paper_thickness,
    )
    for booklet in getattr(app.builder, "unbound", ()):
        for name, sheets in zip(booklet.names, press_booklet(booklet.pages, booklet.papers, binding), strict=True):
            write_whole(Path(app.outdir) / name, sheets)
        booklet.pages.unlink()


def setup(app: Sphinx) -> None:
    """Impose what is typeset, as soon as the build is finished.

    Args:
        app: the Sphinx application.
    """
    app.connect("build-finished", impose_pages)
