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
    heading = next(tree.findall(nodes.title), None)
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
        return
    for section in sections[1:]:
        tree.remove(section)
        sections[0] += section


def _joined(env: BuildEnvironment, docname: str, seen: set[str]) -> nodes.document:
    tree = env.get_doctree(docname)
    tables = list(tree.findall(addnodes.toctree))
    captions = [table["caption"] for table in tables if table.get("caption")]
    for table in tables:
        members: list[nodes.Node] = []
        if len(captions) > 1 and table.get("caption"):
            members.append(part("", nodes.Text(table["caption"])))
        for name in map(str, table["includefiles"]):
            if name not in seen:
                seen.add(name)
                members += _member(env, name, docname, seen)
        if table.parent is not None:
            table.parent.replace(table, members)
    return tree


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
