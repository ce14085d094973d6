"""Find and read catalogs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib

from kitabcha.errors import CatalogError

# A comment, or a keyword and a quoted string (GNU gettext manual, "The Format of PO Files").
_LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*")?')
# What no text has: C0 controls but tab and return, C1 controls but next line (Unicode, chapter 23).
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MERGE = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
_QUOTES = 'each msgid and msgstr stands between straight quotes; write \\" for a quote inside.'
WRAP = 100  # columns; the catalog update tells sphinx-intl the same, so that a merge folds no line anew


def catalog_paths(locale_dir: Path, tag: str) -> list[Path]:
    """List the catalogs of a language, in order of name.

    Args:
        locale_dir: the folder that holds a folder for each language.
        tag: BCP 47 tag; the folder is named with underscores, as Sphinx and gettext name it.

    Raises:
        CatalogError: the folder is named with hyphens, so that Sphinx would find no translation.
    """
    folder = locale_dir / folder_name(tag)
    wrong = locale_dir / tag
    if wrong != folder and wrong.is_dir() and not folder.is_dir():
        raise CatalogError(
            "Sphinx does not find catalogs in a folder with a hyphen in its name.",
            where=str(wrong.resolve()),
            hint=f"call it {folder.name}.",
        )
    return sorted((folder / "LC_MESSAGES").rglob("*.po"))


def folder_name(tag: str) -> str:
    """Return what gettext calls the folder of a language.

    Args:
        tag: BCP 47 tag.
    """
    return tag.replace("-", "_")


def read_catalog(path: Path) -> polib.POFile:
    """Read a catalog. Whoever asks again gets the same, as long as the file says the same: it is not to be changed.

    Args:
        path: a ``.po`` file.

    Returns:
        Its messages (with line numbers) and header.

    Raises:
        CatalogError: the file is not a catalog; the message names the line.
    """
    path = path.resolve()  # so that messages show no ".." in the middle
    return _parsed(path, _text(path))


def open_catalog(path: Path) -> polib.POFile:
    """Read a catalog that is to be changed.

    Args:
        path: a ``.po`` file.

    Returns:
        Its messages and header, the caller's own.

    Raises:
        CatalogError: the file is not a catalog; the message names the line.
    """
    path = path.resolve()
    return _parse(path, _text(path))


def _parse(path: Path, text: str) -> polib.POFile:
    _insist_on_quotes(path, text)
    try:
        catalog = polib.pofile(text, wrapwidth=WRAP)
    except (OSError, ValueError) as error:
        line = re.search(r"\(line (\d+)\)(?:: (.*))?", str(error))
        if line is None:
            raise CatalogError(f"The catalog cannot be read: {error}", where=str(path), hint=_QUOTES) from error
        raise _syntax(path, int(line[1]), line[2] or "") from error
    _insist_on_sense(path, catalog)
    return catalog


_parsed = cache(_parse)  # a build asks for each catalog four times


def _text(path: Path) -> str:
    """Read a catalog's text, which must be UTF-8 and without a mark before the first letter."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(
            f"The catalog is not in UTF-8 (byte {error.start}: {error.reason}).",
            where=str(path),
            hint="open it in a catalog editor and save it as UTF-8.",
        ) from error
    except OSError as error:
        raise CatalogError(
            f"The catalog cannot be read: {error.strerror}.",
            where=str(path),
            hint="put the catalog back, or remove what stands in its place.",
        ) from error
    if text.startswith("\ufeff"):
        raise CatalogError(
            "The catalog begins with a byte order mark, which gettext does not understand.",
            where=str(path),
            hint="save it as UTF-8 without BOM.",
        )
    return text


def _insist_on_quotes(path: Path, text: str) -> None:
    """Refuse what polib would read and gettext would not, or what no reader should get."""
    for number, line in enumerate(text.split("\n"), start=1):
        control = _CONTROL.search(line)
        if control:
            raise CatalogError(
                f"This line holds U+{ord(control[0]):04X}, a control character that can be neither shown nor printed.",
                where=f"{path}:{number}",
                hint="remove the character; write the line anew if you cannot see it.",
            )
        if line.startswith(_MERGE):
            raise CatalogError(
                f"Two versions of this passage stand side by side, as git leaves them: {line.strip()[:60]}",
                where=f"{path}:{number}",
                hint="keep one version, and remove the other and the lines with <<<<<<<, ======= and >>>>>>>.",
            )
        if not _LINE.fullmatch(line.strip()):
            raise _syntax(path, number, line.strip()[:60])


def _insist_on_sense(path: Path, catalog: polib.POFile) -> None:
    """Refuse a catalog in another encoding, and one with two translations of one message: gettext does so too."""
    charset = re.search(r"charset=(\S+)", catalog.metadata.get("Content-Type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise CatalogError(
            f"The catalog's header says that it is in {charset[1]}; it must be in UTF-8.",
            where=str(path),
            hint='write "Content-Type: text/plain; charset=UTF-8\\n" there.',
        )
    seen: dict[tuple[str | None, str], int] = {}
    for entry in catalog:
        if entry.obsolete:
            continue
        first = seen.setdefault((entry.msgctxt, entry.msgid), entry.linenum or 0)
        if first != entry.linenum:
            raise CatalogError(
                f"The message {entry.msgid[:60]!r} stands here twice; the first is in line {first}.",
                where=f"{path}:{entry.linenum}",
                hint="keep one of the two.",
            )


def _syntax(path: Path, line: int, what: str) -> CatalogError:
    return CatalogError(
        f"The catalog does not parse here{': ' + what if what else ''}.",
        where=f"{path}:{line}",
        hint=_QUOTES,
    )
