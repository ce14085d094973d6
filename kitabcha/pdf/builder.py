"""The Sphinx builder ``pdf``: the whole guide as one tree, written in Typst, typeset for every paper."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import Edition, edition
from kitabcha.errors import OutputError
from kitabcha.pdf import coverage, indexes
from kitabcha.pdf.assembly import assemble
from kitabcha.pdf.book import FORMATS, Format, given, main_file
from kitabcha.pdf.compiler import compile_pdf, prepare_folder
from kitabcha.pdf.documents import Document, documents
from kitabcha.pdf.garbage import without_collector
from kitabcha.pdf.inline import runs
from kitabcha.pdf.markup import string
from kitabcha.pdf.textlayer import rewrite
from kitabcha.pdf.translator import TypstTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = get_logger(__name__)


class PdfBuilder(Builder):
    """Writes ``<name>-<language>-<edition>-<paper>.pdf`` for every paper of ``kitabcha_papers``."""

    name = "pdf"
    format = "typst"
    epilog = "The PDF files are in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012
    supported_remote_images = False
    allow_parallel = True
    default_translator_class = TypstTranslator

    def init(self) -> None:
        """Gather what the edition says about itself."""
        self.edition: Edition = edition(self.config, Path(self.srcdir))

    def get_outdated_docs(self) -> Iterator[str]:
        """A book is made whole, so every document counts."""
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a document for links inside the book.

        Args:
            docname: the document.
            typ: not used.
        """
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Name a document for links inside the book, from wherever.

        Args:
            from_: not used.
            to: the document.
            typ: not used.
        """
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare: the book is written at once."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Single documents are not written."""

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the books: assemble, translate, typeset."""
        for document in documents(self.config):
            with without_collector():
                self._write_book(document)

    def _write_book(self, document: Document) -> None:
        tree = self.assemble(document.root)
        translator = self._writer_for(tree, document.root)
        substitutes = coverage.check(
            tree,
            indexes.texts(translator.index),
            self.edition,
            replace=self.config.kitabcha_missing_character == "replace",
        )
        cover = self._cover(tree, translator, document.title)
        tree.walkabout(translator)
        index = indexes.write(translator.index, translator.places, self.edition.say("Index"))
        body = [*translator.expressions(), *filter(None, [index])]
        # Text is only in string literals, so that nothing but text is replaced.
        main = main_file(cover, translator.front, body, self._colophon()).translate(substitutes)
        folder = Path(self.doctreedir) / "typst" / self.edition.language.tag / document.name
        file = prepare_folder(folder, main, translator.images, translator.drawings)
        for paper in self.config.kitabcha_papers:
            self._typeset(document, file, FORMATS["guide", paper])

    def assemble(self, root: str) -> nodes.document:
        """Join all documents into one tree and resolve its references.

        Args:
            root: the root document.
        """
        tree = assemble(self.env, root)
        self.env.resolve_references(tree, root, self)
        self.post_process_images(tree)  # of pictures in several formats, choose one that we can print
        return tree

    def _writer_for(self, tree: nodes.document, root: str) -> TypstTranslator:
        # Sphinx adds the visit functions that other extensions gave for typst to the class.
        translator = self.create_translator(tree, self, self.edition, root)
        assert isinstance(translator, TypstTranslator)
        return translator

    def _cover(self, tree: nodes.document, translator: TypstTranslator, title: str) -> dict[str, str]:
        """Take the words of the cover out of the root document: title, and paragraphs of class subtitle or notice."""
        heading = next(tree.findall(nodes.title), None)
        words = {"title": string(title or self.config.project)}
        if heading is not None and not title:
            words["title"] = translator.inside(heading)
        for paragraph in list(tree.findall(nodes.paragraph)):
            for kind in {"subtitle", "notice"} & set(paragraph.get("classes", ())):
                words[kind] = translator.phrase(paragraph)
                paragraph.parent.remove(paragraph)
        return words

    def _colophon(self) -> list[tuple[str, str]]:
        edition, say = self.edition, self.edition.say
        own = edition.language
        rows = [
            (say("Title"), edition.english_title),
            (
                say("Language"),
                f"{own.autonym} ({own.english})" if own.autonym != own.english else own.english,
            ),
            (say("Version"), " · ".join(filter(None, (edition.version, edition.date.isoformat())))),
            (say("Publisher"), edition.publisher),
            (say("Licence"), edition.licence),
        ]
        if self.config.kitabcha_facts:
            rows.append((say("Facts last checked"), own.date(edition.date)))
        if edition.is_translation:
            rows.append((say("Translated"), own.digits(f"{edition.counts.share_translated:.0%}")))
            rows.append((say("Reviewed by a second person"), own.digits(f"{edition.counts.share_reviewed:.0%}")))
        return [(string(label), runs(value, own.is_rtl)) for label, value in rows if value]

    def _typeset(self, document: Document, file: Path, layout: Format) -> None:
        name = f"{document.name}-{self.edition.language.tag}-{layout.edition}-{layout.paper}.pdf"
        logger.info("typesetting %s", name)
        facts = given(self.edition, layout, colour=self.config.kitabcha_color, tags=())
        pdf = compile_pdf(file, facts, timestamp=timestamp(self.edition.date))
        pdf, report = rewrite(pdf)
        for font in report.skipped:
            warn(
                logger,
                Kind.TEXT_LAYER,
                "%s: the text layer of the font %s cannot be rewritten, so copying from it may give wrong letters. "
                "Use a TrueType font.",
                name,
                font,
            )
        write_whole(Path(self.outdir) / name, pdf)


def timestamp(day: datetime.date) -> int:
    """Return the moment that a file of this version carries: its day at midnight, or SOURCE_DATE_EPOCH.

    Args:
        day: the day of the version.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return int(epoch) if epoch else int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Args:
        path: where.
        data: what.

    Raises:
        OutputError: the folder cannot be written.
    """
    partial = path.with_suffix(path.suffix + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise OutputError(
            f"The file cannot be written: {error.strerror}.",
            where=str(path),
            hint="choose another folder with -o.",
        ) from error


def setup(app: Sphinx) -> None:
    """Register the builder.

    Args:
        app: the Sphinx application.
    """
    app.add_builder(PdfBuilder)
