"""Mathematics: ziamath draws LaTeX as SVG, with the formula itself as alt text."""

from __future__ import annotations

import hashlib
import re
import warnings
from functools import cache
from itertools import pairwise
from math import ceil

from docutils import nodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.pdf.buffers import Buffers, block_expression, expression
from kitabcha.pdf.markup import call, string

logger = get_logger(__name__)
SIZE = 12.0  # pt at which formulas are drawn; the page scales them to its text
_ENCLOSED = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}|\\substack\{[^}]*\}", re.DOTALL)
_ARRAY = re.compile(r"\\begin\{eqnarray(\*?)\}(.*?)\\end\{eqnarray\1\}", re.DOTALL)
_NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation|multline)\}")
_KIN = re.compile(r"\\(begin|end)\{(?:fl)?align(?:at)?(\*?)\}(?:\{\d+\})?")  # all of them are columns in turn
_COLUMNS = re.compile(r"(?<!\\)&|\\\\")  # what can stand only in an environment
_LABEL = re.compile(r"\\(?:label\{[^}]*\}|nonumber|notag)")


WIDE = 31.0  # em; a displayed formula that is wider is broken behind its terms, as far as it has any
_PIECE = re.compile(r"\\(?:left|right)(?![A-Za-z])\s*\\?.|\\[A-Za-z]+|\\.|.", re.DOTALL)
_OPENS, _CLOSES = {"{", r"\{", "(", "["}, {"}", r"\}", ")", "]"}
_RELATIONS = {"=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\approx", r"\equiv", r"\sim", r"\simeq", r"\to"}
_SIGNS = {"+", "-", r"\pm"}


class FormulasMixin(Buffers):
    """Visits of mathematics."""

    images: dict[str, str]
    drawings: dict[str, str]

    @expression
    def visit_math(self, node: nodes.math) -> str:
        """A formula in a line, on its baseline."""
        text = node.astext()
        drawn = self._drawn(text, node, inline=True)
        return call("formula", *drawn) if drawn else call("raw", string(text))

    @block_expression
    def visit_math_block(self, node: nodes.math_block) -> str:
        """A displayed formula with its number; several, parted by empty lines, stand under each other."""
        number = f"({self._number(node)})" if node.get("number") else ""
        rows = [part for part in re.split(r"\n[ \t]*\n", node.astext()) if part.strip()]
        parts = []
        for row in rows:
            drawn = self._drawn(row, node, inline=False)
            parts.append(f"({', '.join(drawn)})" if drawn else call("code", string(row)))
        return call("formulas", string(number), *parts)

    def _number(self, node: nodes.math_block) -> str:
        """Return the number of a formula, as references to it have it."""
        if not (self.config.numfig and self.config.math_numfig):
            return str(node["number"])
        number = self.counted(node, "displaymath") or str(node["number"])
        return str(self.config.math_numsep).join(number.rsplit(".", 1))

    def _drawn(self, text: str, node: nodes.Element, *, inline: bool) -> list[str]:
        """Draw a formula; returns what the templates need, or nothing if it cannot be drawn."""
        try:
            svg, width, height, depth = draw(text.strip(), inline)
            if width > WIDE and not inline:
                svg, width, height, depth = draw(broken(text.strip(), ceil(width / WIDE)), inline)
        except Exception as fault:  # ziamath and latex2mathml raise whatever the formula leads them to
            warn(
                logger,
                Kind.FORMULA,
                "The formula %r cannot be drawn (%s: %s); its LaTeX is printed instead. "
                "Write it with commands that ziamath knows, or put a picture of it.",
                text[:60],
                type(fault).__name__,
                str(fault)[:80],
                location=node,
            )
            return []
        name = f"formula-{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
        self.drawings[name] = svg
        return [string(f"/{name}"), string(text.strip()), f"{width:.3f}em", f"{height:.3f}em", f"{depth:.3f}em"]


def broken(text: str, lines: int) -> str:
    """Break a formula before relations and signs that stand in no brackets, into lines of about one length.

    Args:
        text: LaTeX without dollar signs.
        lines: how many there should be; where there are not enough places to break at, there are fewer.

    Returns:
        LaTeX with the lines under each other; the formula itself if it has an environment or nowhere to be broken.
    """
    pieces = _PIECE.findall(text)
    if r"\begin" in pieces or _COLUMNS.search(text):
        return text
    places, depth, before = [], 0, ""
    for place, piece in enumerate(pieces):
        depth += (piece in _OPENS or _is(r"\left", piece)) - (piece in _CLOSES or _is(r"\right", piece))
        is_sign = piece in _SIGNS and before not in _RELATIONS | _SIGNS | {","}
        if depth == 0 and before and (piece in _RELATIONS or is_sign):
            places.append(place)
        before = piece if piece.strip() else before
    wanted = [len(pieces) * line / lines for line in range(1, lines)]
    chosen = sorted({min(places, key=lambda place: abs(place - want)) for want in wanted}) if places else []
    if not chosen:
        return text
    edges = [0, *chosen, len(pieces)]
    parts = ["".join(pieces[start:end]) for start, end in pairwise(edges)]
    return r"\begin{split}&" + r" \\ &".join(parts) + r"\end{split}"


def _is(command: str, piece: str) -> bool:
    """Return whether a piece is a command with the bracket behind it."""
    return piece.startswith(command) and not piece[-1].isalpha()


def _aligned(found: re.Match[str]) -> str:
    """Write LaTeX's old three columns, which ziamath does not know, as an array."""
    return rf"\begin{{array}}{{rcl}}{found[2]}\end{{array}}"


@cache
def draw(text: str, inline: bool) -> tuple[str, float, float, float]:
    """Draw a formula.

    Args:
        text: LaTeX without dollar signs.
        inline: whether it stands in a line.

    Returns:
        The SVG; its width, its height and how much of that hangs below the baseline, in em.
    """
    text = _KIN.sub(r"\\\1{align\2}", text)
    text = _NUMBERED.sub(r"\\\1{\2*}", _ARRAY.sub(_aligned, text))  # Sphinx numbers formulas itself
    if _COLUMNS.search(_ENCLOSED.sub("", text)):
        text = rf"\begin{{split}}{text}\end{{split}}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ziamath 0.13 finds its font in an old way
        from ziamath.zmath import Latex  # takes a while to import, and few guides have formulas

    formula = Latex(_LABEL.sub("", text), size=SIZE, inline=inline)
    svg = formula.svg()
    box = re.search(r'viewBox="(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+)"', svg)
    assert box is not None
    top, width, height = float(box[2]), float(box[3]), float(box[4])
    return svg, width / SIZE, height / SIZE, (height + top) / SIZE
