"""Results on disk: written whole or not at all, so that a reader never opens half a file."""

from __future__ import annotations

from pathlib import Path

from kitabcha.errors import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Args:
        path: where.
        data: what.

    Raises:
        OutputError: the file cannot be written.
    """
    partial = path.with_suffix(path.suffix + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise fault_of_disk(error, path) from error


def fault_of_disk(error: OSError, path: Path | None = None) -> OutputError:
    """Tell which file or folder cannot be read or written, and why.

    Args:
        error: as the system raises it.
        path: what was to be written; what the system names if None.
    """
    place = path or error.filename2 or error.filename or ""
    return OutputError(
        f"This cannot be read or written: {error.strerror or error}.",
        where=str(place),
        hint="see what stands there, who may write it and how full the disk is; or choose another folder with -o.",
    )
