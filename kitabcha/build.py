"""Build editions: one worker process for each language, HTML and PDF from the same read, results as data.

Sphinx keeps its translations in a global of the process, so languages never share one.
"""

from __future__ import annotations

import gc
import io
import json
import multiprocessing
import os
import re
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kitabcha import manifest
from kitabcha.catalogs.files import catalog_paths, read_catalog
from kitabcha.edition import EDITIONS, edition
from kitabcha.errors import KitabchaError, OutputError
from kitabcha.explain import explained
from kitabcha.html import downloads, outside
from kitabcha.html.chooser import write_chooser
from kitabcha.languages import language
from kitabcha.output import fault_of_disk
from kitabcha.project import Project

STEPS = 7  # read, translate, prepare, write, typeset, impose, finish
COSTS = {"ur": 3, "ar": 2, "fa": 2, "en": 1}  # how long a language takes, by its row of the type tables
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # ECMA-48, 8.3.117
STOPPED = KitabchaError(
    "The worker was stopped from outside, perhaps for want of memory. Results of before are as they were.",
    hint="close other programs, or build one language at a time: kitabcha build -l LANGUAGE.",
)
BUILDERS = (("html", 4, "writing HTML"), ("onefile", 4, "writing HTML in one file"), ("pdf", 5, "typesetting"))


@dataclass(frozen=True)
class Job:
    """What one worker makes.

    Attributes:
        tag: the language.
        editions: names from `edition.EDITIONS`.
        papers: names of sheets.
        out: the output folder.
        digest: hash of everything it is made from.
    """

    tag: str
    editions: tuple[str, ...]
    papers: tuple[str, ...]
    out: Path
    digest: str

    @property
    def work(self) -> Path:
        """Where doctrees and half-done things lie."""
        return self.out / ".work" / self.tag

    @property
    def stamp(self) -> Path:
        """The note of what was last made."""
        return self.work / "done.json"


@dataclass(frozen=True)
class Result:
    """What a worker made of a job.

    Attributes:
        tag: the language.
        title: title of the guide in this language.
        files: paths relative to the output folder.
        warnings: messages of Sphinx and ours, one a line.
        error: why it failed; empty if it did not.
        seconds: how long it took.
        fresh: whether nothing had changed, so nothing was done.
    """

    tag: str
    title: str = ""
    files: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    seconds: float = 0.0
    fresh: bool = False


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
        made = {result.tag: result for result in _run(project, todo, progress)}
        done.results = [made.get(result.tag, result) for result in done.results]
    try:
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
    note = _note(job)
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
    """Run each job in a process of its own, as many at a time as there are processors."""
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    # Those that take longest begin first, so that no processor is idle at the end.
    waiting, results = sorted(jobs, key=lambda job: COSTS.get(language(job.tag).profile, 1)), []
    running: dict[Connection, Job] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            job = waiting.pop()
            ours, theirs = context.Pipe(duplex=False)
            given = (project.folder, project.source, project.locale_dirs, job, theirs)
            context.Process(target=_work, args=given, daemon=True).start()  # none outlives us
            theirs.close()
            running[ours] = job
        for answer in wait(list(running)):
            assert isinstance(answer, Connection)
            try:
                event = answer.recv()
            except EOFError:
                event = Result(running[answer].tag, error=str(STOPPED))
            if isinstance(event, Result):
                results.append(event)
                del running[answer]
                answer.close()
            else:
                progress(*event)
    return results


def _work(folder: Path, source: Path, locale_dirs: Sequence[Path], job: Job, answer: Connection) -> None:
    """Make the editions of one language; every fault becomes part of the result that is sent back."""
    start = time.perf_counter()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one ends the others
    gc.disable()  # a worker lives for seconds; looking for circles in its trees would take a tenth of them
    warnings = io.StringIO()
    title, error = "", ""
    files: list[str] = []
    try:
        for path in (path for folder in locale_dirs for path in catalog_paths(folder, job.tag)):
            read_catalog(path)  # a bad one stops the language at once; Sphinx would leave its sentences out
        title, files = _make(folder, source, job, warnings, lambda step, what: answer.send((job.tag, step, what)))
    except Exception as fault:
        error = str(explained(fault, source) or _fault_of_ours(job, fault))
    result = Result(job.tag, title, tuple(files), _lines(warnings), error, time.perf_counter() - start)
    if not error:
        _remember(job, result)
    answer.send(result)


