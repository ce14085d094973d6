"""Find and read catalogs."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from kitabcha.errors import CatalogError

# A comment, or a keyword and a quoted string (GNU gettext manual, "The Format of PO Files").
_LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*")?')
WRAP = 100  # columns; the catalog update tells sphinx-intl the same, so that a merge folds no line anew


def catalog_paths(locale_dir: Path, tag: str) -> list[Path]:
    """List the catalogs of a language, in order of name.

    Args:
        locale_dir: the folder that holds a folder for each language.
        tag: BCP 47 tag; the folder may be written with an underscore.
    """
    for name in (tag, tag.replace("-", "_")):
        folder = locale_dir / name / "LC_MESSAGES"
        if folder.is_dir():
            return sorted(folder.rglob("*.po"))
    return []


def read_catalog(path: Path) -> polib.POFile:
    """Read a catalog.

    Args:
        path: a ``.po`` file.

    Returns:
        Its messages (with line numbers) and header.

    Raises:
        CatalogError: the file is not a catalog; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _insist_on_quotes(path, text)
        return polib.pofile(text, wrapwidth=WRAP)
    except UnicodeDecodeError as error:
        raise CatalogError(
            f"The catalog is not in UTF-8 (byte {error.start}: {error.reason}).",
            where=str(path),
            hint="open it in a catalog editor and save it as UTF-8.",
        ) from error
    except (OSError, ValueError) as error:
        line = re.search(r"\(line (\d+)\)(?:: (.*))?", str(error))
        if line is None:
            raise CatalogError(f"The catalog cannot be read: {error}", where=str(path)) from error
        raise _syntax(path, int(line[1]), line[2] or "") from error


def _insist_on_quotes(path: Path, text: str) -> None:
    """Refuse a line whose quotes do not match; polib would read it, gettext would not."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line.strip()):
            raise _syntax(path, number, line.strip()[:60])


def _syntax(path: Path, line: int, what: str) -> CatalogError:
    return CatalogError(
        f"The catalog does not parse here{': ' + what if what else ''}.",
        where=f"{path}:{line}",
        hint='each msgid and msgstr stands between straight quotes; write \\" for a quote inside.',
    )
