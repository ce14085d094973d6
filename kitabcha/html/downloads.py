"""What a reader can take away: the files of a language beside its pages, with their sizes.

Sizes are known only when every file is made, so pages are written with an empty place, and it is filled at the end from
whatever files there are; filling it again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from babel.units import format_unit
from markupsafe import Markup

from kitabcha.edition import Edition
from kitabcha.languages import Language

PLACE = "<!--downloads--><!--/downloads-->"
_PLACE = re.compile(r"<!--downloads-->.*?<!--/downloads-->", re.S)
SECTION = Markup(
    '<nav class="downloads" aria-label="{title}"><p class="downloads-title">{title}</p>\n<ul>\n{rows}\n</ul></nav>'
)
# One row for an edition. A voice that reads links alone gets the row's name too, since "PDF A4" says nothing by itself.
# No heading has an id with a colon.
ROW = Markup('<li><span id="{row}">{name}</span> {links}</li>')
LINK = Markup('<a id="{link}" aria-labelledby="{row} {link}" href="{href}" download>{about}</a>')


@dataclass(frozen=True)
class Download:
    """A file to take away.

    Attributes:
        path: where it is.
        edition: the edition it is of, such as ``large``.
        name: what it is, in the reader's language.
        paper: name of its sheet, such as ``A4``; empty for what is not printed.
        size: in bytes.
    """

    path: Path
    edition: str
    name: str
    paper: str
    size: int


def edition_names(say: Callable[[str], str]) -> dict[str, str]:
    """Name the editions in the reader's language, in the order in which they are offered.

    Args:
        say: the translator of interface words.
    """
    return {
        "onefile": say("The whole guide in one file, for a phone"),
        "guide": say("The guide, to print"),
        "booklet": say("Booklet, to print and fold"),
        "large": say("Large print"),
        "pamphlet": say("Pamphlet, one sheet to fold"),
        "card": say("Cards for a purse"),
        "bilingual": say("In two languages, side by side"),
        "print-sheet": say("How to print"),
    }


def find(out: Path, edition: Edition) -> list[Download]:
    """List the files of a language that are there.

    Args:
        out: the output folder.
        edition: the language's edition.

    Returns:
        The one-file edition, then PDF files by edition and paper; an edition without a name of its own comes last.
    """
    names = edition_names(edition.say)
    found = [("onefile", "", out / "html" / f"{edition.name}-{edition.language.tag}.html"), *_pdfs(out, edition)]
    order = [*names, *sorted({kind for kind, _paper, _path in found} - set(names))]
    return [
        Download(path, kind, names.get(kind, kind.replace("-", " ")), paper, path.stat().st_size)
        for kind, paper, path in sorted(found, key=lambda item: (order.index(item[0]), item[1]))
        if path.is_file()
    ]


def _pdfs(out: Path, edition: Edition) -> Iterator[tuple[str, str, Path]]:
    # Small letters only, so that the files of fa-AF are not taken for those of fa.
    pattern = re.compile(rf"{re.escape(edition.name)}-{re.escape(edition.language.tag)}-([a-z][a-z0-9-]*)-([a-z0-9]+)")
    for path in sorted((out / "pdf").glob("*.pdf")):
        parts = pattern.fullmatch(path.stem)
        if parts:
            yield parts[1], parts[2].capitalize(), path


def size(count: int, language: Language) -> str:
    """Write the size of a file in the words and digits of a language (CLDR).

    Args:
        count: bytes.
        language: the reader's.
    """
    unit, value = ("megabyte", count / 1e6) if count >= 1e6 else ("kilobyte", count / 1e3)
    number = round(value, 1) if value < 10 and unit == "megabyte" else round(value)
    # Other scripts say the unit in their own words, where CLDR has them; its Urdu has an Arabic yeh.
    lengths: tuple[Literal["long", "short"], ...] = ("short",) if language.script == "Latn" else ("long", "short")
    texts = [
        format_unit(number, f"digital-{unit}", length, locale=language.locale, numbering_system="default")
        for length in lengths
    ]
    text = next((text for text in texts if not re.search("[A-Za-z]", text)), texts[-1])
    return language.digits(text.replace("ي", "ی") if language.tag.startswith("ur") else text)


def fill(out: Path, edition: Edition) -> list[Path]:
    """Write the list of files into each page of a language.

    Args:
        out: the output folder.
        edition: the language's edition.

    Returns:
        The pages that changed.
    """
    files = find(out, edition)
    folder = out / "html" / edition.language.tag
    changed = []
    for page in sorted(folder.rglob("*.html")):
        old = page.read_text(encoding="utf-8")
        up = "../" * (len(page.relative_to(folder).parts))
        section = PLACE.replace("><!", f">{_section(files, out / 'html', up, edition)}<!") if files else PLACE
        new = _PLACE.sub(lambda _match, section=section: section, old)  # type: ignore[misc]
        if new != old:
            _replace(page, new)
            changed.append(page)
    return changed


def _replace(page: Path, text: str) -> None:
    """Write a page whole or not at all."""
    fresh = page.with_name(f".{page.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(page)


def _section(files: Iterable[Download], html: Path, up: str, edition: Edition) -> Markup:
    rows = [
        ROW.format(
            row=f"get:{kind}",
            name=same[0].name,
            links=Markup(" ").join(_link(file, html, up, edition) for file in same),
        )
        for kind, same in ((kind, list(group)) for kind, group in groupby(files, key=lambda file: file.edition))
    ]
    return SECTION.format(title=edition.say("Download this guide"), rows=Markup("\n").join(rows))


def _link(file: Download, html: Path, up: str, edition: Edition) -> Markup:
    """Write the link to a file: its kind, its paper and its size."""
    own, inside = edition.language, file.path.is_relative_to(html)
    kind = f"PDF {file.paper}" if file.paper else "HTML"
    row = f"get:{file.edition}"
    return LINK.format(
        row=row,
        link=f"{row}-{file.paper or kind}".lower(),
        href=up + (file.path.name if inside else f"../pdf/{file.path.name}"),
        about=Markup(own.between.join((_run(kind, own), size(file.size, own)))),
    )


def _run(text: str, own: Language) -> str:
    """Write a Latin word so that it keeps its order and is read as one."""
    return f'<bdi dir="ltr" lang="en">{text}</bdi>' if own.is_rtl else text
