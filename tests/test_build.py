"""The command line as people use it: what it makes, and what it says when something is wrong."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from lxml import html

from kitabcha.cli import main
from tests.apart import apart
from tests.conftest import Guide

TWO = "kitabcha_languages = ['en', 'ar']\n"


def run(guide: Guide, *arguments: str, code: int = 0, installed: bool = False) -> str:
    """Run the command in the folder of a guide.

    Args:
        guide: where.
        arguments: as typed after ``kitabcha``.
        code: the exit code that there must be.
        installed: start Python for it, as people do; otherwise a process that has loaded everything goes on from there.

    Returns:
        What it printed, both channels together.
    """
    if installed:
        command = [sys.executable, "-W", "error", "-m", "kitabcha", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, cwd=guide.folder, capture_output=True, text=True, check=False, env=environment, timeout=120
        )
        ended, said = done.returncode, done.stdout + done.stderr
    else:
        ended, said = apart(_run, guide.folder, arguments)
    assert ended == code, said
    assert "Traceback" not in said
    return said


def _run(folder: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    sys.dont_write_bytecode = True
    os.chdir(folder)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        os.dup2(out.fileno(), sys.stdout.fileno())  # not only for Python: workers and Typst write there too
        os.dup2(err.fileno(), sys.stderr.fileno())
        try:
            ended = main(arguments)
        except SystemExit as end:  # of argparse
            ended = int(end.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        out.seek(0)
        err.seek(0)
        return ended, out.read() + err.read()


@pytest.fixture
def small(guide: Guide) -> Guide:
    """A guide in two languages, with one chapter."""
    conf = (guide.folder / "conf.py").read_text(encoding="utf-8") + TWO
    guide.write(
        {
            "conf.py": conf,
            "source/index.rst": "Test Guide\n==========\n\nWords.\n\n.. toctree::\n   :numbered:\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\nSay something.\n",
        }
    )
    guide.translate("ar", "chapter", {"Chapter": "فصل", "Say something.": "قل شيئًا."})
    guide.translate("ar", "index", {"Test Guide": "دليل", "Words.": "كلمات."})
    return guide


def test_one_command_makes_every_edition_and_says_where(small: Guide) -> None:
    said = run(small, "build", installed=True)
    assert "[5/7] ar: typesetting" in said
    assert "build/html/index.html" in said
    out = small.folder / "build"
    assert sorted(path.name for path in (out / "pdf").iterdir()) == [
        f"test-{tag}-{edition}-letter.pdf"
        for tag in ("ar", "en")
        for edition in ("bilingual", "booklet", "guide", "large", "print-sheet")
        if (tag, edition) != ("en", "bilingual")  # there is nothing to set beside the source
    ]
    assert {path.name for path in (out / "html").iterdir()} == {
        "index.html",
        "404.html",
        "test-ar.html",
        "test-en.html",
        "ar",
        "en",
    }
    assert 'lang="ar" dir="rtl"' in (out / "html" / "ar" / "chapter.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "languages"),
    [
        ("", ["ar"]),
        ("kitabcha_languages = ['ar', 'fa']", ["ar", "fa"]),
        ("kitabcha_languages = ['ar', 'en']", ["ar", "en"]),
    ],
)
def test_a_guide_written_in_another_language_needs_no_setting(guide: Guide, more: str, languages: list[str]) -> None:
    """``language`` in ``conf.py`` tells the language of the sources where there are no catalogs in it."""
    conf = f'project = "دليل"\nextensions = ["kitabcha"]\nhtml_theme = "kitabcha"\nlanguage = "ar"\n{more}\n'
    guide.write({"conf.py": conf, "source/index.rst": "دليل\n====\n\nكلمات.\n"})
    if "en" in languages:
        guide.translate("en", "index", {"دليل": "Guide", "كلمات.": "Words."}).rename(guide.folder / "index.po")
        target = guide.folder / "source" / "locales" / "en" / "LC_MESSAGES" / "index.po"
        target.parent.mkdir(parents=True)
        (guide.folder / "index.po").rename(target)
    run(guide, "build", "-e", "html", "-e", "guide", "-e", "print-sheet", "--paper", "A4", "--strict")
    out = guide.folder / "build"
    made = [f"guide-{tag}-{edition}-a4.pdf" for tag in languages for edition in ("guide", "print-sheet")]
    assert sorted(path.name for path in (out / "pdf").iterdir()) == made
    page = html.fromstring((out / "html" / "ar" / "index.html").read_bytes())
    assert page.get("lang") == "ar" and "كلمات." in page.xpath("string(//main)")
    assert not page.xpath("//*[@class='not-translated'] | //*[@class='draft']")
    assert len(page.xpath("//nav[@class='languages']//a")) == (len(languages) if len(languages) > 1 else 0)
    for tag, words in (("fa", "هنوز ترجمه نشده"), ("en", "Words.")):
        other = out / "html" / tag / "index.html"
        assert other.is_file() is (tag in languages)
        assert tag not in languages or words in other.read_text(encoding="utf-8")


def test_choices_are_kept_to(small: Guide) -> None:
    run(small, "build", "-l", "ar", "-e", "guide", "--paper", "a4", "-o", "elsewhere")
    made = {str(path.relative_to(small.folder / "elsewhere")) for path in (small.folder / "elsewhere").rglob("*.*")}
    assert {"pdf/test-ar-guide-a4.pdf", "manifest.json"} <= made
    assert not any(name.startswith("html") or "-en-" in name or "letter" in name for name in made)


def test_the_manifest_knows_every_file(small: Guide) -> None:
    run(small, "build")
    files = json.loads((small.folder / "build" / "manifest.json").read_text(encoding="utf-8"))["files"]
    entry = files["pdf/test-ar-guide-letter.pdf"]
    data = (small.folder / "build" / "pdf" / "test-ar-guide-letter.pdf").read_bytes()
    assert entry["bytes"] == len(data)
    assert (entry["language"], entry["edition"], entry["translated"], entry["reviewed"]) == ("ar", "guide", 1, 0)
    assert files["html/en/chapter.html"]["edition"] == "html"
    assert files["html/test-ar.html"]["edition"] == "onefile"


def test_the_manifest_stays_true_when_only_a_part_is_built(small: Guide) -> None:
    """A page that tells the sizes of files is written anew when these change; its entry must follow."""
    run(small, "build", "-e", "html")
    run(small, "build", "-l", "ar", "-e", "guide")
    out = small.folder / "build"
    files = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {"html/ar/chapter.html", "html/en/chapter.html", "pdf/test-ar-guide-letter.pdf"} <= set(files)
    assert "test-ar-guide-letter.pdf" in (out / "html" / "ar" / "chapter.html").read_text(encoding="utf-8")
    for name, entry in files.items():
        assert entry["sha256"] == hashlib.sha256((out / name).read_bytes()).hexdigest(), name


def test_a_second_build_does_nothing_and_a_change_makes_its_language_anew(small: Guide) -> None:
    run(small, "build")
    pdf = small.folder / "build" / "pdf" / "test-en-guide-letter.pdf"
    before = pdf.stat().st_mtime_ns
    said = run(small, "build")
    assert "en: nothing has changed" in said and "ar: nothing has changed" in said
    assert pdf.stat().st_mtime_ns == before
    small.translate("ar", "chapter", {"Chapter": "فصل", "Say something.": "قل شيئًا آخر."})
    said = run(small, "build")
    assert "en: nothing has changed" in said and "ar: nothing has changed" not in said


def test_building_twice_gives_the_same_bytes(small: Guide) -> None:
    run(small, "build", "-o", "one", installed=True)
    time.sleep(1.1)  # a date inside a file would differ by now
    run(small, "build", "-o", "two", installed=True)  # a Python that orders sets in another way
    for path in sorted((small.folder / "one").rglob("*")):
        twin = small.folder / "two" / path.relative_to(small.folder / "one")
        if path.is_file() and ".work" not in path.parts:
            assert path.read_bytes() == twin.read_bytes(), path.name


# what is wrong -> what the message must hold
def test_an_unknown_language(small: Guide) -> None:
    said = run(small, "build", "-l", "tlh", code=1)
    assert "no language 'tlh'; it has en, ar" in said and "kitabcha_languages" in said


def test_a_folder_without_a_project(tmp_path: Path, small: Guide) -> None:
    said = run(small, "build", "locale", code=1)
    assert "There is no conf.py here" in said


def test_a_setting_that_cannot_be_used(small: Guide) -> None:
    conf = small.folder / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + "kitabcha_papers = ['folio']\n", encoding="utf-8")
    said = run(small, "build", code=1)
    assert "kitabcha_papers = ['folio'] cannot be used" in said and "letter, a4" in said


def test_a_fault_in_conf(small: Guide) -> None:
    conf = small.folder / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + "kitabcha_papers = [\n", encoding="utf-8")
    assert "conf.py" in run(small, "build", code=1)


def test_a_catalog_that_does_not_parse(small: Guide) -> None:
    path = small.folder / "locale" / "ar" / "LC_MESSAGES" / "chapter.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "An open quote\nmsgstr ""\n', encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index('msgid "An open quote') + 1
    said = run(small, "build", code=1)
    assert f"chapter.po:{line}" in said and "quotes" in said
    assert not (small.folder / "build" / "pdf" / "test-ar-guide-letter.pdf").exists()


def test_a_warning_about_a_translation_names_the_place_in_the_catalog(small: Guide) -> None:
    """The line of the source, which Sphinx names, has no fault and is in a file that translators do not open."""
    path = small.translate("ar", "chapter", {"Chapter": "فصل", "Say something.": "قل :doc:`index."})
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Say', '#: ../../source/chapter.rst:4\nmsgid "Say'), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("#: ../../source/chapter.rst:4") + 1
    said = run(small, "build", "-l", "ar", "-e", "html")
    assert f"ar: {path}:{line}: translation of chapter.rst, line 4: WARNING: Inline interpreted text" in said
    assert "<translated>" not in said


def test_it_says_only_where_results_are(small: Guide) -> None:
    assert run(small, "build", "-l", "ar", "-e", "html").endswith("in build: open build/html/index.html.\n")


def test_catalogs_of_the_language_of_the_sources(small: Guide) -> None:
    said = run(small, "catalogs", "stats", "-l", "en", code=1)
    assert "written in en, which needs no catalogs" in said and "To mend it: choose a language" in said


def test_a_folder_that_cannot_be_written(small: Guide) -> None:
    (small.folder / "taken").write_text("a file, not a folder", encoding="utf-8")
    said = run(small, "build", "-o", "taken/build", code=1)
    assert "The output folder cannot be written" in said and "-o" in said


def test_an_image_that_is_missing(small: Guide) -> None:
    small.write({"source/chapter.rst": "Chapter\n=======\n\nSay something.\n\n.. image:: gone.png\n   :alt: A map\n"})
    said = run(small, "build", "--strict", code=3)
    assert "chapter.rst:6" in said and "gone.png" in said


def test_a_character_that_no_font_has_stops_with_the_message(small: Guide) -> None:
    small.translate("ar", "chapter", {"Chapter": "فصل", "Say something.": "قل 𒀀 شيئًا."})
    said = run(small, "build", "-e", "guide", code=1)
    assert "U+12000" in said and "Say something." in said and "chapter.rst:4" in said
    assert not (small.folder / "build" / "pdf" / "test-ar-guide-letter.pdf").exists()


def test_wrong_use_of_the_command(small: Guide) -> None:
    assert "invalid choice: 'folio'" in run(small, "build", "--paper", "folio", code=2)


def test_an_unexpected_fault_is_no_users_fault(small: Guide) -> None:
    small.write({"broken.py": "def setup(app):\n    app.connect('doctree-read', lambda app, tree: 1 / 0)\n"})
    conf = small.folder / "conf.py"
    text = conf.read_text(encoding="utf-8").replace('["kitabcha"]', '["kitabcha", "broken"]')
    conf.write_text("import pathlib, sys\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n" + text, "utf-8")
    assert "division by zero" in run(small, "build", "-l", "en", code=1)


def test_stats_and_update(small: Guide) -> None:
    small.write({"source/chapter.rst": "Chapter\n=======\n\nSay something else.\n\nA new sentence.\n"})
    path = small.folder / "locale" / "ar" / "LC_MESSAGES" / "chapter.po"
    said = run(small, "catalogs", "update", installed=True)
    assert "chapter.po: 1 new, 1 to look at again" in said or "chapter.po: 2 new" in said
    assert "X-Review-Status: draft" in path.read_text(encoding="utf-8")
    rows = [line.split() for line in run(small, "catalogs", "stats", installed=True).splitlines()]
    chapter = next(row for row in rows if row[0] == "chapter")
    assert sum(map(int, chapter[1:4])) == 3 and chapter[1] == "1"


def test_an_update_without_changes_touches_no_catalog(small: Guide) -> None:
    run(small, "catalogs", "update")
    path = small.folder / "locale" / "ar" / "LC_MESSAGES" / "chapter.po"
    before = path.read_bytes()
    template = (small.folder / "locale" / "pot" / "chapter.pot").read_bytes()
    said = run(small, "catalogs", "update")
    assert path.read_bytes() == before
    assert (small.folder / "locale" / "pot" / "chapter.pot").read_bytes() == template
    assert "chapter.po:" not in said


def test_the_doctor_tells_versions_and_fonts(small: Guide) -> None:
    said = run(small, "doctor", installed=True)
    assert "MISSING" not in said and "Noto Nastaliq Urdu" in said and "typst" in said.lower()
