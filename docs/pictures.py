"""Take the pictures of the README from finished editions: ``make pictures``.

Each picture shows the same place of the guide in every language, side by side.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image

LANGUAGES = ("en", "ar", "fa", "ur")
HEIGHT = 560  # pixels of one page
GAP = 16
FOLDER = Path(__file__).parent / "pictures"


def page_of(pdf: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Draw a page (from 0) in grey."""
    page = pdf[number]
    picture: Image.Image = page.render(scale=HEIGHT / page.get_height()).to_pil()
    return picture.convert("L")


def chapter(pdf: pypdfium2.PdfDocument, number: int) -> int:
    """Find the page on which a chapter (from 1) begins: the outline knows."""
    chapters = [item for item in pdf.get_toc() if item.level == 0]
    destination = chapters[number - 1].get_dest()
    assert destination is not None
    return int(destination.get_index() or 0)


def strip(out: Path, name: str, find: Callable[[pypdfium2.PdfDocument], int]) -> None:
    """Set the pages of all languages side by side and write them."""
    pages = []
    for tag in LANGUAGES:
        with pypdfium2.PdfDocument(out / "pdf" / f"nseers-guide-{tag}-guide-letter.pdf") as pdf:
            pages.append(page_of(pdf, find(pdf)))
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    sheet = Image.new("L", (width, HEIGHT + 2 * GAP), 200)
    edge = GAP
    for page in pages:
        sheet.paste(page, (edge, GAP))
        edge += page.width + GAP
    sheet.quantize(16).save(FOLDER / name, optimize=True)


def pamphlets(out: Path) -> None:
    """Lay the two sides of an English and an Urdu pamphlet beside each other: 5 6 1 and 1 6 5, 2 3 4 and 4 3 2."""
    sides = []
    for tag in ("en", "ur"):
        with pypdfium2.PdfDocument(out / "pdf" / f"nseers-guide-{tag}-pamphlet-letter.pdf") as pdf:
            sides.append([page_of(pdf, number) for number in (0, 1)])
    wide = sides[0][0].width
    sheet = Image.new("L", (2 * wide + 3 * GAP, 2 * HEIGHT + 3 * GAP), 200)
    for column, pages in enumerate(sides):
        for row, page in enumerate(pages):
            sheet.paste(page, (GAP + column * (wide + GAP), GAP + row * (HEIGHT + GAP)))
    sheet.quantize(16).save(FOLDER / "pamphlets.png", optimize=True)


def phones(out: Path) -> None:
    """Photograph the HTML edition as a phone shows it."""
    import shutil

    from playwright.sync_api import sync_playwright

    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 390, "height": 780})
        for tag in LANGUAGES:
            page.goto((out / "html" / tag / "who-had-to-register.html").as_uri())
            target = FOLDER / f".{tag}.png"
            page.screenshot(path=target)
            with Image.open(target) as picture:
                shots.append(picture.convert("RGB").resize((280, 560)))
            target.unlink()
        browser.close()
    sheet = Image.new("RGB", (280 * 4 + GAP * 5, 560 + 2 * GAP), (200, 200, 200))
    for index, shot in enumerate(shots):
        sheet.paste(shot, (GAP + index * (280 + GAP), GAP))
    sheet.quantize(64).save(FOLDER / "phones.png", optimize=True)


def main() -> None:
    """Take all pictures from the editions in a folder (``build`` if none is given)."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
    FOLDER.mkdir(exist_ok=True)
    strip(out, "covers.png", lambda pdf: 0)
    pamphlets(out)
    strip(out, "chapters.png", lambda pdf: chapter(pdf, 4))
    strip(out, "key-numbers.png", lambda pdf: chapter(pdf, 7))
    phones(out)


if __name__ == "__main__":
    main()
