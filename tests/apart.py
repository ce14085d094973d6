"""Work in a process of its own: Sphinx and gettext keep catalogs in globals, and Typst's threads do not outlive a fork.

All these processes are forks of one that has loaded Sphinx with its builtin extensions and all of Kitabcha, and has done
nothing since: loading takes longer than most builds. That process has no threads, as a fork wants it, whatever runs in
the process of the tests.
"""

from __future__ import annotations

import gc
import multiprocessing
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

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
        answer.send((None, fault))
    else:
        answer.send((made, None))
