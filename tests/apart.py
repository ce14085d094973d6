"""Work in a process of its own: Sphinx and gettext keep catalogs in globals, and Typst's threads do not outlive a fork.

All these processes are forks of one that has loaded Sphinx with its builtin extensions and all of Kitabcha, and has done
nothing since: loading takes longer than most builds. That process has no threads, as a fork wants it, whatever runs in
the process of the tests.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

LONGEST = 300  # seconds
Made = TypeVar("Made")
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.loaded"])


def apart(work: Callable[..., Made], *arguments: Any) -> Made:
    """Call a function of a module in a process of its own, where every warning of Python is an error.

    Returns:
        What the function returns.

    Raises:
        Exception: what the function raises.
        TimeoutError: if it does not end.
    """
    ours, theirs = _SERVER.Pipe(duplex=False)
    worker = _SERVER.Process(target=_answer, args=(theirs, work, arguments))
    worker.start()
    theirs.close()
    if not ours.poll(LONGEST):
        worker.kill()
        raise TimeoutError(f"{work.__name__} did not end in {LONGEST} s")
    made, fault = ours.recv()
    worker.join()
    if fault is not None:
        raise fault
    result: Made = made
    return result


def _answer(answer: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    warnings.simplefilter("error")  # as pytest has it in the process of the tests
    gc.disable()  # as the workers of Kitabcha do: a process that lives for a second needs none
    try:
        made = work(*arguments)
    except Exception as fault:
        fault.add_note(traceback.format_exc())  # which does not come along by itself
        answer.send((None, fault))
    else:
        answer.send((made, None))


@contextmanager
def sphinx(
    folder: Path, out: Path, doctrees: Path, builder: str = "pdf", **settings: Any
) -> Iterator[tuple[Sphinx, io.StringIO]]:
    """Make an application of Sphinx for a folder with ``conf.py`` and ``source``, in a process of its own.

    Args:
        folder: where they are.
        out: where results go.
        doctrees: where what was read is kept.
        builder: the name of the builder.
        settings: what ``conf.py`` is overridden with.

    Yields:
        The application, which has read nothing yet, and its warnings.
    """
    said = io.StringIO()
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(
            folder / "source",
            folder,
            out,
            doctrees,
            builder,
            confoverrides={"kitabcha_raises": True, **settings} if builder == "pdf" else settings,
            status=None,
            warning=said,
            freshenv=True,
        )
        yield app, said
