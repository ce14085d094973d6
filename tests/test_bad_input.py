"""Bad input: what a user gets wrong, and what the message must tell: what, where and the cure."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from urllib.parse import unquote

import lxml.html
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.conftest import Guide
from tests.pdf.comparing import plain, read_with_poppler
from tests.test_build import run, small

__all__ = ["small"]
ENTRY = 'msgid "Words here"\nmsgstr "{}"\n'
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n\n'
UTF8 = HEAD.format("UTF-8")

# a catalog -> what the message must hold
CATALOGS = {
    "control character": (UTF8.encode() + ENTRY.format("\0").encode(), ("chapter.po:6", "U+0000", "remove")),
    "other bytes": (UTF8.encode() + ENTRY.format("قل").encode("cp1256"), ("not in UTF-8", "save it as UTF-8")),
    "other encoding": (HEAD.format("cp1256").encode(), ("in cp1256", "charset=UTF-8")),
    "byte order mark": (b"\xef\xbb\xbf" + UTF8.encode(), ("byte order mark", "without BOM")),
    "message twice": (UTF8.encode() + ENTRY.format("a").encode() * 2, ("chapter.po:7", "stands here twice", "line 5")),
    "merge": (UTF8.encode() + b"<<<<<<< HEAD\n", ("chapter.po:5", "Two versions", "keep one")),
}
# a line of conf.py -> what the message must hold
SETTINGS = {
    "x = y": ("conf.py:", "NameError", "mend this line"),
    "kitabcha_langauges = ['en']": ("no setting kitabcha_langauges", "write kitabcha_languages."),
    "kitabcha_papers = [[]]": ("kitabcha_papers = [[]] cannot be used", "letter, a4"),
    "kitabcha_languages = ['fa-AF', 'prs']": ("names each language once",),
    "kitabcha_digits = {'ar': 'roman'}": ("choose one of latn",),
    "kitabcha_name = 'A/../b'": ("small letters",),
    "extensions = []": ("does not load Kitabcha", 'extensions = ["kitabcha"]'),
    "extensions = ['kitabcha', 'nothing_here']": ("nothing_here", "install the package"),
    "html_theme = 'nothing'": ("no theme named 'nothing'", "html_theme"),
    "root_doc = 'nothing'": ("no first document", "root_doc"),
    "locale_dirs = []": ("locale_dirs = [] cannot be used",),
}


def conf(guide: Guide, line: str) -> None:
    """Add a line to ``conf.py``."""
    path = guide.folder / "conf.py"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", CATALOGS)
def test_a_bad_catalog_is_named_with_its_cure(small: Guide, name: str) -> None:
    data, wanted = CATALOGS[name]
    (small.folder / "locale" / "ar" / "LC_MESSAGES" / "chapter.po").write_bytes(data)
    for command in (("build", "-l", "ar", "-e", "html"), ("catalogs", "stats"), ("catalogs", "update")):
        said = run(small, *command, code=1)
        assert all(word in said for word in (*wanted, "To mend it")), said
    assert not (small.folder / "build" / "html" / "ar").exists()


@pytest.mark.parametrize("line", SETTINGS)
def test_a_bad_setting_is_named_with_its_cure(small: Guide, line: str) -> None:
    conf(small, line)
    said = run(small, "build", "-e", "html", code=1)
    assert all(word in said for word in SETTINGS[line]) and "fault of Kitabcha" not in said, said


@pytest.mark.parametrize("out", [".", "source", "locale/ar"])
def test_results_never_go_among_the_sources(small: Guide, out: str) -> None:
    before = sorted(small.folder.rglob("*"))
    assert "where the guide itself is" in run(small, "build", "-o", out, code=1)
    assert sorted(small.folder.rglob("*")) == before


@pytest.mark.parametrize("taken", ["build/html", "build/.work", "build/html/index.html/x", "build/manifest.json/x"])
def test_something_in_the_way_is_named(small: Guide, taken: str) -> None:
    small.write({taken: "in the way"})
    said = run(small, "build", "-l", "en", "-e", "html", code=1)
    assert "cannot be read or written" in said and taken.removesuffix("/x") in said


def test_a_document_in_another_encoding(small: Guide) -> None:
    (small.folder / "source" / "chapter.rst").write_bytes("Chäpter\n=======\n".encode("latin-1"))
    assert "chapter.rst:1: The document is not in UTF-8" in run(small, "build", "-e", "html", code=1)


def test_an_update_prints_only_our_own_lines(small: Guide) -> None:
    small.write({"source/chapter.rst": "Chapter\n=======\n\nSomething new.\n"})
    said = run(small, "catalogs", "update")
    assert "Update:" not in said and "Not Changed" not in said and "locale/ar/LC_MESSAGES/chapter.po: 1 new" in said


# ---------------------------------------------------------------------- settings and files that are told at the start
@pytest.mark.parametrize("editions", [("html",), ("guide",)], ids=str)
def test_a_missing_fact_sheet_is_told_before_anything_is_built(small: Guide, editions: tuple[str, ...]) -> None:
    conf(small, "kitabcha_facts = 'facts.yaml'")
    for command in (("build", "-e", *editions), ("catalogs", "stats")):
        said = run(small, *command, code=1)
        assert "source/facts.yaml: There is no fact sheet 'facts.yaml'" in said and "kitabcha_facts in conf.py" in said
        assert "[1/7]" not in said


def test_a_fact_sheet_that_nothing_cites_must_be_in_order_too(small: Guide) -> None:
    conf(small, "kitabcha_facts = 'facts.yaml'")
    small.write({"source/facts.yaml": "today: [\n"})
    assert "facts.yaml: The fact sheet is not in order" in run(small, "build", "-e", "html", code=1)


@pytest.mark.parametrize("line", ["project = None", "author = ['A', 'B']", "release = 1.0", "version = None"])
def test_texts_of_the_title_page_must_be_texts(small: Guide, line: str) -> None:
    conf(small, line)
    said = run(small, "build", "-e", "guide", code=1)
    assert f"{line} cannot be used" in said and "text in quotation marks" in said
    # With Sphinx alone it is a warning, as are all settings that have a value to fall back to.
    _, warnings = small.build("pdf")
    assert line.split(" =")[0] in warnings and "is no text" in warnings


@pytest.mark.parametrize("tag", ["he", "ja"])
def test_a_language_that_no_font_has_is_told_with_what_can_be_made(small: Guide, tag: str) -> None:
    conf(small, f"kitabcha_languages = ['en', '{tag}']")
    said = run(small, "build", "-l", tag, "-e", "guide", code=1)
    assert "conf.py: There is no font for" in said and f"kitabcha build -l {tag} -e html -e onefile" in said
    run(small, "build", "-l", tag, "-e", "html", "-e", "onefile")
    assert (small.folder / "build" / "html" / tag / "index.html").is_file()


def test_a_publisher_that_no_font_can_write_is_named(small: Guide) -> None:
    conf(small, "author = 'Press 中文'")
    said = run(small, "build", "-l", "en", "-e", "guide", code=1)
    assert "conf.py: No font" in said and "'Press 中文'" in said and "U+4E2D" in said


# ---------------------------------------------------------------------- words that look like code
CODE = (
    '#panic("x") #{ 1 / 0 } $x$ @ref <label> [y] \\u{41} // z',
    '"); panic("x',
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; </p>",
    "{{ config }} {% raw %} %(x)s",
)
ADDRESSES = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x")


def test_words_of_a_translator_are_never_code(small: Guide) -> None:
    """They stand on page and paper as they were written, in a heading, a sentence and a literal."""
    titles = [f"Title {number}" for number in range(len(CODE))]
    source = "".join(f"{title}\n=======\n\nSay {title}.\n\n" for title in titles)
    small.write({"source/chapter.rst": source})
    plainly = [text.replace("\\", "\\\\") for text in CODE]  # to reStructuredText, a backslash is two
    said = dict(zip(titles, plainly, strict=True))
    small.translate(
        "ar", "chapter", said | {f"Say {title}.": f"``{text}``" for title, text in zip(titles, CODE, strict=True)}
    )
    run(small, "build", "-l", "ar", "-e", "html", "-e", "onefile", "-e", "guide")
    read = plain("".join(read_with_poppler(small.folder / "build" / "pdf" / "test-ar-guide-letter.pdf")))
    pages = [page_of(small, name) for name in ("ar/chapter.html", "test-ar.html")]
    for text in CODE:
        assert plain(text) in read  # the literal; in the heading, marks have the direction of the page
        assert all(read.count(word) >= 2 for word in re.findall(r"[a-z]+", text)), text
        for page in pages:
            assert " ".join(page.text_content().split()).count(text) >= 2, text
    for page in pages:
        assert not page.xpath("//script[contains(text(), 'alert')] | //*[@onerror]")


def test_a_link_that_could_run_code_is_no_link(small: Guide) -> None:
    small.write(
        {"source/chapter.rst": "Chapter\n=======\n\n" + "".join(f"Say {n}.\n\n" for n in range(len(ADDRESSES)))}
    )
    small.translate(
        "ar", "chapter", {f"Say {n}.": f"`قل{n} <{address}>`__ شيئًا." for n, address in enumerate(ADDRESSES)}
    )
    said = run(small, "build", "-l", "ar", "-e", "html", "-e", "onefile", "-e", "guide")
    assert all(
        f"chapter.rst:{4 + 2 * n}: WARNING: The address {address}" in said for n, address in enumerate(ADDRESSES)
    )
    for name in ("ar/chapter.html", "test-ar.html"):
        links = page_of(small, name).xpath("//a/@href")
        assert not [link for link in links if link.lower().startswith(("javascript:", "data:", "vbscript:"))], name
        assert all(f"قل{n}" in page_of(small, name).text_content() for n in range(len(ADDRESSES)))
    with pikepdf.open(small.folder / "build" / "pdf" / "test-ar-guide-letter.pdf") as pdf:
        notes = [note.A for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert {str(note.S) for note in notes} <= {"/URI", "/GoTo"}
        assert not [note for note in notes if "script" in str(note.get("/URI", "")).lower()]


def page_of(guide: Guide, name: str) -> lxml.html.HtmlElement:
    return lxml.html.parse(guide.folder / "build" / "html" / name).getroot()


# ---------------------------------------------------------------------- documents and pictures
NAMES = ("two words", 'it\'s "so"', "فصل", "a#b", "a%20b", "a&b+c", "deep/er (1)/x,y")


def test_a_document_may_have_any_name(small: Guide) -> None:
    lines = "".join(f"Go{n} :doc:`/{name}`.\n\n" for n, name in enumerate(NAMES))
    table = "".join(f"   {name}\n" for name in NAMES)
    small.write({"source/index.rst": f"Test Guide\n==========\n\n{lines}.. toctree::\n\n{table}"})
    (small.folder / "source" / "chapter.rst").unlink()
    for n, name in enumerate(NAMES):
        text = f"Odd{n}\n====\n\nWords :ref:`back <place{n}>`.\n\n.. _place{n}:\n\nPlace\n-----\n\nHere{n}, :doc:`start </index>`.\n"
        small.write({f"source/{name}.rst": text})
    run(small, "build", "-l", "en", "-e", "html", "-e", "onefile", "-e", "guide", "--strict")
    ways = {unquote(link.partition("#")[0]) for link in page_of(small, "en/index.html").xpath("//main//a/@href")}
    text = plain("".join(read_with_poppler(small.folder / "build" / "pdf" / "test-en-guide-letter.pdf")))
    for n, name in enumerate(NAMES):
        assert f"{name}.html" in ways and (small.folder / "build" / "html" / "en" / f"{name}.html").is_file()
        assert f"Go{n}Odd{n}(page" in text and f"Here{n},start(page" in text


def _png() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(data, format="PNG")
    return data.getvalue()


PICTURES = {
    "cut.png": _png()[:900],
    "empty.png": b"",
    "empty.svg": b"",
    "not.svg": b"no XML at all",
    "open.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><g>",
    "other.svg": b"<html><body>404</body></html>",
    "text.jpg": b"404 not found",
    "text.webp": b"404 not found",
}


def test_a_damaged_picture_is_named_and_its_alt_text_printed(small: Guide) -> None:
    for name, data in PICTURES.items():
        (small.folder / "source" / name).write_bytes(data)
    lines = "".join(f".. image:: {name}\n   :alt: Map of {name}\n\n" for name in PICTURES)
    small.write({"source/chapter.rst": f"Chapter\n=======\n\n{lines}"})
    said = run(small, "build", "-l", "en", "-e", "guide", "--strict", code=3)
    text = plain("".join(read_with_poppler(small.folder / "build" / "pdf" / "test-en-guide-letter.pdf")))
    for number, name in enumerate(PICTURES):
        assert f"chapter.rst:{4 + 3 * number}: WARNING: The image {name} is damaged" in said and "Save it anew" in said
        assert f"Mapof{name}" in text


# as the file is named -> as the author writes it
FILES = {
    "my map.png": "my map.png",
    "our map.png": "our%20map.png",
    "sub dir/naïve #1.png": "sub dir/naïve #1.png",
    "نقشه ۱.png": "نقشه ۱.png",
    "a%20b.png": "a%20b.png",
}


def test_a_picture_may_have_any_name(small: Guide) -> None:
    text = "Chapter\n=======\n\n"
    for number, (file, written) in enumerate(FILES.items()):
        path = small.folder / "source" / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_png())
        text += f".. image:: {written}\n   :alt: one\n\n.. figure:: {written}\n   :alt: two\n\n   Words\n\n"
        text += f"See |it{number}|.\n\n.. |it{number}| image:: {written}\n   :alt: three\n\n"
    small.write({"source/chapter.rst": text})
    run(small, "build", "-l", "en", "-e", "html", "-e", "guide", "--strict")
    with pypdfium2.PdfDocument(small.folder / "build" / "pdf" / "test-en-guide-letter.pdf") as pdf:
        drawn = [thing for page in pdf for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
        assert len(drawn) == 3 * len(FILES)
    shown = page_of(small, "en/chapter.html").xpath("//main//img/@src")
    assert len(shown) == 3 * len(FILES)
    assert all((small.folder / "build" / "html" / "en" / unquote(source)).is_file() for source in shown)


def test_tables_of_contents_in_a_circle_are_told(small: Guide) -> None:
    small.write({"source/chapter.rst": "Chapter\n=======\n\nOnly words.\n\n.. toctree::\n\n   index\n"})
    said = run(small, "build", "-l", "en", "-e", "html", code=1)
    assert "go round in a circle" in said and "toctree" in said
    run(small, "build", "-l", "en", "-e", "guide", "--strict", code=3)  # a book has each document once
    text = plain("".join(read_with_poppler(small.folder / "build" / "pdf" / "test-en-guide-letter.pdf")))
    assert text.count("Onlywords.") == 1


def test_sphinx_build_tells_a_mistake_without_a_traceback(guide: Guide) -> None:
    guide.write({"source/index.rst": "Guide\n=====\n\nA word: 漢字.\n"})
    command = [sys.executable, "-m", "sphinx", "-b", "pdf", "-c", ".", "source", "out"]
    done = subprocess.run(command, cwd=guide.folder, capture_output=True, text=True, check=False, timeout=120)
    told = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr)
    assert done.returncode == 1
    assert "index.rst:4: No font of this edition" in told and "To mend it: use another character" in told
    assert "Traceback" not in told
    assert not list((guide.folder / "out").glob("*.pdf"))
