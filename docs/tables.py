"""Write the tables of the README that come from the code: ``python -m docs.tables``."""

from __future__ import annotations

import re
from pathlib import Path

from kitabcha.diagnostics import Kind
from kitabcha.settings import SETTINGS

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """Return a row for each setting."""
    rows = [f"| `{setting.name}` | `{setting.default!r}` | {setting.help} |" for setting in SETTINGS]
    return "\n".join(["| setting | default | |", "|--|--|--|", *rows])


def warnings_table() -> str:
    """Return a row for each kind of warning."""
    rows = [f"| `kitabcha.{kind.subtype}` | {kind.help} |" for kind in Kind]
    return "\n".join(["| warning | |", "|--|--|", *rows])


def filled(text: str) -> str:
    """Return the README with its tables as the code has them."""
    for name, table in (("settings", settings_table()), ("warnings", warnings_table())):
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, table=table: f"{match[1]}{table}\n{match[2]}",  # type: ignore[misc]
            text,
            flags=re.S,
        )
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
