"""What README and CONTRIBUTING say is true."""

from __future__ import annotations

import re

import pytest

from docs.tables import README, filled
from tests.conftest import REPOSITORY

PAGES = ("README.md", "CONTRIBUTING.md")


def test_tables_are_those_of_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "run: python -m docs.tables"


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_are_there(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    for link in links:
        assert (REPOSITORY / link).exists(), link
    assert len(links) >= 5 or name != "README.md"


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    named = set(re.findall(r"`make ([a-z]+)`", (REPOSITORY / name).read_text(encoding="utf-8")))
    assert named and named <= targets
