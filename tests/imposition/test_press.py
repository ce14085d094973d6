"""Finished sheets, read back: where each page stands, how far from the edge, whether other programs open them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from kitabcha.imposition import press
from kitabcha.imposition.press import Binding
from kitabcha.imposition.sheets import impose
from kitabcha.paper import A4, HALVES, LETTER, Change, Sheet
from tests.conftest import Guide

MM = 25.4 / 72
FOOT = 18.0  # mm; the footer stands below
Box = tuple[float, float, float, float]  # left, bottom, right, top
EDGE = 5.0  # mm that an office printer cannot print


@dataclass
class Half:
    """One page on a side of a sheet: its characters with their boxes, in mm from the sheet's lower left corner."""

    chars: list[tuple[str, Box]]

    @property
    def left(self) -> float:
        return min(box[0] for _char, box in self.chars)

    @property
    def right(self) -> float:
        return max(box[2] for _char, box in self.chars)

    @property
    def middle(self) -> tuple[float, float]:
        low, high = min(box[1] for _char, box in self.chars), max(box[3] for _char, box in self.chars)
        return (self.left + self.right) / 2, (low + high) / 2

    @property
    def text(self) -> str:
        return "".join(char for char, _box in self.chars)

    def number_at(self, *, left: bool) -> int:
        """Return the page number at the outer end of the footer, 0 for none."""
        foot = [(box[0], char) for char, box in self.chars if box[1] < FOOT and char.isdecimal()]
        if not foot:
            return 0
        edge = min(x for x, _char in foot) if left else max(x for x, _char in foot)
        digits = "".join(char for x, char in sorted(foot) if abs(x - edge) < 8)
        return int(digits or 0)


def halves(path: Path | bytes) -> list[tuple[Half | None, Half | None, float, float]]:
    """Read every side: what stands left and right of the fold, width and height of the sheet in mm."""
    sides = []
    file = pypdfium2.PdfDocument(path)
    try:
        for page in file:
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
            chars = [(char, _mm(box)) for char, box in boxes if char.strip()]
            middle = width * MM / 2
            left = [(char, box) for char, box in chars if box[0] + box[2] < 2 * middle]
            right = [(char, box) for char, box in chars if box[0] + box[2] >= 2 * middle]
            # PDFium puts some letters of untreated Arabic script on the other half; digits it finds where they are, and
            # no page is without any.
            both = [Half(half) if any(char.isdecimal() for char, _box in half) else None for half in (left, right)]
            sides.append((both[0], both[1], width * MM, height * MM))
    finally:
        file.close()
    return sides


def _mm(box: Box) -> Box:
    left, bottom, right, top = box
    return left * MM, bottom * MM, right * MM, top * MM


def marked(half: Half | None) -> int:
    """Return the number that a page of the test guide carries in its text."""
    if half is None:
        return 0
    found = re.search(r"page(\d+)mark", half.text)
    assert found, half.text
    return int(found[1])


SOURCE = """
#set document(title: "Numbers")
#set page(width: {width}mm, height: {height}mm, margin: 15mm)
#set text(lang: "{tag}", font: "Kitabcha Serif", size: 30pt)
#for n in range(1, {count} + 1) {{ page(align(center + horizon, text(lang: "en", dir: ltr)[page#{{n}}mark])) }}
"""
# In a process of its own: other tests fork this one, and Typst's threads do not outlive a fork.
TYPESET = """
import sys, typst
from kitabcha.pdf.compiler import fonts
sys.stdout.buffer.write(typst.compile(sys.stdin.buffer.read(), font_paths=fonts(), format="pdf", timestamp=0))
"""


def press_booklet(pages: Path, paper: Sheet, binding: Binding) -> bytes:
    """Lay pages out on the paper that they were typeset for."""
    return next(press.press_booklet(pages, [(paper, None)], binding))


@pytest.fixture(scope="session")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, bool, Sheet], Path]:
    """Half sheets with nothing on them but ``page7mark`` in the middle, set by Typst as the booklet's pages are."""

    @cache
    def make(count: int, rtl: bool, paper: Sheet) -> Path:
        width, height = (139.7, 215.9) if paper is LETTER else (148, 210)
        source = SOURCE.format(width=width, height=height, tag="ar" if rtl else "en", count=count)
        done = subprocess.run([sys.executable, "-c", TYPESET], input=source.encode(), capture_output=True, check=True)
        path = tmp_path_factory.mktemp("numbered") / "pages.pdf"
        path.write_bytes(done.stdout)
        return path

    return make


