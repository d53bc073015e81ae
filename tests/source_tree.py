"""Reads the project's own sources, for the tests that guard the house rules."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAPPED = {"web": "moderation.web", "models": "moderation.models"}
"""Folders that are installed under another name (setup.py)."""


@dataclass(frozen=True)
class Import:
    """One import statement's target, where it stands and when it runs."""

    target: str
    line: int
    type_checking: bool
    in_function: bool


@dataclass(frozen=True)
class Module:
    """One Python file of the product."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def room(self) -> str:
        """The part after `moderation.`: `text` for moderation/text/views.py."""
        return self.name.split(".")[1] if "." in self.name else ""

    def where(self, line: int) -> str:
        """`path:line`, as editors take it."""
        return f"{self.path.relative_to(ROOT)}:{line}"


@functools.cache
def product_modules() -> dict[str, Module]:
    """Every module of the product by its installed name."""
    found = {}
    for folder in ("moderation", *MAPPED):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            module = Module(_name(path), path, ast.parse(text), text.count("\n"))
            found[module.name] = module
    return found


def _name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    head = MAPPED.get(parts[0], parts[0])
    tail = parts[1:-1] if parts[-1] == "__init__" else parts[1:]
    return ".".join([head, *tail])


def imports_of(module: Module) -> list[Import]:
    """Every import of a module, at the top and inside functions."""
    return list(_imports(module, module.tree, type_checking=False, in_function=False))


def _imports(
    module: Module, node: ast.AST, *, type_checking: bool, in_function: bool
) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            for target in _targets(module, child):
                yield Import(target, child.lineno, type_checking, in_function)
        else:
            checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(
                module,
                child,
                type_checking=type_checking or checking,
                in_function=in_function or function,
            )


def _targets(module: Module, node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        package = module.name.split(".")
        keep = len(package) - node.level + (module.path.name == "__init__.py")
        base = ".".join([*package[:keep], *([base] if base else [])])
    whole = [f"{base}.{alias.name}" for alias in node.names]
    return [name if name in product_modules() else base for name in whole]


def functions_of(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is or would be committed; links and deleted files are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())
