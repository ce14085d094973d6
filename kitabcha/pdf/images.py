"""Pictures: found, named for Typst, with alt text."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.pdf.buffers import Buffers
from kitabcha.pdf.markup import call, string

logger = get_logger(__name__)
# docutils length unit -> Typst; without a unit it is pixels of a screen, 96 to the inch (CSS)
UNITS = {"mm": "mm", "cm": "cm", "in": "in", "pt": "pt", "em": "em", "%": "%"}
PIXEL = 0.75  # pt


class ImagesMixin(Buffers):
    """Writes pictures."""

    images: dict[str, str]

    def picture(self, node: nodes.image) -> str:
        """Write a picture, or its alt text when there is no such file.

        Args:
            node: the image.

        Returns:
            A Typst expression.
        """
        path = Path(self.builder.srcdir, str(node["uri"]))
        alt = str(node.get("alt", ""))
        if not path.is_file():
            warn(
                logger,
                Kind.MISSING_IMAGE,
                "The image %s cannot be read; its alt text is printed instead. Check the name and its capitals.",
                node["uri"],
                location=node,
            )
            return string(alt or str(node["uri"]))
        name = self.images.setdefault(str(path), f"image-{len(self.images)}{path.suffix.lower()}")
        if not alt and "decorative" not in node.get("classes", ()):
            warn(
                logger,
                Kind.MISSING_ALT,
                "The image %s has no alt text: add :alt: with what it shows, "
                "or :class: decorative if it shows nothing.",
                node["uri"],
                location=node,
            )
        named = {"alt": string(alt)} if alt else {}
        for side in ("width", "height"):
            length = _length(str(node.get(side, "")))
            if length:
                named[side] = length
        return call("picture", string(f"/{name}"), **named)


def _length(text: str) -> str:
    """Turn a length of docutils into one of Typst.

    Args:
        text: such as ``80%``, ``12cm`` or ``300``.

    Returns:
        A Typst length, or nothing for an empty text.
    """
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz% ")
    if not number:
        return ""
    unit = text[len(number) :].strip()
    return f"{float(number):g}{UNITS[unit]}" if unit in UNITS else f"{float(number) * PIXEL:g}pt"
