"""The printed index: entries of ``index::`` and :index: with the pages that they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.indexentries import IndexEntries

from kitabcha.bidi import RTL
from kitabcha.indexing import in_order, with_numbers
from kitabcha.pdf.inline import runs
from kitabcha.pdf.links import place_of
from kitabcha.pdf.markup import array, call, string
from kitabcha.pdf.widths import LINE, with_long_words
from kitabcha.words import words as interface_words

if TYPE_CHECKING:
    from sphinx.builders import Builder

PLACE = "genindex#"  # where links to Sphinx's page of the index lead


def destinations(groups: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """List the places that the entries of an index lead to.

    Args:
        groups: as `entries` gives them.
    """
    for _, rows in groups:
        for _, (links, subrows, _) in rows:
            for _, uri in [*links, *(link for _, sublinks in subrows for link in sublinks)]:
                yield place_of(uri)


def entries(builder: Builder) -> list[tuple[str, Any]]:
    """Return the groups of the index, in the order of the language.

    Args:
        builder: the ``pdf`` builder.
    """
    tag = builder.config.language
    return with_numbers(in_order(IndexEntries(builder.env).create_index(builder), tag), interface_words(tag)("Numbers"))


def texts(groups: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """List the words of an index.

    Args:
        groups: as `entries` gives them.
    """
    for letter, rows in groups:
        yield letter
        for name, (_, subrows, _) in rows:
            yield name
            yield from (sub for sub, _ in subrows)


def write(groups: Iterable[tuple[str, Any]], places: frozenset[str], title: str, *, rtl: bool) -> str:
    """Write the index.

    Args:
        groups: as `entries` gives them.
        places: those that are in this book; entries that lead elsewhere are left out.
        title: its heading.
        rtl: whether the words stand in right-to-left text.

    Returns:
        A Typst expression, or nothing when the index is empty.
    """
    written = []
    for letter, rows in groups:
        lines = []
        for name, (places_of_name, subrows, _) in rows:
            # What has no link at all is a pointer, such as "see other word".
            inner = [(sub, _labels(links, places)) for sub, links in subrows if not links or _labels(links, places)]
            labels = _labels(places_of_name, places)
            if labels or inner:
                lines.append(_line(name, labels, 0, rtl))
                lines += [_line(sub, sublabels, 1, rtl) for sub, sublabels in inner]
        if lines:
            written.append(f"({string(letter)}, {array(lines)})")
    named = {"names": array(map(string, [PLACE]))} if PLACE in places else {}
    return call("printed-index", string(title), *written, **named) if written else ""


def _labels(links: Iterable[tuple[str, str]], places: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(name for _, uri in links if (name := place_of(uri)) in places))


def _line(name: str, labels: list[str], depth: int, rtl: bool) -> str:
    # A name without any letter from right to left is one run: the brackets of "count()" belong to it.
    words = call("isolate", string(name)) if rtl and not RTL.search(name) else runs(name, rtl)
    words = with_long_words(words, name, LINE)
    return f"({words}, {array(map(string, labels))}, {depth})"
