"""Folded and cut work: panels and card faces out of their documents, into the files that Typst is given.

Marks of facts are left out: a pamphlet has no list of sources. Their ids are checked where the document is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from kitabcha.edition import Edition
from kitabcha.errors import PanelError, TypesetError
from kitabcha.nodes import fact_reference, panel
from kitabcha.pdf.markup import boolean, call, string
from kitabcha.pdf.translator import TypstTranslator

PANELS = 6  # of a letter fold: cover, three inside, the flap, the back
_TOO_LONG = re.compile(r"too long at ([\d.]+)pt: ([\w=. ]+)")


@dataclass(frozen=True)
class Piece:
    """A panel, or a face of a card.

    Attributes:
        node: where it comes from.
        tag: its language.
        code: a Typst dictionary of tag, title, English title, lead and body.
    """

    node: panel
    tag: str
    code: str

    @property
    def name(self) -> str:
        """What it is called in a message."""
        return self.node.children[0].astext()


def read(env: BuildEnvironment, docname: str, builder: Any) -> nodes.document:
    """Take the tree of a document, without the marks of facts, its references resolved.

    Args:
        env: Sphinx's environment.
        docname: the document.
        builder: the ``pdf`` builder.
    """
    tree = env.get_doctree(docname)
    for mark in list(tree.findall(fact_reference)):
        mark.parent.remove(mark)
    tree["docname"] = docname
    env.resolve_references(tree, docname, builder)
    return tree


def pieces(tree: nodes.document, translator: TypstTranslator) -> list[Piece]:
    """Write the panels of a document.

    Args:
        tree: the document.
        translator: a translator made for it.
    """
    found: list[Piece] = []
    for node in tree.findall(panel):
        tag = translator.tag_of(node) or translator.scope.tag
        split = 2 if not found else 1  # the first paragraph of the first panel is its lead
        with translator.within(tag=tag, nested=True, foot=True):
            parts = {
                "tag": string(tag),
                "title": translator.inside(node.children[0]),
                "english": string(node["english"]),
                "lead": translator.render(*node.children[1:split]),
                "body": translator.render(*node.children[split:]),
            }
        found.append(Piece(node, tag, f"({', '.join(f'{key}: {code}' for key, code in parts.items())})"))
    return found


def pamphlet_file(panels: list[Piece], edition: Edition, *, upside_down: bool) -> str:
    """Write the file of a pamphlet that Typst compiles.

    Args:
        panels: its panels in reading order.
        edition: what is being built.
        upside_down: whether the inside stands on its head, for printers that turn sheets over their long edge.

    Raises:
        PanelError: there are not six of them.
    """
    if len(panels) != PANELS:
        raise PanelError(
            f"A pamphlet has {PANELS} panels, but here are {len(panels)}.",
            where=_place(panels[-1].node) if panels else "",
            hint="write a panel directive for the cover, three inside panels, the flap and the back.",
        )
    title = f"{panels[0].node['english']} ({edition.language.english})"
    body = call("pamphlet", *(piece.code for piece in panels), upside_down=boolean(upside_down))
    return _file("folded.typ", title, body)


def card_file(faces: list[Piece], edition: Edition, *, upside_down: bool) -> str:
    """Write the file of the cards that Typst compiles.

    Args:
        faces: one, or front and back.
        edition: what is being built.
        upside_down: whether the backs stand on their heads, for printers that turn sheets over their short edge.

    Raises:
        PanelError: there is no face, or there are more than two.
    """
    if not 1 <= len(faces) <= 2:
        raise PanelError(
            f"A document of cards has one wallet-card directive, but here are {len(faces)} faces.",
            where=_place(faces[-1].node) if faces else "",
            hint="write one wallet-card directive; both faces come from it.",
        )
    title = f"{faces[0].node['english']} ({edition.language.english})"
    body = call("card-sheets", *(face.code for face in faces), upside_down=boolean(upside_down))
    return _file("card.typ", title, body)


def _file(template: str, title: str, body: str) -> str:
    lines = [
        '#import "/kitabcha.typ": *',
        f'#import "/{template}": *',
        f"#show: folded.with(title: {string(title)})",
        f"#{body}",
    ]
    return "\n".join(lines) + "\n"


def too_long(error: TypesetError, panels: list[Piece], edition: Edition, name: str) -> TypesetError | PanelError:
    """Turn Typst's report of what does not fit into one that a volunteer understands.

    Args:
        error: what Typst said.
        panels: the panels or faces that were set, in order; none for a page that has none.
        edition: what is being built.
        name: of the file.

    Returns:
        An error that names panel, language and millimetres; the same error if it is about something else.
    """
    match = _TOO_LONG.search(error.message)
    if match is None:
        return error
    faults = [part.split("=") for part in match[2].split()]
    listed = "; ".join(f"{_named(int(number), panels)}: {over} mm" for number, over in faults)
    first = panels[int(faults[0][0]) - 1] if panels else None
    known = {tongue.tag: tongue for tongue in (*edition.languages, edition.source, edition.language)}
    tongue = known.get(first.tag, edition.language) if first else edition.language
    catalog = f"the catalog {Path(str(first.node.source)).stem}.po of {tongue.english}" if first else "the catalog"
    return PanelError(
        f"The {tongue.english} text of {name} is too long, even at {float(match[1]):g} pt, the least size "
        f"that is allowed. Too long by: {listed}.",
        where=_place(first.node) if first else "",
        hint=f"shorten the text, in {catalog} or in the source; one line is about 5 to 8 mm high.",
    )


def _named(number: int, panels: list[Piece]) -> str:
    return f"panel {number}, “{panels[number - 1].name}”" if panels else "the page"


def _place(node: panel) -> str:
    return f"{node.source}:{node.line}"
