"""The documentation of projects that nobody here wrote: all its words are on paper, in a file that can be read aloud."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.conftest import REPOSITORY
from tests.once import once
from tests.pdf import readable
from tests.pdf.poppler import poppler

PINS = Path(__file__).with_name("real_projects.txt")
CACHE = REPOSITORY / ".sdists"  # kept, so that only the first run needs the network
PROJECTS = {
    name: (version, digest)
    for name, version, digest in re.findall(r"^(\w+)==(\S+) --hash=sha256:(\w+)$", PINS.read_text("utf-8"), re.M)
}
WARNINGS = "warnings.txt"  # what Sphinx said
BAR = 0.995
MARGINS = ("-x", "0", "-y", "60", "-W", "612", "-H", "672")  # pt: the page without running head and foot
# What a project's own sources lack; everything else that we warn of would be a fault of the writer.
FAULTS_OF_SOURCES = {"missing_alt", "missing_glyph", "missing_image"}


@dataclass(frozen=True)
class Printed:
    """What `sphinx-build -b pdf` made of a project."""

    pdf: Path
    words: list[str]
    warnings: str


def fetch() -> None:
    """Have pip bring the source distributions that are not there yet."""
    if all(_is_here(name) for name in PROJECTS):
        return
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--no-binary", ",".join(PROJECTS), "--requirement", str(PINS), "--dest", str(CACHE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    if os.environ.get("CI") or "HASHES" in done.stderr:
        pytest.fail(
            f"The source distributions are not as pinned, or cannot be had though CI needs them:\n{done.stderr}"
        )
    pytest.skip(f"The source distributions cannot be had: {done.stderr.strip().splitlines()[-1]}")


def _is_here(name: str) -> bool:
    path = _archive(name)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == PROJECTS[name][1]


def _archive(name: str) -> Path:
    return CACHE / f"{name}-{PROJECTS[name][0]}.tar.gz"


def print_project(name: str, folder: Path) -> None:
    """Print the documentation of a project in a process of its own."""
    with tarfile.open(_archive(name)) as archive:
        archive.extractall(folder, filter="data")
    docs = next(folder.glob("*/docs"))
    command = [sys.executable, "-m", "sphinx", "-b", "pdf", "-q", "--no-color"]
    command += ["-c", str(REPOSITORY / "tests" / "roots" / "real")]
    environment = {
        **os.environ,
        "KITABCHA_REAL_CONF": str(docs / "conf.py"),
        "PYTHONPATH": str(REPOSITORY),
    }
    command += [str(docs), str(folder / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / WARNINGS).write_text(done.stderr, encoding="utf-8")


def printed_in(folder: Path) -> Printed:
    """Read what `print_project` left in a folder."""
    words = json.loads((folder / "out" / readable.FILE).read_text("utf-8"))
    every = [word for document in words.values() for word in document]
    return Printed(next(folder.glob("out/*.pdf")), every, (folder / WARNINGS).read_text("utf-8"))


@pytest.fixture(scope="module")
def printing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Printed]:
    """Print a project, each once."""
    once(tmp_path_factory, "sdists", lambda _folder: fetch())
    return lambda name: printed_in(once(tmp_path_factory, name, partial(print_project, name)))


def body(pdf: Path) -> list[str]:
    """Read the lines of a book but for contents, index, running heads and feet, which say words a second time."""
    done = poppler("pdftotext", "-raw", *MARGINS, str(pdf), "-")
    pages = done.stdout.split("\f")[:-1]
    with pypdfium2.PdfDocument(pdf) as document:
        outline = [(row.get_title(), row.get_dest().get_index()) for row in document.get_toc(max_depth=1)]
    starts = dict(outline)
    contents = next(number for number, page in enumerate(pages) if page.startswith("Contents\n"))
    text = pages[:contents] + pages[outline[0][1] : starts.get("Index", starts["About this copy"])]
    return "".join(text).splitlines()


def lost(words: list[str], lines: list[str]) -> Counter[str]:
    """Count the words that a book should say more often than it does.

    A word may be broken at the end of a line; its two parts then count as the word, and no longer as words.
    """
    found: Counter[str] = Counter()
    ends = []
    previous = ""
    for line in lines:
        parts = readable.words_of(line)
        found.update(parts)
        broken = re.sub("[-\u00ad\u2010]$", "", previous)
        if parts and broken and broken[-1].isalnum() and line[0].isalnum():
            ends.append((readable.words_of(broken)[-1], parts[0]))
        previous = line
    wanted = Counter(words)
    missing = wanted - found
    spare = found - wanted
    for left, right in ends:
        whole = left + right
        if missing[whole] and spare[left] and spare[right]:
            missing[whole] -= 1
            spare.subtract([left, right])
    return +missing


@pytest.mark.parametrize("name", PROJECTS)
def test_the_words_of_real_projects_are_all_on_paper(printing: Callable[[str], Printed], name: str) -> None:
    printed = printing(name)
    missing = lost(printed.words, body(printed.pdf))
    share = 1 - missing.total() / len(printed.words)
    assert share >= BAR, f"{share:.3%} of {len(printed.words)} words; lost: {missing.most_common(50)}"
    print(f"{name}: {share:.3%} of {len(printed.words)} words; lost: {missing.most_common(20)}")


@pytest.mark.parametrize("name", PROJECTS)
def test_real_projects_meet_no_unknown_node_and_no_fault_of_typst(
    printing: Callable[[str], Printed], name: str
) -> None:
    warnings = printing(name).warnings
    ours = [line for line in warnings.splitlines() if "[kitabcha." in line]
    assert [line for line in ours if line.rpartition("[kitabcha.")[2].rstrip("]") not in FAULTS_OF_SOURCES] == []


@pytest.mark.parametrize("name", PROJECTS)
def test_real_projects_become_tagged_pdf_that_says_so(printing: Callable[[str], Printed], name: str) -> None:
    with pikepdf.open(printing(name).pdf) as pdf, pdf.open_metadata() as metadata:
        assert bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("en")
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
