"""The vendored fonts: unchanged, licensed, complete for our languages, and their web editions up to date."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont

from kitabcha.fonts.cuts import CUTS, FAMILY, Cut
from kitabcha.fonts.faces import FACES, LATIN_FACES, Face, coverage, font_dir, missing, sign_faces
from kitabcha.fonts.web import WEB, WEB_FONTS, cut
from kitabcha.pdf.compiler import TEMPLATES, fonts
from kitabcha.pdf.coverage import TEXT_FACE

FOLDER = font_dir().parent
ROWS = re.findall(
    r"^\| `([^`]+)` \|.*\| `([^`]+)` \|[^|]*\| ([0-9a-f]{64}) \|$",
    (FOLDER / "PROVENANCE.md").read_text(encoding="utf-8"),
    re.M,
)
ALPHABETS = {
    "Noto Naskh Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩«»",
    "Vazirmatn": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤأءًٔ،؛؟۰۱۲۳۴۵۶۷۸۹«»٬٫",
    "Noto Nastaliq Urdu": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂۃِ،؛؟۔۰۱۲۳۴۵۶۷۸۹",
}


@pytest.mark.parametrize(("name", "licence", "checksum"), ROWS)
def test_every_file_is_the_one_that_the_provenance_names(name: str, licence: str, checksum: str) -> None:
    assert hashlib.sha256((font_dir() / name).read_bytes()).hexdigest() == checksum
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "licences" / licence).read_text(encoding="utf-8").upper()


def test_every_file_has_a_provenance_and_a_face() -> None:
    files = {path.name for path in font_dir().iterdir()}
    assert files == {name for name, _licence, _checksum in ROWS} == {name for face in FACES for name in face.files}


@pytest.mark.parametrize("name", [name for name, _licence, _checksum in ROWS])
def test_fonts_may_be_embedded(name: str) -> None:
    with TTFont(font_dir() / name) as font:
        assert font["OS/2"].fsType == 0


def test_bold_nastaliq_says_that_it_is_bold() -> None:
    with TTFont(font_dir() / "NotoNastaliqUrdu-Bold.ttf") as font:
        assert font["OS/2"].usWeightClass == 700


def test_no_word_has_a_gap_inside_in_bold_nastaliq(tmp_path: Path) -> None:
    """A letter with a wrong width shows as a word that is far wider in bold: بڑھی was by half, no other by a third."""
    letters = [c for c in ALPHABETS["Noto Nastaliq Urdu"] if c.isalpha()]
    words = ["".join(pair) for pair in itertools.product(letters, repeat=2)]
    words += ["".join(word) for word in itertools.product("بجسصطعفکلمہھر", "بجسصطعفکلمہھ", "اجدرسےکمہھی")]
    page = tmp_path / "words.typ"
    page.write_text(
        '#set text(lang: "ur", dir: rtl, font: "Noto Nastaliq Urdu", size: 100pt)\n'
        "#let width(weight, word) = measure(text(weight: weight, word)).width / 1pt\n"
        "#context [#metadata(json(bytes(sys.inputs.words)).map(w => (width(400, w), width(700, w))))<widths>]\n",
        encoding="utf-8",
    )
    found = typst.query(str(page), "<widths>", sys_inputs={"words": json.dumps(words)}, font_paths=fonts())
    widths = zip(words, json.loads(found)[0]["value"], strict=True)
    assert [word for word, (regular, bold) in widths if bold > 1.33 * regular] == []


@pytest.mark.parametrize(("family", "alphabet"), ALPHABETS.items())
def test_each_face_has_its_alphabet(family: str, alphabet: str) -> None:
    assert [c for c in alphabet if ord(c) not in coverage(family)] == []


def test_what_no_face_has_is_found_and_what_leaves_no_ink_is_not_missed() -> None:
    assert missing("سلام 漢 \u200c\u200f\u2067", [face.family for face in FACES]) == ["漢"]


@pytest.mark.parametrize("font", WEB_FONTS, ids=lambda font: font.name)
def test_web_fonts_are_cut_from_these_files(font: object) -> None:
    from kitabcha.fonts.web import WebFont

    assert isinstance(font, WebFont)
    assert cut(font) == (WEB / font.name).read_bytes(), "make them anew with kitabcha.fonts.web.write_web_fonts()"


def test_the_faces_of_the_coverage_check_are_those_of_the_templates() -> None:
    tokens = Path(TEMPLATES / "tokens.typ").read_text(encoding="utf-8")
    faces = dict(re.findall(r"^  (\w\w): \(\n    face: \"([^\"]+)\"", tokens, re.M))
    assert faces == TEXT_FACE
    assert set(TEXT_FACE.values()) <= {face.family for face in FACES}


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.file)
def test_a_cut_of_source_serif_has_a_name_of_ours_and_the_licence_of_its_makers(cut: Cut) -> None:
    with TTFont(font_dir() / cut.file) as font:
        names = font["name"]
        assert {number for number in (1, 2, 3, 4, 6, 16, 17) if "Source" in (names.getDebugName(number) or "")} == set()
        assert "Adobe" in names.getDebugName(0)
        assert "SIL Open Font License" in names.getDebugName(13)
        assert (font["OS/2"].usWeightClass, font["OS/2"].usWidthClass) == (cut.weight, cut.width)
        assert "fvar" not in font


def test_typst_finds_each_cut_of_the_serif(tmp_path: Path) -> None:
    tokens = (TEMPLATES / "tokens.typ").read_text(encoding="utf-8")
    widths = re.search(r"^#let cut = .*$", tokens, re.M)
    assert widths
    page = tmp_path / "cuts.typ"
    page.write_text(
        f'{widths[0]}\n#set text(font: "{FAMILY}")\n'
        "#let width(weight, stretch) = measure(text(weight: weight, stretch: stretch, size: 1000pt)[n]).width / 1pt\n"
        "#context [#metadata(for size in (cut.text, cut.display) {(400, 600, 700).map(w => width(w, size))})<widths>]\n",
        encoding="utf-8",
    )
    found = json.loads(typst.query(str(page), "<widths>", font_paths=fonts()))[0]["value"]
    drawn = []
    for one in CUTS:
        with TTFont(font_dir() / one.file) as font:
            drawn.append(font["hmtx"][font.getBestCmap()[ord("n")]][0])
    assert found == drawn


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.family)
def test_all_files_of_a_face_have_the_same_characters(face: Face) -> None:
    for name in face.files:
        with TTFont(font_dir() / name) as font:
            assert set(font.getBestCmap()) == coverage(face.family)


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("Call 202-244-2990.\n«نص» — ۱۲۳ ٪ \u200c\u2067", []),
        ("done ✓ or ☎", ["Noto Sans Symbols2"]),
        ("tada 🎉", ["Noto Emoji"]),
        ("🎉 ☎", ["Noto Sans Symbols2", "Noto Emoji"]),
    ],
)
def test_only_the_faces_of_signs_that_a_text_needs_are_tried(text: str, faces: list[str]) -> None:
    assert sign_faces(text) == faces


def test_every_latin_face_of_the_templates_is_tried_before_the_signs() -> None:
    named = {
        name
        for path in TEMPLATES.glob("*.typ")
        for name in re.findall(r'"((?:Kitabcha|Source) [A-Z][\w ]+)"', path.read_text(encoding="utf-8"))
    }
    assert named == set(LATIN_FACES)
