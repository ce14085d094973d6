"""What every build needs, loaded once, before the processes of `tests.apart` are forked."""

from __future__ import annotations

from kitabcha.work import load

load((), ())
