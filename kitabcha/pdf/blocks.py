"""Blocks of text: sections, paragraphs, notes, lists, letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx import addnodes

from kitabcha.nodes import fact_sources, letter, part, timeline
from kitabcha.pdf.admonitions import AdmonitionsMixin
from kitabcha.pdf.buffers import block_expression, expression
from kitabcha.pdf.links import ids_of
from kitabcha.pdf.markup import array, block, boolean, call, string
from kitabcha.pdf.widths import LINE, TERM, fitted, longest_joined, longest_word, with_long_words

# enumtype of docutils -> counter of Typst
COUNTERS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
# Blocks of these are framed one by one, or leave nothing on the page.
UNFRAMED = (
    nodes.section,
    nodes.target,
    nodes.substitution_definition,
    nodes.pending,
    addnodes.start_of_file,
    addnodes.index,
    part,
)
SHORT_QUOTATION = 600  # characters; the end of a page parts only a longer one
LEAD_LENGTH = 320  # characters; a longer first paragraph is no lead


class BlocksMixin(AdmonitionsMixin):
    """Visits of blocks."""

    front: list[str]

    # ------------------------------------------------------------------ sections
    # document > section(title, …, compound > start_of_file > section(title, …)…)
    def visit_section(self, node: nodes.section) -> None:
        """A section; the first one is the guide itself, whose title stands on the cover."""
        with self.within(level=self.scope.level + 1):
            level = self.scope.level - 1
            if level == 0:
                self._guide(node)
            else:
                titled = isinstance(node.children[0] if node.children else None, nodes.title)
                self.emit(self._title(node, level) if titled else self.anchored(node, "[]"))
                for child in _after_title(node):
                    self._hung(child)
        raise nodes.SkipNode

    def _hung(self, node: nodes.Node) -> None:
        """Write a block beside the hanging column.

        Each has a frame of its own: one round a whole chapter would be set anew from its start for each footnote in it.
        """
        if isinstance(node, nodes.compound) and any(isinstance(child, addnodes.start_of_file) for child in node):
            for child in node.children:
                self._hung(child)
            return
        code = self.render(node)
        whole = isinstance(node, UNFRAMED) or self.scope.nested
        self.emit(code if whole or code == "[]" else call("within", code))

    def _guide(self, node: nodes.section) -> None:
        """Write the root document: what stands before its first chapter goes before the contents."""
        for child in _after_title(node):
            if not self._stack[-1] and not isinstance(child, (nodes.section, nodes.compound, addnodes.start_of_file)):
                code = self.render(child)
                if code != "[]":  # comments alone make no page
                    self.front.append(code)
            else:
                self._hung(child)

    def _title(self, node: nodes.section, level: int) -> str:
        title = node.children[0]
        words = self.title_words(title)
        named = {"number": string(self.number_of(node))} if self.number_of(node) else {}
        names = self.names(ids_of(node))
        if names:
            named["names"] = array(map(string, names))
        return self.origin(title) + call("titled", str(min(level, 6)), words, **named)

    def title_words(self, title: nodes.Node) -> str:
        """Write the words of a title; a long name in them may be parted.

        Args:
            title: of a section.
        """
        with self.within(foot=True, nested=True):
            words = self.inside(title)
        return call("loose", words) if longest_word(title.astext()) > LINE else words

    def number_of(self, node: nodes.section) -> str:
        """Return the number that Sphinx gave a section, such as ``3.2``, or nothing.

        Args:
            node: the section.
        """
        numbers = self.builder.env.toc_secnumbers.get(self.scope.docname, {})
        number = next((numbers[f"#{id}"] for id in node["ids"] if f"#{id}" in numbers), None)
        if number is None and isinstance(node.parent, (nodes.document, addnodes.start_of_file)):
            number = numbers.get("")  # the first section of a document has no anchor
        return ".".join(map(str, number)) if number else ""

    @expression
    def visit_part(self, node: part) -> str:
        """The name of a part; it stands in the contents, above its chapters."""
        return call("part", self.inside(node))

    @expression
    def visit_title(self, node: nodes.title) -> str:
        """A title that no section has claimed: of a topic, a table, an admonition."""
        return call("rubric", self.inside(node))

    @block_expression
    def visit_rubric(self, node: nodes.rubric) -> str:
        """A heading outside the contents."""
        return call("rubric", self.inside(node))

    # ------------------------------------------------------------------ text
    @block_expression
    def visit_paragraph(self, node: nodes.paragraph) -> str:
        """A paragraph; the first short one of a chapter is its lead."""
        is_lead = (
            self.scope.level == 2
            and not self.scope.nested
            and isinstance(node.parent, nodes.section)
            and node.parent.index(node) == 1
            and len(node.astext()) <= LEAD_LENGTH
        )
        if not any(map(_is_block, node.children)):
            standing = "standing" in node.get("classes", ())  # of a fact: a label above its sources
            return self._paragraph(node.children, "lead" if is_lead else "label-above" if standing else "par")
        pieces = (self._paragraph(piece) if isinstance(piece, list) else self.render(piece) for piece in _pieces(node))
        return block(pieces)

    def _paragraph(self, words: Sequence[nodes.Node], function: str = "par") -> str:
        text = "".join(node.astext() for node in words)
        code = fitted(call(function, self.render(*words)), text, self.scope.room)
        return call("from-left", code) if self.turned(text) else code

    def _through(self, node: nodes.Element) -> None:
        """Show the children; the node itself means nothing on paper."""

    visit_compound = visit_document = visit_only = visit_glossary = visit_acks = visit_ifconfig = _through
    depart_compound = depart_document = depart_only = depart_glossary = depart_acks = depart_ifconfig = _through
    visit_todolist = visit_decoration = visit_header = visit_footer = _through
    depart_todolist = depart_decoration = depart_header = depart_footer = _through

    # Of sphinx.ext.autosummary; they derive from comments, but hold a table and the documents it tells of.
    visit_autosummary_table = visit_autosummary_toc = _through
    depart_autosummary_table = depart_autosummary_toc = _through

    # Parts of lists and tables stand in their whole; elsewhere, as some extensions use them, they are blocks.
    @block_expression
    def _stray(self, node: nodes.Element) -> str:
        words = isinstance(node, nodes.TextElement) and not isinstance(node, (nodes.Inline, nodes.FixedTextElement))
        return call("par", self.inside(node)) if words else self.inside(node)

    visit_Bibliographic = visit_Part = _stray

    @block_expression
    def visit_centered(self, node: addnodes.centered) -> str:
        """A centred line."""
        return call("centred", self.inside(node))

    @block_expression
    def visit_transition(self, node: nodes.transition) -> str:
        """A rule between paragraphs; before notes, which stand at the foot of their pages, it would part nothing."""
        after = node.parent.children[node.parent.index(node) + 1 :] if node.parent is not None else []
        if after and all(isinstance(sibling, (nodes.footnote, nodes.Invisible)) for sibling in after):
            return ""
        return "line-across(weight: rule.hair)"

    @block_expression
    def visit_block_quote(self, node: nodes.block_quote) -> str:
        """A quotation and who said it."""
        said_by = [child for child in node.children if isinstance(child, nodes.attribution)]
        with self.within(nested=True):
            body = self.render(*(child for child in node.children if child not in said_by))
            named = {"by": self.phrase(said_by[0])} if said_by else {}
            if said_by and len(node.astext()) <= SHORT_QUOTATION:
                named["whole"] = "true"
        return call("quotation", body, **named)

    # line_block > (line | line_block)*
    @block_expression
    def visit_line_block(self, node: nodes.line_block) -> str:
        """Lines that keep their breaks and indents."""
        tags = {self.tag_of(line) for line in node.findall(nodes.line) if line.children}
        if len(tags) == 1 and "" not in tags:  # all in one foreign language: they begin at its own side
            tag = tags.pop()
            with self.within(tag=tag):
                return call("foreign", string(tag), call("lines", *self._lines(node, 0)))
        return call("lines", *self._lines(node, 0))

    def _lines(self, node: nodes.line_block, depth: int) -> list[str]:
        rows: list[str] = []
        for child in node.children:
            if isinstance(child, nodes.line_block):
                rows += self._lines(child, depth + 1)
            elif isinstance(child, nodes.line):
                rows.append(f"({depth}, {self.phrase(child) if child.children else string(chr(0xA0))})")
        return rows

    # ------------------------------------------------------------------ lists
    # bullet_list | enumerated_list > list_item*
    @block_expression
    def visit_bullet_list(self, node: nodes.bullet_list) -> str:
        """Bullets."""
        return call("bullets", *self._items(node), tight=boolean(_is_tight(node)))

    @block_expression
    def visit_enumerated_list(self, node: nodes.enumerated_list) -> str:
        """Steps, counted in the language's digits."""
        pattern = COUNTERS.get(str(node.get("enumtype", "arabic")), "1")
        prefix, suffix = str(node.get("prefix", "")), str(node.get("suffix", ""))
        plain = (prefix, suffix) == ("", ".") and pattern == "1"
        named = {
            "start": str(int(node.get("start", 1))),
            "pattern": string(pattern if plain else f"{prefix}{pattern}{suffix}"),
            "tight": boolean(_is_tight(node)),
        }
        if "sources" in node.get("classes", ()):
            with self.within(foot=True):
                return call("sources", call("steps", *self._items(node), **named))
        return call("steps", *self._items(node), **named)

    def _items(self, node: nodes.Element) -> list[str]:
        items = []
        with self.within(nested=True):
            for item in node.children:
                if isinstance(item, nodes.Element):
                    items.append(self.anchored(item, self.inside(item)) if item.children else "[]")
        return items

    @block_expression
    def visit_list_item(self, node: nodes.list_item) -> str:
        """An item outside a list, as some extensions make them."""
        return self.inside(node)

    # hlist > hlistcol* > bullet_list
    @block_expression
    def visit_hlist(self, node: addnodes.hlist) -> str:
        """A list in columns."""
        with self.within(nested=True):
            return call("in-columns", *(self.inside(column) for column in node.children))

    # definition_list > definition_list_item > (term, classifier*)+, definition
    @block_expression
    def visit_definition_list(self, node: nodes.definition_list) -> str:
        """Terms and what they mean."""
        function = "dated" if "dates" in node.get("classes", ()) else "definitions"
        hangs = not self.scope.nested
        pairs = [self._definition(item) for item in node.children if isinstance(item, nodes.Element)]
        return call(function, *pairs, hangs=boolean(hangs))

    def _definition(self, item: nodes.Element) -> str:
        terms = [child for child in item.children if isinstance(child, (nodes.term, nodes.classifier))]
        rest = [child for child in item.children if child not in terms]
        with self.within(nested=True):
            heads = [self.anchored(term, self.phrase(term)) for term in terms if isinstance(term, nodes.Element)]
            joints = [string(": ") if isinstance(term, nodes.classifier) else "linebreak()" for term in terms]
            head = [piece for pair in zip(joints, heads, strict=True) for piece in pair][1:]
            text = " ".join(term.astext() for term in terms)
            whole = longest_joined(text, TERM)
            term = with_long_words(block(head), text, TERM)
            return f"({term}, {self.render(*rest)}{', ' + string(whole) if whole else ''})"

    @block_expression
    def visit_definition(self, node: nodes.definition) -> str:
        """What a term means."""
        return self.inside(node)

    # field_list > field > field_name, field_body
    @block_expression
    def visit_field_list(self, node: nodes.field_list) -> str:
        """Labels and values."""
        with self.within(nested=True):
            rows = [row for row in map(self._field, node.children) if row != "([], [])"]
        names = [name.astext() for name in node.findall(nodes.field_name)]
        named = {"long": "true"} if max(map(len, names), default=0) > TERM * 2 else {}
        return call("fields", *rows, **named) if rows else ""

    def _field(self, field: nodes.Node) -> str:
        """Write a row; what extensions put there beside one name and one body is kept as value."""
        parts = field.children if isinstance(field, nodes.field) else [field]
        name: list[str] = []
        value: list[str] = []
        for piece in parts:
            if isinstance(piece, nodes.field_name):
                name.append(self.phrase(piece))
            else:
                value.append(self.inside(piece) if isinstance(piece, nodes.field_body) else self.render(piece))
        return f"({block(name)}, {block(value)})"

    visit_docinfo = visit_field_list

    # option_list > option_list_item > option_group, description
    @block_expression
    def visit_option_list(self, node: nodes.option_list) -> str:
        """Options of a command and what they do."""
        with self.within(nested=True):
            rows = [
                f"({call('raw', string(group.astext()))}, {block([self.inside(part) for part in parts])})"
                for group, *parts in (item.children for item in node.children)
            ]
        return call("definitions", *rows)

    # ------------------------------------------------------------------ letters, time lines, sources
    @expression  # not of a block: the frame sets language and direction itself
    def visit_letter(self, node: letter) -> str:
        """A model letter in its own language."""
        tag = str(node["lang"])
        with self.within(nested=True, tag=tag):
            return self.origin(node) + call("letter", string(tag), self.inside(node))

    @block_expression
    def visit_timeline(self, node: timeline) -> str:
        """Bars on a scale of years; the words become the alt text."""
        telling = " ".join(child.astext() for child in node.children if isinstance(child, nodes.paragraph))
        names = [item for child in node.children if isinstance(child, nodes.bullet_list) for item in child.children]
        with self.within(nested=True, foot=True):
            bars = [
                f"({start:.4f}, {end:.4f}, {string(pattern)}, {self.render(*self._words(name))})"
                for (start, end, pattern), name in zip(node["bars"], names, strict=True)
            ]
        return call("timeline-bars", string(telling), str(node["first"]), str(node["last"]), *bars)

    def _words(self, item: nodes.Node) -> list[nodes.Node]:
        return [child for part in item.children for child in part.children]

    @block_expression
    def visit_fact_sources(self, node: fact_sources) -> str:
        """The list of sources."""
        return self.inside(node)


def _after_title(node: nodes.section) -> list[nodes.Node]:
    return node.children[1:] if node.children and isinstance(node.children[0], nodes.title) else node.children


def _is_tight(node: nodes.Element) -> bool:
    """Return whether every item is one paragraph at most."""
    return all(len(item.children) <= 1 for item in node.children)


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Body) and not isinstance(node, nodes.Inline)


def _pieces(paragraph: nodes.Node) -> Iterator[list[nodes.Node] | nodes.Node]:
    """Take a paragraph apart that holds lists or other paragraphs, as fields of descriptions may.

    Yields:
        Runs of inline nodes as lists, and blocks.
    """
    run: list[nodes.Node] = []
    for child in paragraph.children:
        if not _is_block(child):
            run.append(child)
            continue
        for piece in _pieces(child) if isinstance(child, nodes.paragraph) else [child]:
            if isinstance(piece, list):
                run += piece
            if run:
                yield run
                run = []
            if not isinstance(piece, list):
                yield piece
    if run:
        yield run
