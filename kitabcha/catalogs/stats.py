"""Count messages. Translated, fuzzy and untranslated are disjoint: their sum is the total."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polib

from kitabcha.catalogs.files import catalog_paths, read_catalog

# The header that says whether a second person has read a catalog against the English: "draft" or "reviewed".
REVIEW_HEADER = "X-Review-Status"


@dataclass(frozen=True)
class Counts:
    """How far a catalog, or a language, has come.

    Attributes:
        translated: messages with a current translation.
        fuzzy: messages whose translation belongs to an older text.
        untranslated: messages without one.
        reviewed: those of `translated` in catalogs whose header says that they were reviewed.
    """

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    reviewed: int = 0

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.untranslated

    @property
    def share_translated(self) -> float:
        """Share of messages with a current translation, 0 to 1; 0 where there are none."""
        return self.translated / self.total if self.total else 0.0

    @property
    def share_reviewed(self) -> float:
        """Share of messages that a second person has read, 0 to 1; 0 where there are none."""
        return self.reviewed / self.total if self.total else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.translated + other.translated,
            self.fuzzy + other.fuzzy,
            self.untranslated + other.untranslated,
            self.reviewed + other.reviewed,
        )


def count(catalog: polib.POFile) -> Counts:
    """Count the messages of one catalog; obsolete ones do not count.

    Args:
        catalog: as `read_catalog` gives it.
    """
    live = [entry for entry in catalog if not entry.obsolete]
    translated = sum(entry.translated() for entry in live)
    fuzzy = sum(entry.fuzzy for entry in live)
    reviewed = translated if catalog.metadata.get(REVIEW_HEADER) == "reviewed" else 0
    return Counts(translated, fuzzy, len(live) - translated - fuzzy, reviewed)


def count_language(locale_dir: Path, tag: str) -> dict[str, Counts]:
    """Count every catalog of a language.

    Args:
        locale_dir: the folder that holds a folder for each language.
        tag: BCP 47 tag.

    Returns:
        Counts by catalog: the document's name, with its folders.

    Raises:
        CatalogError: a catalog does not parse.
    """
    return {_domain(path): count(read_catalog(path)) for path in catalog_paths(locale_dir, tag)}


def _domain(path: Path) -> str:
    folder = next(parent for parent in path.parents if parent.name == "LC_MESSAGES")
    return path.relative_to(folder).with_suffix("").as_posix()
