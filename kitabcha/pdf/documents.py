"""The books of a project: one for the whole, or those that ``kitabcha_documents`` names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.config import Config


@dataclass(frozen=True)
class Document:
    """One book of a project.

    Attributes:
        root: the document that it begins with.
        name: first part of its file names.
        title: its title; that of the root document if empty.
    """

    root: str
    name: str
    title: str = ""


def documents(config: Config) -> list[Document]:
    """List the books of a project: those of ``kitabcha_documents``, or the whole project as one.

    Args:
        config: Sphinx's configuration.
    """
    rows = config.kitabcha_documents or [(config.root_doc, config.kitabcha_name)]
    return [Document(*row) for row in rows]


def members(includes: Mapping[str, Sequence[str]], root: str) -> set[str]:
    """List the documents of a book.

    Args:
        includes: the documents that the tables of contents of each document name.
        root: the document that the book begins with.
    """
    found, waiting = set(), [root]
    while waiting:
        docname = waiting.pop()
        if docname not in found:
            found.add(docname)
            waiting.extend(includes.get(docname, ()))
    return found
