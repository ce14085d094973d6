"""What one worker does: all editions of one language, HTML and PDF from the same read, the result as data."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx, builtin_extensions
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

import kitabcha
from kitabcha.catalogs.files import catalog_paths, read_catalog
from kitabcha.errors import CatalogError, KitabchaError
from kitabcha.explain import explained, in_catalog
from kitabcha.output import write_whole

BUILDERS = (("html", 4, "writing HTML"), ("onefile", 4, "writing HTML in one file"), ("pdf", 5, "typesetting"))
# What docutils, Sphinx and fontTools import only when they need it.
LATE = (
    "docutils.languages.en",
    "docutils.parsers.rst.languages.en",
    "fontTools.ttLib.tables._c_m_a_p",
    "fontTools.ttLib.tables._m_a_x_p",
    "sphinx.builders.latex.transforms",
    "xml.dom.minidom",
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # ECMA-48, 8.3.117


def load(locale_dirs: Sequence[Path], tags: Iterable[str]) -> None:
    """Import what every worker needs, and read its catalogs, so that those forked afterwards have it.

    Args:
        locale_dirs: where the catalogs are.
        tags: the languages.
    """
    for name in (*builtin_extensions, *LATE, *(f"kitabcha.{part}" for part in kitabcha.PARTS)):
        import_module(name)
    for tag in tags:
        with suppress(CatalogError):  # the worker that needs it will say so
            read_catalogs(locale_dirs, tag)


def read_catalogs(locale_dirs: Sequence[Path], tag: str) -> None:
    """Read all catalogs of a language.

    Args:
        locale_dirs: where they are.
        tag: the language.

    Raises:
        CatalogError: one is no catalog; Sphinx would leave its sentences out.
    """
    for path in (path for folder in locale_dirs for path in catalog_paths(folder, tag)):
        read_catalog(path)


@dataclass(frozen=True)
class Job:
    """What one worker makes.

    Attributes:
        tag: the language.
        editions: names from `edition.EDITIONS`.
        papers: names of sheets.
        out: the output folder.
        digest: hash of everything it is made from.
        spare: whether a processor is left that no other language takes.
        patience: how far it lets other languages go first, as `os.nice` counts it.
    """

    tag: str
    editions: tuple[str, ...]
    papers: tuple[str, ...]
    out: Path
    digest: str
    spare: bool = False
    patience: int = 0

    @property
    def work(self) -> Path:
        """Where doctrees and half-done things lie."""
        return self.out / ".work" / self.tag

    @property
    def source_doctrees(self) -> Path:
        """What was read without translations, which the languages of one build share."""
        return self.out / ".work" / "source"

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


@contextmanager
def held() -> Iterator[None]:
    """Let signals to stop wait until a step is done that must not be left half-done."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where nobody sends them
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def work(folder: Path, source: Path, locale_dirs: Sequence[Path], job: Job, answer: Connection) -> None:
    """Make the editions of one language; every fault becomes part of the result that is sent back.

    Args:
        folder: where ``conf.py`` is.
        source: where the documents are.
        locale_dirs: where the catalogs are.
        job: what to make.
        answer: takes ``(language, step, what is being done)`` and at last the `Result`.
    """
    start = time.perf_counter()
    _heed_signals()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(job.patience)
    gc.disable()  # a worker lives for seconds; looking for circles in its trees would take a tenth of them
    warnings = io.StringIO()
    title, error = "", ""
    files: list[str] = []

    def result() -> Result:
        told = tuple(in_catalog(line, source, locale_dirs, job.tag) for line in _lines(warnings))
        return Result(job.tag, title, tuple(files), told, error, time.perf_counter() - start)

    try:
        read_catalogs(locale_dirs, job.tag)  # a bad one stops the language at once
        title, made = _make(folder, source, job, warnings, lambda step, what: answer.send((job.tag, step, what)))
        with held():  # new files take the place of old ones only when all are made, and then all of them do
            files = [str(path.relative_to(job.out)) for builder, out in made for path in _publish(job, builder, out)]
            _remember(job, result())
    except Exception as fault:
        error = str(explained(fault, source) or _fault_of_ours(job, fault))
    with suppress(BrokenPipeError):  # nobody is there any more to be told
        answer.send(result())


def _heed_signals() -> None:
    """Let the first process decide about Ctrl-C, which reaches every process; end at once when it says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # both were held when this process began
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})


def _remember(job: Job, result: Result) -> None:
    """Note what was made; what else was made of the same sources before stays noted."""
    note = {**asdict(result), "digest": job.digest, "editions": job.editions, "papers": job.papers}
    old = read_note(job)
    if old and old["digest"] == job.digest and set(old["papers"]) == set(job.papers):
        note["editions"] = sorted({*job.editions, *old["editions"]})
        note["files"] = sorted({*result.files, *(file for file in old["files"] if (job.out / file).is_file())})
    write_whole(job.stamp, json.dumps(note, ensure_ascii=False).encode())


def read_note(job: Job) -> dict[str, Any] | None:
    """Read what was made last.

    Args:
        job: what is to be made now.

    Returns:
        The fields of a `Result` and of the job it was made for; nothing if there is no such note.
    """
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
) -> tuple[str, list[tuple[str, Path]]]:
    """Run the builders; returns the title, and the name and output folder of each builder."""
    say(1, "reading, translating and preparing the text")
    made: list[tuple[str, Path]] = []
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
                    "kitabcha_source_doctrees": str(job.source_doctrees),
                    "kitabcha_spare_processor": job.spare,
                    "kitabcha_raises": True,
                },
                status=None,
                warning=warnings,
            )
            app.connect("env-updated", partial(_announce, say, step, what))
            if builder == "pdf" and "booklet" in job.editions:
                app.connect("build-finished", lambda _app, _error: say(6, "laying pages out on sheets"), priority=400)
            app.build()
            title = app.env.titles[app.config.root_doc].astext()
        made.append((builder, out))
    return title, made


def _builder_of(edition: str) -> str:
    return edition if edition in ("html", "onefile") else "pdf"


def _announce(say: Callable[[int, str], None], step: int, what: str, app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Tell that the texts have been read (Sphinx event ``env-updated``, which wants names of documents to redo)."""
    say(step, what)
    return []


def _publish(job: Job, builder: str, made: Path) -> list[Path]:
    """Put finished files in their place: a whole folder at once, or file by file beside those of other languages."""
    targets = {"html": job.out / "html" / job.tag, "onefile": job.out / "html", "pdf": job.out / "pdf"}
    target = targets[builder]
    target.parent.mkdir(parents=True, exist_ok=True)
    if builder == "html":
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        made.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        return sorted(path for path in target.rglob("*") if path.is_file())
    target.mkdir(exist_ok=True)
    files = []
    for path in sorted([*made.glob("*.pdf"), *made.glob("*.html")]):
        path.replace(target / path.name)
        files.append(target / path.name)
    return files


def _lines(warnings: io.StringIO) -> tuple[str, ...]:
    """Take the warnings apart; Sphinx colours them and each builder repeats some."""
    lines = _COLOUR.sub("", warnings.getvalue()).splitlines()
    return tuple(dict.fromkeys(line for line in lines if line.strip()))
