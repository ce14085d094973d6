"""Pamphlet, cards and print sheet: everything in its place on the sheet, in the language it says, at a size one can read."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pikepdf
import polib
import pytest

from kitabcha.errors import PanelError
from kitabcha.pdf.book import FORMATS
from kitabcha.pdf.printsheet import USES
from kitabcha.words import words
from tests.conftest import Guide, copy_of_the_real_guide
from tests.once import once
from tests.pdf.ink import Sheet
from tests.pdf.reading import Glyph, all_lines, glyphs, seen, visual_lines

TAGS = ("en", "ar", "fa", "ur")
PAPERS = ("letter", "a4")
SHOP = ["pamphlet", "card", "print-sheet"]
ALL = [pytest.param(tag, paper, id=f"{tag}-{paper}") for tag in TAGS for paper in PAPERS]
# width and height of the sheet, width of a panel and of the flap, mm
FOLDS = {"letter": (279.4, 215.9, 94.0, 91.4), "a4": (297.0, 210.0, 100.0, 97.0)}
CARDS = {"letter": (215.9, 279.4, 88.9, 50.8), "a4": (210.0, 297.0, 85.0, 55.0)}
PLACES = {"ltr": ((5, 6, 1), (2, 3, 4)), "rtl": ((1, 6, 5), (4, 3, 2))}
LEAST = {"Latin": 9.0, "Vazirmatn": 9.0, "NotoNaskh": 11.0, "NotoNastaliq": 10.5}
UNPRINTABLE = 5.0  # mm at each edge that an office printer leaves white
POINT = 25.4 / 72  # mm


@pytest.fixture(scope="module")
def print_shop(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    """The folded and cut editions of the real guide, by edition, language and paper."""
    folder = once(tmp_path_factory, "shop", _fill_the_shop)
    return {
        (edition, tag, paper): folder / "out" / "pdf" / tag / f"nseers-guide-{tag}-{edition}-{paper}.pdf"
        for edition in SHOP
        for tag in TAGS
        for paper in PAPERS
    }


def _fill_the_shop(folder: Path) -> None:
    guide = copy_of_the_real_guide(folder)
    for tag in TAGS:
        _, warnings = guide.build("pdf", tag, kitabcha_editions=SHOP)
        assert warnings == ""


def direction(tag: str) -> str:
    return "ltr" if tag == "en" else "rtl"


def panel_edges(numbers: tuple[int, ...], paper: str) -> list[tuple[int, float, float]]:
    """Return number, left and right edge (mm) of the panels on one side of a sheet."""
    _width, _height, panel, flap = FOLDS[paper]
    edges, x = [], 0.0
    for number in numbers:
        width = flap if number in (4, 5) else panel
        edges.append((number, x, x + width))
        x += width
    return edges


def titles(tag: str) -> list[str]:
    """Return the titles of the six panels in a language, from the source and its catalog."""
    source = (Path(__file__).parents[2] / "source" / "pamphlet.rst").read_text(encoding="utf-8")
    english = re.findall(r"^\.\. panel:: (.+)$", source, re.M)
    if tag == "en":
        return english
    catalog = polib.pofile(str(Path(__file__).parents[2] / "locale" / tag / "LC_MESSAGES" / "pamphlet.po"))
    words = {entry.msgid: entry.msgstr for entry in catalog}
    return [words[title] for title in english]


def bare(text: str) -> str:
    """Leave only the letters, in whatever order: the same for a heading in the catalog and for its glyphs."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(sorted(c for c in letters if unicodedata.category(c).startswith(("L", "N"))))


def heading_of(drawn: list[Glyph]) -> str:
    """Return the letters of the largest glyphs: the title of a panel."""
    largest = max(glyph.size for glyph in drawn if "Sans3" not in glyph.font)
    return bare("".join(glyph.char for glyph in drawn if glyph.size >= 0.8 * largest))


