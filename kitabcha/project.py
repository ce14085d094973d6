"""A guide on disk: where its configuration, sources and catalogs are, and what its settings say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from kitabcha.errors import KitabchaError, LanguageError
from kitabcha.settings import SETTINGS, faults


@dataclass(frozen=True)
class Project:
    """A guide.

    Attributes:
        folder: where ``conf.py`` is.
        source: where the documents are.
        locale_dirs: where the catalogs are.
        config: its configuration, with all settings of Kitabcha.
    """

    folder: Path
    source: Path
    locale_dirs: tuple[Path, ...]
    config: Config

    @property
    def languages(self) -> list[str]:
        """Tags of all languages of the guide."""
        return list(self.config.kitabcha_languages)

    @property
    def translations(self) -> list[str]:
        """Tags of all languages but the source's."""
        return [tag for tag in self.languages if tag != self.config.kitabcha_source_language]

    def chosen(self, wanted: Iterable[str]) -> list[str]:
        """Check a choice of languages.

        Args:
            wanted: tags; all languages of the guide if there are none.

        Raises:
            LanguageError: the guide has no such language.
        """
        tags = list(wanted) or self.languages
        for tag in tags:
            if tag not in self.languages:
                raise LanguageError(
                    f"This guide has no language {tag!r}; it has {', '.join(self.languages)}.",
                    where=str(self.folder / "conf.py"),
                    hint="choose one of these, or add the language to kitabcha_languages.",
                )
        return tags

    def digest(self, tag: str) -> str:
        """Return a hash of everything that an edition is made from.

        Args:
            tag: the language.
        """
        catalogs = [folder / name for folder in self.locale_dirs for name in (tag, tag.replace("-", "_"))]
        hashed = hashlib.sha256()
        for path in _files([self.folder / "conf.py", self.source, *catalogs, Path(__file__).parent]):
            hashed.update(str(path).encode())
            # Fonts are large and never change under one name, so size and time stand for their content.
            stat = path.stat()
            heavy = stat.st_size > 1_000_000
            hashed.update(f"{stat.st_size}:{stat.st_mtime_ns}".encode() if heavy else path.read_bytes())
        return hashed.hexdigest()


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in dict.fromkeys(roots):
        if root.is_file():
            yield root
        elif root.is_dir():
            yield from sorted(
                path
                for path in root.rglob("*")
                if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
            )


def open_project(folder: Path) -> Project:
    """Open a guide.

    Args:
        folder: where ``conf.py`` is; the documents are in ``source/`` below, or beside it.

    Raises:
        KitabchaError: there is no ``conf.py``, it has a fault, or a setting cannot be used.
    """
    folder = folder.resolve()
    if not (folder / "conf.py").is_file():
        raise KitabchaError(
            "There is no conf.py here, so this is no Sphinx project.",
            where=str(folder),
            hint="go to the folder of the guide, or name it: kitabcha build FOLDER.",
        )
    try:
        config = Config.read(folder, overrides={}, tags=Tags())
    except ConfigError as error:
        raise KitabchaError(str(error), where=str(folder / "conf.py"), hint="mend the line named above.") from error
    for setting in SETTINGS:
        config.add(setting.name, setting.default, setting.rebuild, ())
    for setting, value, wanted in faults(config):
        raise KitabchaError(
            f"{setting.name} = {value!r} cannot be used.",
            where=str(folder / "conf.py"),
            hint=f"it must be {wanted}.",
        )
    source = folder / "source" if (folder / "source").is_dir() else folder
    dirs = tuple((source / name).resolve() for name in config.locale_dirs)
    return Project(folder, source, dirs, config)
