"""The manifest: one entry for each file that was made, so that a copy can be checked and a page traced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from kitabcha.edition import Edition

TOOLS = ("kitabcha", "sphinx", "docutils", "babel", "typst", "pikepdf", "fonttools")


def write(out: Path, made: Mapping[str, tuple[Edition, Sequence[str]]], changed: Sequence[str] = ()) -> None:
    """Write ``manifest.json``; entries of what was not built now are kept while their files exist.

    Args:
        out: the output folder.
        made: edition and files (relative to `out`) by language.
        changed: files of older builds that were changed now (relative to `out`).
    """
    path = out / "manifest.json"
    files: dict[str, dict[str, object]] = {
        name: {**entry, **_content(out / name)} if name in changed else entry
        for name, entry in _old(path).items()
        if (out / name).is_file()
    }
    for edition, names in made.values():
        for name in names:
            files[name] = _entry(out / name, name, edition)
    tools = {tool: version(tool) for tool in TOOLS}
    text = json.dumps({"tools": tools, "files": dict(sorted(files.items()))}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _entry(path: Path, name: str, edition: Edition) -> dict[str, object]:
    return {
        **_content(path),
        "language": edition.language.tag,
        "edition": _web_edition(name) or _edition_of(path, edition),
        "version": edition.version,
        "date": edition.date.isoformat(),
        "translated": round(edition.counts.share_translated, 4) if edition.is_translation else 1,
        "reviewed": round(edition.counts.share_reviewed, 4) if edition.is_translation else 1,
    }


def _content(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _web_edition(name: str) -> str:
    """Tell an edition in HTML from a file's place: html/ar/… or html/guide-ar.html; empty for others."""
    if not name.startswith("html/"):
        return ""
    return "html" if name.count("/") > 1 else "onefile"


def _edition_of(path: Path, edition: Edition) -> str:
    """Take ``print-sheet`` out of ``guide-ur-print-sheet-a4.pdf``."""
    return path.stem.removeprefix(f"{edition.name}-{edition.language.tag}-").rpartition("-")[0]


def _old(path: Path) -> dict[str, dict[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return {}
    return dict(found)
