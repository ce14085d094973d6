"""The builder's part for folded and cut work: which documents it comes from, and what is done to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder

from kitabcha.edition import Edition
from kitabcha.errors import PanelError, TypesetError
from kitabcha.pdf import book, coverage, panels
from kitabcha.pdf.book import FORMATS, Format, wanted_formats
from kitabcha.pdf.compiler import prepare_folder
from kitabcha.pdf.printsheet import print_sheet_file

if TYPE_CHECKING:
    from kitabcha.pdf.translator import TypstTranslator

# main file -> setting that names its document
DOCUMENTS = {"pamphlet": "kitabcha_pamphlet", "card": "kitabcha_card"}
# Panels in the order in which the template writes them: those of the outside, then those of the inside.
WRITTEN = (1, 5, 6, 2, 3, 4)


class FoldedEditions(Builder):
    """Writes pamphlet, cards and print sheet. A guide that lacks the document of one of them goes without it."""

    edition: Edition
    pieces: dict[str, list[panels.Piece]]
    logo: dict[str, str]  # the picture of the cover

    if TYPE_CHECKING:

        def writer_for(self, tree: nodes.document) -> TypstTranslator:
            """See `PdfBuilder`."""

    def possible(self, layouts: Iterable[Format]) -> Iterator[Format]:
        """Leave out what the guide has no document or no second language for.

        Args:
            layouts: the formats asked for.

        Yields:
            Those that can be made.

        Raises:
            PanelError: none of them can.
        """
        wanted = list(layouts)
        made = [layout for layout in wanted if self._is_possible(layout)]
        lacking = [layout for layout in wanted if layout.main in DOCUMENTS and layout not in made]
        if lacking and not made:
            first = lacking[0]
            raise PanelError(
                f"The guide has no document {self._document(first)!r}, so there is no {first.edition} to make.",
                where=str(self.srcdir),
                hint=f"write it, or name another document in {DOCUMENTS[first.main]} in conf.py.",
            )
        yield from made

    def _is_possible(self, layout: Format) -> bool:
        if layout.main == "bilingual":
            return self.edition.is_translation  # there is nothing to set beside the source
        return self._document(layout) in (None, *self.env.found_docs)

    def _document(self, layout: Format) -> str | None:
        setting = DOCUMENTS.get(layout.main)
        return str(self.config[setting]) if setting else None

    def folded_writers(self) -> dict[str, Callable[[Path], Path]]:
        """Return what writes the main file of each format, given a folder."""
        sheets = {name: partial(self._write_sheet, paper) for name, paper in _PRINT_SHEETS}
        return {"pamphlet": self._write_pamphlet, "card": self._write_cards, **sheets}

    def _write_pamphlet(self, folder: Path) -> Path:
        upside_down = self.config.kitabcha_duplex == "long"
        return self._write(folder, "pamphlet", partial(panels.pamphlet_file, upside_down=upside_down))

    def _write_cards(self, folder: Path) -> Path:
        # The sheet of the cards stands upright, that of the pamphlet lies: what turns one on its head leaves the other.
        upside_down = self.config.kitabcha_duplex == "short"
        return self._write(folder, "card", partial(panels.card_file, upside_down=upside_down))

    def _write(self, folder: Path, main: str, write: Callable[[list[panels.Piece], Edition], str]) -> Path:
        tree = panels.read(self.env, str(self.config[DOCUMENTS[main]]), self)
        coverage.check(tree, (), self.edition, replace=False)  # there is no room for numbers of characters here
        translator = self.writer_for(tree)
        self.pieces[main] = panels.pieces(tree, translator)
        return prepare_folder(
            folder, write(self.pieces[main], self.edition), translator.images | self.logo, translator.drawings
        )

    def _write_sheet(self, paper: str, folder: Path) -> Path:
        """Write the print sheet: it tells of the editions that are made, or of all if it is made alone."""
        asked = [layout for layout in wanted_formats(self.config.kitabcha_editions, [paper]) if not _is_sheet(layout)]
        every = asked or [layout for layout in FORMATS.values() if layout.paper == paper and not _is_sheet(layout)]
        editions = [layout.edition for layout in every if self._is_possible(layout)]
        return prepare_folder(
            folder, print_sheet_file(self.edition, editions, paper, self.config.kitabcha_duplex), {}, {}
        )

    def explained(self, error: TypesetError, layout: Format, name: str) -> Exception:
        """Say in plain words what is too long, if that is what Typst reports.

        Args:
            error: what Typst said.
            layout: what was typeset.
            name: of the file.
        """
        error = book.explained(error, self.edition, layout)
        return panels.too_long(error, self.pieces.get(layout.main, []), self.edition, name)


def _is_sheet(layout: Format) -> bool:
    return layout.edition == "print-sheet"


_PRINT_SHEETS = tuple((layout.main, layout.paper) for layout in FORMATS.values() if _is_sheet(layout))
