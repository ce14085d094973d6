"""Looks at rendered pages: where is ink, in millimetres from the upper left corner, as a person with a ruler sees it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

DPI = 200
MM = DPI / 25.4  # pixels


class Sheet:
    """A page as pixels: nought is paper, all else is ink."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.width, self.height = picture.width / MM, picture.height / MM

    @classmethod
    def of(cls, pdf: Path, page: int) -> Sheet:
        """Render a page (from 0)."""
        with pypdfium2.PdfDocument(pdf) as document:
            grey = document[page].render(scale=DPI / 72, grayscale=True).to_pil()
        return cls(ImageOps.invert(grey).point(lambda value: 255 if value > 40 else 0))

    def part(self, left: float, top: float, right: float, bottom: float) -> Image.Image:
        return self.picture.crop((round(left * MM), round(top * MM), round(right * MM), round(bottom * MM)))

    def is_blank(self, left: float, top: float, right: float, bottom: float) -> bool:
        return self.part(left, top, right, bottom).getbbox() is None

    def box(self) -> tuple[float, float, float, float]:
        """Return the edges of all ink: left, top, right, bottom."""
        left, top, right, bottom = self.picture.getbbox() or (0, 0, 0, 0)
        return left / MM, top / MM, right / MM, bottom / MM

    def strokes(self, left: float, top: float, right: float, bottom: float) -> list[float]:
        """Return the middles of the runs of ink from left to right in a part of the page."""
        columns = self.part(left, top, right, bottom).getprojection()[0]
        middles, start = [], None
        for x, inked in enumerate([*columns, 0]):
            if inked and start is None:
                start = x
            elif not inked and start is not None:
                middles.append(left + (start + x) / 2 / MM)
                start = None
        return middles

    def turned(self) -> Sheet:
        """Return the page as it lies on the desk when one turns it round by half."""
        return Sheet(self.picture.rotate(180))

    def mirrored(self) -> Sheet:
        """Return the page as one sees it through the paper from the other side."""
        return Sheet(ImageOps.mirror(self.picture))
