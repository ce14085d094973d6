"""The picture on the cover: the logo that a project names for LaTeX or HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kitabcha.diagnostics import Kind, get_logger, warn
from kitabcha.pdf.images import fault_of, suffix_of

if TYPE_CHECKING:
    from sphinx.config import Config

logger = get_logger(__name__)
SETTINGS = ("latex_logo", "html_logo")  # of Sphinx; paths from the folder of conf.py


def logo_of(config: Config, folder: Path) -> dict[str, str]:
    """Find the first logo that can be printed; say so if there are some and none can.

    An address, which HTML may have for a logo, and a PDF, which LaTeX may have, are left to them.

    Args:
        config: Sphinx's configuration.
        folder: of ``conf.py``.

    Returns:
        Its name in Typst's folder by its path, as in ``translator.images``; empty without a logo.
    """
    named = [(setting, str(getattr(config, setting, None) or "")) for setting in SETTINGS]
    here = [(setting, name) for setting, name in named if name and "://" not in name and not name.endswith(".pdf")]
    faults = {setting: fault_of(folder, name) for setting, name in here}
    for setting, name in here:
        if not faults[setting]:
            return {str(folder / name): f"logo{suffix_of(folder / name)}"}
    for setting, name in here[:1]:
        fault = faults[setting].replace("its alt text is printed instead", "the cover goes without")
        warn(logger, Kind.MISSING_IMAGE, f"{setting} in conf.py: %s {fault}", name)
    return {}
