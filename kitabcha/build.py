"""Build editions: one worker process for each language, HTML and PDF from the same read, results as data.

Sphinx keeps its translations in a global of the process, so languages never share one.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

from kitabcha import manifest
from kitabcha.edition import EDITIONS, edition
from kitabcha.errors import KitabchaError, OutputError
from kitabcha.html import downloads, outside
from kitabcha.html.chooser import write_chooser
from kitabcha.languages import language
from kitabcha.output import fault_of_disk
from kitabcha.project import Project
from kitabcha.work import Job, Result, held, load, read_note, work

STEPS = 7  # read, translate, prepare, write, typeset, impose, finish
COSTS = {"ur": 3, "ar": 2, "fa": 2, "en": 1}  # how long a language takes, by its row of the type tables
STOPPED = KitabchaError(
    "The worker was stopped from outside, perhaps for want of memory. Results of before are as they were.",
    hint="close other programs, or build one language at a time: kitabcha build -l LANGUAGE.",
)

Progress = Callable[[str, int, str], None]


@dataclass
class Build:
    """A whole build.

    Attributes:
        results: one for each language, in the order asked for.
        out: the output folder.
    """

    out: Path
    results: list[Result] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether any language failed."""
        return any(result.error for result in self.results)


def build(
    project: Project,
    *,
    languages: Iterable[str] = (),
    editions: Iterable[str] = (),
    papers: Iterable[str] = (),
    out: Path,
    progress: Progress,
) -> Build:
    """Build editions of a guide.

    Args:
        project: the guide.
        languages: tags; all if there are none.
        editions: names; all if there are none.
        papers: names of sheets; those of the settings if there are none.
        out: the output folder.
        progress: called with language, step (1 to 7) and what is being done.

    Returns:
        What was made, and what went wrong.

    Raises:
        KitabchaError: nothing could be begun.
        KeyboardInterrupt: somebody ended it, by Ctrl-C or SIGTERM; its workers are gone, its results whole.
    """
    tags = project.chosen(languages)
    _apart(project, out)
    _writable(out)
    jobs = [
        Job(
            tag,
            tuple(editions) or tuple(project.config.kitabcha_editions) or EDITIONS,
            tuple(papers) or tuple(project.config.kitabcha_papers),
            out,
            project.digest(tag, apart=out),
        )
        for tag in tags
    ]
    done = Build(out, [_fresh(job) or Result(job.tag) for job in jobs])
    todo = [job for job, result in zip(jobs, done.results, strict=True) if not result.fresh]
    if todo:
        shutil.rmtree(todo[0].source_doctrees, ignore_errors=True)  # it holds for this build alone
        with _ending_when_told():
            made = {result.tag: result for result in _run(project, todo, progress)}
        done.results = [made.get(result.tag, result) for result in done.results]
    try:
        with held():
            _finish(project, done)
    except OSError as error:
        raise fault_of_disk(error) from error
    return done


def _apart(project: Project, out: Path) -> None:
    """Refuse to write where the guide itself stands: results would mix with sources, and replace them."""
    own = [project.source, *project.locale_dirs] if project.source != project.folder else list(project.locale_dirs)
    if out == project.folder or any(out == folder or folder in out.parents for folder in own):
        raise OutputError(
            "The results cannot go where the guide itself is.",
            where=str(out),
            hint="choose a folder of its own with -o, such as -o build.",
        )


def _writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"The output folder cannot be written: {error.strerror}.",
            where=str(out),
            hint="choose another one with -o, or change its permissions.",
        ) from error


def _fresh(job: Job) -> Result | None:
    """Return the last result if nothing has changed since and all its files are still there."""
    note = read_note(job)
    if note is None:
        return None
    same = (
        note["digest"] == job.digest
        and set(job.editions) <= set(note["editions"])
        and set(job.papers) <= set(note["papers"])
    )
    if not same or not all((job.out / file).is_file() for file in note["files"]):
        return None
    return Result(job.tag, note["title"], tuple(note["files"]), tuple(note["warnings"]), fresh=True)


# ---------------------------------------------------------------------- workers
def _run(project: Project, jobs: Sequence[Job], progress: Progress) -> list[Result]:
    """Run each job in a process of its own, few more at a time than there are processors; none outlives this call."""
    workers: list[BaseProcess] = []
    try:
        return list(_results(project, jobs, progress, workers))
    finally:
        with held():
            for worker in workers:
                worker.terminate()  # does nothing to one that has ended
            for worker in workers:
                worker.join()


def _results(project: Project, jobs: Sequence[Job], progress: Progress, workers: list[BaseProcess]) -> Iterator[Result]:
    """Begin a worker for each job, hand out its progress and yield its result; `workers` gets each that is begun."""
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    load(project.locale_dirs, [job.tag for job in jobs])
    processors = os.cpu_count() or 1
    # Those that take longest begin first, and one more than there are processors runs, so that none is idle at the end.
    waiting = sorted(jobs, key=lambda job: COSTS.get(language(job.tag).profile, 1))
    running: dict[Connection, Job] = {}
    begun = 0
    while waiting or running:
        while waiting and len(running) <= processors:
            # The one that takes longest has a processor for itself; one that begins later goes before the rest.
            patience = 0 if begun == 0 else 10 if begun <= processors else 5
            job = replace(waiting.pop(), spare=len(jobs) < processors, patience=patience)
            begun += 1
            ours, theirs = context.Pipe(duplex=False)
            given = (project.folder, project.source, project.locale_dirs, job, theirs)
            worker = context.Process(target=work, args=given, daemon=True)
            with held():
                worker.start()
                workers.append(worker)
            theirs.close()
            running[ours] = job
        for answer in wait(list(running)):
            assert isinstance(answer, Connection)
            try:
                event = answer.recv()
            except EOFError:
                event = Result(running[answer].tag, error=str(STOPPED))
            if isinstance(event, Result):
                yield event
                del running[answer]
                answer.close()
            else:
                progress(*event)


@contextmanager
def _ending_when_told() -> Iterator[None]:
    """Take SIGTERM, as servers and ``timeout`` send it, like Ctrl-C, so that the workers are ended too."""
    if threading.current_thread() is not threading.main_thread():  # only there Python can be told of signals
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# ---------------------------------------------------------------------- the end
def _title(out: Path, tag: str) -> str:
    """Return the guide's title in a language, as it was when that was last built."""
    try:
        note = json.loads((out / ".work" / tag / "done.json").read_text(encoding="utf-8"))
        return str(note["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _finish(project: Project, done: Build) -> None:
    """Write what belongs to all languages together: chooser, lists of files and addresses, manifest."""
    good = [result for result in done.results if not result.error]
    editions = {}
    for result in good:
        config = project.config
        editions[result.tag] = edition(config, project.source, tag=result.tag)
    changed: list[Path] = []
    html = done.out / "html"
    ready = [tag for tag in project.languages if (html / tag / "index.html").is_file()]
    if ready:
        every = [editions.get(tag) or edition(project.config, project.source, tag=tag) for tag in ready]
        titles = {tag: _title(done.out, tag) or project.config.project for tag in ready}
        # Sizes are known only now that every file is made.
        changed = [page for one in every for page in downloads.fill(done.out, one)]
        write_chooser(done.out, every, titles)
        outside.write_list(html, done.out / "links.json")
    names = [page.relative_to(done.out).as_posix() for page in changed]
    manifest.write(done.out, {result.tag: (editions[result.tag], result.files) for result in good}, names)
