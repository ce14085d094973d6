"""Links that show their own address: nothing is added to them on paper."""

from __future__ import annotations

import pytest
from docutils import nodes

from kitabcha.addresses import is_written_out


@pytest.mark.parametrize(
    ("text", "address", "written"),
    [
        ("https://example.org/", "https://example.org", True),
        ("example.org/form", "https://example.org/form/", True),
        ("HTTP://example.org", "http://example.org", True),
        ("help@example.org", "mailto:help@example.org", True),
        ("the form", "https://example.org/form", False),
        ("example.org", "https://example.org/form", False),
        ("نموذج", "https://example.org/form", False),
    ],
)
def test_a_link_whose_words_are_its_address_is_written_out(text: str, address: str, written: bool) -> None:
    assert is_written_out(nodes.reference(text, text, refuri=address)) is written
