"""Sheets and pages in millimetres. Folds and margins of the look live in the Typst templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A sheet in the printer.

    Attributes:
        name: as in file names, such as ``letter``.
        width: mm.
        height: mm.
    """

    name: str
    width: float
    height: float


LETTER = Sheet("letter", 215.9, 279.4)
A4 = Sheet("a4", 210.0, 297.0)

SHEETS = {sheet.name: sheet for sheet in (LETTER, A4)}
# The page of a booklet on each paper: half of the sheet.
HALVES = {"letter": Sheet("half-letter", 139.7, 215.9), "a4": Sheet("a5", 148.0, 210.0)}
