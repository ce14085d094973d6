"""What is installed, and what is missing, with the cure."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kitabcha.fonts.faces import FACES, font_dir


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        what: its name.
        found: version or place; empty if missing.
        good: whether it is as it must be.
        cure: what to do if it is not.
    """

    what: str
    found: str
    good: bool
    cure: str = ""


# Programs that only the tests or a translator need: (command, what for, Debian package)
PROGRAMS = (
    ("chromium", "browser tests", "chromium"),
    ("pdftoppm", "pictures of pages", "poppler-utils"),
    ("msgfmt", "a second check of catalogs", "gettext"),
)


def examine() -> list[Finding]:
    """Look at packages, fonts and programs.

    Returns:
        A finding for each; programs are optional and never count as missing.
    """
    findings = []
    for package in ("sphinx", "babel", "typst", "pikepdf", "fonttools", "polib"):
        try:
            findings.append(Finding(package, version(package), True))
        except PackageNotFoundError:
            findings.append(Finding(package, "", False, f"pip install {package}"))
    for face in FACES:
        absent = [name for name in face.files if not (font_dir() / name).is_file()]
        cure = "install the package anew: its font files are not whole."
        number = f"{len(face.files)} file{'s' * (len(face.files) > 1)}"
        findings.append(Finding(face.family, ", ".join(absent) or number, not absent, cure))
    for program, purpose, package in PROGRAMS:
        place = shutil.which(program)
        findings.append(Finding(program, place or f"not here; only for {purpose} (Debian package {package})", True))
    return findings
