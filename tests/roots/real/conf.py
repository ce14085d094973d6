"""Wraps the conf.py of a project that nobody here wrote: with Kitabcha, without what needs the network."""

import os
import sys

_own = os.environ["KITABCHA_REAL_CONF"]
_docs, _here = os.path.dirname(_own), os.path.dirname(__file__)  # noqa: PTH120
# What autodoc prints is the code beside the documentation. The project may have modules named like ours, so ours are
# last, and are not looked for in a package "tests".
sys.path[:0] = [os.path.join(_docs, "..", folder) for folder in ("src", ".")]  # noqa: PTH118
sys.path.append(os.path.join(_here, "..", "..", "pdf"))  # noqa: PTH118
__file__ = _own
os.chdir(_docs)
with open(_own, encoding="utf-8") as _file:  # noqa: PTH123
    exec(compile(_file.read(), _own, "exec"))

_NEEDS_NETWORK_OR_IS_MISSING = ("sphinx.ext.intersphinx", "notfound.extension", "sphinxcontrib.towncrier")
extensions = [name for name in globals()["extensions"] if name not in _NEEDS_NETWORK_OR_IS_MISSING]
extensions += ["kitabcha", "readable"]
kitabcha_name = "real"
kitabcha_papers = ["letter"]
kitabcha_missing_character = "replace"
html_theme = "basic"
html_static_path = []
html_logo = html_favicon = None
