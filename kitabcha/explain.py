"""What others raise, in our words: faults of ``conf.py``, disk, Sphinx and documents, each with its cure."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from pathlib import Path

from sphinx.errors import ConfigError, ExtensionError, SphinxError, ThemeError

from kitabcha.catalogs.files import folder_name, read_catalog
from kitabcha.errors import CatalogError, KitabchaError
from kitabcha.output import fault_of_disk

_CURES = (  # the first kind that fits; what a user can do about it
    (ThemeError, "check html_theme in conf.py, and that the package of the theme is installed."),
    (ExtensionError, "install the package of the extension, or take it out of extensions in conf.py."),
    (ConfigError, "mend the setting in conf.py."),
)
# How Sphinx says where a warning about a translation comes from: the line of the source.
_TRANSLATED = re.compile(r"(?P<document>.+):(?P<line>\d+):<translated>:\d+: (?P<what>.+)")


def fault_of_conf(error: ConfigError, path: Path) -> KitabchaError:
    """Tell what is wrong in ``conf.py``, and in which line, without a traceback.

    Args:
        error: as Sphinx raises it when it reads the file.
        path: the file.
    """
    cause = error.__cause__
    line: int | None = None
    if isinstance(cause, SyntaxError):
        line, what = cause.lineno if cause.filename == str(path) else None, f"SyntaxError: {cause.msg}"
    elif cause is None or isinstance(cause, SystemExit):
        what = str(error).strip()
    else:
        frames = traceback.extract_tb(cause.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == str(path)), None)
        what = f"{type(cause).__name__}: {cause}"
    where = f"{path}:{line}" if line else str(path)
    hint = "mend this line of conf.py." if line else "mend conf.py."
    return KitabchaError(f"conf.py cannot be read: {what.rstrip('.')}.", where=where, hint=hint)


def explained(fault: Exception, source: Path) -> KitabchaError | None:
    """Tell in our words what went wrong; nothing if it is no user's mistake that we know.

    Args:
        fault: what a build raised.
        source: the folder of the documents.
    """
    if isinstance(fault, KitabchaError):
        return fault
    if isinstance(fault, UnicodeDecodeError):
        return _first_not_in_utf8(source)
    if isinstance(fault, OSError):
        return fault_of_disk(fault)
    if isinstance(fault, RecursionError) and "_traverse_toctree" in _functions(fault):
        return KitabchaError(
            "The tables of contents go round in a circle: a document names one that leads back to it.",
            where=str(source),
            hint="take the document that stands above out of the toctree of the one below; see the warnings.",
        )
    if isinstance(fault, SphinxError) and "master document" in str(fault):
        return KitabchaError(
            "The guide has no first document.",
            where=str(source),
            hint="write index.rst there, or name another document with root_doc in conf.py.",
        )
    # A handler of an event that fails is a fault in a program, with a cause; only a part that is missing is the user's.
    if isinstance(fault, SphinxError) and not getattr(fault, "modname", None):
        cure = next((cure for kind, cure in _CURES if isinstance(fault, kind)), "mend what is named above.")
        return KitabchaError(f"Sphinx cannot go on: {str(fault).strip().rstrip('.')}.", where=str(source), hint=cure)
    return None


def not_in_utf8(path: Path, error: UnicodeDecodeError) -> KitabchaError:
    """Tell that a document is in another encoding, and in which line that shows.

    Args:
        path: the document.
        error: what reading it whole raised.
    """
    line = error.object.count(b"\n", 0, error.start) + 1
    return KitabchaError(
        "The document is not in UTF-8.", where=f"{path}:{line}", hint="open it in an editor, save it as UTF-8."
    )


def in_catalog(warning: str, source: Path, locale_dirs: Iterable[Path], tag: str) -> str:
    """Tell the place in the catalog of a warning about a translation, since the source that Sphinx names has no fault.

    Args:
        warning: a line of Sphinx.
        source: the folder of the documents.
        locale_dirs: where the catalogs are.
        tag: the language.

    Returns:
        The warning with the catalog's place first; as it was, if it is about no translation.
    """
    found = _TRANSLATED.fullmatch(warning)
    document = Path(found["document"]) if found else Path()
    if not found or not document.is_relative_to(source):
        return warning
    inside = document.relative_to(source)
    for folder in locale_dirs:
        # One catalog for a document, or for a folder (gettext_compact).
        for name in (inside.with_suffix(""), Path(inside.parts[0])):
            path = folder / folder_name(tag) / "LC_MESSAGES" / f"{name}.po"
            if path.is_file():
                line = _line_of(path, inside.name, found["line"])
                return f"{path}{line}: translation of {inside.name}, line {found['line']}: {found['what']}"
    return warning


def _line_of(path: Path, document: str, line: str) -> str:
    """Find the message that a catalog has of a line of a document."""
    try:
        entries = read_catalog(path)
    except CatalogError:
        return ""
    places = ((entry.linenum, Path(file).name, at) for entry in entries for file, at in entry.occurrences)
    return next((f":{number}" for number, file, at in places if (file, at) == (document, line)), "")


def _functions(fault: Exception) -> set[str]:
    return {frame.name for frame in traceback.extract_tb(fault.__traceback__)}


def _first_not_in_utf8(source: Path) -> KitabchaError | None:
    """Find the document that is not in UTF-8."""
    for path in sorted([*source.rglob("*.rst"), *source.rglob("*.md"), *source.rglob("*.txt")]):
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            return not_in_utf8(path, error)
        except OSError:
            continue
    return None