@pytest.mark.parametrize("paper", [LETTER, A4], ids=["letter", "a4"])
@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize(("count", "most"), [(8, 0), (10, 0), (13, 2), (1, 0)])
def test_pages_stand_where_the_plan_says(
    numbered: Callable[[int, bool, Sheet], Path], paper: Sheet, rtl: bool, count: int, most: int
) -> None:
    """In order, on sheets of the right size, each in the middle of its half but for the creep."""
    thickness = 0.5
    pressed = press_booklet(numbered(count, rtl, paper), paper, Binding(most, "short", thickness))
    plan = impose(count, rtl=rtl, most_sheets=most)
    sides = halves(pressed)
    assert len(sides) == 2 * len(plan)
    wanted = [(side, sheet.depth) for sheet in plan for side in (sheet.front, sheet.back)]
    for (left, right, width, height), (side, depth) in zip(sides, wanted, strict=True):
        assert width == pytest.approx(paper.height, abs=0.02) and height == pytest.approx(paper.width, abs=0.02)
        assert (marked(left), marked(right)) == (side.left, side.right)
        page = 139.7 if paper is LETTER else 148.0
        for half, sign in ((left, 1), (right, -1)):
            if half:
                centre = width / 2 - sign * page / 2 + sign * depth * thickness
                assert (half.left + half.right) / 2 == pytest.approx(centre, abs=0.5)


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
def test_pages_of_letter_are_laid_on_a4_too(numbered: Callable[[int, bool, Sheet], Path], rtl: bool) -> None:
    """From one opened file; the binding margin gains what it shall, and they stand in the middle of the height."""
    change = Change(HALVES["a4"], 3.0)
    letter, a4 = press.press_booklet(numbered(8, rtl, LETTER), [(LETTER, None), (A4, change)], Binding(0, "short", 0))
    for (left, right, *_size), (left4, right4, width, height) in zip(halves(letter), halves(a4), strict=True):
        assert width == pytest.approx(A4.height, abs=0.02) and height == pytest.approx(A4.width, abs=0.02)
        for half, other, sign in ((left, left4, -1), (right, right4, 1)):
            assert half and other and marked(half) == marked(other)
            assert other.middle[0] - A4.height / 2 == pytest.approx(
                half.middle[0] - LETTER.height / 2 + sign * 3, abs=0.05
            )
            assert other.middle[1] - A4.width / 2 == pytest.approx(half.middle[1] - LETTER.width / 2, abs=0.05)


def test_on_the_long_edge_the_backs_are_upside_down(numbered: Callable[[int, bool, Sheet], Path]) -> None:
    pressed = press_booklet(numbered(8, False, A4), A4, Binding(0, "long", 0))
    with pikepdf.open(pressed_file(pressed)) as file:
        turned = [b"-1 0 0 -1" in page.obj.Contents.read_bytes() for page in file.pages]
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    assert turned == [False, True, False, True]
    assert [(marked(left), marked(right)) for left, right, *_size in halves(pressed)] == [
        (8, 1),
        (7, 2),
        (6, 3),
        (5, 4),
    ]


def pressed_file(pressed: bytes) -> Path:
    import tempfile

    path = Path(tempfile.mkdtemp()) / "pressed.pdf"
    path.write_bytes(pressed)
    return path


def test_fonts_are_kept_and_shared(numbered: Callable[[int, bool, Sheet], Path]) -> None:
    pages = numbered(12, True, LETTER)
    pressed = press_booklet(pages, LETTER, Binding())
    assert len(pressed) < pages.stat().st_size * 1.2
    with pikepdf.open(pressed_file(pressed)) as file:
        fonts = {
            font.objgen
            for page in file.pages
            for form in page.Resources.XObject.values()
            for font in form.Resources.Font.values()
        }
        assert len(fonts) == 1
        assert "/StructTreeRoot" not in file.Root and file.Root.ViewerPreferences.PrintScaling == "/None"


def test_the_same_pages_give_the_same_bytes(numbered: Callable[[int, bool, Sheet], Path]) -> None:
    pages = numbered(9, True, A4)
    assert press_booklet(pages, A4, Binding()) == press_booklet(pages, A4, Binding())