def _remember(job: Job, result: Result) -> None:
    """Note what was made; what else was made of the same sources before stays noted."""
    note = {**asdict(result), "digest": job.digest, "editions": job.editions, "papers": job.papers}
    old = _note(job)
    if old and old["digest"] == job.digest and set(old["papers"]) == set(job.papers):
        note["editions"] = sorted({*job.editions, *old["editions"]})
        note["files"] = sorted({*result.files, *(file for file in old["files"] if (job.out / file).is_file())})
    job.stamp.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def _note(job: Job) -> dict[str, Any] | None:
    try:
        note = json.loads(job.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.keys() >= {"digest", "editions", "papers", "files"} else None


def _fault_of_ours(job: Job, fault: Exception) -> KitabchaError:
    """Write the traceback of a fault that is no user's into a file, and say so."""
    note = job.work / "fault.txt"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    return KitabchaError(
        f"This is a fault of Kitabcha or of an extension, not yours: {type(fault).__name__}: {fault}.",
        where=str(note),
        hint="please report it with this file.",
    )


def _make(
    folder: Path, source: Path, job: Job, warnings: io.StringIO, say: Callable[[int, str], None]
) -> tuple[str, list[str]]:
    say(1, "reading, translating and preparing the text")
    files: list[str] = []
    title = ""
    for builder, step, what in BUILDERS:
        if not any(_builder_of(name) == builder for name in job.editions):
            continue
        out = job.work / builder
        shutil.rmtree(out, ignore_errors=True)
        # Each builder gets an application of its own; the second finds the doctrees of the first and reads nothing.
        with patch_docutils(folder), docutils_namespace():
            app = Sphinx(
                source,
                folder,
                out,
                job.work / "doctrees",
                builder,
                confoverrides={
                    "language": job.tag.replace("-", "_"),
                    "kitabcha_papers": list(job.papers),
                    "kitabcha_editions": list(job.editions),
                },
                status=None,
                warning=warnings,
            )
            app.connect("env-updated", partial(_announce, say, step, what))
            if builder == "pdf" and "booklet" in job.editions:
                app.connect("build-finished", lambda _app, _error: say(6, "laying pages out on sheets"), priority=400)
            app.build()
            title = app.env.titles[app.config.root_doc].astext()
        targets = {"html": job.out / "html" / job.tag, "onefile": job.out / "html", "pdf": job.out / "pdf"}
        files += _publish(out, targets[builder], whole=builder == "html")
    return title, [str(Path(file).relative_to(job.out)) for file in files]


def _builder_of(edition: str) -> str:
    return edition if edition in ("html", "onefile") else "pdf"


def _announce(say: Callable[[int, str], None], step: int, what: str, app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Tell that the texts have been read (Sphinx event ``env-updated``, which wants names of documents to redo)."""
    say(step, what)
    return []


def _publish(made: Path, target: Path, *, whole: bool) -> list[str]:
    """Put finished files in their place: a whole folder at once, or file by file beside those of other languages."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if whole:
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        made.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        return sorted(str(path) for path in target.rglob("*") if path.is_file())
    target.mkdir(exist_ok=True)
    files = []
    for path in sorted([*made.glob("*.pdf"), *made.glob("*.html")]):
        path.replace(target / path.name)
        files.append(str(target / path.name))
    return files


def _lines(warnings: io.StringIO) -> tuple[str, ...]:
    """Take the warnings apart; Sphinx colours them and each builder repeats some."""
    lines = _COLOUR.sub("", warnings.getvalue()).splitlines()
    return tuple(dict.fromkeys(line for line in lines if line.strip()))


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
