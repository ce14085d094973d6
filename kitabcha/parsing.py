"""Reading faster: docutils' state machines stay, for lists in documents and for the messages of catalogs.

docutils makes fifteen states with two hundred patterns for every list and throws them away in circles that only
Python's collector finds; that took two fifths of the time in which a long guide is read. Sphinx parses every message of
a catalog as a document of its own, which took a quarter of the time for a translated guide. docutils itself keeps the
machines for what is in items and directives (``nested_sm_cache``); ours keep the others in the same manner.

And reading strictly: a document in another encoding stops the build with every Sphinx.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import sphinx
from docutils import nodes
from docutils.parsers.rst import states
from docutils.statemachine import StringList, string2lines
from sphinx.parsers import RSTParser

from kitabcha.explain import not_in_utf8

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MESSAGE = ":<translated>"  # how the names of such documents end in Sphinx


def states_that_stay() -> list[type[states.RSTState]]:
    """Make classes of states that parse lists with machines that were used before; docutils asks each for its machine.

    Their names are those of docutils' own, since a state is found by the name of its class.
    """
    classes: list[type[states.RSTState]] = []
    idle: list[states.NestedStateMachine] = []

    class ListMachine(states.NestedStateMachine):
        def unlink(self) -> None:
            """Wait for the next list, where docutils would come apart."""
            idle.append(self)

    def nested_machine(**given: Any) -> states.NestedStateMachine:
        if given["state_classes"] is not classes:
            return states.NestedStateMachine(**given)
        if not idle:
            return ListMachine(**given)
        machine = idle.pop()
        vars(machine).update({name: value for name, value in given.items() if name != "state_classes"})
        return machine

    class Staying(states.RSTState):
        nested_sm: Any = staticmethod(nested_machine)
        nested_sm_cache: ClassVar[list[Any]] = []  # type: ignore[misc]  # as docutils has it, but of ours only

        def __init__(self, state_machine: states.RSTStateMachine, debug: bool = False) -> None:
            super().__init__(state_machine, debug)
            self.nested_sm_kwargs = {"state_classes": classes, "initial_state": "Body"}

    classes.extend(type(state.__name__, (Staying, state), {}) for state in states.state_classes)
    return classes


def parser_that_stays() -> type[RSTParser]:
    """Make a parser class of which all parsers share their state machines; one for each application."""
    idle: list[states.RSTStateMachine] = []
    classes = states_that_stay()

    class StayingParser(RSTParser):
        """Parses lists and messages of catalogs with machines that were used before, all else as Sphinx does."""

        def __init__(self) -> None:
            super().__init__()
            self.state_classes = classes

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

    return StayingParser


def read_strictly(app: Sphinx, docname: str, _source: list[str]) -> None:
    """Refuse a document in another encoding, as Sphinx 9 does; Sphinx 8 puts question marks in place of letters.

    Args:
        app: the Sphinx application.
        docname: the document that was read.

    Raises:
        KitabchaError: it is in another encoding.
    """
    path = Path(app.env.doc2path(docname))
    try:
        path.read_text(encoding=app.config.source_encoding)
    except UnicodeDecodeError as error:
        raise not_in_utf8(path, error) from error


def setup(app: Sphinx) -> None:
    """Let documents be read strictly, and by our parser unless another extension brought one in place of Sphinx's own.

    Args:
        app: the Sphinx application.
    """
    if app.registry.source_parsers.get("restructuredtext") is RSTParser:
        app.add_source_parser(parser_that_stays(), override=True)
    if sphinx.version_info < (9,):
        app.connect("source-read", read_strictly)
