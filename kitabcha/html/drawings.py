"""Drawings as inline SVG: the motif of the front page and the timeline. Both begin at the start edge."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from kitabcha.languages import Language

# Twenty-five strokes with a dot, in the groups of the four call-ins; the same statures as on paper (drawings.typ).
GROUPS = (5, 13, 2, 5)
STATURES = (
    0.86, 0.95, 0.80, 0.91, 0.84, 0.88, 0.98, 0.82, 0.90, 0.78, 0.93, 0.85, 1.00,
    0.83, 0.89, 0.79, 0.96, 0.87, 0.92, 0.81, 0.85, 0.94, 0.80, 0.97, 0.88,
)  # fmt: skip
AISLE = 1.25  # empty places between two groups
# The time line, in em of its letters; across, it is in per cent, so that letters keep their size on every screen.
ROW, NAME, BAR_TOP, BAR, FOOT = 3.4, 1.6, 2.3, 0.75, 1.8  # rows are tall enough for Nastaliq
HATCH = (
    '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V5" stroke="currentColor" stroke-width="1.6"/></pattern>'
)
FILLS = {"full": "currentColor", "hatched": "url(#hatch)", "outlined": "none"}


def motif() -> str:
    """Draw the motif; decoration, hidden from readers of the page's text."""
    unit, height = 10.0, 44.0
    shapes, place = [], 0.0
    person = 0
    for group in GROUPS:
        for _ in range(group):
            top = height * (1 - STATURES[person])
            x = place * unit + 2
            shapes.append(
                f'<circle cx="{x:.1f}" cy="{top + 2:.1f}" r="2"/><path d="M{x:.1f} {top + 6.5:.1f}V{height}"/>'
            )
            place += 1
            person += 1
        place += AISLE
    width = (place - AISLE - 1) * unit + 4
    return (
        f'<svg class="motif" viewBox="-2 -3 {width + 4:.0f} {height + 3:.0f}" aria-hidden="true" focusable="false">'
        f'<g fill="currentColor" stroke="currentColor" stroke-width="3">{"".join(shapes)}</g></svg>'
    )


def timeline(
    telling: str, first: int, last: int, bars: Sequence[tuple[float, float, str, str]], language: Language
) -> str:
    """Draw a time line.

    Args:
        telling: the drawing in words.
        first: first year of the scale.
        last: the year after the last one.
        bars: start, end (years with fraction), pattern and name of each bar.
        language: whose direction and digits it takes.

    Returns:
        An ``svg`` element with a title.
    """
    rtl = language.is_rtl

    def x(year: float) -> float:
        along = 100 * (year - first) / (last - first)
        return 100 - along if rtl else along

    floor = ROW * len(bars)
    parts = [HATCH]
    for year in range(first + first % 2, last, 2):
        place = f"{x(year):.2f}%"
        # Beside the bars only: no line runs through a name.
        parts += [_line("year", place, row * ROW + BAR_TOP - 0.3, (row + 1) * ROW) for row in range(len(bars))]
        parts.append(_line("year", place, floor, floor + 0.35))
        parts.append(
            f'<text x="{place}" dx="{-0.2 if rtl else 0.2}em" y="{floor + 1.3:.2f}em">{language.digits(year)}</text>'
        )
    for row, (start, end, pattern, name) in enumerate(bars):
        left, right = sorted((x(start), x(end)))
        top = row * ROW
        parts.append(f'<text class="name" x="{x(start):.2f}%" y="{top + NAME:.2f}em">{escape(name)}</text>')
        parts.append(
            f'<rect x="{left:.2f}%" y="{top + BAR_TOP:.2f}em" width="{right - left:.2f}%" height="{BAR}em" '
            f'fill="{FILLS[pattern]}"/>'
        )
    parts.append(f'<line class="floor" x1="0" x2="100%" y1="{floor:.2f}em" y2="{floor:.2f}em"/>')
    longest = max((len(name) for *_bar, name in bars), default=1)
    return (
        f'<svg class="timeline" role="img" height="{floor + FOOT:.2f}em" style="--longest:{longest}" '
        f'direction="{language.direction}"><title>{escape(telling)}</title>{"".join(parts)}</svg>'
    )


def _line(kind: str, x: str, top: float, bottom: float) -> str:
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{top:.2f}em" y2="{bottom:.2f}em"/>'
