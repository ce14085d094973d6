"""Our ``pdf`` builder against stock Sphinx with XeLaTeX: the whole command, the typesetting step alone, peak memory.

    python bench/typesetting.py [RUNS] [guide|large|nastaliq]

Both build the same sources in the same language, from nothing, in turn on the same machine. Printed are the medians and
their ratios. Without latexmk, xelatex and xindy only our side is measured. The typesetting step is all that ``make
latexpdf`` does after Sphinx for stock, and Typst's compiling and what is done to the file afterwards for ours. A first
round is not counted: in it Python stores what it compiled, and LaTeX finds its fonts, as on every machine in use.
What we spend ourselves is the whole command without Typst's compiling and without what stock Sphinx takes to start and
to read the same sources (its builder ``dummy``).
A thousand pages of Nastaliq are built by ours alone, since stock Sphinx cannot set Urdu; they show the memory it takes.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parent.parent
DOCUMENTS = 150  # of the large project; about 700 pages
URDU_DOCUMENTS = 160  # about 1,000 pages
BARS = {"guide": (3.0, 15.0), "large": (2.5, 4.0)}  # how many times faster at least: whole command, typesetting step
MEMORY = {"nastaliq": 2048}  # MiB at most until Typst has compiled
PROJECTS = (*BARS, *MEMORY)
PLAIN = 'project = "Large"\nauthor = "Bench"\nrelease = "1"\nextensions = {}\nlatex_engine = "xelatex"\n'


@dataclass(frozen=True)
class Cost:
    """What one build took.

    Attributes:
        whole: wall seconds of the whole command.
        step: wall seconds of the typesetting step.
        memory: peak of resident memory of its largest process, MiB.
        pages: of the PDF.
        typst: wall seconds of Typst's compiling.
        reading: wall seconds of stock Sphinx to start and to read the same.
        compiling: peak of memory until Typst has compiled, MiB.
    """

    whole: float
    step: float
    memory: float
    pages: int
    typst: float = 0.0
    reading: float = 0.0
    compiling: float = 0.0


# ---------------------------------------------------------------------- projects
def guide(_folder: Path) -> tuple[Path, Path, Path]:
    """Return configuration folders for ours and stock, and the sources: the guide in English."""
    return GUIDE, GUIDE, GUIDE / "source"


def large(folder: Path) -> tuple[Path, Path, Path]:
    """Write a project of many documents, the same for both sides; ours has one extension more.

    Args:
        folder: an empty folder.
    """
    files = sorted((GUIDE / "source").glob("*.rst"))
    return _written(folder, DOCUMENTS, re.findall(r"[a-z]{2,}", " ".join(path.read_text("utf-8") for path in files)))


def nastaliq(folder: Path) -> tuple[Path, Path, Path]:
    """Write a project of a thousand pages in Urdu.

    Args:
        folder: an empty folder.
    """
    texts = (path.read_text("utf-8") for path in sorted((GUIDE / "locale" / "ur" / "LC_MESSAGES").glob("*.po")))
    return _written(folder, URDU_DOCUMENTS, re.findall(r"[\u0621-\u06d3]{2,}", " ".join(texts)))


def _written(folder: Path, documents: int, words: list[str]) -> tuple[Path, Path, Path]:
    source = folder / "source"
    source.mkdir(parents=True)
    names = [f"chapter-{number:03}" for number in range(documents)]
    for number, name in enumerate(names):
        text = "\n".join(_chapter(random.Random(number), words, name))
        (source / f"{name}.rst").write_text(text, encoding="utf-8")
    toctree = "".join(f"   {name}\n" for name in names)
    (source / "index.rst").write_text(f"Large\n=====\n\n.. toctree::\n   :numbered:\n\n{toctree}", encoding="utf-8")
    folders = []
    for side, extensions in (("ours", ["kitabcha"]), ("stock", [])):
        (folder / side).mkdir()
        (folder / side / "conf.py").write_text(PLAIN.format(extensions), encoding="utf-8")
        folders.append(folder / side)
    return folders[0], folders[1], source


def _chapter(chance: random.Random, words: list[str], name: str) -> Iterator[str]:
    def sentence(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence(chance.randint(8, 18)) for _ in range(5))

    yield f".. _{name}:\n\n{name.capitalize()}\n{'=' * 20}\n"
    for number in range(4):
        yield f"Section {number}\n{'-' * 20}\n"
        yield from (paragraph() + "\n" for _ in range(4))
        yield from (f"* {sentence(9)} See :ref:`{name}`." for _ in range(4))
        yield "\n.. list-table::\n   :header-rows: 1\n"
        yield from (f"   * - {sentence(2)}\n     - {sentence(6)}\n     - {sentence(4)}" for _ in range(6))
        yield "\n.. code-block:: python\n\n   def reading(order):\n       return [page for page in order if page]\n"
        yield f"**{sentence(3)}** *{sentence(4)}* ``{chance.choice(words)}``\n\n.. note::\n\n   {sentence(14)}\n"


# ---------------------------------------------------------------------- sides
def ours(conf: Path, plain: Path, source: Path, out: Path, language: str) -> Cost:
    """Build with our ``pdf`` builder.

    Args:
        conf: the folder of ``conf.py``.
        plain: that of stock Sphinx.
        source: the documents.
        out: an empty folder.
        language: its tag.
    """
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-b", "dummy", "-D", f"language={language}"]
    reading, _ = _run([*sphinx, "-c", plain, source, out.with_name(f"{out.name}-read")])
    whole, memory = _run([sys.executable, __file__, "--build", conf, source, out, language])
    step, typst, compiling = map(float, (out / "step.txt").read_text().split())
    return Cost(whole, step, memory, _pages(next(out.glob("*.pdf"))), typst, reading, compiling)


def stock(conf: Path, source: Path, out: Path) -> Cost:
    """Build with Sphinx's ``latex`` builder and then its own Makefile: latexmk, XeLaTeX and xindy.

    Args:
        conf: the folder of ``conf.py``.
        source: the documents.
        out: an empty folder.
    """
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-b", "latex", "-D", "language=en", "-D", "latex_engine=xelatex"]
    writing, first = _run([*sphinx, "-c", conf, source, out])
    file = next(path for path in out.glob("*.tex") if "\\documentclass" in path.read_text("utf-8")[:4000])
    step, second = _run(["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -f"], folder=out, fails=True)
    return Cost(writing + step, step, max(first, second), _pages(file.with_suffix(".pdf")))


def _run(command: list[Any], folder: Path | None = None, *, fails: bool = False) -> tuple[float, float]:
    """Run a command; return its wall seconds and peak memory in MiB."""
    start = time.perf_counter()
    with Path(os.devnull).open("w") as nothing:
        command = list(map(str, command))
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=nothing, stderr=nothing)
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not fails:
        raise SystemExit(f"This failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def environment() -> dict[str, str]:
    """Let Python keep what it compiled, whatever the machine says, but not in our sources."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "kitabcha-bench-pyc")}


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as file:
        return len(file.pages)


