r"""Typst code from Python values. Text only ever becomes a string literal, so that no word can turn into code.

In a Typst string literal just ``\`` and ``"`` have a meaning (and a line break must be written as ``\n``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def string(text: str) -> str:
    """Write a string literal.

    Args:
        text: any text; control characters that no PDF can hold are dropped.
    """
    return f'"{_CONTROL.sub("", text).translate(_ESCAPES)}"'


def block(parts: Iterable[str]) -> str:
    """Join expressions into one content expression.

    Args:
        parts: Typst expressions, each yielding content or a string.

    Returns:
        A code block, the only part itself, or ``[]`` for none.
    """
    pieces = list(parts)
    if not pieces:
        return "[]"
    if len(pieces) == 1:
        return pieces[0]
    return "{" + "\n".join(pieces) + "}"


def call(function: str, *arguments: str, **named: str) -> str:
    """Write a call.

    Args:
        function: name of a function of the templates.
        arguments: expressions by position.
        named: expressions by name; an underscore stands for a hyphen.
    """
    given = [*arguments, *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return f"{function}({', '.join(given)})"


def array(items: Iterable[str]) -> str:
    """Write an array of expressions.

    Args:
        items: Typst expressions.
    """
    pieces = list(items)
    return f"({', '.join(pieces)}{',' if len(pieces) == 1 else ''})"


def between(parts: Iterable[str], joint: str) -> list[str]:
    """Put an expression between each two others.

    Args:
        parts: Typst expressions.
        joint: what stands between them.
    """
    return [piece for part in parts for piece in (joint, part)][1:]


def boolean(value: object) -> str:
    """Write a truth value.

    Args:
        value: anything; its truth is taken.
    """
    return "true" if value else "false"