def test_marks_are_dotted_on_the_fold_and_where_a_printer_reaches(
    numbered: Callable[[int, bool, Sheet], Path],
) -> None:
    """Fold ticks on every side; staples on each outermost front; a bar that steps down with several signatures."""
    with pikepdf.open(pressed_file(press_booklet(numbered(32, True, LETTER), LETTER, Binding(2)))) as file:
        tops = []
        for index, page in enumerate(file.pages):
            content = page.obj.Contents.read_bytes().decode()
            lines = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", content)
            assert len(lines) == (4 if index % 4 == 0 else 2) and "0.6 w 1 J [0 1.8] 0 d" in content
            for x0, y0, x1, y1 in lines:
                assert float(x0) * MM == pytest.approx(LETTER.height / 2, abs=0.5) and x0 == x1
                assert EDGE <= float(y0) * MM < float(y1) * MM <= LETTER.width - EDGE
            bars = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f", content)
            assert len(bars) == (index % 4 == 0)
            tops += [float(y) for _x, y, _w, _h in bars]
    assert tops == sorted(tops, reverse=True) and len(set(tops)) == 4


# ---------------------------------------------------------------------- the real guide
@pytest.fixture(scope="session")
def booklets(real_build: Path) -> dict[tuple[str, str], Path]:
    """The booklets of the NSEERS guide by language and paper."""
    paths = (real_build / "pdf").glob("*-booklet-*.pdf")
    return {(path.stem.split("-")[-3], path.stem.split("-")[-1]): path for path in paths}


LANGUAGES = ("en", "ar", "fa", "ur")
PAPERS = ("letter", "a4")


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_printed_page_numbers_of_the_guide_stand_in_order(
    booklets: dict[tuple[str, str], Path], tag: str, paper: str
) -> None:
    """The footer's numbers at the outer edges, in the order of turning pages, are 2, 3, 4 …; the cover has none."""
    sides = halves(booklets[tag, paper])
    opening: list[int | None] = []
    closing: list[int | None] = []
    for index in range(0, len(sides), 2):
        (fl, fr), (bl, br) = (
            (left.number_at(left=True) if left else None, right.number_at(left=False) if right else None)
            for left, right, *_size in sides[index : index + 2]
        )
        opening += [fr, bl] if tag == "en" else [fl, br]
        closing = ([br, fl] if tag == "en" else [bl, fr]) + closing
    turned = opening + closing
    numbers = [number for number in turned if number]  # neither the cover nor a blank page has one
    assert turned[-1] and len(turned) - len(numbers) <= 5
    assert numbers[:-1] == list(range(2, len(numbers) + 1))
    # The back cover is the back of a leaf, so its number is even; a blank page before it may have been counted.
    assert numbers[-1] in (len(numbers) + 1, len(numbers) + 2) and numbers[-1] % 2 == 0


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_ink_of_the_guide_is_near_the_edge_or_over_the_fold(
    booklets: dict[tuple[str, str], Path], tag: str, paper: str
) -> None:
    """Rendered: the outer 5 mm are white, and so is the fold but for its own dotted marks."""
    file = pypdfium2.PdfDocument(booklets[tag, paper])
    scale = 2.0  # pixels of a point
    edge = int(EDGE / MM * scale)
    try:
        for index, page in enumerate(file):
            picture = page.render(scale=scale, grayscale=True).to_pil()
            width, height = picture.size
            for box in (
                (0, 0, width, edge),
                (0, height - edge, width, height),
                (0, 0, edge, height),
                (width - edge, 0, width, height),
            ):
                assert picture.crop(box).getextrema()[0] == 255, f"side {index} of {tag} {paper}"
            near = int(6 / MM * scale)
            mark = int(0.6 / MM * scale)
            for low, high in ((width // 2 - near, width // 2 - mark), (width // 2 + mark, width // 2 + near)):
                assert picture.crop((low, 0, high, height)).getextrema()[0] == 255, f"fold of side {index}"
    finally:
        file.close()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_poppler_and_qpdf_have_nothing_to_say(booklets: dict[tuple[str, str], Path], tag: str) -> None:
    path = booklets[tag, "letter"]
    for command in (["pdfinfo", str(path)], ["pdftotext", str(path), "-"], ["pdffonts", str(path)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stderr == "", done.stderr
    with pikepdf.open(path) as file:
        assert file.check_pdf_syntax() == []
    said = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()[2:]]
    assert rows and all("yes" in row for row in rows)


@pytest.mark.parametrize("most", [0, 4])
def test_the_settings_reach_the_sheets(one_chapter: Callable[[str], Guide], most: int) -> None:
    guide = one_chapter("\n\n".join(["A paragraph of words. " * 40] * 40))
    settings = {"kitabcha_editions": ["booklet"], "kitabcha_signature_sheets": most, "kitabcha_duplex": "long"}
    pdf = guide.pdf("en", **settings)
    assert pdf.name == "test-en-booklet-letter.pdf" and not (pdf.parent / "pages").exists()
    with pikepdf.open(pdf) as file:
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        bars = [b" re f" in page.obj.Contents.read_bytes() for page in file.pages]
        assert any(bars) is bool(most)
