"""The one-file edition: the whole guide as one page with everything inside, to be sent by messenger.

A phone cannot open a folder of pages, since the page that it is given does not find its neighbours. So this page holds
its style, fonts and pictures itself, has no script, and every link inside the guide is an anchor.
"""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from kitabcha.edition import Edition, edition

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "page:"  # stands before the name of a document in a link, until the whole tree is together
Numbers = tuple[dict[str, Any], dict[str, Any]]


class OneFileBuilder(SingleFileHTMLBuilder):
    """Writes ``<name>-<language>.html``; ``sphinx-build -b onefile`` works too."""

    name = "onefile"
    epilog = "The one-file edition is in %(outdir)s."
    download_support = False
    html_scaled_image_link = False

    @property
    def edition(self) -> Edition:
        """What the edition says about itself."""
        return edition(self.config, Path(self.srcdir))

    # ------------------------------------------------------------------ addresses
    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a mark for a document; `_anchor` makes an address of it."""
        return f"{PAGE}{docname}"

    def get_output_path(self, page_name: str, /) -> Path:
        """Return where the one page goes."""
        own = self.edition
        return Path(self.outdir) / f"{own.name}-{own.language.tag}.html"

    def assemble_doctree(self) -> nodes.document:
        """Put all documents together, each with ids of its own."""
        tree: nodes.document = super().assemble_doctree()
        for wrapper in list(tree.findall(nodes.compound)):
            if "toctree-wrapper" in wrapper["classes"]:  # it holds chapters now, no list of links
                wrapper.replace_self(wrapper.children)
        for docname, node in _with_documents(tree, self.config.root_doc):
            for attribute in ("ids", "backrefs"):
                old: list[str] = node.get(attribute, [])
                node[attribute] = [anchor(docname, id) for id in old]
            if node.get("refid"):
                node["refid"] = anchor(docname, node["refid"])
            if node.get("refuri", "").startswith(PAGE):
                node["refuri"] = _anchor(node["refuri"])
        return tree

    # ------------------------------------------------------------------ numbers, by the new ids
    def numbers(self, docname: str) -> Numbers:
        """Return the numbers of sections and figures of a document.

        Args:
            docname: its name.

        Returns:
            Section numbers by link, figure numbers by id by type.
        """
        sections = self.env.toc_secnumbers.get(docname, {})
        figures = self.env.toc_fignumbers.get(docname, {})
        return (
            {f"#{anchor(docname, id[1:])}" if id else "": number for id, number in sections.items()},
            {kind: {anchor(docname, id): n for id, n in numbers.items()} for kind, numbers in figures.items()},
        )

    def assemble_toc_secnumbers(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Return the section numbers of the root; the others are asked for one by one."""
        return {**self.env.toc_secnumbers, self.config.root_doc: self.numbers(self.config.root_doc)[0]}

    def assemble_toc_fignumbers(self) -> dict[str, dict[str, dict[str, tuple[int, ...]]]]:
        """Return the figure numbers, likewise."""
        return {**self.env.toc_fignumbers, self.config.root_doc: self.numbers(self.config.root_doc)[1]}

    # ------------------------------------------------------------------ the page
    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what the page shows besides its text."""
        title = self.env.longtitles.get(docname)
        return {
            **super().get_doc_context(docname, body, metatags),
            "title": self.render_partial(title)["title"] if title is not None else "",
        }

    def _get_local_toctree(self, docname: str, collapse: bool = True, **kwargs: Any) -> str:
        """Return the table of contents, whose links are anchors."""
        made = super()._get_local_toctree(self.config.root_doc, collapse=False, **kwargs)
        return re.sub(rf'href="({PAGE}[^"]*)"', lambda link: f'href="{_anchor(link[1])}"', made)

    def picture(self, uri: str) -> str:
        """Return a picture as a ``data:`` address.

        Args:
            uri: its path below the sources.
        """
        kind = mimetypes.guess_type(uri)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode((Path(self.srcdir) / uri).read_bytes()).decode()}"

    def copy_assets(self) -> None:
        """Copy nothing: there is no file beside the page."""

    def finish(self) -> None:
        """Write nothing more."""


def anchor(docname: str, id: str) -> str:
    """Return the id of a place of a document in the whole guide; it is the same in every language.

    Args:
        docname: the document's name.
        id: the id in its own page.
    """
    return f"{docname}-{id}"


def _anchor(uri: str) -> str:
    docname, _, id = unquote(uri.removeprefix(PAGE)).partition("#")
    return f"#{anchor(docname, id)}" if id else f"#{document_anchor(docname)}"


def document_anchor(docname: str) -> str:
    """Return the id of the beginning of a document.

    Args:
        docname: the document's name.
    """
    return f"document-{posixpath.normpath(docname)}"


def _with_documents(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Walk through a tree of several documents."""
    for child in node.children:
        if isinstance(child, nodes.Element):
            inside = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield inside, child
            yield from _with_documents(child, inside)
