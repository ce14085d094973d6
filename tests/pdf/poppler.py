"""Poppler's programs, as readers use them; where they are missing a test skips with the cure, but fails in CI."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def poppler(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of poppler.

    Args:
        command: its name and its arguments.
    """
    if not shutil.which(command[0]) and "CI" not in os.environ:
        pytest.skip(f"{command[0]} is not installed; on Debian: apt-get install poppler-utils")
    return subprocess.run(command, capture_output=True, text=True, check=True)
