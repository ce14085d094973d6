"""The text layer: what copying, searching and reading aloud find, and that nothing on the page moves."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from docutils import nodes

from kitabcha.pdf import builder as pdf_builder
from kitabcha.pdf.finishing import Finish
from kitabcha.pdf.textlayer import Report, rewrite
from tests.apart import apart, sphinx
from tests.conftest import Guide, copy_of_the_real_guide
from tests.once import once
from tests.pdf.checker import reading
from tests.pdf.comparing import alike, farthest, outlines, plain, read_with_pdfium, read_with_poppler
from tests.pdf.tagged import Tagged

TAGS = ["ar", "fa", "ur"]
READERS = {"poppler": read_with_poppler, "pdfium": read_with_pdfium}


def _leave(pdf: Path, wanted: Finish) -> tuple[list[bytes], list[str]]:
    return [pdf.read_bytes()] * len(wanted.papers), []


def _build(folder: Path, tag: str, out: Path) -> list[str]:
    """Build without rewriting; return the text of every block."""
    pdf_builder.finish = _leave  # type: ignore[attr-defined]
    settings: dict[str, Any] = {"kitabcha_papers": ["letter"], "kitabcha_editions": ["guide"]}
    with sphinx(folder, out, out / "doctrees", language=tag, **settings) as (app, _warnings):
        app.build()
        assert isinstance(app.builder, pdf_builder.PdfBuilder)
        return list(map(str, blocks(app.builder.assemble("index"))))


def blocks(tree: nodes.document) -> list[str]:
    """List the texts of paragraphs, headings, terms and cells; what is only in drawings does not count."""
    found = []
    for node in tree.findall(nodes.TextElement):
        inner = any(isinstance(child, nodes.TextElement) and not isinstance(child, nodes.Inline) for child in node)
        ancestor: Any = node
        while ancestor is not None and not isinstance(ancestor, (nodes.Invisible,)):
            if ancestor.tagname in ("timeline", "toctree", "index", "compact_paragraph"):
                break
            ancestor = ancestor.parent
        if ancestor is None and not inner and not isinstance(node, nodes.Inline) and node.astext().strip():
            found.append(node.astext())
    return found


@dataclass(frozen=True)
class Made:
    """The real guide in a language.

    Attributes:
        pdf: as Typst writes it.
        rewritten: the same with a new text layer.
        texts: what its blocks say.
    """

    pdf: bytes
    rewritten: bytes
    texts: list[str]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Make the real guide in a language, each once."""

    def fill(folder: Path, tag: str) -> None:
        texts = apart(_build, copy_of_the_real_guide(folder).folder, tag, folder / "out")
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        pdf = next(folder.glob("out/*.pdf")).read_bytes()
        (folder / "before.pdf").write_bytes(pdf)
        (folder / "after.pdf").write_bytes(rewrite(pdf)[0])

    @cache
    def build(tag: str) -> Made:
        folder = once(tmp_path_factory, f"untouched-{tag}", partial(fill, tag=tag))
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        return Made((folder / "before.pdf").read_bytes(), (folder / "after.pdf").read_bytes(), texts)

    return build


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("reader", READERS)
def test_what_is_read_is_what_was_written(
    untouched: Callable[[str], Made], tmp_path: Path, tag: str, reader: str
) -> None:
    """Body, headings, tables, bold, vocalised words, mixed Latin: at least 99 % alike."""
    texts = untouched(tag).texts
    path = tmp_path / "guide.pdf"
    path.write_bytes(untouched(tag).rewritten)
    rows = alike(texts, READERS[reader](path))
    share = sum(row[0] for row in rows) / sum(row[1] for row in rows)
    worst = sorted(rows, key=lambda row: row[0] - row[1])[:5]
    assert len(texts) > 500
    assert share >= 0.99, f"{share:.4f}, worst: {worst}"


@pytest.mark.parametrize("tag", TAGS)
def test_every_outline_stays_where_it_was(untouched: Callable[[str], Made], tag: str) -> None:
    before, counts = outlines(untouched(tag).pdf)
    after, _ = outlines(untouched(tag).rewritten, counts)
    assert farthest(before, after) <= 0.00101


def _roles(element: Any) -> list[Any]:
    """Return the tree of roles without marked content."""
    kids = element.get("/K", [])
    items = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [
        str(element.get("/S", "")),
        [_roles(kid) for kid in items if isinstance(kid, pikepdf.Dictionary) and "/S" in kid],
    ]


def _marks(file: pikepdf.Pdf) -> list[list[int]]:
    marks = [re.findall(rb"/MCID (\d+)", page.obj.Contents.read_bytes()) for page in file.pages]
    return [list(map(int, page)) for page in marks]