# ---------------------------------------------------------------------- the pamphlet
@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_a_pamphlet_is_one_sheet_with_folds_where_they_belong(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    """Outside and inside; a dotted tick at each fold, above and below, within half a millimetre."""
    pdf = print_shop["pamphlet", tag, paper]
    width, height, _panel, _flap = FOLDS[paper]
    with pikepdf.open(pdf) as file:
        boxes = [[float(value) * POINT for value in page.mediabox] for page in file.pages]
    assert len(boxes) == 2
    for page, numbers in enumerate(PLACES[direction(tag)]):
        assert boxes[page][2:] == pytest.approx([width, height], abs=0.1)
        sheet = Sheet.of(pdf, page)
        folds = [left for _number, left, _right in panel_edges(numbers, paper)[1:]]
        for top in (UNPRINTABLE, height - 8.5):
            assert sheet.strokes(0, top, width, top + 3.5) == pytest.approx(folds, abs=0.5)


@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_the_folds_of_both_sides_lie_on_each_other(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    """Seen through the paper, the ticks of the inside stand where those of the outside are."""
    pdf = print_shop["pamphlet", tag, paper]
    outside, inside = Sheet.of(pdf, 0), Sheet.of(pdf, 1).mirrored()
    ticks = [side.strokes(0, UNPRINTABLE, side.width, 8.5) for side in (outside, inside)]
    assert len(ticks[0]) == 2 and ticks[0] == pytest.approx(ticks[1], abs=0.2)


@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_nothing_leaves_its_panel_or_comes_near_the_edge_of_the_sheet(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    pdf = print_shop["pamphlet", tag, paper]
    width, height, _panel, _flap = FOLDS[paper]
    for page, numbers in enumerate(PLACES[direction(tag)]):
        sheet = Sheet.of(pdf, page)
        left, top, right, bottom = sheet.box()
        assert min(left, top, width - right, height - bottom) >= UNPRINTABLE
        for _number, fold, _right in panel_edges(numbers, paper)[1:]:
            assert sheet.is_blank(fold - UNPRINTABLE, 8.9, fold + UNPRINTABLE, height - 8.9)
        assert sheet.is_blank(0, 8.9, 6.5, height) and sheet.is_blank(width - 6.5, 8.9, width, height)


@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_each_panel_stands_where_the_fold_wants_it(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    """Read the title in each third of the sheet: 5 6 1 and 2 3 4 from left to right, the other way round in Arabic script."""
    pdf = print_shop["pamphlet", tag, paper]
    expected = [bare(title) for title in titles(tag)]
    for page, numbers in enumerate(PLACES[direction(tag)]):
        drawn = glyphs(pdf, page)
        for number, left, right in panel_edges(numbers, paper):
            here = [glyph for glyph in drawn if left <= glyph.left * POINT < right]
            assert heading_of(here) == expected[number - 1], f"panel {number}"


@pytest.mark.parametrize("tag", TAGS)
def test_voices_read_the_panels_from_one_to_six(print_shop: dict[tuple[str, str, str], Path], tag: str) -> None:
    """The tags go from the cover to the inside and then to the flap and the back, though these share a page with the cover."""
    with pikepdf.open(print_shop["pamphlet", tag, "letter"]) as file:
        document = file.Root.StructTreeRoot.K
        document = document[0] if isinstance(document, pikepdf.Array) else document
        heads = [child for child in document.K if str(child.S) in ("/H1", "/H2")]
        assert [str(head.S) for head in heads] == ["/H1", *["/H2"] * 5]
        assert [str(head.T) for head in heads] == titles(tag)
        assert str(file.Root.Lang).startswith(tag)


@pytest.mark.parametrize("edition", ["pamphlet", "card"])
@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_no_letter_is_smaller_than_the_limits(
    print_shop: dict[tuple[str, str, str], Path], edition: str, tag: str, paper: str
) -> None:
    """9 pt Latin and Vazirmatn, 11 pt Naskh, 10.5 pt Nastaliq (10 pt on cards, and the Latin in it in proportion)."""
    pdf = print_shop[edition, tag, paper]
    limits = LEAST if edition == "pamphlet" else LEAST | {"NotoNastaliq": 10.0, "Latin": 8.4 if tag == "ur" else 9.0}
    with pikepdf.open(pdf) as file:
        pages = len(file.pages)
    for page in range(pages):
        for glyph in glyphs(pdf, page):
            face = next((name for name in limits if name in glyph.font), "Latin")
            assert glyph.size >= limits[face] - 0.01, (glyph.char, glyph.font, glyph.size)


@pytest.mark.parametrize("tag", TAGS)
def test_phone_numbers_read_left_to_right_everywhere(print_shop: dict[tuple[str, str, str], Path], tag: str) -> None:
    pamphlet, card = print_shop["pamphlet", tag, "letter"], print_shop["card", tag, "letter"]
    for run in ("1-877-FTC-HELP", "1-877-382-4357", "justice.gov/eoir", "www.uscis.gov", "G-325R", "I-94"):
        assert seen(pamphlet, run), run
    assert sum(line.count("1-877-382-4357") for line in visual_lines(card, 0)) == 10
    if tag != "en":  # the backs lie on their heads, so the last digit comes first from the left
        assert sum(line[::-1].count("1-877-382-4357") for line in visual_lines(card, 1)) == 10


@pytest.mark.parametrize("edition", ["pamphlet", "card", "print-sheet"])
@pytest.mark.parametrize("tag", TAGS)
def test_each_sheet_names_its_guide_in_english(
    print_shop: dict[tuple[str, str, str], Path], edition: str, tag: str
) -> None:
    """With version and date, for helpers who cannot read the script."""
    pdf = print_shop[edition, tag, "letter"]
    lines = all_lines(pdf)
    lines += [line[::-1] for line in lines]  # the backs of cards lie on their heads
    for named in ("NSEERSResourceGuide", "2026-11-24" if (edition, tag) != ("pamphlet", "en") else "November24,2026"):
        assert any(named in line for line in lines), named


@pytest.mark.parametrize(("tag", "word"), [("ar", "مسودة"), ("fa", "پیش‌نویس"), ("ur", "مسودہ")])
def test_a_card_says_that_its_translation_is_a_draft(
    print_shop: dict[tuple[str, str, str], Path], tag: str, word: str
) -> None:
    lines = visual_lines(print_shop["card", tag, "a4"], 0, tolerance=6)
    heads = [line for line in lines if {"ar": "Arabic", "fa": "Farsi", "ur": "Urdu"}[tag] in line]
    assert len(heads) == 5  # rows of cards
    for head in heads:
        letters = unicodedata.normalize("NFKC", head)
        assert all(letters.count(letter) >= 2 for letter in word if letter.isalpha()), head


@pytest.mark.parametrize("edition", ["pamphlet", "card", "print-sheet"])
@pytest.mark.parametrize("tag", TAGS)
def test_all_fonts_are_inside_the_file(print_shop: dict[tuple[str, str, str], Path], edition: str, tag: str) -> None:
    with pikepdf.open(print_shop[edition, tag, "a4"]) as file:
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys()), font.BaseFont


SHORT = "Words for the panel."
SIX = "\n".join(f".. panel:: Title {n}\n\n   Words of panel {n}.\n" for n in range(1, 7))


def pamphlet_of(guide: Guide, text: str, tag: str = "en", **settings: object) -> Path:
    guide.write({"source/pamphlet.rst": f":orphan:\n\nPamphlet\n========\n\n{text}"})
    out, warnings = guide.build("pdf", tag, kitabcha_editions=["pamphlet"], **settings)
    assert warnings == ""
    return out / f"test-{tag}-pamphlet-letter.pdf"


def write_card(guide: Guide, words: str) -> None:
    guide.write({"source/card.rst": f":orphan:\n\nCard\n====\n\n.. wallet-card:: Title\n\n   {words}\n"})


def body_size(pdf: Path) -> float:
    """Return the size of running text: the most frequent one."""
    sizes = [round(glyph.size, 2) for page in (0, 1) for glyph in glyphs(pdf, page)]
    return max(set(sizes), key=sizes.count)


def test_text_that_does_not_fit_is_set_a_little_smaller(guide: Guide) -> None:
    words = " ".join(["word"] * 300)
    usual = body_size(pamphlet_of(guide, SIX.replace("Words of panel 3.", "word " * 30)))
    smaller = body_size(pamphlet_of(guide, SIX.replace("Words of panel 3.", words)))
    assert usual == 10.5 and 9 <= smaller < 10.5


def too_long(guide: Guide, count: int, tag: str = "en") -> str:
    with pytest.raises(PanelError) as caught:
        pamphlet_of(guide, SIX.replace("Words of panel 3.", " ".join(["word"] * count)), tag)
    return str(caught.value)


def test_text_that_is_too_long_stops_the_build_and_says_where_and_by_how_much(guide: Guide) -> None:
    said = too_long(guide, 600)
    assert "English" in said and "panel 3, “Title 3”" in said and "test-en-pamphlet-letter.pdf" in said
    assert "pamphlet.rst:14" in said and "To mend it: shorten the text" in said
    by = [float(match) for match in re.findall(r"”: ([\d.]+) mm", said)]
    longer = [float(match) for match in re.findall(r"”: ([\d.]+) mm", too_long(guide, 660))]
    assert len(by) == len(longer) == 1 and 0 < by[0] < longer[0]


def test_a_translation_that_is_too_long_is_named_by_its_language(guide: Guide) -> None:
    guide.translate("ur", "pamphlet", {"Words of panel 5.": "الفاظ " * 200})
    with pytest.raises(PanelError, match=r"The Urdu text .* 10\.75 pt.* panel 5(?s:.*)the catalog pamphlet.po of Urdu"):
        pamphlet_of(guide, SIX, "ur")


def test_a_pamphlet_has_six_panels(guide: Guide) -> None:
    with pytest.raises(PanelError, match="A pamphlet has 6 panels, but here are 5"):
        pamphlet_of(guide, SIX.replace(".. panel:: Title 4\n\n   Words of panel 4.\n", ""))


def test_a_guide_without_the_document_goes_without_the_pamphlet(guide: Guide) -> None:
    out, warnings = guide.build("pdf", "en", kitabcha_editions=["pamphlet", "card", "print-sheet"])
    assert warnings == "" and [path.name for path in out.glob("*.pdf")] == ["test-en-print-sheet-letter.pdf"]
    with pytest.raises(PanelError, match="no document 'pamphlet'"):
        guide.build("pdf", "en", kitabcha_editions=["pamphlet"])


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_back_has_a_qr_code_when_the_address_is_known(guide: Guide, tag: str) -> None:
    assert not seen(pamphlet_of(guide, SIX, tag), "example.org")
    with_code = pamphlet_of(guide, SIX, tag, kitabcha_base_url="https://example.org/guide")
    assert seen(with_code, f"example.org/guide/{tag}")
    with pikepdf.open(with_code) as file:
        told = words(tag)("QR code for the newest edition")
        assert any(str(element.get("/Alt", "")) == told for element in elements(file))


@pytest.mark.parametrize("tag", ["en", "ar", "ur"])
def test_the_real_pamphlet_has_room_for_the_qr_code(tmp_path: Path, tag: str) -> None:
    """In Urdu, where the back is the fullest, and in the faces with the widest letters; the address is one line."""
    copy = copy_of_the_real_guide(tmp_path)
    settings = {"kitabcha_editions": ["pamphlet"], "kitabcha_base_url": "https://example.org/nseers-guide"}
    out, warnings = copy.build("pdf", tag, **settings)
    assert warnings == ""
    for paper in PAPERS:
        pdf = out / f"nseers-guide-{tag}-pamphlet-{paper}.pdf"
        assert seen(pdf, f"example.org/nseers-guide/{tag}")
        assert all(glyph.size >= LEAST["NotoNastaliq"] for glyph in glyphs(pdf, 0) if "Nastaliq" in glyph.font)


def test_a_translation_from_left_to_right_folds_like_the_source(guide: Guide) -> None:
    guide.translate("de", "pamphlet", {"Title 1": "Titel eins", "Title 5": "Titel fünf"})
    pdf = pamphlet_of(guide, SIX, "de", kitabcha_languages=["en", "de"])
    outside = glyphs(pdf, 0)
    flap = [glyph for glyph in outside if glyph.left * POINT < FOLDS["letter"][3]]
    cover = [glyph for glyph in outside if glyph.left * POINT > FOLDS["letter"][3] + FOLDS["letter"][2]]
    assert "Titelf" in "".join(glyph.char for glyph in flap)
    assert "Titeleins" in "".join(glyph.char for glyph in cover)
    assert "Title1" in "".join(glyph.char for glyph in cover), "the title in the language of the source, for helpers"


def elements(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    waiting: list[pikepdf.Object] = [file.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            waiting.append(node.get("/K", pikepdf.Array()))
    return found


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_printer_that_turns_sheets_over_the_long_edge_gets_the_inside_on_its_head(guide: Guide, tag: str) -> None:
    short = pamphlet_of(guide, SIX, tag)
    as_it_is = Sheet.of(short, 1).turned().box()
    long = pamphlet_of(guide, SIX, tag, kitabcha_duplex="long")
    assert Sheet.of(long, 1).box() == pytest.approx(as_it_is, abs=0.3)


# ---------------------------------------------------------------------- the cards
def card_cells(paper: str) -> list[tuple[float, float, float, float]]:
    width, height, card, tall = CARDS[paper]
    left, top = (width - 2 * card) / 2, (height - 5 * tall) / 2
    return [
        (left + column * card, top + row * tall, left + (column + 1) * card, top + (row + 1) * tall)
        for row in range(5)
        for column in range(2)
    ]


@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_ten_cards_stand_inside_their_cutting_lines(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    """On both sides, and the backs lie behind the fronts when the sheet is turned over."""
    pdf = print_shop["card", tag, paper]
    front = Sheet.of(pdf, 0)
    left, top, right, bottom = front.box()
    assert min(left, top, front.width - right, front.height - bottom) >= UNPRINTABLE
    cells = card_cells(paper)
    columns = sorted({cell[0] for cell in cells} | {cell[2] for cell in cells})
    assert front.strokes(0, cells[0][1] - 4.5, front.width, cells[0][1] - 1) == pytest.approx(columns, abs=0.3)
    sides = [front]
    if tag != "en":
        # Turned over the short edge, top and bottom change places: seen from behind that is a mirror image turned by half.
        sides.append(Sheet.of(pdf, 1).turned().mirrored())
    for side in sides:
        for x, y, far, low in cells:
            assert not side.is_blank(x + 3, y + 3, far - 3, low - 3)
            for edge in (
                (x + 1, y + 1, x + 3, low - 1),
                (far - 3, y + 1, far - 1, low - 1),
                (x + 1, y + 1, far - 1, y + 3),
            ):
                assert side.is_blank(*edge)


@pytest.mark.parametrize(("duplex", "is_turned"), [("short", True), ("long", False)])
def test_the_back_of_a_card_stands_upright_when_one_turns_the_card(guide: Guide, duplex: str, is_turned: bool) -> None:
    """Whichever edge the printer turns the sheet over, the card turns like the page of a book."""
    write_card(guide, SHORT)
    guide.translate("ar", "card", {"Title": "عنوان", SHORT: "كلمات للوحة."})
    out, warnings = guide.build("pdf", "ar", kitabcha_editions=["card"], kitabcha_duplex=duplex)
    assert warnings == ""
    front, back = (glyphs(out / "test-ar-card-letter.pdf", page) for page in (0, 1))
    assert all(glyph.right >= glyph.left for glyph in front)
    latin = [glyph for glyph in back if glyph.char.isascii() and glyph.char.isalpha()]
    assert latin and all((glyph.right < glyph.left) == is_turned for glyph in latin)


def test_a_card_that_is_too_long_is_named_by_the_language_of_its_face(guide: Guide) -> None:
    words = " ".join(["word"] * 80)
    write_card(guide, words)
    guide.translate("ar", "card", {"Title": "عنوان", words: "كلمة."})
    with pytest.raises(PanelError, match=r"The English text of test-ar-card-letter\.pdf .* panel 2, “Title”"):
        guide.build("pdf", "ar", kitabcha_editions=["card"])


@pytest.mark.parametrize("tag", ["ar", "fa", "ur"])
def test_the_other_side_of_a_card_is_english(print_shop: dict[tuple[str, str, str], Path], tag: str) -> None:
    pdf = print_shop["card", tag, "letter"]
    front, back = ("".join(glyph.char for glyph in glyphs(pdf, page)) for page in (0, 1))
    assert "NSEERSisover" in back and "NSEERSisover" not in front
    assert not re.search("[\u0600-\u06ff]", back) and re.search("[\u0600-\u06ff]", front)


def test_a_card_in_the_language_of_the_source_has_one_side(print_shop: dict[tuple[str, str, str], Path]) -> None:
    with pikepdf.open(print_shop["card", "en", "letter"]) as file:
        assert len(file.pages) == 1


def test_a_voice_reads_one_card_and_not_ten(print_shop: dict[tuple[str, str, str], Path]) -> None:
    with pikepdf.open(print_shop["card", "fa", "letter"]) as file:
        assert [str(element.S) for element in elements(file)].count("/H1") == 2


# ---------------------------------------------------------------------- the print sheet
@pytest.mark.parametrize(("tag", "paper"), ALL)
def test_the_print_sheet_is_one_page_that_names_the_files(
    print_shop: dict[tuple[str, str, str], Path], tag: str, paper: str
) -> None:
    pdf = print_shop["print-sheet", tag, paper]
    sheet = Sheet.of(pdf, 0)
    left, top, right, bottom = sheet.box()
    assert min(left, top, sheet.width - right, sheet.height - bottom) >= 10
    with pikepdf.open(pdf) as file:
        assert len(file.pages) == 1
        assert any(element.get("/Alt") for element in elements(file))
    for edition in ("pamphlet", "card"):
        assert seen(pdf, f"nseers-guide-{tag}-{edition}-{paper}.pdf")
        assert any(USES[edition].name.replace(" ", "") in line for line in all_lines(pdf))
    assert not seen(pdf, "booklet")
    assert seen(pdf, "flip on the short edge") and seen(pdf, "“actual size” or 100 %")


def test_every_print_edition_has_its_place_on_the_print_sheet(guide: Guide) -> None:
    """In Urdu, which needs the most room, on both papers."""
    guide.write({"source/pamphlet.rst": f":orphan:\n\nPamphlet\n========\n\n{SIX}"})
    write_card(guide, SHORT)
    out, warnings = guide.build("pdf", "ur", kitabcha_editions=["print-sheet"], kitabcha_papers=list(PAPERS))
    assert warnings == ""
    for paper in PAPERS:
        for edition in (name for name in USES if (name, paper) in FORMATS):
            assert seen(out / f"test-ur-print-sheet-{paper}.pdf", f"test-ur-{edition}-{paper}.pdf")
