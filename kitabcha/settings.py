"""Every setting of ``conf.py`` once: name, default, check and help. The manual's table is made from this list."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import EDITIONS
from kitabcha.errors import LanguageError
from kitabcha.languages import language
from kitabcha.paper import SHEETS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

Rebuild = Literal["", "env", "html"]
logger = get_logger(__name__)


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        name: as in ``conf.py``.
        default: its value when the project says nothing.
        rebuild: what Sphinx must do again when it changes (``env``, ``html`` or nothing).
        check: returns what is allowed when the value is not, else an empty string.
        help: one sentence for the manual.
    """

    name: str
    default: Any
    rebuild: Rebuild
    check: Callable[[Any], str]
    help: str


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "a text"


def _name(value: Any) -> str:
    ok = isinstance(value, str) and (not value or re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", value))
    return "" if ok else "small letters, digits and hyphens, at most 60, for use in file names"


def _date(value: Any) -> str:
    try:
        if value:
            datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return "a date such as 2026-11-24"
    return ""


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "True or False"


def _count(value: Any) -> str:
    ok = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return "" if ok else "a whole number, 0 or more"


def _edge(value: Any) -> str:
    return "" if value in ("short", "long") else "'short' or 'long'"


def _thickness(value: Any) -> str:
    ok = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
    return "" if ok else "millimetres between 0 and 1, such as 0.1"


def _stale(value: Any) -> str:
    return "" if value in ("english", "both") else "'english' or 'both'"


def _address(value: Any) -> str:
    ok = isinstance(value, str) and (not value or re.fullmatch(r"https?://[^\s/]+\.\S+", value))
    return "" if ok else "an address that begins with https:// or http://"


def _tags(value: Any) -> str:
    wanted = "a list of language tags that CLDR knows, such as ['en', 'ar']"
    if not isinstance(value, (list, tuple)) or not value:
        return wanted
    try:
        tags = [language(tag).tag for tag in value]
    except (LanguageError, AttributeError, TypeError):
        return wanted
    return "" if len(set(tags)) == len(tags) else "a list that names each language once"


def _tag(value: Any) -> str:
    return _tags([value]) and "a language tag that CLDR knows, such as 'en'"


def _papers(value: Any) -> str:
    ok = isinstance(value, (list, tuple)) and value and all(paper in tuple(SHEETS) for paper in value)
    return "" if ok else f"a list of papers from {', '.join(SHEETS)}"


def _one_of(*allowed: str) -> Callable[[Any], str]:
    return lambda value: "" if value in allowed else " or ".join(map(repr, allowed))


def _documents(value: Any) -> str:
    ok = isinstance(value, (list, tuple)) and all(
        isinstance(row, (list, tuple))
        and 2 <= len(row) <= 3
        and all(isinstance(part, str) for part in row)
        and row[1]
        and not _name(row[1])
        for row in value
    )
    return "" if ok else "a list of (document, file name) or (document, file name, title)"


def _editions(value: Any) -> str:
    ok = isinstance(value, (list, tuple)) and all(edition in EDITIONS for edition in value)
    return "" if ok else f"a list of editions from {', '.join(EDITIONS)}"


def _digits(value: Any) -> str:
    if _words(value):
        return _words(value)
    try:
        for tag, digits in value.items():
            language(tag, digits=digits)
    except LanguageError as error:
        return f"a dictionary from language tag to digits: {error.hint.rstrip('.')}"
    return ""


def _words(value: Any) -> str:
    ok = isinstance(value, dict) and all(isinstance(x, str) for pair in value.items() for x in pair)
    return "" if ok else "a dictionary from language tag to text"


SETTINGS: tuple[Setting, ...] = (
    Setting("kitabcha_name", "", "", _name, "The first part of every file name; made of the project's if empty."),
    Setting(
        "kitabcha_languages",
        ["en"],
        "html",
        _tags,
        "The languages of the guide, in the order of the switcher.",
    ),
    Setting(
        "kitabcha_source_language",
        "en",
        "env",
        _tag,
        "The language the sources are written in; that of `language`, if there are no catalogs in it.",
    ),
    Setting("kitabcha_papers", ["letter", "a4"], "", _papers, "The papers to print on."),
    Setting(
        "kitabcha_documents",
        [],
        "",
        _documents,
        "The books to print, as (document, file name) or (document, file name, title); the whole project if empty.",
    ),
    Setting(
        "kitabcha_page_references",
        True,
        "",
        _flag,
        "Print the page after a reference to another place, since paper cannot be clicked.",
    ),
    Setting(
        "kitabcha_missing_character",
        "stop",
        "",
        _one_of("stop", "replace"),
        "What to do when no font has a character: 'stop' the build, or 'replace' it by its number and warn.",
    ),
    Setting(
        "kitabcha_editions",
        [],
        "",
        _editions,
        "The editions to make; if empty, `kitabcha build` makes all and `sphinx-build -b pdf` makes the guide.",
    ),
    Setting("kitabcha_date", "", "html", _date, "The date of this version, year-month-day; today's date if empty."),
    Setting(
        "kitabcha_checked",
        "",
        "html",
        _date,
        "When the facts were last checked; the version's date if empty. A page's own field `:checked:` goes first.",
    ),
    Setting(
        "kitabcha_stale",
        "both",
        "env",
        _stale,
        "What HTML shows where the English has changed since the translation: 'english', or 'both' (the older "
        "translation, marked as older, beside the English).",
    ),
    Setting(
        "kitabcha_exit_url",
        "",
        "html",
        _address,
        "Where a link in the head of each page leads at once, away from the guide, such as a weather page.",
    ),
    Setting("kitabcha_publisher", "", "html", _text, "Who publishes the guide, for cover and colophon."),
    Setting("kitabcha_licence", "", "html", _text, "The licence of the content, in a few words."),
    Setting(
        "kitabcha_base_url",
        "",
        "html",
        _address,
        "Where the HTML edition will stand; gives short address and QR code (on cards, if there is room).",
    ),
    Setting(
        "kitabcha_facts",
        "",
        "env",
        _text,
        "The fact sheet (YAML, relative to the sources) that `:fact:` cites.",
    ),
    Setting("kitabcha_digits", {}, "env", _digits, "Digits other than CLDR's default, such as {'ar': 'arab'}."),
    Setting(
        "kitabcha_language_names",
        {},
        "html",
        _words,
        "English names other than CLDR's, such as {'fa': 'Farsi'}.",
    ),
    Setting(
        "kitabcha_signature_sheets",
        0,
        "",
        _count,
        "Sheets of a booklet's signature at most; 0 folds all sheets as one.",
    ),
    Setting(
        "kitabcha_duplex",
        "short",
        "",
        _edge,
        "The edge on which the printer turns the sheets of booklet, pamphlet and cards: `short` or `long`.",
    ),
    Setting(
        "kitabcha_paper_thickness",
        0.1,
        "",
        _thickness,
        "Thickness of the paper in mm; the pages of inner sheets of a booklet move towards the spine by as much.",
    ),
    Setting("kitabcha_pamphlet", "pamphlet", "", _text, "The document with the six panels of the pamphlet."),
    Setting("kitabcha_card", "card", "", _text, "The document with the wallet card."),
    Setting(
        "kitabcha_motif",
        False,
        "html",
        _flag,
        "Draw the row of strokes of the NSEERS guide on covers and on the page that names the languages; without it, a "
        "cover has the picture of `latex_logo` or `html_logo`, if there is one.",
    ),
    Setting("kitabcha_color", False, "", _flag, "Print the accent in colour; without it, everything is black."),
)


def faults(config: Config) -> Iterator[tuple[Setting, Any, str]]:
    """Find settings with values that cannot be used.

    Args:
        config: a configuration that has all our settings.

    Yields:
        The setting, its value and what would be allowed.
    """
    for setting in SETTINGS:
        value = getattr(config, setting.name)
        wanted = setting.check(value)
        if wanted:
            yield setting, value, wanted


def not_texts(config: Config) -> Iterator[tuple[str, Any]]:
    """Find settings of Sphinx that we print and that are no texts, such as ``project = None``.

    Args:
        config: Sphinx's configuration.

    Yields:
        The name and the value.
    """
    for name in ("project", "author", "version", "release"):
        value = getattr(config, name)
        if not isinstance(value, str):
            yield name, value


def unknown(config: Config) -> Iterator[tuple[str, str]]:
    """Find names in ``conf.py`` that look like ours and are none, such as ``kitabcha_langauges``.

    Args:
        config: Sphinx's configuration.

    Yields:
        The name and what to do about it.
    """
    known = [setting.name for setting in SETTINGS]
    for name in sorted(config._raw_config):
        if name.startswith("kitabcha_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield name, f"write {near[0]}." if near else "take it out; the README lists the settings."


def check(app: Sphinx, config: Config) -> None:
    """Replace values that cannot be used by their defaults and say so (Sphinx event ``config-inited``).

    Args:
        app: the Sphinx application.
        config: its configuration.
    """
    for setting, value, wanted in faults(config):
        warn(
            logger,
            Kind.SETTING,
            "%s in conf.py: %r cannot be used; it must be %s. Using %r.",
            setting.name,
            value,
            wanted,
            setting.default,
        )
        setattr(config, setting.name, setting.default)
    for name, value in not_texts(config):
        given = config.config_values[name].default if value is None else str(value)
        warn(logger, Kind.SETTING, "%s in conf.py: %r is no text. Using %r.", name, value, given)
        setattr(config, name, given)
    for name, hint in unknown(config):
        warn(logger, Kind.SETTING, "conf.py: there is no setting %s: %s", name, hint)


def name_files(config: Config) -> None:
    """Name the files after the project, if its settings give them no name.

    Args:
        config: its settings, changed in place.
    """
    if not config.kitabcha_name:
        words = re.sub(r"[^a-z0-9]+", "-", config.project.lower()).strip("-")[:60].rstrip("-")
        unnamed = config.project == config.config_values["project"].default
        config.kitabcha_name = "guide" if unnamed or not words else words


def find_languages(config: Config, srcdir: Path) -> None:
    """Take the ``language`` of ``conf.py`` for the one the sources are written in, if nothing says otherwise.

    Otherwise say a setting of ours, and catalogs in that language. English that stands among the languages of the
    guide is its source, unless there are catalogs in English.

    Args:
        config: its settings, changed in place.
        srcdir: the folder of the sources; catalogs are found from there.
    """
    given = config._raw_config  # as conf.py has it, not as one build is told by -D language=…
    written = str(given.get("language") or "").replace("_", "-")
    if not written or _tag(written) or "kitabcha_source_language" in {*given, *config.overrides}:
        return
    alone = config.kitabcha_languages == ["en"]
    if _has_catalogs(config, srcdir, written) or not (
        alone or "en" not in config.kitabcha_languages or _has_catalogs(config, srcdir, "en")
    ):
        return
    config.kitabcha_source_language = written
    if alone:
        config.kitabcha_languages = [written]


def _has_catalogs(config: Config, srcdir: Path, tag: str) -> bool:
    names = dict.fromkeys((tag, tag.replace("-", "_")))
    folders = [srcdir / folder / name / "LC_MESSAGES" for folder in config.locale_dirs for name in names]
    return any(next(folder.rglob("*.[pm]o"), None) for folder in folders if folder.is_dir())


def setup(app: Sphinx) -> None:
    """Register the settings.

    Args:
        app: the Sphinx application.
    """
    for setting in SETTINGS:
        app.add_config_value(setting.name, setting.default, setting.rebuild)
    app.connect("config-inited", lambda app, config: find_languages(config, Path(app.srcdir)), priority=390)
    app.connect("config-inited", check, priority=400)
    app.connect("config-inited", lambda app, config: name_files(config), priority=410)
