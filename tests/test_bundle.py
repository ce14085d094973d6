"""The zip file for a USB stick: unpacked and opened as a reader does, with the network off."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import CONF, Guide
from tests.test_build import run

LANGUAGES = "kitabcha_languages = ['en', 'ar']\nkitabcha_editions = ['html', 'guide', 'booklet']\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    guide = Guide(tmp_path_factory.mktemp("stick"))
    guide.write(
        {
            "conf.py": CONF + LANGUAGES,
            "source/index.rst": "Test Guide\n==========\n\nWords.\n\n.. toctree::\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\nSay something.\n",
        }
    )
    guide.translate("ar", "chapter", {"Chapter": "فصل", "Say something.": "قل شيئًا."})
    guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات."})
    run(guide, "build")
    run(guide, "bundle")
    return guide


@pytest.fixture(scope="module")
def stick(built: Guide, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(built.folder / "build" / "test-bundle.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / "test"


def test_it_holds_everything_that_was_built(built: Guide, stick: Path) -> None:
    out = built.folder / "build"
    made = {path.relative_to(out) for folder in ("html", "pdf") for path in (out / folder).rglob("*") if path.is_file()}
    packed = {path.relative_to(stick) for path in stick.rglob("*") if path.is_file()}
    extra = {Path(name) for name in ("READ-ME.txt", "SHA256SUMS", "links.json", "START-HERE.html", "manifest.json")}
    assert packed == made | extra


def test_the_checksums_hold_and_find_a_changed_file(stick: Path) -> None:
    def check() -> int:
        return subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=stick, capture_output=True).returncode

    assert check() == 0
    page = stick / "html" / "ar" / "chapter.html"
    before = page.read_bytes()
    page.write_bytes(before + b" ")
    assert check() == 1
    page.write_bytes(before)


def test_it_opens_and_works_without_a_network(stick: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((stick / "START-HERE.html").as_uri())
    page.click("a[lang=ar]")
    assert page.url == (stick / "html" / "ar" / "index.html").as_uri()
    page.goto((stick / "html" / "index.html").as_uri())
    page.click("a[lang=en]")
    page.click("main a[href*='chapter']")
    assert "Say something." in page.inner_text("main")
    assert asked and all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


def test_the_read_me_speaks_every_language(stick: Path) -> None:
    text = (stick / "READ-ME.txt").read_text(encoding="utf-8")
    assert "== English ==" in text and "== العربية ==" in text
    assert text.count("    START-HERE.html\n") == text.count("    sha256sum -c SHA256SUMS\n") == 2
    assert "pdf/test-ar-" in text and "pdf/test-en-" in text


def test_the_same_results_give_the_same_bytes(built: Guide) -> None:
    bundle = built.folder / "build" / "test-bundle.zip"
    before = bundle.read_bytes()
    bundle.unlink()
    assert "MB" in run(built, "bundle", installed=True)  # Python orders sets anew
    assert bundle.read_bytes() == before


def test_a_file_that_is_not_as_it_was_made_stops_it(built: Guide) -> None:
    pdf = built.folder / "build" / "pdf" / "test-en-guide-letter.pdf"
    before = pdf.read_bytes()
    pdf.write_bytes(before + b"%")
    assert "test-en-guide-letter.pdf" in run(built, "bundle", code=1)
    pdf.write_bytes(before)


def test_without_a_build_it_says_what_to_do(guide: Guide) -> None:
    assert "run kitabcha build first" in run(guide, "bundle", code=1)
