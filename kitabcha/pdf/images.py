"""Pictures, figures and diagrams: found, put into a form that PDF can hold, with alt text."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.pdf.buffers import Buffers, block_expression
from kitabcha.pdf.markup import boolean, call, string

if TYPE_CHECKING:
    from PIL import Image

logger = get_logger(__name__)
# docutils length unit -> Typst; without a unit it is pixels of a screen, 96 to the inch (CSS)
UNITS = {"mm": "mm", "cm": "cm", "in": "in", "pt": "pt", "em": "em", "%": "%"}
PIXEL = 0.75  # pt
DRAWN = {".svg", ".png", ".jpg", ".jpeg"}  # what Typst reads
CONVERTED = {".gif", ".webp", ".bmp", ".tif", ".tiff", ".ico"}  # what Pillow turns into PNG
DAMAGED = "is damaged or not what its name says; its alt text is printed instead. Save it anew."
ALIGNMENTS = {"left": "left", "right": "right", "center": "center"}


class ImagesMixin(Buffers):
    """Visits of pictures."""

    images: dict[str, str]
    drawings: dict[str, str]

    @block_expression
    def visit_image(self, node: nodes.image) -> str:
        """A picture, in a line or on its own."""
        return self.picture(node, inline=_is_inline(node))

    def picture(self, node: nodes.image, *, inline: bool = False) -> str:
        """Write a picture, or its alt text when there is no such file.

        Args:
            node: the image.
            inline: whether it stands in a line of text.

        Returns:
            A Typst expression.
        """
        alt, tag = str(node.get("alt", "")), str(node.get("alt_lang", self.scope.tag))
        name = self._file(node)
        if not name:
            words = string(alt or str(node["uri"]))
            if tag != self.scope.tag:
                words = call("foreign-run", string(tag), words)
            return words if inline else call("par", words)
        decorative = _is_decorative(node)
        if not alt and not decorative:
            warn(
                logger,
                Kind.MISSING_ALT,
                "The image %s has no alt text: add :alt: with what it shows, "
                "or :class: decorative if it shows nothing.",
                node["uri"],
                location=node,
            )
        named = {"alt": string(alt)} if alt and not decorative else {}
        pixels = self._pixels(node)
        if pixels:
            named["natural"] = f"{pixels * PIXEL:g}pt"
        for side in ("width", "height"):
            length = length_of(str(node.get(side, "")))
            if length:
                named[side] = length
        if node.get("scale"):
            named["zoom"] = f"{float(node['scale']):g}%"
        if node.get("align") in ALIGNMENTS and not inline:
            named["place"] = ALIGNMENTS[node["align"]]
        code = call("picture", string(f"/{name}"), inline=boolean(inline), **named)
        return call("spoken-in", string(tag), code) if "alt" in named and tag != self.scope.tag else code

    def _file(self, node: nodes.image) -> str:
        """Return the name of a picture in Typst's folder, or nothing when it cannot be had."""
        problem = fault_of(Path(self.builder.srcdir), str(node["uri"]))
        if problem:
            warn(logger, Kind.MISSING_IMAGE, f"The image %s {problem}", node["uri"], location=node)
            return ""
        path = Path(self.builder.srcdir, str(node["uri"]))
        return self.images.setdefault(str(path), f"image-{len(self.images)}{suffix_of(path)}")

    def _pixels(self, node: nodes.image) -> int:
        """Return the width of a picture made of pixels; nought for a drawing."""
        path = Path(self.builder.srcdir, str(node["uri"]))
        if path.suffix.lower() == ".svg":
            return 0
        with _opened(path) as picture:
            return int(picture.width)

    # figure > (image | reference > image), caption?, legend?
    @block_expression
    def visit_figure(self, node: nodes.figure) -> str:
        """A picture with caption and legend."""
        caption = next((child for child in node.children if isinstance(child, nodes.caption)), None)
        legend = next((child for child in node.children if isinstance(child, nodes.legend)), None)
        rest = [child for child in node.children if child not in (caption, legend)]
        with self.within(nested=True, foot=True):
            named = {}
            if caption is not None:
                named["caption"] = self.anchored(caption, self.phrase(caption))
            if legend is not None:
                named["legend"] = self.inside(legend)
            number = self.caption_number(node, "figure")
            if number:
                named["number"] = string(number)
            if node.get("align") in ALIGNMENTS:
                named["place"] = ALIGNMENTS[node["align"]]
            width = length_of(str(node.get("width", "")))
            if width:
                named["width"] = width
            if all(map(_is_decorative, node.findall(nodes.image))):
                named["told"] = "false"
            return call("illustration", self.render(*rest), **named)

    # ------------------------------------------------------------------ diagrams
    @block_expression
    def visit_graphviz(self, node: nodes.Element) -> str:
        """A diagram of `sphinx.ext.graphviz`, drawn by ``dot``."""
        return self._diagram(node, str(node["code"]), str(node.get("alt", "")))

    @block_expression
    def visit_inheritance_diagram(self, node: nodes.Element) -> str:
        """Classes and what they derive from, drawn by ``dot``."""
        code = node["graph"].generate_dot("inheritance", {}, env=self.builder.env)
        return self._diagram(node, code, str(node.get("alt", "")))

    def _diagram(self, node: nodes.Element, code: str, alt: str) -> str:
        dot = str(getattr(self.config, "graphviz_dot", "dot"))
        try:
            done = subprocess.run([dot, "-Tsvg"], input=code, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError) as fault:
            reason = getattr(fault, "stderr", "") or str(fault)
            warn(
                logger,
                Kind.MISSING_IMAGE,
                "A diagram cannot be drawn (%s); its code is printed instead. "
                "Install graphviz (apt-get install graphviz), or mend the code.",
                reason.strip()[:120],
                location=node,
            )
            return call("code", string(code))
        name: str = f"diagram-{len(self.drawings)}.svg"
        self.drawings[name] = done.stdout
        named = {"place": ALIGNMENTS[node["align"]]} if node.get("align") in ALIGNMENTS else {}
        return call("picture", string(f"/{name}"), inline="false", alt=string(alt or _spoken(code)), **named)


