"""The hard document against a text dump of its pages.

`pytest --update-golden` writes the dumps anew; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf.dump import dump
from tests.pdf.torture import TAGS, Torture

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("tag", TAGS)
def test_the_hard_document_comes_out_as_before(torture: Torture, tag: str, update_golden: bool) -> None:
    found = dump(torture(tag))
    expected = GOLDEN / f"{tag}.txt"
    if update_golden:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
