"""The guide once more in the language it was written in, read in the same process, to stand beside a translation."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import locale
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import suppress_logging

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


def source_tree(app: Sphinx, builder: Any, assemble: Callable[[], nodes.document]) -> nodes.document:
    """Read all documents without their translations and join them into one tree.

    Args:
        app: the Sphinx application; it is the same afterwards as before. Its setting ``kitabcha_source_doctrees`` names
            a folder that builds of several languages share: one of them reads, and the others find there what it read.
        builder: the builder that reads.
        assemble: joins what has been read.
    """
    shared = Path(app.config.kitabcha_source_doctrees) if app.config.kitabcha_source_doctrees else None
    folder = shared if shared and shared.is_dir() else Path(app.doctreedir) / "source"
    with _in_source_language(app, builder, folder), suppress_logging():  # warnings were given when the guide was read
        if folder == shared:
            return assemble()
        builder.read()
        tree = assemble()
        if shared:
            _share(app.env, folder, shared)
        return tree


def _share(env: BuildEnvironment, folder: Path, shared: Path) -> None:
    """Let other languages have what was read, unless another one was quicker; they see all of it or nothing."""
    (folder / ENV_PICKLE_FILENAME).write_bytes(pickle.dumps(env, pickle.HIGHEST_PROTOCOL))
    with suppress(OSError):
        folder.rename(shared)


@contextmanager
def _in_source_language(app: Sphinx, builder: Any, folder: Path) -> Iterator[None]:
    """Give Sphinx an environment in the source's language, without catalogs, for a while.

    Args:
        app: the Sphinx application.
        builder: the builder that reads.
        folder: where doctrees are; with what an environment was read into, if that is there.
    """
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
        app.doctreedir = builder.doctreedir = type(app.doctreedir)(folder)
        app.env = builder.env = _environment(app, folder / ENV_PICKLE_FILENAME)
        vars(app.env)["_builder_cls"] = type(builder)  # Sphinx 9 sets it when it makes the builder
        yield
    finally:
        app.env, app.doctreedir, builder.env, builder.doctreedir, config.language = before
        app.project.restore(builder.env.project)
        locale.translators.clear()
        locale.translators.update(catalogs)
        readers.clear()
        readers.update(kept)


def _environment(app: Sphinx, file: Path) -> BuildEnvironment:
    if not file.is_file():
        return BuildEnvironment(app)
    env = pickle.loads(file.read_bytes())
    assert isinstance(env, BuildEnvironment)
    env.setup(app)
    return env


def setup(app: Sphinx) -> None:
    """Register the setting that ``kitabcha build`` makes; it is nothing for ``conf.py``.

    Args:
        app: the Sphinx application.
    """
    app.add_config_value("kitabcha_source_doctrees", "", "", str)
