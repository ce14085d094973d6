"""What of a page is searched: its sections with their passages, index entries, and the words of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

SOURCE = "source-words"  # attribute of a node: its text before it was translated
SILENT = (
    nodes.Invisible,
    nodes.raw,
    nodes.system_message,
    nodes.label,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.image,
    nodes.meta,
    addnodes.toctree,
    addnodes.index,
)
TELLING = (nodes.definition_list_item, nodes.field)  # a term and what is said of it, shown as one line
SILENT_CLASSES = {"fact", "no-search"}  # marks of facts say nothing; Sphinx knows the second
LRI, PDI = "\u2066", "\u2069"  # hold a left-to-right run together (UAX #9); the client makes <bdi> of them


@dataclass(frozen=True)
class Run:
    """A text in one language, as a reader sees it, without markup.

    Attributes:
        text: with left-to-right runs between LRI and PDI.
        lang: its language; empty if it is that of the page.
        dir: its direction; empty if it is that of the page.
    """

    text: str
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class Passage:
    """What is shown as one line of a result: a paragraph, a row of a table, a term and its explanation.

    Attributes:
        runs: one, or several in the cells of a row.
        joiner: what stands between them.
        source: the same in the language of the source; empty if it was not translated.
    """

    runs: tuple[Run, ...]
    joiner: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.joiner.join(run.text for run in self.runs)


@dataclass
class Section:
    """A section of a page.

    Attributes:
        anchor: id of the heading; empty for the top of the page.
        number: such as ``("6", "1")``; may be empty.
        title: its heading.
        passages: what stands in it, without its subsections.
        entries: words under which it stands in the index.
        source_title: the heading and the index entries in the language of the source; empty if not translated.
    """

    anchor: str
    number: tuple[str, ...]
    title: Passage
    passages: list[Passage] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    source_title: list[str] = field(default_factory=list)


class KeepSource(SphinxTransform):
    """Keep the words of the source beside those that replace them, so that either finds the page."""

    default_priority = 19  # Sphinx translates at 20

    def apply(self, **kwargs: Any) -> None:
        """Keep the words of one document."""
        if self.config.language in (None, self.config.kitabcha_source_language):
            return
        for node, message in list(extract_messages(self.document)):
            if isinstance(node, nodes.TextElement):
                node[SOURCE] = node.astext() or message


def sections_of(document: nodes.document, numbers: dict[str, tuple[int, ...]], between: str) -> list[Section]:
    """Take a page apart.

    Args:
        document: the page's tree with all references resolved.
        numbers: the numbers of its sections by anchor (``env.toc_secnumbers``).
        between: what stands between the cells of a row that is shown as one line (`Language.between`).

    Returns:
        Its sections in the order of the page; the first is the top of the page.
    """
    found: list[Section] = []
    by_id: dict[str, Section] = {}
    tops: list[nodes.Element] = [*document.findall(nodes.section)]
    for node in tops or [document]:
        anchor = f"#{node['ids'][0]}" if found else ""
        heading = next((child for child in node.children if isinstance(child, nodes.title)), None)
        number = tuple(map(str, numbers.get(anchor, ())))
        section = Section(anchor[1:], number, Passage((_run(heading),) if heading is not None else ()))
        found.append(section)
        by_id.update(dict.fromkeys(node["ids"], section))
        if heading is not None:
            section.source_title += [heading[SOURCE]] if SOURCE in heading else []
        for child in node.children:
            if child is not heading:
                _fill(section, child, between)
    for index in document.findall(addnodes.index):
        _add_entries(index, by_id, found)
    return found


def _fill(section: Section, node: nodes.Node, between: str) -> None:
    """Add what a node says to a section; subsections have their own."""
    if not isinstance(node, nodes.Element) or isinstance(node, nodes.section) or _is_silent(node):
        return
    joiner = between if isinstance(node, nodes.row) else " – " if isinstance(node, TELLING) else ""
    if joiner or _is_block(node):
        blocks = node.findall(nodes.TextElement) if joiner else [node]
        runs = [_run(block) for block in blocks if _is_block(block)]
        source = " ".join(part[SOURCE] for part in node.findall(nodes.TextElement) if SOURCE in part)
        passage = Passage(tuple(run for run in runs if run.text), joiner, source)
        section.passages += [passage] if passage.runs else []
    else:
        for child in node.children:
            _fill(section, child, between)


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TextElement) and not isinstance(node, (nodes.Inline, *SILENT))


def _run(node: nodes.Element) -> Run:
    """Return the text of a paragraph or its like, with the language that governs it."""
    inner = node.children[0] if len(node.children) == 1 else node
    speaking = inner if isinstance(inner, nodes.Element) and inner.get("dir") and inner.get("lang") else node
    lang, direction = (_governing(speaking, name) for name in ("lang", "dir"))
    text = " ".join("".join(_pieces(speaking, direction == "ltr")).split())
    return Run(text, lang, direction)


def _pieces(node: nodes.Element, ltr: bool) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element) and not _is_silent(child):
            # A number stays in one piece also among words that run its way.
            apart = child.get("dir") == "ltr" and (not ltr or bool(child.get("unbreakable")))
            if apart:
                yield LRI
            yield from _pieces(child, ltr or apart)
            if apart:
                yield PDI


def _governing(node: nodes.Node | None, name: str) -> str:
    while node is not None:
        if isinstance(node, nodes.Element) and node.get(name):
            return str(node[name])
        node = node.parent
    return ""


def _is_silent(node: nodes.Element) -> bool:
    return isinstance(node, SILENT) or bool(SILENT_CLASSES & set(node.get("classes", ())))


def _add_entries(index: addnodes.index, by_id: dict[str, Section], found: list[Section]) -> None:
    """Give the section that an index entry leads to its words; entries inside a section belong to that."""
    for name in ("entries", "raw_entries"):
        entries: list[tuple[str, str, str, str, str | None]] = index.get(name, [])
        for entry in entries:
            section = by_id.get(entry[2]) or _section_around(index, by_id) or (found[0] if found else None)
            if section is not None:
                words = section.entries if name == "entries" else section.source_title
                words.append(entry[1].replace(";", ","))


def _section_around(node: nodes.Node, by_id: dict[str, Section]) -> Section | None:
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    return by_id.get(parent["ids"][0]) if parent is not None and parent["ids"] else None
