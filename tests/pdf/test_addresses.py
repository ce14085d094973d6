"""The way from paper to the newest edition: QR codes are read from rendered pages, as a telephone reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.conftest import CONF, Guide
from tests.pdf.checker import check
from tests.pdf.reading import seen

EDITIONS = ("guide", "booklet", "large", "bilingual", "pamphlet", "card")
BASE = "https://example.org/test-guide"
DOTS = 200  # to the inch; a telephone sees more
PANELS = "\n".join(f".. panel:: Title {n}\n\n   Words of panel {n}.\n" for n in range(1, 7))
CARD = "The duty to register ended in 2011.\n\n   Before you sign anything, talk to an immigration lawyer."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    guide = Guide(tmp_path_factory.mktemp("addresses"))
    guide.write(
        {
            "conf.py": CONF,
            "source/index.rst": "Test Guide\n==========\n\n.. toctree::\n   :numbered:\n\n   chapter\n",
            "source/chapter.rst": "Chapter\n=======\n\nWords.\n",
            "source/pamphlet.rst": f":orphan:\n\nPamphlet\n========\n\n{PANELS}",
            "source/card.rst": f":orphan:\n\nCard\n====\n\n.. wallet-card:: Title\n\n   {CARD}\n",
        }
    )
    for tag, words in (("ar", "كلمات."), ("fa", "واژه‌ها."), ("ur", "الفاظ۔")):
        guide.translate(tag, "chapter", {"Words.": words})
    return guide


@pytest.fixture(scope="module", params=["en", "ar", "fa", "ur"])
def printed(request: pytest.FixtureRequest, folder: Guide) -> dict[str, Path]:
    """The files of a language by edition, made with the address of the HTML edition."""
    tag = str(request.param)
    editions = [name for name in EDITIONS if tag != "en" or name != "bilingual"]
    # Turned over the long edge, the backs of cards stand upright on the sheet.
    settings = {"kitabcha_editions": editions, "kitabcha_base_url": BASE, "kitabcha_duplex": "long"}
    out, warnings = folder.build("pdf", tag, **settings)
    assert warnings == ""
    made = {name: out / f"test-{tag}-{name}-letter.pdf" for name in editions}
    assert all(path.is_file() for path in made.values())
    return made


def codes(pdf: Path) -> Iterator[str]:
    """Yield what the QR codes of all pages say."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=DOTS / 72, grayscale=True).to_pil()
            yield from (code.text for code in zxingcpp.read_barcodes(picture))


def shows(pdf: Path, words: str) -> bool:
    """Return whether words stand in one line of a page; of a booklet, whose pages are drawn on sheets, as PDFium reads it."""
    if "-booklet-" not in pdf.name:
        return seen(pdf, words)
    with pypdfium2.PdfDocument(pdf) as document:
        found = "".join(page.get_textpage().get_text_bounded() for page in document)
    return words in re.sub(r"\s", "", found)


def test_every_edition_leads_to_the_html_edition_in_its_language(printed: dict[str, Path]) -> None:
    """By a code and by a short address in letters; ten times on a sheet of cards."""
    for name, pdf in printed.items():
        tag = pdf.name.split("-")[1]
        found = list(codes(pdf))
        assert found == [f"{BASE}/{tag}/"] * (10 if name == "card" else 1), name
        assert shows(pdf, f"example.org/test-guide/{tag}"), name


def test_voices_can_read_what_is_said_of_the_code(printed: dict[str, Path]) -> None:
    for name, pdf in printed.items():
        if name != "booklet":  # sheets have no tags
            assert check(pdf) == [], name


def test_without_an_address_there_is_neither(folder: Guide) -> None:
    out, warnings = folder.build("pdf", "ar", kitabcha_editions=list(EDITIONS), kitabcha_duplex="long")
    assert warnings == ""
    for name in EDITIONS:
        pdf = out / f"test-ar-{name}-letter.pdf"
        assert not list(codes(pdf)), name
        assert not shows(pdf, "example.org"), name


def test_the_html_edition_stands_where_the_code_leads(folder: Guide) -> None:
    out, warnings = folder.build("html", "ar", html_theme="kitabcha", kitabcha_base_url=BASE)
    assert warnings == ""
    page = (out / "index.html").read_text(encoding="utf-8")
    assert re.search(rf'<link rel="alternate" hreflang="ar" href="{BASE}/ar/index.html">', page)


def test_a_card_without_room_for_the_code_keeps_its_words(folder: Guide) -> None:
    """Then the address stands alone, or nothing: the words of the card go first."""
    card = folder.folder / "source" / "card.rst"
    before = card.read_text(encoding="utf-8")
    try:
        line = "Some words for the card here."
        two_lines = " ".join([line] * 3)
        for lines, coded, named in (
            ([line] * 4, True, True),
            ([line] * 3 + [two_lines], False, True),
            ([line] * 5, False, False),
        ):
            words = "\n\n   ".join(lines)
            card.write_text(f":orphan:\n\nCard\n====\n\n.. wallet-card:: Title\n\n   {words}\n", encoding="utf-8")
            out, warnings = folder.build("pdf", "en", kitabcha_editions=["card"], kitabcha_base_url=BASE)
            pdf = out / "test-en-card-letter.pdf"
            assert warnings == "" and bool(list(codes(pdf))) is coded
            assert shows(pdf, "example.org") is named
    finally:
        card.write_text(before, encoding="utf-8")
