"""The writer, case by case: what each piece of reStructuredText becomes in Typst.

A case in ``cases/*.txt`` is a title, the source and the expected Typst, each ended by a line with a full stop. To add
one, write title and source and run ``pytest tests/pdf/test_cases.py --update-golden``; then read what was written.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CONF, REPOSITORY, Guide
from tests.pdf.writing import without_places, write

FOLDER = Path(__file__).parent / "cases"
SETTINGS: dict[str, Any] = {
    "extensions": ["kitabcha", "sphinx.ext.todo", "sphinx.ext.ifconfig"],
    "todo_include_todos": True,
    "numfig": True,
    "suppress_warnings": ["ref.footnote"],  # a footnote without a mark is a case too
}
OWN_SETTINGS = {"arabic": {"language": "ar", "kitabcha_source_language": "ar"}}  # by name of the file


@dataclass
class Case:
    """One triplet."""

    file: str
    title: str
    rst: str
    typst: str


def read(path: Path) -> Iterator[Case]:
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    assert parts.pop().strip() == "", f"{path.name}: a case ends with a line that holds a full stop"
    assert len(parts) % 3 == 0, f"{path.name}: a case has a title, a source and an expected text"
    for title, rst, typst in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield Case(path.stem, title.strip(), rst + "\n", typst)


CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in read(path)]
FILES = sorted({case.file for case in CASES})


def name_of(case: Case) -> str:
    """Name the document of a case."""
    return f"{case.file}-{[other for other in CASES if other.file == case.file].index(case)}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, update_golden: bool) -> dict[str, str]:
    """The Typst of all cases, made by one run of Sphinx for each kind of settings."""
    found: dict[str, str] = {}
    for files in ({file for file in FILES if file not in OWN_SETTINGS}, *({file} for file in OWN_SETTINGS)):
        folder = tmp_path_factory.mktemp("cases")
        (folder / "conf.py").write_text(CONF, encoding="utf-8")
        pictures(folder / "source")
        documents = {name_of(case): case.rst for case in CASES if case.file in files}
        made, warnings = write(folder, documents, **SETTINGS, **OWN_SETTINGS.get(min(files), {}))
        assert warnings == ""
        found |= {name: without_places(typst) for name, typst in made.items()}
    if update_golden:
        for file in FILES:
            triplets = [f"{c.title}\n.\n{c.rst}.\n{found[name_of(c)]}\n.\n" for c in CASES if c.file == file]
            (FOLDER / f"{file}.txt").write_text("\n".join(triplets), encoding="utf-8")
    return found


def pictures(source: Path) -> None:
    """Put pictures of several formats beside the sources."""
    from PIL import Image

    source.mkdir(exist_ok=True)
    for suffix in ("png", "jpg", "gif", "webp"):
        Image.new("RGB", (40, 20), "white").save(source / f"box.{suffix}")
    shutil.copyfile(REPOSITORY / "tests" / "pdf" / "cases" / "box.svg", source / "box.svg")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_case(case: Case, written: dict[str, str], update_golden: bool) -> None:
    assert update_golden or written[name_of(case)] == case.typst


def test_titles_tell_the_cases_of_a_file_apart() -> None:
    titles = [(case.file, case.title) for case in CASES]
    assert len(titles) == len(set(titles))


def test_the_cases_can_be_typeset(guide: Guide) -> None:
    """All of them in one book; Typst refuses what it does not understand and what breaks PDF/UA-1."""
    cases = [case for case in CASES if case.file not in OWN_SETTINGS]
    names = [name_of(case) for case in cases]
    files = {
        f"source/{name}.rst": f"{case.title}\n{'=' * 80}\n\n{case.rst}" for name, case in zip(names, cases, strict=True)
    }
    toctree = ".. toctree::\n   :numbered:\n\n" + "".join(f"   {name}\n" for name in names)
    guide.write({"source/index.rst": f"Guide\n=====\n\n{toctree}", **files})
    pictures(guide.folder / "source")
    assert guide.pdf(**SETTINGS).stat().st_size
