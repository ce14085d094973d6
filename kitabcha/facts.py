"""The fact sheet: a role that marks which fact a sentence rests on, and the list of sources it leads to.

``:fact:`W01``` becomes a numbered link. Numbers run through the guide in reading order, so they are the same in every
language. An id that the sheet does not have stops the sentence from being printed as if it were proven: it is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode

from kitabcha.edition import project_language
from kitabcha.errors import KitabchaError
from kitabcha.languages import language
from kitabcha.nodes import fact_reference, fact_sources
from kitabcha.words import words

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Fact:
    """One entry of the sheet.

    Attributes:
        id: such as ``W01``.
        section: the heading it stands under, such as ``today``.
        statement: the sentence it proves.
        confidence: ``verified``, ``known`` or ``disputed``.
        sources: pairs of citation and address; the address may be empty.
    """

    id: str
    section: str
    statement: str
    confidence: str
    sources: tuple[tuple[str, str], ...]


def read_sheet(path: Path) -> dict[str, Fact]:
    """Read a fact sheet.

    Args:
        path: a YAML file: sections with lists of entries (id, statement, confidence, sources).

    Returns:
        The facts by id.

    Raises:
        KitabchaError: the file is missing or is not such a sheet.
    """
    try:
        return _read_sheet(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise KitabchaError(
            "The fact sheet cannot be read.", where=str(path), hint="check kitabcha_facts in conf.py."
        ) from error
    except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise KitabchaError(
            f"The fact sheet is not in order: {error}", where=str(path), hint="compare it with an older copy."
        ) from error


@lru_cache(maxsize=4)
def _read_sheet(path: Path, _changed: int) -> dict[str, Fact]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    sheet = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    facts = {}
    for section, entries in sheet.items():
        for entry in entries:
            sources = tuple((item["citation"], item.get("url") or "") for item in entry["sources"])
            facts[entry["id"]] = Fact(entry["id"], section, entry["statement"], entry["confidence"], sources)
    return facts


class FactDomain(Domain):
    """Which facts each document cites, in order, and where the list of sources stands."""

    name = "kitabcha-facts"
    label = "Facts"
    initial_data: ClassVar[dict[str, Any]] = {"cited": {}, "sources": []}
    data_version = 1

    @property
    def sheet(self) -> dict[str, Fact]:
        """The facts by id; empty without a sheet."""
        name = self.env.config.kitabcha_facts
        return read_sheet(Path(self.env.srcdir) / name) if name else {}

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note what a document cites (after translation, so that a lost mark shows)."""
        self.data["cited"][docname] = [id for node in document.findall(fact_reference) for id in node["facts"]]
        if next(iter(document.findall(fact_sources)), None) is not None:
            self.data["sources"].append(docname)

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.data["cited"].pop(docname, None)
        self.data["sources"] = [name for name in self.data["sources"] if name != docname]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for docname in docnames:
            if docname in otherdata["cited"]:
                self.data["cited"][docname] = otherdata["cited"][docname]
        self.data["sources"] += [name for name in otherdata["sources"] if name in docnames]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link a mark to its entry in the list of sources."""
        return make_refnode(builder, fromdocname, self.data["sources"][0], _anchor(target), contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Offer nothing to the role ``any``: facts are cited by a role of their own."""
        return []

    def numbers(self) -> dict[str, int]:
        """Number the cited facts from 1 in reading order.

        Returns:
            Numbers by fact id.
        """
        ids = (id for docname in self._reading_order() for id in self.data["cited"].get(docname, ()))
        return {id: number for number, id in enumerate(dict.fromkeys(ids), 1)}

    def _reading_order(self) -> Iterator[str]:
        stack, seen = [self.env.config.root_doc], set()
        while stack:
            docname = stack.pop()
            if docname not in seen:
                seen.add(docname)
                yield docname
                stack.extend(reversed(self.env.toctree_includes.get(docname, [])))
        yield from sorted(set(self.data["cited"]) - seen)


