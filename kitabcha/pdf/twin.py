"""The guide once more in the language it was written in, read in the same process, to stand beside a translation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import locale
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import suppress_logging

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def source_tree(app: Sphinx, builder: Any, assemble: Callable[[], nodes.document]) -> nodes.document:
    """Read all documents without their translations and join them into one tree.

    Args:
        app: the Sphinx application; it is the same afterwards as before.
        builder: the builder that reads.
        assemble: joins what has been read.
    """
    with _in_source_language(app, builder), suppress_logging():  # every warning was given when the guide was read
        builder.read()
        return assemble()


@contextmanager
def _in_source_language(app: Sphinx, builder: Any) -> Iterator[None]:
    """Give Sphinx an empty environment in the source's language, without catalogs, for a while."""
    config = app.config
    before = (app.env, app.doctreedir, builder.env, builder.doctreedir, config.language)
    # Sphinx keeps the catalogs that it has opened in a global of the process.
    catalogs = dict(locale.translators)
    # Sphinx 8.2 keeps readers, which remember the environment that they were made for.
    readers: dict[str, Any] = vars(app.registry).get("publishers", {})
    kept = dict(readers)
    try:
        locale.translators.clear()
        readers.clear()
        config.language = config.kitabcha_source_language.replace("-", "_")
        app.doctreedir = builder.doctreedir = type(app.doctreedir)(Path(app.doctreedir) / "source")
        app.env = builder.env = BuildEnvironment(app)
        vars(app.env)["_builder_cls"] = type(builder)  # Sphinx 9 sets it when it makes the builder
        yield
    finally:
        app.env, app.doctreedir, builder.env, builder.doctreedir, config.language = before
        app.project.restore(builder.env.project)
        locale.translators.clear()
        locale.translators.update(catalogs)
        readers.clear()
        readers.update(kept)
