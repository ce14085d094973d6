"""What every edition says about itself: title words, version, date, how far it is translated and reviewed."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import Config

from kitabcha.catalogs.stats import Counts, count_language
from kitabcha.languages import Language, language
from kitabcha.words import words

if TYPE_CHECKING:
    from sphinx.application import Sphinx


EDITIONS = ("html", "onefile", "guide", "booklet", "large", "bilingual", "pamphlet", "card", "print-sheet")
NO_AUTHOR = Config.config_values["author"].default  # what Sphinx puts where conf.py says nothing


@dataclass(frozen=True)
class Edition:
    """The guide in one language.

    Attributes:
        language: the language of this edition.
        source: the language the guide is written in.
        languages: all languages of the guide, in the order of the switcher.
        name: first part of file names.
        english_title: the project's name, as written in ``conf.py``.
        version: such as ``0.9``.
        date: the day of this version.
        publisher: who publishes it.
        licence: of the content, in a few words.
        base_url: where the HTML edition stands, without a final slash; may be empty.
        counts: messages by state; all nought in the source language.
        catalogs: the same for each catalog by name; empty in the source language.
        checked: the day on which the facts were last checked.
        motif: whether the row of strokes is drawn on covers.
        say: interface words in the language of this edition.
    """

    language: Language
    source: Language
    languages: tuple[Language, ...]
    name: str
    english_title: str
    version: str
    date: datetime.date
    publisher: str
    licence: str
    base_url: str
    counts: Counts
    catalogs: Mapping[str, Counts]
    checked: datetime.date
    motif: bool
    say: Callable[[str], str]

    @property
    def is_translation(self) -> bool:
        """Whether it is in another language than the source."""
        return self.language.tag != self.source.tag

    @property
    def is_draft(self) -> bool:
        """Whether it is a translation that no second person has wholly read."""
        return self.is_translation and self.counts.share_reviewed < 1


def edition(config: Config, srcdir: Path, *, tag: str = "") -> Edition:
    """Gather what an edition says about itself.

    Args:
        config: Sphinx's configuration.
        srcdir: the folder of the sources; catalogs are found from there.
        tag: the language; that of the configuration if empty.

    Raises:
        CatalogError: a catalog does not parse.
    """
    source = project_language(config, config.kitabcha_source_language)
    own = project_language(config, tag or config.language or config.kitabcha_source_language)
    catalogs: dict[str, Counts] = {}
    for folder in config.locale_dirs if own.tag != source.tag else ():
        for name, counts in count_language(srcdir / folder, own.tag).items():
            catalogs[name] = catalogs.get(name, Counts()) + counts
    day = _day(config.kitabcha_date)
    return Edition(
        language=own,
        source=source,
        languages=tuple(project_language(config, tag) for tag in config.kitabcha_languages),
        name=config.kitabcha_name,
        english_title=config.project,
        version=config.release or config.version,
        date=day,
        publisher=config.kitabcha_publisher or (config.author if config.author != NO_AUTHOR else ""),
        licence=config.kitabcha_licence,
        base_url=config.kitabcha_base_url.rstrip("/"),
        counts=sum(catalogs.values(), Counts()),
        catalogs=catalogs,
        checked=_day(config.kitabcha_checked) if config.kitabcha_checked else day,
        motif=config.kitabcha_motif,
        say=words(own.tag),
    )


def project_language(config: Config, tag: str) -> Language:
    """Look up a language as the project wants it, with its own digits and English names.

    Args:
        config: Sphinx's configuration.
        tag: BCP 47 tag.
    """
    return language(
        tag, digits=config.kitabcha_digits.get(tag, ""), english=config.kitabcha_language_names.get(tag, "")
    )


def edition_of(app: Sphinx) -> Edition:
    """Gather what the edition that an application builds says about itself.

    Args:
        app: the Sphinx application.
    """
    return edition(app.config, Path(app.srcdir))


def _day(iso: str) -> datetime.date:
    """Read the date of a version; without one, that of SOURCE_DATE_EPOCH or today (reproducible-builds.org)."""
    if iso:
        return datetime.date.fromisoformat(iso)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()