class FactRole(SphinxRole):
    """``:fact:`W01``` or ``:fact:`W01, W02```: what the sentence before it rests on."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the mark, or an error that names the ids that the sheet does not have."""
        domain = self.env.domains[FactDomain.name]
        assert isinstance(domain, FactDomain)
        ids, sheet = [id.strip() for id in self.text.split(",")], domain.sheet
        unknown = [id for id in ids if id not in sheet]
        if unknown:
            message = self.inliner.reporter.error(
                f"The fact sheet has no fact {', '.join(unknown)}. "
                f"Add it to {self.config.kitabcha_facts or 'kitabcha_facts'} "
                "or cite another.",
                line=self.lineno,
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [fact_reference(self.rawtext, facts=ids)], []


class FactSourcesDirective(SphinxDirective):
    """``.. fact-sources::``: the numbered list of all facts cited, with their sources."""

    def run(self) -> list[Node]:
        """Return a place for the list."""
        node = fact_sources(classes=["fact-sources"])
        self.set_source_info(node)
        return [node]


class ResolveFacts(SphinxPostTransform):
    """Turn marks into numbered links and fill in the list of sources."""

    default_priority = 8  # before references are resolved, so that ours are treated like any other

    def run(self, **kwargs: Any) -> None:
        """Resolve the marks of one document (or of the whole guide, when it is written as one)."""
        domain = self.env.domains[FactDomain.name]
        assert isinstance(domain, FactDomain)
        marks = list(self.document.findall(fact_reference))
        lists = list(self.document.findall(fact_sources))
        if not marks and not lists:
            return
        numbers = domain.numbers()
        for mark in marks:
            mark.replace_self(self._links(mark, numbers, domain))
        for place in lists:
            place += _source_list(numbers, domain.sheet, self.config.language, self.config.kitabcha_source_language)

    def _links(self, mark: fact_reference, numbers: dict[str, int], domain: FactDomain) -> list[Node]:
        tongue = project_language(self.config, self.config.language)
        result: list[Node] = []
        for id in sorted(mark["facts"], key=lambda id: numbers[id]):
            text = nodes.inline("", f"[{tongue.digits(numbers[id])}]", classes=["fact"])
            link = addnodes.pending_xref(
                "", text, refdomain=domain.name, reftype="fact", reftarget=id, refdoc=self.env.docname
            )
            result.append(link if domain.data["sources"] else text)
        return result


def _open_sheet(app: Sphinx) -> None:
    """Read the sheet before anything else, so that a fault in it is told even if nothing cites it (builder-inited)."""
    if app.config.kitabcha_facts:
        read_sheet(Path(app.srcdir) / app.config.kitabcha_facts)


def _anchor(id: str) -> str:
    return f"fact-{id.lower()}"


def _source_list(numbers: dict[str, int], sheet: dict[str, Fact], tag: str, source: str) -> nodes.enumerated_list:
    """Write the list of sources: an entry for each cited fact, its sources as they call themselves."""
    say = words(tag)
    origin = language(source)
    listing = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", classes=["sources"])
    for id in numbers:
        fact = sheet[id]
        item = nodes.list_item(ids=[_anchor(id)])
        if fact.confidence == "disputed":
            item += nodes.paragraph("", "", nodes.strong("", say("Disputed")), classes=["standing"])
        item += _citations(fact, nodes.paragraph(lang=origin.tag, dir=origin.direction, classes=["source"]))
        listing += item
    return listing


def _citations(fact: Fact, line: nodes.paragraph) -> nodes.paragraph:
    """Write the sources of a fact into one paragraph: name, link, and the host for those who read on paper."""
    for index, (citation, url) in enumerate(fact.sources):
        if index:
            line += nodes.Text("; ")
        if not url.startswith("http"):
            line += nodes.Text(citation)
            continue
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        line += nodes.reference("", citation, refuri=url)
        line += nodes.Text(f" ({host})")
    return line


def setup(app: Sphinx) -> None:
    """Register the role, the directive and what resolves them.

    Args:
        app: the Sphinx application.
    """
    app.connect("builder-inited", _open_sheet)
    app.add_domain(FactDomain)
    app.add_role("fact", FactRole())
    app.add_directive("fact-sources", FactSourcesDirective)
    app.add_post_transform(ResolveFacts)
