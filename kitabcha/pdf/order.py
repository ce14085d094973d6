"""The order in which voices read what stands on a folded sheet (PDF/UA-1, 7.1: tags in logical reading order)."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf


def put_in_order(file: pikepdf.Pdf, written: Sequence[int]) -> None:
    """Put the tags of panels in the order of their numbers.

    Pages are written one after the other, but a reader of a folded sheet goes from the cover on the outside to the
    inside and comes back to the outside. Each panel but the first begins with a heading of level 2.

    Args:
        file: a tagged file; changed.
        written: numbers of the panels in the order of the file.
    """
    top = file.Root.StructTreeRoot.K
    document = top[0] if isinstance(top, pikepdf.Array) else top
    panels: list[list[pikepdf.Object]] = [[]]
    for child in document.K:
        if child.S == pikepdf.Name.H2:
            panels.append([])
        panels[-1].append(child)
    assert len(panels) == len(written), "every panel but the cover has one heading of level 2"
    ordered = [panel for _number, panel in sorted(zip(written, panels, strict=True), key=lambda pair: pair[0])]
    document.K = pikepdf.Array([child for panel in ordered for child in panel])
