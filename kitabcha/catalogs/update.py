"""Take new and changed sentences of the sources into the catalogs: Sphinx extracts, sphinx-intl merges.

sphinx-intl writes catalogs through Babel, which drops headers that it does not know, such as the review status;
they are put back here.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx_intl import basic

from kitabcha.catalogs.files import WRAP, catalog_paths, folder_name, open_catalog, read_catalog
from kitabcha.catalogs.stats import REVIEW_HEADER
from kitabcha.languages import language

TEMPLATE_DIR = "pot"  # the templates are kept, for tools that translate without running Sphinx


@dataclass(frozen=True)
class Change:
    """What an update did to a catalog.

    Attributes:
        path: the catalog.
        added: messages that are new.
        fuzzy: translations that belong to an older text now.
        gone: messages that no document has any more.
    """

    path: Path
    added: int
    fuzzy: int
    gone: int


def update(folder: Path, source: Path, locale_dir: Path, tags: Sequence[str]) -> list[Change]:
    """Extract all messages and merge them into the catalogs.

    Args:
        folder: where ``conf.py`` is.
        source: where the documents are.
        locale_dir: where the catalogs are; the templates go to ``pot`` in it.
        tags: the languages.

    Returns:
        What changed, for each catalog.

    Raises:
        CatalogError: a catalog does not parse.
    """
    before = {path: read_catalog(path) for tag in tags for path in catalog_paths(locale_dir, tag)}
    templates = locale_dir / TEMPLATE_DIR
    project = extract(folder, source, templates)
    with contextlib.redirect_stdout(io.StringIO()):  # we tell what changed ourselves, and only that
        basic.update(str(locale_dir), str(templates), [folder_name(tag) for tag in tags], line_width=WRAP)
    return [_settle(path, tag, before.get(path), project) for tag in tags for path in catalog_paths(locale_dir, tag)]


def extract(folder: Path, source: Path, templates: Path) -> str:
    """Write the template catalogs, one for each document, with Sphinx's gettext builder.

    Args:
        folder: where ``conf.py`` is.
        source: where the documents are.
        templates: the folder for the ``.pot`` files.

    Returns:
        Name and version of the project.
    """
    with tempfile.TemporaryDirectory() as doctrees, patch_docutils(folder), docutils_namespace():
        app = Sphinx(source, folder, templates, doctrees, "gettext", freshenv=True, status=None)
        app.build(force_all=True)
        return f"{app.config.project} {app.config.release}".strip()


def _settle(path: Path, tag: str, old: polib.POFile | None, project: str) -> Change:
    """Give a merged catalog its own headers back and count what changed."""
    new = open_catalog(path)
    new.metadata_is_fuzzy = False
    if old is not None:
        new.header = old.header
        kept = {key: value for key, value in old.metadata.items() if key != "POT-Creation-Date"}
        new.metadata = {**new.metadata, **kept}
    else:
        new.header = f"Translation of {path.stem}.rst ({language(tag).english}). A draft until a native reviewer signs."
        new.metadata = {**new.metadata, **_first_header(tag, project, new.metadata["POT-Creation-Date"])}
    new.metadata["X-Direction"] = language(tag).direction
    new.save(str(path))
    known = {entry.msgid for entry in old} if old is not None else set()
    live = [entry for entry in new if not entry.obsolete]
    return Change(
        path,
        added=sum(entry.msgid not in known for entry in live),
        fuzzy=sum(entry.fuzzy for entry in live),
        gone=sum(entry.obsolete for entry in new),
    )


def _first_header(tag: str, project: str, created: str) -> dict[str, str]:
    """Return the header of a catalog that has just been made; translators put their own names in."""
    return {
        "Project-Id-Version": project,
        "PO-Revision-Date": created,
        "Last-Translator": "Kitabcha contributors",
        "Language-Team": language(tag).english,
        "Language": folder_name(tag),
        REVIEW_HEADER: "draft",
    }
