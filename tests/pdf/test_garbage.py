"""Python's collector looks at less while a book is made, and at all again afterwards."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from kitabcha.pdf.garbage import new_objects_only
from tests.apart import apart, sphinx
from tests.conftest import Guide


def _thresholds(folder: Path) -> list[tuple[int, int, int]]:
    seen = [gc.get_threshold()]
    with sphinx(folder, folder / "out", folder / "doctrees", "pdf", language="en") as (app, _):
        app.connect("env-updated", lambda _app, _env: seen.append(gc.get_threshold()))
        app.build(force_all=True)
    return [*seen, gc.get_threshold()]


def test_the_collector_is_as_before_when_the_build_is_finished(guide: Guide) -> None:
    before, during, after = apart(_thresholds, guide.folder)
    assert during[1:] > before[1:]
    assert after == before


@pytest.mark.parametrize("before", [(700, 10, 10), (0, 10, 10)])
def test_a_collector_that_never_looks_is_left_so(before: tuple[int, int, int]) -> None:
    own = gc.get_threshold()
    gc.set_threshold(*before)
    try:
        as_before = new_objects_only()
        assert bool(gc.get_threshold()[0]) == bool(before[0])
        as_before()
        assert gc.get_threshold() == before
    finally:
        gc.set_threshold(*own)
