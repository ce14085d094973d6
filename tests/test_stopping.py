"""A build that is stopped: by Ctrl-C, by SIGTERM, or by the death of a worker. Nothing stays half-done or runs on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Guide
from tests.test_build import run, small

__all__ = ["small"]
# A project whose workers say who they are and then never end.
SLOW = """

def setup(app):
    app.connect("env-updated", _sleep)


def _sleep(app, env):
    import os, pathlib, time
    name = pathlib.Path(app.confdir) / f"worker-{env.config.language}"
    part = name.with_name(f"part-{name.name}")  # seen only when it is written
    part.write_text(str(os.getpid()))
    part.rename(name)
    time.sleep(120)
"""


@pytest.fixture
def slow(small: Guide) -> Guide:
    """A guide that was built once and never comes to an end since."""
    run(small, "build", "-e", "html")
    conf = small.folder / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    return small


@contextmanager
def building(guide: Guide, *arguments: str, workers: int = 1) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Begin a build and wait until its workers sleep; they and it are gone afterwards, whatever the test finds."""
    command = [sys.executable, "-m", "kitabcha", "build", "-e", "html", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    pids: list[int] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background ignores it
    try:
        started = subprocess.Popen(
            command, cwd=guide.folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with started as process:
        try:
            deadline = time.monotonic() + 60
            while len(notes := list(guide.folder.glob("worker-*"))) < workers and time.monotonic() < deadline:
                time.sleep(0.05)
            pids += [int(note.read_text()) for note in notes]
            assert len(pids) == workers
            yield process, pids
        finally:
            for pid in filter(is_running, pids):
                os.kill(pid, signal.SIGKILL)
            process.kill()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def results(guide: Guide) -> dict[str, bytes]:
    out = guide.folder / "build"
    files = (path for path in out.rglob("*") if path.is_file() and ".work" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_a_stopped_build_ends_its_workers_and_leaves_the_results_as_they_were(
    slow: Guide, number: signal.Signals
) -> None:
    before = results(slow)
    with building(slow, "-l", "en") as (process, workers):
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 1 and "stopped; nothing half-done" in said and "Traceback" not in said, said
        assert not any(map(is_running, workers))
    assert results(slow) == before and "html/en/index.html" in before


def test_a_worker_that_dies_is_told_and_the_other_language_is_not_lost(slow: Guide) -> None:
    before = results(slow)
    conf = slow.folder / "conf.py"
    conf.write_text(
        conf.read_text("utf-8").replace("    import os,", "    if env.config.language == 'en': return\n    import os,")
    )
    with building(slow, "--strict") as (process, workers):
        os.kill(workers[0], signal.SIGKILL)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 1 and "ar: The worker was stopped from outside" in said, said
        assert "en: " in said and "files in" in said and "Traceback" not in said, said
    after = results(slow)
    assert {name: data for name, data in after.items() if name.startswith("html/ar/")} == {
        name: data for name, data in before.items() if name.startswith("html/ar/")
    }


def test_the_next_build_makes_what_a_stopped_one_did_not(slow: Guide) -> None:
    with building(slow, "-l", "en") as (process, _):
        process.terminate()
        process.communicate(timeout=60)
    conf = slow.folder / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace(SLOW, ""), encoding="utf-8")
    slow.write({"source/chapter.rst": "Chapter\n=======\n\nWords after the stop.\n"})
    run(slow, "build", "-e", "html")
    page = Path(slow.folder, "build", "html", "en", "chapter.html").read_text(encoding="utf-8")
    assert "Words after the stop." in page
