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
from kitabcha.explain import fault_of_conf
from kitabcha.languages import language
from kitabcha.settings import SETTINGS, faults, find_languages, not_texts, unknown


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
        return [language(tag).tag for tag in self.config.kitabcha_languages]

    @property
    def translations(self) -> list[str]:
        """Tags of all languages but the source's."""
        source = language(self.config.kitabcha_source_language).tag
        return [tag for tag in self.languages if tag != source]

    def chosen(self, wanted: Iterable[str]) -> list[str]:
        """Check a choice of languages.

        Args:
            wanted: tags; all languages of the guide if there are none.

        Raises:
            LanguageError: the guide has no such language.
        """
        tags = list(dict.fromkeys(wanted)) or self.languages
        known = {name: tag for tag in self.languages for name in (tag, tag.replace("-", "_"))}
        known |= {name: language(name).tag for name in self.config.kitabcha_languages}
        for tag in tags:
            if tag not in known:
                raise LanguageError(
                    f"This guide has no language {tag!r}; it has {', '.join(self.languages)}.",
                    where=str(self.folder / "conf.py"),
                    hint="choose one of these, or add the language to kitabcha_languages.",
                )
        return [known[tag] for tag in tags]

    def digest(self, tag: str, *, apart: Path) -> str:
        """Return a hash of everything that an edition is made from.

        Args:
            tag: the language.
            apart: the output folder, which may stand among the sources.
        """
        catalogs = [folder / name for folder in self.locale_dirs for name in (tag, tag.replace("-", "_"))]
        hashed = hashlib.sha256()
        for path in _files([self.folder / "conf.py", self.source, *catalogs, Path(__file__).parent]):
            if apart in path.parents:
                continue
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
                path for path in root.rglob("*") if path.is_file() and not _is_noise(path.relative_to(root))
            )


def _is_noise(path: Path) -> bool:
    """Tell whether a file is made by tools, such as those in ``.git`` or ``.venv`` beside the sources."""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts[:-1])
    return hidden or path.suffix == ".mo"


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
        raise fault_of_conf(error, folder / "conf.py") from error
    for setting in SETTINGS:
        config.add(setting.name, setting.default, setting.rebuild, ())
    _check_settings(config, folder / "conf.py")
    source = folder / "source" if (folder / "source").is_dir() else folder
    if config.kitabcha_facts and not (source / config.kitabcha_facts).is_file():
        raise KitabchaError(
            f"There is no fact sheet {config.kitabcha_facts!r}.",
            where=str(source / config.kitabcha_facts),
            hint="write it there, or name another file in kitabcha_facts in conf.py, or take that setting out.",
        )
    find_languages(config, source)
    dirs = tuple((source / name).resolve() for name in config.locale_dirs)
    return Project(folder, source, dirs, config)


def _check_settings(config: Config, conf: Path) -> None:
    """Stop at the first setting that cannot be used."""
    for setting, value, wanted in faults(config):
        raise KitabchaError(
            f"{setting.name} = {value!r} cannot be used.",
            where=str(conf),
            hint=f"it must be {wanted}.",
        )
    for name, value in not_texts(config):
        raise KitabchaError(
            f"{name} = {value!r} cannot be used.",
            where=str(conf),
            hint=f'it must be a text in quotation marks, such as {name} = "…".',
        )
    for name, hint in unknown(config):
        raise KitabchaError(f"There is no setting {name}.", where=str(conf), hint=hint)
    if "kitabcha" not in config.extensions:
        raise KitabchaError(
            "This project does not load Kitabcha.",
            where=str(conf),
            hint='write extensions = ["kitabcha"] there, beside the other extensions.',
        )
    if not isinstance(config.locale_dirs, (list, tuple)) or not config.locale_dirs:
        raise KitabchaError(
            f"locale_dirs = {config.locale_dirs!r} cannot be used.",
            where=str(conf),
            hint="it must be a list of folders with catalogs, such as ['locale'].",
        )