def build(conf: Path, source: Path, out: Path, language: str) -> None:
    """Build in this process, with the clock running while the book is typeset.

    Args:
        conf: the folder of ``conf.py``.
        source: the documents.
        out: the output folder.
        language: its tag.
    """
    from sphinx.cmd.build import main

    from kitabcha.pdf.builder import PdfBuilder
    from kitabcha.pdf.compiler import Typesetter

    clocks, peaks = {"step": 0.0, "typst": 0.0}, [0]

    def timed(owner: type, name: str, clock: str) -> None:
        step = getattr(owner, name)

        def measured(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                clocks[clock] += time.perf_counter() - start
                if clock == "typst":
                    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

        setattr(owner, name, measured)

    for name in ("_typeset", "_save"):  # a single book is finished, and waited for, after Typst has set it
        timed(PdfBuilder, name, "step")
    timed(Typesetter, "typeset", "typst")
    settings = [f"language={language}", "kitabcha_papers=letter", "kitabcha_editions=guide"]
    if main(
        ["-q", "-b", "pdf", *(part for row in settings for part in ("-D", row)), "-c", *map(str, (conf, source, out))]
    ):
        raise SystemExit(1)
    (out / "step.txt").write_text(f"{clocks['step']} {clocks['typst']} {max(peaks) / 1024}")


# ---------------------------------------------------------------------- report
def compare(name: str, runs: int) -> None:
    """Measure both sides in turn and print.

    Args:
        name: of the project.
        runs: how many times.
    """
    folder = Path(tempfile.mkdtemp(prefix="kitabcha-bench-"))
    mine, theirs, source = {"guide": guide, "large": large, "nastaliq": nastaliq}[name](folder / "project")
    language = "ur" if name in MEMORY else "en"
    with_tex = name in BARS and all(map(shutil.which, ("make", "latexmk", "xelatex", "xindy")))
    rows: list[tuple[Cost, Cost | None]] = []
    for run in range(runs + 1):
        made = ours(mine, theirs, source, folder / f"ours-{run}", language)
        rows.append((made, stock(theirs, source, folder / f"stock-{run}") if with_tex else None))
    rows = rows[1:]
    shutil.rmtree(folder)
    print(f"\n{name}: {os.cpu_count()} processors, {runs} runs in turn, medians")
    _row("ours", [made for made, _ in rows])
    own, typst = (
        statistics.median(value)
        for value in zip(*((made.whole - made.reading - made.typst, made.typst) for made, _ in rows), strict=True)
    )
    print(f"  ours outside Sphinx's start and reading, and Typst: {own:.2f} s; Typst: {typst:.2f} s (at least as much)")
    others = [other for _, other in rows if other]
    if name in MEMORY:
        most = max(made.compiling for made, _ in rows)
        print(f"  until Typst has compiled {most:.0f} MiB (at most {MEMORY[name]})")
    elif not others:
        print("  stock: latexmk, xelatex or xindy is not installed, so there is nothing to compare with")
    else:
        _row("stock", others)
        _ratios(name, rows)


def _ratios(name: str, rows: list[tuple[Cost, Cost | None]]) -> None:
    for what, index, bar in (("whole command", 0, BARS[name][0]), ("typesetting", 1, BARS[name][1])):
        pairs = [((other.whole, other.step)[index], (made.whole, made.step)[index]) for made, other in rows if other]
        ratio = statistics.median(other / made for other, made in pairs)
        print(f"  {what:14} {ratio:6.1f} times faster (at least {bar:g})")


def _row(side: str, costs: list[Cost]) -> None:
    whole, step, memory = (
        statistics.median(getattr(cost, key) for cost in costs) for key in ("whole", "step", "memory")
    )
    pages = costs[0].pages
    print(f"  {side:6} whole {whole:7.2f} s   typesetting {step:7.2f} s   memory {memory:6.0f} MiB   {pages} pages")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        conf, source, out = map(Path, sys.argv[2:5])
        build(conf, source, out, sys.argv[5])
    else:
        count = int(next((word for word in sys.argv[1:] if word.isdigit()), "3"))
        for project in [word for word in sys.argv[1:] if word in PROJECTS] or PROJECTS:
            compare(project, count)
