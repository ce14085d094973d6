"""Run the command line as ``python -m kitabcha``."""

from __future__ import annotations

from kitabcha.cli import main

raise SystemExit(main())