def _is_inline(node: nodes.Node) -> bool:
    parent = node.parent
    while isinstance(parent, nodes.reference):
        parent = parent.parent
    return isinstance(parent, nodes.TextElement)


def _is_decorative(image: nodes.image) -> bool:
    return "decorative" in image.get("classes", ())


def _opened(path: Path) -> Image.Image:
    from PIL import Image  # most guides have drawings only, and need not wait for it

    return Image.open(path)


def suffix_of(path: Path) -> str:
    """Return the suffix of a picture in Typst's folder: what Typst cannot read becomes PNG.

    Args:
        path: the picture.
    """
    suffix = path.suffix.lower()
    return ".png" if suffix in CONVERTED else suffix


def fault_of(folder: Path, name: str) -> str:
    """Return why a picture cannot be printed and what to do about it, or nothing.

    Args:
        folder: where names begin.
        name: path of the picture, or an address.
    """
    path = folder / name
    suffix = path.suffix.lower()
    if "://" in name:
        return "is not here and cannot be fetched; its alt text is printed instead. Put it beside the document."
    if not path.is_file():
        return "cannot be read; its alt text is printed instead. Check the name and its capitals."
    if suffix not in DRAWN | CONVERTED:
        return f"has a format ({suffix}) that cannot be put into the page; use SVG, PNG or JPEG."
    return _fault_of_drawing(path) if suffix == ".svg" else _fault_of_pixels(path)


def _fault_of_pixels(path: Path) -> str:
    """Return what is wrong with a picture file, or nothing."""
    try:
        with _opened(path) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError):  # Pillow's own error is an OSError
        return DAMAGED
    return ""


def _fault_of_drawing(path: Path) -> str:
    """Return what is wrong with an SVG file, or nothing."""
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError):
        return DAMAGED
    return "" if root.tag in ("svg", "{http://www.w3.org/2000/svg}svg") else DAMAGED


def _spoken(code: str) -> str:
    """Return the words of a diagram, for those who cannot see it."""
    return " ".join(code.split())[:300]


def convert(source: Path, target: Path) -> None:
    """Put a picture where Typst finds it; what Typst cannot read becomes PNG, of moving pictures the first one.

    Args:
        source: the picture.
        target: its place; the suffix says the wanted format.
    """
    if source.suffix.lower() not in CONVERTED:
        target.write_bytes(source.read_bytes())
        return
    with _opened(source) as picture:
        picture.convert("RGBA").save(target, format="PNG")


def length_of(text: str) -> str:
    """Turn a length of docutils into one of Typst.

    Args:
        text: such as ``80%``, ``12cm`` or ``300``.

    Returns:
        A Typst length, or nothing for an empty text.
    """
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz% ")
    try:
        value = float(number)
    except ValueError:
        return ""
    unit = text[len(number) :].strip()
    return f"{value:g}{UNITS[unit]}" if unit in UNITS else f"{value * PIXEL:g}pt"
