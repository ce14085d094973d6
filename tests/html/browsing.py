"""Opening pages in the browser as a reader does: from a folder, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ar", "fa", "ur")


def open_page(browser: Any, path: Path, *, width: int = 390, script: bool = True, scheme: str = "light") -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=script,
        color_scheme=scheme,
        offline=True,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page