@pytest.mark.parametrize("tag", TAGS)
def test_the_tags_are_the_same_and_own_every_piece(untouched: Callable[[str], Made], tag: str) -> None:
    before, after = (pikepdf.open(io.BytesIO(pdf)) for pdf in (untouched(tag).pdf, untouched(tag).rewritten))
    assert _roles(before.Root.StructTreeRoot) == _roles(after.Root.StructTreeRoot)
    owned: dict[Any, list[int]] = {page.obj.objgen: [] for page in after.pages}

    def walk(element: Any, page: Any) -> None:
        page = element.Pg.objgen if "/Pg" in element else page
        kids = element.get("/K", [])
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                owned[page].append(kid)
            elif "/MCID" in kid:
                owned[kid.Pg.objgen if "/Pg" in kid else page].append(int(kid.MCID))
            elif "/S" in kid:
                walk(kid, page)

    walk(after.Root.StructTreeRoot, None)
    for page, marks in zip(after.pages, _marks(after), strict=True):
        assert marks == list(range(len(marks)))
        assert sorted(owned[page.obj.objgen]) == marks
    assert sum(map(len, _marks(after))) <= sum(map(len, _marks(before)))


def test_the_same_file_gives_the_same_bytes(untouched: Callable[[str], Made]) -> None:
    assert rewrite(untouched("fa").pdf)[0] == untouched("fa").rewritten


def test_a_full_font_is_followed_by_another(untouched: Callable[[str], Made], tmp_path: Path) -> None:
    pdf, texts = untouched("ur").pdf, untouched("ur").texts
    small, report = rewrite(pdf, most_glyphs=1000)
    assert report.glyphs > 2000
    path = tmp_path / "guide.pdf"
    path.write_bytes(small)
    _, sizes = outlines(small)
    assert max(sizes.values()) < 1200
    rows = alike(texts[:200], read_with_pdfium(path))
    assert sum(row[0] for row in rows) / sum(row[1] for row in rows) >= 0.99
    before, counts = outlines(pdf)
    assert farthest(before, outlines(small, counts)[0]) <= 0.00101


def test_a_file_without_right_to_left_text_is_left_alone(one_chapter: Callable[[str], Guide]) -> None:
    pdf = one_chapter("Words.").pdf("en").read_bytes()
    again, report = rewrite(pdf)
    assert again == pdf and report == Report()


def test_a_font_that_cannot_be_treated_is_named(untouched: Callable[[str], Made]) -> None:
    with pikepdf.open(io.BytesIO(untouched("fa").pdf)) as file:
        for page in file.pages:
            for font in page.Resources.Font.values():
                font.DescendantFonts[0].CIDToGIDMap = file.make_stream(b"\0\0")
        spoilt = io.BytesIO()
        file.save(spoilt)
    _, report = rewrite(spoilt.getvalue())
    assert any("Vazirmatn" in name for name in report.skipped)


SENTENCES = {
    "ar": "انظروا أولًا ({}) ثم أجيبوا عن الأسئلة كلها واحدًا بعد الآخر، ولا تتركوا سؤالًا بلا جواب، ثم وقّعوا الورقة وأرسلوها.",
    "fa": "نخست ({}) را ببینید و سپس به همهٔ پرسش‌ها یکی پس از دیگری پاسخ دهید و هیچ پرسشی را بی‌پاسخ نگذارید، سپس امضا کنید.",
    "ur": "پہلے ({}) دیکھیں، پھر سب سوالوں کے جواب ایک ایک کر کے دیں، کوئی سوال بغیر جواب کے نہ چھوڑیں، اور پھر کاغذ پر دستخط کریں۔",
}
# what stands in the middle of a sentence -> what PDFium, the viewer of Chrome, must read
MIDDLES = ["67 FR 52584", "8 CFR 264.1(f)", "I-94", "84,000", "+44 20 7946 0018", "Department of Homeland Security"]


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("tag", TAGS)
def test_latin_in_a_sentence_keeps_its_order_for_readers(
    one_chapter: Callable[[str], Guide], tag: str, middle: str
) -> None:
    sentence = SENTENCES[tag].format(middle)
    guide = one_chapter("Message.")
    guide.translate(tag, "chapter", {"Chapter": "فصل", "Message.": sentence})
    pdf = guide.pdf(tag)
    for read in READERS.values():
        assert plain(sentence) in plain(" ".join(read(pdf))), read.__name__


def test_a_mark_without_a_letter_is_read(one_chapter: Callable[[str], Guide]) -> None:
    sentence = "حرکت یوں لکھتے ہیں: ً اور \u064e پھر ـَ پھر لفظ۔"
    guide = one_chapter("Message.")
    guide.translate("ur", "chapter", {"Chapter": "فصل", "Message.": sentence})
    pdf = guide.pdf("ur")
    for read in READERS.values():
        assert plain(sentence) in plain(" ".join(read(pdf))), read.__name__


def test_pages_open_without_complaint(untouched: Callable[[str], Made]) -> None:
    with pypdfium2.PdfDocument(untouched("ar").rewritten) as document:
        assert len(document) > 40


@pytest.mark.parametrize("tag", ["en", *TAGS])
def test_voices_read_the_blocks_in_the_order_of_the_document(untouched: Callable[[str], Made], tag: str) -> None:
    with pikepdf.open(io.BytesIO(untouched(tag).rewritten)) as file:
        assert list(reading(Tagged(file), untouched(tag).texts)) == []
