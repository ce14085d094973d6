"""The shape of the code: who imports whom, how long a module may be, where a program may print."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kitabcha"
MODULES = sorted(PACKAGE.rglob("*.py"))

# part of the package -> parts it may import from; a part may always import from itself
LEAVES = {"errors", "paper", "bidi", "nodes"}
SHARED = LEAVES | {"languages", "diagnostics", "words", "fonts", "settings"}
ARROWS: dict[str, set[str]] = {
    "errors": set(),
    "paper": set(),
    "bidi": set(),
    "nodes": set(),
    "languages": {"errors"},
    "diagnostics": set(),
    "fonts": {"errors"},
    "words": {"languages"},
    "indexing": {"languages"},
    "settings": {"diagnostics", "edition", "errors", "languages", "paper"},
    "catalogs": {"errors", "languages"},
    "edition": {"catalogs", "languages", "words"},
    "directives": {"errors", "languages", "nodes"},
    "facts": {"edition", "errors", "languages", "nodes", "words"},
    "prepare": {"bidi", "languages", "nodes"},
    "parsing": {"explain"},
    "pictures": set(),
    "addresses": {"diagnostics"},
    "stale": {"catalogs", "nodes"},
    "terms": {"edition", "errors", "languages"},
    "project": {"errors", "explain", "languages", "settings"},
    "explain": {"catalogs", "errors", "output"},
    "output": {"errors"},
    "manifest": {"edition", "output"},
    "doctor": {"fonts"},
    "pdf": SHARED | {"addresses", "edition", "indexing", "output"},
    "html": SHARED | {"addresses", "edition", "indexing"},
    "search": {"languages", "settings", "diagnostics"},
    "imposition": {"errors", "output", "paper"},
    "bundle": {"edition", "errors", "output"},
    "build": {"edition", "errors", "html", "languages", "manifest", "output", "project", "work"},
    "work": {"catalogs", "errors", "explain", "output"},
    "cli": {
        "build",
        "bundle",
        "catalogs",
        "doctor",
        "edition",
        "errors",
        "explain",
        "fonts",
        "languages",
        "output",
        "paper",
        "project",
        "settings",
        "work",
    },
}


def part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module == "kitabcha" and node.names[0].name != "__version__":
                yield from (f"kitabcha.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part in ("__init__", "__main__"):
        return  # the extension's entry joins everything; __main__ calls the command line
    wanted = {part_of(name) for name in imports_of(path) if name.startswith("kitabcha.")} - {part}
    assert wanted <= ARROWS[part], f"{part} imports from {sorted(wanted - ARROWS[part])}; see the arrows in this test"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400, "split it by the thing it handles"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1 - len((ast.get_docstring(node) or "").splitlines())
            assert length <= 45, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if path.name in ("cli.py", "__main__.py"):
        return
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"print", "exit", "quit"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_has_state_that_changes(path: Path) -> None:
    """A module-level list, set or dictionary is a constant table: upper case, and nothing in the module changes it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.List, ast.Dict, ast.Set)):
            assert all(isinstance(target, ast.Name) and target.id.lstrip("_").isupper() for target in node.targets)


def test_style_sheets_know_no_left_or_right() -> None:
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)\b|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|[{;]\s*(?:left|right)\s*:"
    )
    for path in PACKAGE.rglob("*.css*"):
        found = physical.findall(path.read_text(encoding="utf-8"))
        assert not found, f"{path.name}: {found}"
