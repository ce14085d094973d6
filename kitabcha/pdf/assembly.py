"""A book as one tree: the documents that the tables of contents name stand where they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.nodes import part

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = get_logger(__name__)
PAGES_OF_SCREENS = {"genindex", "py-modindex", "search"}


def assemble(env: BuildEnvironment, root: str) -> nodes.document:
    """Join the documents of a book, references not yet resolved.

    It does what `sphinx.util.nodes.inline_all_toctrees` does, without copying each tree once for every level above it;
    and where the root has several tables of contents with captions, these name parts of the book.

    Args:
        env: the environment; its trees are read from disk, so they are ours to change.
        root: the document that the book begins with.

    Returns:
        One tree; each document but the root is a ``start_of_file``.
    """
    tree = _joined(env, root, {root})
    tree["docname"] = root
    _leave_out_pages_of_screens(tree, env)
    _under_one_title(tree, str(env.config.project))
    return tree


def take_cover(tree: nodes.document) -> dict[str, nodes.Element]:
    """Take what stands on the cover out of a book.

    Args:
        tree: the book; it loses its paragraphs of class ``subtitle`` or ``notice``, and keeps its title.

    Returns:
        The elements by ``title``, ``subtitle`` and ``notice``; of two of a kind, the last one.
    """
    words: dict[str, nodes.Element] = {}
    whole = next(tree.findall(nodes.section), None)  # a sidebar above it has a title too
    heading = next(whole.findall(nodes.title), None) if whole is not None else None
    if heading is not None:
        words["title"] = heading
    for paragraph in list(tree.findall(nodes.paragraph)):
        for kind in {"subtitle", "notice"} & set(paragraph.get("classes", ())):
            words[kind] = paragraph
            paragraph.parent.remove(paragraph)
    return words


def _under_one_title(tree: nodes.document, project: str) -> None:
    """Make one section of the guide: its title stands on the cover, further ones of the root are its chapters."""
    sections = [child for child in tree.children if isinstance(child, nodes.section)]
    if not sections:
        whole = nodes.section("", nodes.title("", project), *tree.children, ids=[])
        tree.children = []
        tree += whole
    else:
        whole = sections[0]
        above = tree.children[: tree.index(whole)]
        tree.children = [whole]
        whole[1:1] = above
        whole += sections[1:]


def _own_words_first(section: nodes.Element) -> None:
    """Put what a section says behind its last table of contents before the documents, not into the last of them."""
    places = [place for place, child in enumerate(section.children) if _holds_documents(child)]
    if places:
        first, last = places[0], places[-1] + 1
        end = next((place for place in range(last, len(section)) if _is_section(section.children[place])), len(section))
        documents, own = section.children[first:last], section.children[last:end]
        if not any(map(_is_section, documents)):
            section.children[first:end] = own + documents


def _is_section(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section)


def _holds_documents(node: nodes.Node) -> bool:
    """Tell documents that a table of contents names from sections, which may hold such tables of their own."""
    return not _is_section(node) and any(True for _ in node.findall(addnodes.start_of_file))


def _leave_out_pages_of_screens(tree: nodes.document, env: BuildEnvironment) -> None:
    """Drop bullets that lead only to Sphinx's pages of index, modules and search, as each new project has them.

    A book has its index in the contents, and neither of the others; what has nothing else goes with them.
    """
    labels = env.domains.standard_domain.labels
    gone = {name for name, (page, _id, _title) in labels.items() if page in PAGES_OF_SCREENS - env.all_docs.keys()}
    for reference in list(tree.findall(addnodes.pending_xref)):
        leads_there = reference.get("reftype") == "ref" and reference.get("reftarget") in gone
        item = reference.parent.parent if leads_there and reference.parent is not None else None
        if isinstance(item, nodes.list_item) and item.astext() == reference.astext():
            _remove(item)


def _remove(node: nodes.Node) -> None:
    """Take a node out, and with it what holds nothing else but a title."""
    parent = node.parent
    parent.remove(node)
    kept = (nodes.title, nodes.target, nodes.Invisible)
    is_guide = isinstance(parent, nodes.section) and len(list(parent.parent.findall(nodes.section))) == 1
    goes = isinstance(parent, (nodes.list_item, nodes.bullet_list, nodes.section)) and not is_guide
    if goes and all(isinstance(child, kept) for child in parent.children):
        _remove(parent)


def _joined(env: BuildEnvironment, docname: str, seen: set[str]) -> nodes.document:
    tree = env.get_doctree(docname)
    tables = list(tree.findall(addnodes.toctree))
    captions = [table["caption"] for table in tables if table.get("caption")]
    behind: list[tuple[nodes.Element, list[nodes.Node]]] = []
    sections = []
    whole = _whole_of(tree, tables)
    for index, table in enumerate(tables):
        members: list[nodes.Node] = []
        if len(captions) > 1 and table.get("caption"):
            members.append(part("", nodes.Text(table["caption"])))
        for name in map(str, table["includefiles"]):
            if name not in seen:
                seen.add(name)
                members += _member(env, name, docname, seen)
        outer, section = _around(table)
        if section is not None and all(map(_is_hidden, tables[index:])):
            _take_away(table)
            behind.append((whole or section, members))
        else:
            _put(members, table, outer)
            sections.append(section)
    for section in filter(None, dict.fromkeys(sections)):
        _own_words_first(section)
    for section, members in behind:
        section += _wrapped(members)
    return tree


def _whole_of(tree: nodes.document, tables: list[addnodes.toctree]) -> nodes.section | None:
    """Return the document's first section, if all its tables of contents are hidden at its end.

    They name parts of the document then, and not of the last section, which they happen to stand in.
    """
    found = {section for _outer, section in map(_around, tables)}
    last = found.pop() if len(found) == 1 else None
    if last is None or not all(table.get("hidden") for table in tables):
        return None
    behind = tables[0].parent if isinstance(tables[0].parent, nodes.compound) else tables[0]
    if any(True for _ in behind.findall(nodes.section, include_self=False, descend=False, siblings=True)):
        return None
    node: nodes.Element = last
    while isinstance(node, nodes.section):
        if any(map(_is_section, node.parent.children[node.parent.index(node) + 1 :])):
            return None
        node = node.parent
    return next(child for child in tree.children if isinstance(child, nodes.section))


def _is_hidden(table: addnodes.toctree) -> bool:
    """Return whether a table of contents is not to be seen on its page; those of autosummary never are."""
    return bool(table.get("hidden")) or type(table.parent).__name__ == "autosummary_toc"


def _put(members: list[nodes.Node], table: addnodes.toctree, outer: nodes.Element | None) -> None:
    """Put documents where a table of contents names them, or behind the block that it is in."""
    if outer is not None:
        outer.parent.insert(outer.parent.index(outer) + 1, _wrapped(members))
        _take_away(table)
    elif table.parent is not None:
        table.parent.replace(table, members)


def _take_away(node: nodes.Element) -> None:
    parent = node.parent
    parent.remove(node)
    if isinstance(parent, nodes.compound) and not parent.children:
        _take_away(parent)


def _around(table: addnodes.toctree) -> tuple[nodes.Element | None, nodes.Element | None]:
    """Find the outermost block, such as a box or a list, that documents cannot stand in, and the section around."""
    outer: nodes.Element | None = None
    node: nodes.Element = table
    is_whole = True
    while node.parent is not None and not isinstance(node.parent, (nodes.section, nodes.document)):
        node = node.parent
        is_whole = is_whole and not isinstance(node, addnodes.only)
        if not isinstance(node, (nodes.compound, addnodes.only)):
            outer = node
    return outer, node.parent if is_whole and isinstance(node.parent, nodes.section) else None


def _wrapped(members: list[nodes.Node]) -> list[nodes.Node]:
    return [nodes.compound("", *members)] if members else []


def _member(env: BuildEnvironment, name: str, table_in: str, seen: set[str]) -> list[nodes.Node]:
    try:
        tree = _joined(env, name, seen)
    except OSError:
        warn(
            logger,
            Kind.BROKEN_LINK,
            "The table of contents of %s names the document %s, which cannot be read. Build again with -E.",
            table_in,
            name,
            location=table_in,
        )
        return []
    start = addnodes.start_of_file(docname=name)
    start.extend(tree.children)
    for section in start.findall(nodes.section):
        section.attributes.setdefault("docname", name)
    return [start]
