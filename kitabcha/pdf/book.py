"""The book around the chapters: what the templates are told, and the file that Typst is given."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import segno

from kitabcha.edition import Edition
from kitabcha.errors import TypesetError
from kitabcha.fonts.faces import sign_faces
from kitabcha.languages import Language, language
from kitabcha.paper import HALVES, SHEETS, Change
from kitabcha.pdf.markup import array, block, call
from kitabcha.pdf.widths import SURE
from kitabcha.words import missing_words

# Words that the templates themselves print, in English; words.py translates them.
TEMPLATE_WORDS = (
    "Contents",
    "Recorded",
    "Disputed",
    "Draft",
    "Version",
    "About this copy",
    "QR code for the newest edition",
    "Free to copy and share",
    "page {number}",
    "The whole guide",
    "Draft translation, not yet reviewed. If in doubt, read the English.",
)


@dataclass(frozen=True)
class Format:
    """How the book is laid out.

    Attributes:
        edition: ``guide`` and its kin.
        paper: the sheet in the printer.
        page: the row of the table of pages in ``tokens.typ``.
        main: which file Typst compiles; `PdfBuilder.main_of` writes each once for all formats that share it.
        on_screen: whether people read it on a screen, so that its text layer must be right.
        imposed: whether its pages still have to be laid out on sheets.
        inside: what the binding margin gains, mm, where the pages of Letter are used for another paper: the same text
            block in other margins, so that the page numbers are the same too and nothing is typeset twice.
    """

    edition: str
    paper: str
    page: str
    main: str = "guide"
    on_screen: bool = True
    imposed: bool = False
    inside: float = 0.0


_ALL = (
    Format("guide", "letter", "letter"),
    Format("guide", "a4", "letter", inside=-3.0),
    Format("booklet", "letter", "half", on_screen=False, imposed=True),
    Format("booklet", "a4", "half", on_screen=False, imposed=True, inside=3.0),
    Format("large", "letter", "large"),
    Format("large", "a4", "large", inside=-3.0),
    Format("bilingual", "letter", "bilingual", main="bilingual"),
    Format("bilingual", "a4", "bilingual", main="bilingual", inside=-3.0),
    Format("pamphlet", "letter", "pamphlet-letter", main="pamphlet"),
    Format("pamphlet", "a4", "pamphlet-a4", main="pamphlet"),
    Format("card", "letter", "card-letter", main="card", on_screen=False),
    Format("card", "a4", "card-a4", main="card", on_screen=False),
    Format("print-sheet", "letter", "sheet-letter", main="print-sheet-letter", on_screen=False),
    Format("print-sheet", "a4", "sheet-a4", main="print-sheet-a4", on_screen=False),
)
FORMATS = {(layout.edition, layout.paper): layout for layout in _ALL}
DEFAULT_EDITIONS = ("guide",)
_COVER = re.compile(r"the cover is too long: ([\d.]+)mm")


def wanted_formats(editions: Iterable[str], papers: Iterable[str]) -> list[Format]:
    """Choose the formats to make.

    Args:
        editions: names, ``html`` and others that are no PDF among them; the guide if there are none.
        papers: names of sheets.
    """
    pairs = product(tuple(editions) or DEFAULT_EDITIONS, papers)
    return [FORMATS[pair] for pair in pairs if pair in FORMATS]


def paper_of(layout: Format) -> Change | None:
    """Return the paper of a format, if it is another one than its pages are typeset for.

    Args:
        layout: the format.
    """
    return Change((HALVES if layout.imposed else SHEETS)[layout.paper], layout.inside) if layout.inside else None


def given(
    edition: Edition, layout: Format, text: str, *, colour: bool, tags: Iterable[str], title: str = "", logo: str = ""
) -> str:
    """Write what the templates are told (``given.typ``) as JSON.

    Args:
        edition: what is being built.
        layout: its format.
        text: all that is printed besides what the templates are told.
        colour: whether the accent is printed in colour.
        tags: languages that occur in the text.
        title: of the document; the project's if empty.
        logo: name of the picture on the cover in Typst's folder; none if empty.
    """
    own = edition.language
    # English is always there: for whoever helps at the printer, and for what the templates say themselves.
    known = {one.tag: one for one in (language("en"), *edition.languages, edition.source, own)}
    told: dict[str, object] = {
        "tag": own.tag,
        "source": edition.source.tag,
        "languages": {tag: _facts(known[tag]) for tag in {*known, *tags} if tag in known},
        "page": layout.page,
        "links": not layout.imposed,
        "colour": "henna" if colour else "black",
        "document-title": f"{title or edition.english_title} ({own.english})",
        "english-title": edition.english_title,
        "publisher": edition.publisher,
        "version": edition.version,
        "date": own.date(edition.date),
        "iso": edition.date.isoformat(),
        "licence": edition.licence,
        "url": short_address(edition),
        "qr": qr_code(edition),
        "draft": edition.is_draft,
        "motif": edition.motif,
        "logo": logo,
        "has-words": not missing_words(own.tag),
        "words": {word: edition.say(word) for word in TEMPLATE_WORDS},
        "sure": SURE,
    }
    told["signs"] = sign_faces(text + json.dumps(told, ensure_ascii=False))
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _facts(one: Language) -> dict[str, object]:
    return {
        "code": one.tag.partition("-")[0],
        "region": one.region,
        "dir": one.direction,
        "profile": one.profile,
        "autonym": one.autonym,
        "english": one.english,
        "zero": one.zero,
        "colon": one.colon,
    }


def explained(error: TypesetError, edition: Edition, layout: Format) -> TypesetError:
    """Turn Typst's report of a cover that is too long into one that a volunteer understands.

    Args:
        error: what Typst said.
        edition: what is being built.
        layout: its format.

    Returns:
        An error that names edition, language and millimetres; the same error if it is about something else.
    """
    match = _COVER.search(error.message)
    if match is None:
        return error
    return TypesetError(
        f"Title, subtitle and notice are too long for the cover of the {layout.edition} edition in "
        f"{edition.language.english}: by {match[1]} mm, even at the least size.",
        hint="shorten one of them, in conf.py and index.rst or in the catalog index.po of that language.",
    )


def short_address(edition: Edition) -> str:
    """Return the address of the HTML edition in this language, as printed, or nothing.

    Args:
        edition: what is being built.
    """
    return (
        f"{edition.base_url.partition('://')[2] or edition.base_url}/{edition.language.tag}" if edition.base_url else ""
    )


def qr_code(edition: Edition) -> str:
    """Draw the QR code of the HTML edition as SVG, or nothing without an address.

    Args:
        edition: what is being built.
    """
    if not edition.base_url:
        return ""
    picture = io.BytesIO()
    segno.make(f"{edition.base_url}/{edition.language.tag}/", error="m", micro=False).save(
        picture, kind="svg", border=4, omitsize=True, xmldecl=False
    )
    return picture.getvalue().decode()


def main_file(
    cover: Mapping[str, str],
    front: Sequence[str],
    body: Sequence[str],
    colophon: str,
    contents: Sequence[Sequence[str]] = (),
    contents_title: str = "",
) -> str:
    """Write the file that Typst compiles.

    Args:
        cover: expressions of its words: title, and subtitle and notice where there are any.
        front: expressions that stand before the contents.
        body: expressions of the chapters.
        colophon: the expression of the last page.
        contents: expressions of level, words, number and perhaps the words of another language of each of its rows.
        contents_title: the heading of the contents, where it is not only in the reader's language.

    Returns:
        Typst source.
    """
    named = {"title": contents_title} if contents_title else {}
    parts = [
        '#import "/kitabcha.typ": *',
        f"#show: book.with(title: {cover['title']})",
        f"#{call('cover', **cover)}",
        *([f"#{call('within', block(front))}", "#pagebreak(weak: true)"] if front else []),
        f"#{call('contents', rows=array(array(row) for row in contents), **named)}",
        *("#" + expression for expression in _statements(body)),
        f"#{{{colophon}}}",
    ]
    return "\n".join(parts) + "\n"


def _statements(expressions: Iterable[str]) -> Iterable[str]:
    """Wrap each expression so that markup mode takes it whatever it begins with."""
    return ("{" + expression + "}" for expression in expressions)
