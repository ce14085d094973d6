"""What the tests share: small guides made from texts, built for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import pytest

from tests.apart import apart, sphinx
from tests.once import once

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REPOSITORY = Path(__file__).parent.parent
CONF = """
project = "Test Guide"
author = "Test Press"
release = "0.1"
extensions = ["kitabcha"]
html_theme = "kitabcha"
smartquotes = False
locale_dirs = ["../locale"]
gettext_compact = False
gettext_additional_targets = ["index", "image"]
kitabcha_name = "test"
kitabcha_languages = ["en", "ar", "fa", "ur"]
kitabcha_language_names = {"fa": "Farsi"}
kitabcha_papers = ["letter"]
kitabcha_date = "2026-11-24"
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected texts anew; read them after")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected texts are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@dataclass
class Guide:
    """A small guide on disk."""

    folder: Path

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def translate(self, tag: str, document: str, messages: Mapping[str, str], *, fuzzy: bool = False) -> Path:
        """Write a catalog."""
        catalog = polib.POFile()
        catalog.metadata = {
            "Language": tag,
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Review-Status": "draft",
        }
        for msgid, msgstr in messages.items():
            catalog.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=["fuzzy"] if fuzzy else []))
        path = self.folder / "locale" / tag / "LC_MESSAGES" / f"{document}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
        return path

    def build(self, builder: str = "pdf", tag: str = "en", **settings: Any) -> tuple[Path, str]:
        """Build it as ``sphinx-build`` does.

        Returns:
            The output folder and the warnings.
        """
        out = self.folder / "out" / builder / tag
        return out, apart(_build, self.folder, out, builder, tag, settings)

    def pdf(self, tag: str = "en", **settings: Any) -> Path:
        """Build a PDF and insist on no warnings."""
        out, warnings = self.build("pdf", tag, **settings)
        assert warnings == ""
        return next(out.glob("*.pdf"))


def _build(folder: Path, out: Path, builder: str, tag: str, settings: dict[str, Any]) -> str:
    with sphinx(folder, out, folder / "doctrees" / tag, builder, language=tag, **settings) as (app, warnings):
        app.build(force_all=True)
        return warnings.getvalue()


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    """An empty guide with the settings of `CONF`."""
    made = Guide(tmp_path)
    made.write({"conf.py": CONF, "source/index.rst": "Test Guide\n==========\n\nWords.\n"})
    return made


def with_one_chapter(folder: Path, text: str) -> Guide:
    """Make a guide with one chapter of a text, and the settings of `CONF`."""
    made = Guide(folder)
    made.write(
        {
            "conf.py": CONF,
            "source/index.rst": "Test Guide\n==========\n\nWords.\n\n.. toctree::\n   :numbered:\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\n" + textwrap.dedent(text),
        }
    )
    return made


@pytest.fixture
def one_chapter(tmp_path: Path) -> Callable[[str], Guide]:
    """A guide with one chapter of the given text."""
    return lambda text: with_one_chapter(tmp_path, text)


def copy_of_the_real_guide(folder: Path) -> Guide:
    """Copy the NSEERS guide, to build without touching the results of ``make``."""
    for name in ("source", "locale"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copyfile(REPOSITORY / "conf.py", folder / "conf.py")
    return Guide(folder)


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of ``kitabcha build`` for the NSEERS guide: all languages, HTML and PDF."""
    return once(tmp_path_factory, "nseers", _build_the_real_guide) / "build"


def _build_the_real_guide(folder: Path) -> None:
    copy_of_the_real_guide(folder)
    command = [sys.executable, "-W", "error", "-m", "kitabcha", "build", str(folder), "-o", str(folder / "build")]
    done = subprocess.run([*command, "--strict"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright; in CI it must be there."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium is installed, and in CI the browser tests must run: apt-get install chromium")
        pytest.skip("No Chromium is installed; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()
