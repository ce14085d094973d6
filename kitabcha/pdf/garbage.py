"""Python's search for circular garbage, put off while many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Let the garbage collector rest.

    A book is a million small objects that all stay to the end; looking through them again and again took a third of
    the time of a build, and found nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_what_is_loaded() -> None:
    """Tell the collector that all modules stay to the end; looking through them is a twentieth of a small build.

    Only once in a process: what a build has left is not to stay.
    """
    if not gc.get_freeze_count():
        gc.freeze()
