"""Typst: fonts from the package only; its reports lead back to the source."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.errors import FontError, KitabchaError, TypesetError
from kitabcha.fonts.faces import font_dir
from kitabcha.output import fault_of_disk
from kitabcha.pdf.images import convert

logger = get_logger(__name__)
TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = (
    "a-2a",
    "ua-1",
)  # archived for long, and readable aloud; Typst checks both when it writes
_ORIGIN = re.compile(r"/\*@(.+?):(\d+)\*/")
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_PLACE = re.compile(r"([\w./-]+\.typ):(\d+)")


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Load the vendored fonts; those of the system are never consulted, so a page is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_dir())])


def prepare_folder(
    folder: Path,
    main: str,
    images: Mapping[str, str],
    drawings: Mapping[str, str],
    *,
    facing: bool = False,
) -> Path:
    """Lay out a folder for Typst: templates, pictures and the main file.

    Args:
        folder: an empty or older folder.
        main: Typst source.
        images: names in the folder by path of the picture.
        drawings: SVG by name in the folder.
        facing: whether the templates are needed a second time, for the source's language.

    Returns:
        Path of the main file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for template in TEMPLATES.glob("*.typ"):
        shutil.copyfile(template, folder / template.name)
    if facing:
        prepare_folder(folder / "source", "", {}, {})
        (folder / "source" / "whose.typ").write_text('#let whose = "source"\n', encoding="utf-8")
    for path, name in images.items():
        convert(Path(path), folder / name)
    for name, svg in drawings.items():
        (folder / name).write_text(svg, encoding="utf-8")
    file = folder / "main.typ"
    file.write_text(main, encoding="utf-8")
    return file


class Typesetter:
    """Typst with one book in one format.

    Args:
        file: the main file, in a folder of `prepare_folder`.
        given: what the templates are told, JSON.
    """

    def __init__(self, file: Path, given: str) -> None:
        self.file = file
        self._typst = typst.Compiler(
            str(file), root=str(file.parent), font_paths=fonts(), sys_inputs={"edition": given}
        )

    def typeset(self, pdf: Path, *, timestamp: int, tagged: bool = True) -> None:
        """Write the pages.

        Args:
            pdf: where.
            timestamp: seconds since 1970 for the date inside the file; equal input gives equal bytes.
            tagged: whether people read the file itself; pages that are to be laid out on sheets need no tags.

        Raises:
            TypesetError: Typst cannot set the pages; the message names the place in the source.
            FontError: no font has a character; what is in the guide's documents is checked before.
            OutputError: the file cannot be written.
        """
        try:
            _, warnings = self._typst.compile_with_warnings(
                output=str(pdf),
                format="pdf",
                pdf_standards=[*STANDARDS] if tagged else [],
                pdf_tags=tagged,
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise _report(error, self.file) from error
        except OSError as error:
            raise fault_of_disk(error, pdf) from error
        for warning in warnings:
            place = source_of(str(warning.diagnostic), self.file) or None
            warn(logger, Kind.TYPST, "%s", warning.message, location=place)

    def ask(self, expression: str) -> Any:
        """Evaluate an expression in the book; once it is typeset, Typst knows without laying out anything anew.

        Args:
            expression: Typst code.

        Returns:
            What can be said in JSON.
        """
        return json.loads(self._typst.eval(expression, format="json"))


def timestamp(day: datetime.date) -> int:
    """Return the moment that a file of this version carries: its day at midnight, or SOURCE_DATE_EPOCH.

    Args:
        day: the day of the version.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return int(epoch) if epoch else int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp())


def _report(problem: typst.TypstError, file: Path) -> KitabchaError:
    place = source_of(str(problem.diagnostic), file)
    undrawn = _UNDRAWN.search(problem.message)
    if undrawn:
        return FontError(
            f"No font has what is needed to print {undrawn[1]!r}.",
            where=place,
            hint="use other characters there; if you do not find them, look at the names in conf.py.",
        )
    hints = (
        "; ".join(problem.hints)
        or "change the passage; if it looks right, it is a fault of Kitabcha: please report it."
    )
    return TypesetError(
        f"The page cannot be set: {problem.message}",
        where=place,
        hint=hints,
    )


def source_of(diagnostic: str, file: Path) -> str:
    """Find the place in the guide's sources that a report of Typst is about.

    Args:
        diagnostic: Typst's report with ``main.typ:line`` in it.
        file: the main file.

    Returns:
        ``file:line`` of the last block that began before, or an empty text.
    """
    lines = [int(line) for name, line in _PLACE.findall(diagnostic) if name.endswith(file.name)]
    if not lines:
        return ""
    before = "\n".join(file.read_text(encoding="utf-8").split("\n")[: lines[-1]])
    marks = _ORIGIN.findall(before)
    return ":".join(marks[-1]) if marks else ""
