"""The Sphinx builder ``pdf``: the guide read once, written in Typst, typeset for every edition and paper."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.builders import Builder

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.edition import Edition, edition
from kitabcha.errors import KitabchaError, TypesetError
from kitabcha.output import write_whole
from kitabcha.paper import SHEETS, Unbound
from kitabcha.pdf import coverage, indexes
from kitabcha.pdf.assembly import assemble, take_cover
from kitabcha.pdf.book import Format, given, main_file, paper_of, wanted_formats
from kitabcha.pdf.compiler import Typesetter, prepare_folder, timestamp
from kitabcha.pdf.documents import Document, documents
from kitabcha.pdf.facing import Facing
from kitabcha.pdf.finishing import Finish, Pages, finish, finisher
from kitabcha.pdf.folded import WRITTEN, FoldedEditions
from kitabcha.pdf.garbage import keep_what_is_loaded, new_objects_only, without_collector
from kitabcha.pdf.imprint import imprint
from kitabcha.pdf.inline import runs
from kitabcha.pdf.logo import logo_of
from kitabcha.pdf.markup import array, call, string
from kitabcha.pdf.places import fill_in, has_links, places_in
from kitabcha.pdf.translator import TypstTranslator
from kitabcha.pdf.twin import source_tree

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = get_logger(__name__)
BOOKS = ("guide", "bilingual")  # main files that each book of `kitabcha_documents` has


class PdfBuilder(FoldedEditions, Builder):
    """Writes ``<name>-<language>-<edition>-<paper>.pdf`` for the editions and papers of the settings.

    Attributes:
        unbound: pages that still have to be laid out on sheets; `kitabcha.imposition` takes them.
    """

    name = "pdf"
    format = "typst"
    epilog = "The PDF files are in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012
    supported_remote_images = False
    allow_parallel = True
    default_translator_class = TypstTranslator

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.kitabcha = app

    def init(self) -> None:
        """Gather what the edition says about itself."""
        keep_what_is_loaded()
        as_before = new_objects_only()
        self.kitabcha.connect("build-finished", lambda _app, _error: as_before())
        self.edition: Edition = edition(self.config, Path(self.srcdir))
        self._conf = Path(self.kitabcha.confdir) / "conf.py"
        coverage.check_language(self.edition, self._conf)
        self._replaced: dict[int, str] = {}  # characters that no font has, and what is printed in their place
        self.logo = {} if self.edition.motif else logo_of(self.config, Path(self.kitabcha.confdir))
        self._mains: dict[tuple[str, str], Path] = {}
        self._is_shared = False  # whether several editions are written from the tree of a book
        self._trees: dict[str, tuple[nodes.document, dict[str, nodes.Element]]] = {}
        self.unbound: list[Unbound] = []
        self.pieces = {}

    def get_outdated_docs(self) -> Iterator[str]:
        """A book is made whole, so every document counts."""
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a document for links inside the book.

        Args:
            docname: the document.
            typ: not used.
        """
        return f"%{quote(docname)}"

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
        """Write every edition; a mistake in the sources ends that.

        ``sphinx-build`` would show a traceback with it, and ask to report it to Sphinx.
        """
        try:
            self._write_editions()
        except KitabchaError as error:
            if self.config.kitabcha_raises:
                raise
            logger.error("%s", error)
            self.kitabcha.statuscode = 1

    def _write_editions(self) -> None:
        """Typeset every edition of every book for every paper; folded and cut work is made once for the project."""
        layouts = list(self.possible(wanted_formats(self.config.kitabcha_editions, self.config.kitabcha_papers)))
        books = documents(self.config)
        for book in books:
            if book.root not in self.env.found_docs:
                raise KitabchaError(
                    f"kitabcha_documents names the document {book.root!r}, which does not exist.",
                    where=str(self._conf),
                    hint="write its path from the sources, without .rst.",
                )
        whole = [Document(self.config.root_doc, self.edition.name)]
        self._is_shared = set(BOOKS) <= {layout.main for layout in layouts}
        groups = [list(alike) for _, alike in groupby(layouts, key=attrgetter("main", "page"))]
        # Last comes what is not read on a screen: it takes Typst alone, while the last of the others is finished.
        groups.sort(key=lambda group: not group[0].on_screen)
        pieces = [(book, group) for group in groups for book in (books if group[0].main in BOOKS else whole)]
        waiting: deque[Pages] = deque()
        with without_collector(), finisher(beside=len(pieces) > 1 and self.config.kitabcha_spare_processor) as executor:
            for document, group in pieces:
                pages = self._typeset(document, self.main_of(document, group[0].main), group, executor)
                waiting.extend([pages] if pages else ())
                while waiting and waiting[0].finished.done():
                    self._save(waiting.popleft())
            for pages in waiting:
                self._save(pages)

    def main_of(self, document: Document, name: str) -> Path:
        """Return the file that Typst compiles; it is written once for all formats that share it.

        Args:
            document: the book.
            name: as in `Format.main`.
        """
        key = document.name, name
        if key not in self._mains:
            folder = Path(self.doctreedir) / "typst" / self.edition.language.tag / document.name / name
            books = {"guide": self._write_guide, "bilingual": self._write_bilingual}
            write = books.get(name)
            self._mains[key] = write(document, folder) if write else self.folded_writers()[name](folder)
        return self._mains[key]

    def _write_guide(self, document: Document, folder: Path) -> Path:
        """Write the book: assemble, translate."""
        tree, words = self._own_tree(document.root)
        translator = self.writer_for(tree)
        self._check_characters(tree, translator)
        cover = self._cover(words, translator, document.title)
        contents = translator.contents(tree)
        tree.walkabout(translator)
        body = translator.expressions()
        title, rtl = self.edition.say("Index"), self.edition.language.is_rtl
        index = indexes.write(translator.index, translator.places, title, rtl=rtl)
        if index:
            body.append(index)
            contents.append(self._row_of("Index"))
        contents.append(self._row_of("About this copy"))
        # Text is only in string literals, so that nothing but text is replaced.
        colophon = self._colophon(self._title_of(document, words))
        main = main_file(cover, translator.front, body, colophon, contents).translate(self._replaced)
        return prepare_folder(folder, main, translator.images | self.logo, translator.drawings)

    def _check_characters(self, tree: nodes.document, translator: TypstTranslator) -> None:
        replace = self.config.kitabcha_missing_character == "replace"
        index = indexes.texts(translator.index)
        self._replaced |= coverage.check(tree, index, self.edition, replace=replace, conf=self._conf)

    def _write_bilingual(self, document: Document, folder: Path) -> Path:
        """Write the book in two columns: the guide as read, and read again without its translations."""
        root = document.root
        own, words = self._own_tree(root)
        source = source_tree(self.kitabcha, self, lambda: self.assemble(root))
        twin_words = take_cover(source)
        translators = [self.writer_for(tree) for tree in (own, source)]
        self._check_characters(own, translators[0])
        self._check_characters(source, translators[1])
        facing = Facing(translators[0], translators[1])
        cover = self._cover(words, translators[0], document.title)
        cover |= facing.cover(self._cover(twin_words, translators[1], document.title))
        facing.walk(own, source)
        own_title = self._title_of(document, words)
        rows = [
            imprint(self.config, self.edition, tag, title=title)
            for tag, title in (("", own_title), (self.edition.source.tag, ""))
        ]
        colophon = facing.colophon(*rows, draft=self.edition.is_draft)
        body = translators[0].lost_places() + facing.body
        heading = facing.heading("Contents", listed=False)
        main = main_file(cover, facing.front_page(), body, colophon, facing.contents, heading).translate(self._replaced)
        images, drawings = (
            translators[0].images | translators[1].images | self.logo,
            translators[0].drawings | translators[1].drawings,
        )
        return prepare_folder(folder, main, images, drawings, facing=True)

    def _own_tree(self, root: str) -> tuple[nodes.document, dict[str, nodes.Element]]:
        """Return a book without its cover, and its cover; two editions share both, since writing changes neither."""
        found = self._trees.pop(root, None)  # who comes second is the last: a large tree is a burden to Typst
        if found is None:
            tree = self.assemble(root)
            found = tree, take_cover(tree)
            if self._is_shared:
                self._trees[root] = found
        return found

    def assemble(self, root: str) -> nodes.document:
        """Join all documents into one tree and resolve its references.

        Args:
            root: the root document.
        """
        tree = assemble(self.env, root)
        self.env.resolve_references(tree, root, self)
        self.post_process_images(tree)  # of pictures in several formats, choose one that we can print
        return tree

    def writer_for(self, tree: nodes.document) -> TypstTranslator:
        """Make a translator for a tree that says in ``docname`` which document it begins with.

        Args:
            tree: the tree.
        """
        # Sphinx adds the visit functions that other extensions gave for typst to the class.
        translator = self.create_translator(tree, self, self.edition, tree["docname"])
        assert isinstance(translator, TypstTranslator)
        return translator

    def _cover(self, words: Mapping[str, nodes.Element], translator: TypstTranslator, title: str) -> dict[str, str]:
        """Write the words of the cover; `title` stands in place of that of the root document, if there is one."""
        written = {kind: translator.phrase(words[kind]) for kind in ("subtitle", "notice") if kind in words}
        if title or "title" not in words:
            return {"title": string(title or self.config.project), **written}
        return {"title": translator.inside(words["title"]), **written}

    def _row_of(self, title: str) -> tuple[str, str, str]:
        """Write the row of the contents that leads to a part which is no document."""
        return "1", string(self.edition.say(title)), "none"

    def _title_of(self, document: Document, words: Mapping[str, nodes.Element]) -> str:
        """Return the title of a book as its cover says it, without any markup."""
        return document.title or (words["title"].astext() if "title" in words else self.config.project)

    def _colophon(self, title: str) -> str:
        rtl = self.edition.language.is_rtl
        rows = imprint(self.config, self.edition, title=title)
        return call("colophon", array(array([string(label), runs(value, rtl)]) for label, value in rows))

    def _typeset(self, document: Document, file: Path, layouts: Sequence[Format], executor: Executor) -> Pages | None:
        """Typeset the pages that some formats share, and let them be finished for the paper of each, or imposed."""
        names = [f"{document.name}-{self.edition.language.tag}-{one.edition}-{one.paper}.pdf" for one in layouts]
        layout = layouts[0]
        logger.info("typesetting %s", names[0])
        logo = next(iter(self.logo.values()), "")
        text, colour = file.read_text(encoding="utf-8"), self.config.kitabcha_color
        told = given(self.edition, layout, text, colour=colour, tags=(), title=document.title, logo=logo)
        facts = told.translate(self._replaced)
        book, pdf = Typesetter(file, facts), file.with_name(names[0])
        try:
            book.typeset(pdf, timestamp=timestamp(self.edition.date), tagged=not layout.imposed)
        except TypesetError as error:
            raise self.explained(error, layout, names[0]) from error
        papers = [paper_of(one) for one in layouts]
        if layout.imposed:
            sheets = [SHEETS[one.paper] for one in layouts]
            self.unbound.append(Unbound(pdf, tuple(names), tuple(zip(sheets, papers, strict=True))))
            return None
        links = partial(fill_in, places=places_in(book), say=self._page) if has_links(pdf.read_bytes()) else None
        panels = WRITTEN if layout.main == "pamphlet" else ()
        wanted = Finish(self.edition.say, links, layout.on_screen or bool(links), panels, papers)
        return Pages(names, executor.submit(finish, pdf, wanted))

    def _save(self, pages: Pages) -> None:
        """Write the files of some pages when they are finished, and report fonts whose text could not be rewritten."""
        files, skipped = pages.finished.result()
        for font in skipped:
            warn(
                logger,
                Kind.TEXT_LAYER,
                "%s: the text layer of the font %s cannot be rewritten, so copying from it may give wrong letters. "
                "Use a TrueType font.",
                pages.names[0],
                font,
            )
        for name, content in zip(pages.names, files, strict=True):
            write_whole(Path(self.outdir) / name, content)

    def _page(self, number: int) -> str:
        """Name a page in the words and digits of the book."""
        return self.edition.say("page {number}").replace("{number}", self.edition.language.digits(str(number)))


def setup(app: Sphinx) -> None:
    """Register the builder.

    Args:
        app: the Sphinx application.
    """
    app.add_builder(PdfBuilder)
    # Nothing for conf.py: `kitabcha build` makes these.
    app.add_config_value("kitabcha_spare_processor", True, "", bool)
    app.add_config_value("kitabcha_raises", False, "", bool)
