"""Directives for parts of a guide that reStructuredText has no word for: time lines, model letters, panels, cards."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kitabcha.errors import LanguageError
from kitabcha.languages import language
from kitabcha.nodes import field_blank, letter, panel, timeline

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

PATTERNS = ("full", "hatched", "outlined")


def _bars(argument: str) -> list[tuple[float, float, str]]:
    """Read ``2002-11-15 2003-04-25 full; …`` into starts, ends (years with fraction) and patterns."""
    bars = []
    for part in filter(None, (piece.strip() for piece in argument.split(";"))):
        words = part.split()
        if len(words) != 3 or words[2] not in PATTERNS:
            raise ValueError(f"{part!r} is not 'start end pattern' with a pattern of {', '.join(PATTERNS)}")
        bars.append((_year(words[0]), _year(words[1]), words[2]))
    return bars


def _year(iso: str) -> float:
    day = datetime.date.fromisoformat(iso)
    first = datetime.date(day.year, 1, 1)
    length = (datetime.date(day.year + 1, 1, 1) - first).days
    return day.year + (day - first).days / length


class TimelineDirective(SphinxDirective):
    """Draw bars on a scale of years: a paragraph in words for those who cannot see it, then a list of bar names.

    ::

        .. timeline:: 2002 2017
           :bars: 2002-11-15 2003-04-25 full; 2002-09-11 2016-12-23 outlined

           Time line from 2002 to 2016. …

           * Call-in registration, about 5 months
           * Rules in force, 14 years
    """

    has_content = True
    required_arguments = 2
    option_spec: ClassVar[OptionSpec] = {"bars": _bars}

    def run(self) -> list[Node]:
        """Return the time line's node."""
        years = [int(year) for year in self.arguments if year.isdecimal()]
        if len(years) != 2 or years[0] >= years[1]:
            raise self.error("A time line wants two years, the earlier one first: .. timeline:: 2002 2018")
        node = timeline(first=years[0], last=years[1], bars=self.options.get("bars", []))
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        names = [item for child in node if isinstance(child, nodes.bullet_list) for item in child]
        if len(names) != len(node["bars"]):
            raise self.error(
                f"The time line has {len(node['bars'])} bars but {len(names)} names: "
                "write one list item for each bar of the option :bars:."
            )
        return [node]


class LetterDirective(SphinxDirective):
    """A model letter in a language of its own (English unless ``:lang:`` says otherwise); it is never translated.

    Text in ``[square brackets]`` becomes a field to fill in.
    """

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"lang": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Return the letter's node."""
        try:
            tongue = language(self.options.get("lang", "en"))
        except LanguageError as fault:
            raise self.error(str(fault)) from fault
        node = letter(lang=tongue.tag, dir=tongue.direction, classes=["letter"])
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        for text_element in node.findall(nodes.TextElement):
            text_element["translatable"] = False
        for text in list(node.findall(nodes.Text)):
            _mark_fields(text)
        return [node]


def _mark_fields(text: nodes.Text) -> None:
    pieces = re.split(r"(\[[^\[\]]+\])", text.astext())
    if len(pieces) > 1 and text.parent is not None:
        new: list[Node] = [
            field_blank("", piece) if index % 2 else nodes.Text(piece) for index, piece in enumerate(pieces) if piece
        ]
        text.parent.replace(text, new)


class PanelDirective(SphinxDirective):
    """One panel of a folded sheet: a title, and what stands under it. Panels stand in the order in which one reads.

    ::

        .. panel:: What it was

           From 2002 on, …

    In HTML a panel is a section of its page.
    """

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Node]:
        """Return the panel."""
        return [self.panel()]

    def panel(self) -> panel:
        """Make a panel of the title and the content."""
        node = panel()
        self.set_source_info(node)
        words, messages = self.parse_inline(self.arguments[0])
        title = nodes.title(self.arguments[0], "", *words)
        self.set_source_info(title)
        node += title
        node += messages
        node["english"] = title.astext()
        node["names"].append(nodes.fully_normalize_name(title.astext()))
        self.state.document.note_implicit_target(node, node)
        node += self.parse_content_to_nodes()
        return node


class WalletCardDirective(PanelDirective):
    """A card to keep in a wallet: one face in the reader's language, one in the language of the source.

    An edition in the language of the source has one face only.
    """

    def run(self) -> list[Node]:
        """Return the faces of the card."""
        if self.config.language in (None, self.config.kitabcha_source_language):
            return [self.panel()]
        origin = language(self.config.kitabcha_source_language)
        back = self.panel()
        back["lang"], back["dir"] = origin.tag, origin.direction
        for text in back.findall(nodes.TextElement):
            if not isinstance(text, nodes.Inline):  # Sphinx takes marked inline nodes away after translating
                text["translatable"] = False
        return [self.panel(), back]


def setup(app: Sphinx) -> None:
    """Register the directives.

    Args:
        app: the Sphinx application.
    """
    app.add_directive("timeline", TimelineDirective)
    app.add_directive("letter", LetterDirective)
    app.add_directive("panel", PanelDirective)
    app.add_directive("wallet-card", WalletCardDirective)
