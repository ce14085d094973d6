"""Errors that stop a build. Each tells what, where, why and the cure; none shows a traceback to a user."""

from __future__ import annotations

from sphinx.errors import SphinxError


class KitabchaError(SphinxError):
    """A user's mistake or a missing part that stops the work.

    Args:
        message: what is wrong, as a sentence that a volunteer understands.
        where: the file, ``file:line`` or catalog entry that it is about.
        hint: what to do about it.
    """

    category = "Kitabcha error"

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        self.message = message
        self.where = where
        self.hint = hint
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.message, self.where, self.hint)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  To mend it: {self.hint}" if self.hint else text


class LanguageError(KitabchaError):
    """A language tag that CLDR does not know, or that the project does not have."""


class CatalogError(KitabchaError):
    """A catalog that cannot be read."""


class FontError(KitabchaError):
    """Text that no font of the edition can draw."""


class TypesetError(KitabchaError):
    """Typst refused the pages."""


class PanelError(KitabchaError):
    """Panels that are missing, or whose text does not fit."""


class OutputError(KitabchaError):
    """A result that cannot be written."""


def _again(kind: type[KitabchaError], message: str, where: str, hint: str) -> KitabchaError:
    """Make an error anew from its parts, when it comes out of another process."""
    return kind(message, where=where, hint=hint)
