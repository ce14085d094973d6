"""The manifest: one entry for each file that was made, so that a copy can be checked and a page traced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from kitabcha.edition import Edition
from kitabcha.output import write_whole

SHARED = ("html/index.html", "html/404.html", "links.json")  # what belongs to all languages together
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
    for name in SHARED:
        if (out / name).is_file():
            files[name] = _content(out / name)
    tools = {tool: version(tool) for tool in TOOLS}
    text = json.dumps({"tools": tools, "files": dict(sorted(files.items()))}, ensure_ascii=False, indent=1)
    write_whole(path, f"{text}\n".encode())


def _entry(path: Path, name: str, edition: Edition) -> dict[str, object]:
    return {
        **_content(path),
        "language": edition.language.tag,
        "edition": _kind(name, edition),
        "version": edition.version,
        "date": edition.date.isoformat(),
        "translated": round(edition.counts.share_translated, 4) if edition.is_translation else 1,
        "reviewed": round(edition.counts.share_reviewed, 4) if edition.is_translation else 1,
    }


def _content(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _kind(name: str, edition: Edition) -> str:
    """Tell the edition from a file's place: html/ar/…, html/guide-ar.html or pdf/guide-ar-print-sheet-a4.pdf."""
    if name.startswith("html/"):
        return "html" if name.count("/") > 1 else "onefile"
    return Path(name).stem.removeprefix(f"{edition.name}-{edition.language.tag}-").rpartition("-")[0]


def _old(path: Path) -> dict[str, dict[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): dict(entry) for name, entry in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none yet, or somebody changed it
        return {}
