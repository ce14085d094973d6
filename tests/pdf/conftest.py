"""What the tests of the PDF share."""

from __future__ import annotations

import pytest

from tests.pdf.torture import Torture, builder


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Torture:
    """The hard document as PDF, by language; each language is built once."""
    return builder(tmp_path_factory)
