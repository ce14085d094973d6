"""Code: highlighted through Pygments, with line numbers, marked lines and captions; never mirrored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from pygments.filters import ErrorToken
from pygments.lexers.special import TextLexer
from pygments.token import Comment, Keyword, Name, Token, _TokenType
from sphinx import addnodes
from sphinx.highlighting import PygmentsBridge

from kitabcha.pdf.buffers import Buffers, block_expression
from kitabcha.pdf.markup import array, between, block, call, string
from kitabcha.pdf.widths import CODE, fitted

# What is told apart on paper, by weight and grey and not by colour: kinds of tokens -> name in the templates.
STYLES = ((Comment, "c"), (Keyword, "k"), (Name.Class, "n"), (Name.Function, "n"), (Name.Tag, "k"))


class CodeMixin(Buffers):
    """Visits of blocks of code."""

    @block_expression
    def visit_literal_block(self, node: nodes.literal_block) -> str:
        """Code, or text that keeps its line breaks (``parsed-literal``)."""
        if node.rawsource != node.astext():
            return self._parsed(self._verbatim(node), node.astext())
        text = node.astext().removesuffix("\n")  # a last line without anything is none
        options: dict[str, Any] = node.get("highlight_args", {})
        named = {"lines": array(_styled(text, self._lexer(node, text)))}
        if node.get("linenos"):
            named["first"] = str(int(options.get("linenostart", 1)))
        if options.get("hl_lines"):
            named["marked"] = array(str(int(line)) for line in options["hl_lines"])
        return fitted(call("code", string(text), **named), text, CODE)

    def _parsed(self, code: str, text: str) -> str:
        return fitted(call("parsed", code), text, CODE)

    # container.literal-block-wrapper > caption, literal_block
    @block_expression
    def visit_container(self, node: nodes.container) -> str:
        """A group of blocks; one with a caption holds code."""
        if not isinstance(node.children[0] if node.children else None, nodes.caption):
            return self.inside(node)
        caption, *rest = node.children
        assert isinstance(caption, nodes.caption)
        with self.within(foot=True):
            words = self.phrase(caption)
        number = self.caption_number(node, "code-block")
        named = {"number": string(number)} if number else {}
        return call("captioned-code", words, self.render(*rest), **named)

    # productionlist > production*
    @block_expression
    def visit_productionlist(self, node: addnodes.productionlist) -> str:
        """A grammar."""
        with self.within(verbatim=True):
            lines = [self._production(line) for line in node.children if isinstance(line, nodes.Element)]
        return self._parsed(block(between(lines, "linebreak()")), node.astext())

    def _production(self, line: nodes.Element) -> str:
        """Write a line of a grammar, without the line break that newer versions of Sphinx put at its end."""
        ended = bool(line.children) and line.children[-1].astext() == "\n"
        return self.anchored(line, self.render(*line.children[: -1 if ended else None]))

    @block_expression
    def visit_doctest_block(self, node: nodes.doctest_block) -> str:
        """A session of the interpreter."""
        text = node.astext()
        code = call("code", string(text), lines=array(_styled(text, self._lexer(node, text, "pycon"))))
        return fitted(code, text, CODE)

    def _verbatim(self, node: nodes.Element) -> str:
        """Write the children with every space and line break."""
        with self.within(verbatim=True):
            return self.inside(node)

    def _lexer(self, node: nodes.Element, text: str, default: str = "") -> Any:
        language = str(node.get("language", default or self.config.highlight_language))
        options: dict[str, Any] = (
            self.config.highlight_options.get(language, {}) if self.config.highlight_options else {}
        )
        bridge = PygmentsBridge("html", self.config.pygments_style or "sphinx")
        # A slip in the code stops nothing; but a text that names no language may not be Python at all.
        guessed = language == "default"
        return bridge.get_lexer(text, language, options, force=not guessed, location=node)


def _styled(text: str, lexer: Any) -> Iterator[str]:
    """Cut code into lines of styled pieces.

    Args:
        text: the code.
        lexer: of Pygments.

    Yields:
        An array of Typst for each line: strings, and pairs of style and string.
    """
    line: list[str] = []
    for kind, value in _tokens(text, lexer):
        style = next((name for base, name in STYLES if kind in base), "")
        first, *others = value.split("\n")
        line += _piece(style, first)
        for piece in others:
            yield array(line)
            line = _piece(style, piece)
    yield array(line)


def _piece(style: str, text: str) -> list[str]:
    if not text:
        return []
    return [f"({string(style)}, {string(text)})" if style else string(text)]


def _tokens(text: str, lexer: Any) -> Iterator[tuple[_TokenType, str]]:
    """Yield tokens, neighbours of one style joined; text that a lexer refuses or would change is left plain."""
    if isinstance(lexer, TextLexer):
        yield Token, text
        return
    try:
        tokens = list(lexer.get_tokens(text))
    except ErrorToken:
        tokens = []
    if "".join(value for _, value in tokens).rstrip("\n") != text.rstrip("\n"):
        yield Token, text
        return
    left = len(text)
    pending, kept = "", Token
    for kind, value in tokens:
        value, left = value[:left], left - min(left, len(value))
        kind = next((base for base, _ in STYLES if kind in base), Token)
        if kind is kept:
            pending += value
            continue
        yield kept, pending
        pending, kept = value, kind
    yield kept, pending
