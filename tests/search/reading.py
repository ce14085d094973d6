"""Read what the tests of searching share: the table of queries and the finished index."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Query:
    """What a reader types, and where it should lead.

    Attributes:
        tag: the language of the pages.
        text: what is typed.
        places: sections as ``page#anchor``; one of them must be among the first five.
        missing: why it is not found today; empty if it is.
    """

    tag: str
    text: str
    places: tuple[str, ...]
    missing: str


def queries() -> list[Query]:
    rows = (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines()
    made = []
    for row in rows:
        if row and not row.startswith("#"):
            tag, text, places, *missing = row.split("\t")
            made.append(Query(tag, text, tuple(places.split()), "".join(missing)))
    return made


def forms() -> list[Query]:
    """Other forms of what is asked in `queries`, with the same places."""
    places = {(query.tag, query.text): query.places for query in queries()}
    rows = [row.split("\t") for row in (HERE / "forms.tsv").read_text(encoding="utf-8").splitlines() if row[0] != "#"]
    return [Query(tag, form, places[tag, text], "") for tag, form, text in rows]


def word_list() -> dict[str, Any]:
    """The words that test Python and JavaScript against each other."""
    loaded: dict[str, Any] = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class IndexFile:
    """The data of an index script."""

    data: dict[str, Any]

    def section(self, place: str) -> list[Any]:
        """The row of a section, named ``page#anchor``."""
        page, _, anchor = place.partition("#")
        return next(
            row for row in self.data["sections"] if (self.data["pages"][row[0]], row[1]) == (f"{page}.html", anchor)
        )

    def places(self) -> list[str]:
        names = [(self.data["pages"][row[0]].removesuffix(".html"), row[1]) for row in self.data["sections"]]
        return [f"{page}#{anchor}" if anchor else page for page, anchor in names]

    def texts(self) -> dict[str, str]:
        """All that a section is found by, by its place."""
        return {
            place: "\n".join([text_of(row[3]), *map(text_of, row[4]), row[5], row[6], row[7]])
            for place, row in zip(self.places(), self.data["sections"], strict=True)
        }


def text_of(passage: str | list[Any]) -> str:
    """The text of a passage, which comes as a text or as a joiner and runs."""
    if isinstance(passage, str):
        return passage
    return str(passage[0]).join(run if isinstance(run, str) else run[0] for run in passage[1:])


def read_index(folder: Path) -> IndexFile:
    """Read the index script of one language."""
    script = (folder / "_static" / "kitabcha-index.js").read_text(encoding="utf-8")
    return IndexFile(json.loads(script.removeprefix("const kitabchaIndex=").removesuffix(";\n")))
