"""What takes long to make is made once in a run of the tests, however many processes share the work."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Fill a folder that all processes of this run share; who comes while it is being filled, waits.

    Nobody may change what is in it afterwards.

    Args:
        factory: gives the folder of this run.
        name: of what is made.
        make: fills an empty folder.

    Returns:
        The folder.

    Raises:
        Exception: what `make` raises; the next who asks tries again.
    """
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # then each process has a folder of its own inside that of the run
        run = run.parent
    folder, done = run / name, run / f"{name}.done"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # what somebody else began and could not end
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
