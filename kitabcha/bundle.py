"""One zip file for a USB stick: every edition, the chooser, checksums, and a page that says how to begin."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from kitabcha.edition import Edition
from kitabcha.errors import KitabchaError
from kitabcha.output import write_whole

README = "READ-ME.txt"
SUMS = "SHA256SUMS"
START = "START-HERE.html"
# These are compressed already; to try again costs time and saves nothing.
_DENSE = {".pdf", ".woff2", ".png", ".jpg", ".zip"}
_RELATIVE = re.compile(r'(\b(?:href|src)=")(?![a-z]+:|#|/)')


def write_bundle(out: Path, editions: Sequence[Edition]) -> Path:
    """Pack what a build made, as its manifest lists it. The same files give the same bytes.

    Args:
        out: the output folder of a build.
        editions: what the guide says about itself in each language, in the order of the READ-ME.

    Returns:
        The zip file.

    Raises:
        KitabchaError: there is nothing to pack, or a file is not as it was made.
        OutputError: the file cannot be written.
    """
    name = editions[0].name
    files = {f"{name}/{path}": data for path, data in _contents(out, editions)}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path.partition('/')[2]}\n" for path, data in files.items())
    files[f"{name}/{SUMS}"] = sums.encode()
    target = out / f"{name}-bundle.zip"
    moment = datetime.datetime.combine(editions[0].date, datetime.time())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(files):
            archive.writestr(_entry(path, moment), files[path])
    write_whole(target, packed.getvalue())
    return target


def _contents(out: Path, editions: Sequence[Edition]) -> Iterator[tuple[str, bytes]]:
    """List everything but the checksums: path in the bundle and content, in order of the paths."""
    recorded = _recorded(out)
    chooser = out / "html" / "index.html"
    made: dict[str, bytes] = {path: _unharmed(out / path, str(entry["sha256"])) for path, entry in recorded.items()}
    made["manifest.json"] = (out / "manifest.json").read_bytes()
    made[README] = read_me(editions).encode()
    if chooser.is_file():
        page = chooser.read_text(encoding="utf-8")
        made["html/index.html"] = page.encode()
        made[START] = _RELATIVE.sub(r"\1html/", page).encode()
    yield from sorted(made.items())


def _recorded(out: Path) -> dict[str, dict[str, object]]:
    try:
        found = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
        files = {str(name): {"sha256": entry["sha256"]} for name, entry in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none yet, or somebody changed it
        files = {}
    if not files:
        raise KitabchaError(
            "There are no results to pack.",
            where=str(out),
            hint="run kitabcha build first, or name its folder with -o.",
        )
    return files


def _unharmed(path: Path, digest: str) -> bytes:
    """Read a file and insist that it is what the build made."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise KitabchaError(
            "This file is missing, or is not the one that the build made.",
            where=str(path),
            hint="remove it and run kitabcha build again.",
        )
    return data


def _entry(path: str, moment: datetime.datetime) -> zipfile.ZipInfo:
    """Describe a file so that neither the hour nor the machine leaves a trace."""
    entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if Path(path).suffix in _DENSE else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, so that the rights below are understood
    entry.external_attr = 0o100644 << 16
    return entry


def read_me(editions: Sequence[Edition]) -> str:
    """Write how to begin in every language; file names have lines of their own, so that nothing turns them.

    Args:
        editions: one for each language.
    """
    return "\n".join([f"{editions[0].english_title} ({editions[0].version})", "", *map(_section, editions)])


def _section(edition: Edition) -> str:
    say, tag = edition.say, edition.language.tag
    lines = [
        f"== {edition.language.autonym} ==",
        "",
        say("To read on a screen, open this file. It needs no internet:"),
        f"    {START}",
        "",
        say("To print, choose a file with your language in its name from this folder:"),
        f"    pdf/{edition.name}-{tag}-...",
        "",
        say("To prove that no file was damaged or changed, run this command here:"),
        f"    sha256sum -c {SUMS}",
        "",
    ]
    if edition.is_draft:
        lines += [say("Draft translation, not yet reviewed. If in doubt, read the English."), ""]
    return "\n".join(lines)
