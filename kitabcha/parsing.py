"""Reading catalogs faster: translated messages are parsed by one state machine that stays.

Sphinx parses every message of a catalog as a document of its own, and docutils makes fifteen states with two hundred
patterns for each; that took a quarter of the time in which a translated guide is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import states
from docutils.statemachine import StringList, string2lines
from sphinx.parsers import RSTParser

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MESSAGE = ":<translated>"  # how the names of such documents end in Sphinx


def parser_that_stays() -> type[RSTParser]:
    """Make a parser class of which all parsers share the state machine for messages; one for each application."""
    idle: list[states.RSTStateMachine] = []

    class MessageParser(RSTParser):
        """Parses documents as Sphinx does, and messages of catalogs with a machine that was used before."""

        def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
            """Parse text and fill a document tree.

            Args:
                inputstring: the text.
                document: the tree.
            """
            if not isinstance(inputstring, str) or not str(document["source"]).endswith(MESSAGE):
                super().parse(inputstring, document)
                return
            self.setup_parse(inputstring, document)
            # A message that holds another one needs a second machine; after an error none is used again.
            machine = idle.pop() if idle else states.RSTStateMachine(self.state_classes, self.initial_state)
            self.statemachine = machine
            lines = string2lines(inputstring, tab_width=document.settings.tab_width, convert_whitespace=True)
            content = StringList(lines, document.current_source)
            self.decorate(content)
            machine.run(content, document, inliner=self.inliner)
            self.finish_parse()
            idle.append(machine)

    return MessageParser


def setup(app: Sphinx) -> None:
    """Put the parser in the place of Sphinx's own, unless another extension brought one.

    Args:
        app: the Sphinx application.
    """
    if app.registry.source_parsers.get("restructuredtext") is RSTParser:
        app.add_source_parser(parser_that_stays(), override=True)
