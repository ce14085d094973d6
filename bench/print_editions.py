"""What all print editions cost: every language, edition and paper, against one stock HTML build in one language.

    python bench/print_editions.py [RUNS]

The two take turns on the same machine; the first round is not counted. Printed are the medians of the wall time, their
ratio, and the processor time of our build inside Typst's compiling and outside it.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typesetting import environment

GUIDE = Path(__file__).parent.parent


def stock(folder: Path) -> None:
    """Build HTML in the source's language with Sphinx's own theme and builder, from nothing."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-D", "html_theme=alabaster", "-D", "language=en"]
    _run([*command, "-c", str(GUIDE), str(GUIDE / "source"), str(folder)])


def ours(folder: Path) -> None:
    """Build all print editions in all languages on all papers, from nothing."""
    _run([sys.executable, __file__, "--build", str(folder)])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, env=environment(), stderr=subprocess.DEVNULL)


def build_and_count(out: Path) -> None:
    """Build in this process and its workers; write the processor time inside Typst to ``typst.txt``."""
    from kitabcha.build import build
    from kitabcha.edition import EDITIONS
    from kitabcha.pdf.compiler import Typesetter
    from kitabcha.project import open_project

    out.mkdir(parents=True, exist_ok=True)
    note = out / "typst.txt"
    typeset = Typesetter.typeset

    def counted(*given: Any, **named: Any) -> None:
        start = time.process_time() - _finishing()
        try:
            typeset(*given, **named)
        finally:
            with note.open("a") as file:
                file.write(f"{time.process_time() - _finishing() - start}\n")

    Typesetter.typeset = counted  # type: ignore[method-assign]  # the workers are forks of this process
    editions = [edition for edition in EDITIONS if edition not in ("html", "onefile")]
    done = build(open_project(GUIDE), editions=editions, out=out, progress=lambda *_said: None)
    if done.failed:
        raise SystemExit("\n".join(result.error for result in done.results))


def _finishing() -> float:
    """Return the processor time of the thread that finishes what was typeset before."""
    threads = [thread.ident for thread in threading.enumerate() if thread.name.startswith("finisher")]
    return sum(time.clock_gettime(time.pthread_getcpuclockid(ident)) for ident in threads if ident)


def timed(work: Callable[[Path], None]) -> tuple[float, float, float, int]:
    """Run in an empty folder.

    Returns:
        Wall seconds, processor seconds of it all, of these inside Typst, and the number of PDF files.
    """
    folder = Path(tempfile.mkdtemp(prefix="kitabcha-bench-"))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work(folder / "out")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    note = folder / "out" / "typst.txt"
    inside = sum(map(float, note.read_text().split())) if note.is_file() else 0.0
    files = len(list((folder / "out" / "pdf").glob("*.pdf")))
    shutil.rmtree(folder)
    return wall, spent, inside, files


def main(runs: int) -> None:
    """Compare and print."""
    rows = [(timed(stock), timed(ours)) for _ in range(runs + 1)][1:]
    base, made = (statistics.median(pair[index][0] for pair in rows) for index in (0, 1))
    ratio = statistics.median(pair[1][0] / pair[0][0] for pair in rows)
    spent, inside = (statistics.median(pair[1][index] for pair in rows) for index in (1, 2))
    outside = spent - inside
    print(f"{os.cpu_count()} processors, {runs} runs in turn, medians")
    print(f"stock sphinx-build -b html, one language {base:8.2f} s")
    print(f"all print editions, {rows[0][1][3]:3} files          {made:8.2f} s   {ratio:5.1f} times (at most 10)")
    print(f"processor time inside Typst's compiling  {inside:8.2f} s")
    print(f"processor time outside it                {outside:8.2f} s   {outside / inside:5.2f} of it (at most 1)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build_and_count(Path(sys.argv[2]))
    else:
        main(int((sys.argv[1:] or ["3"])[0]))
