"""Mutates one room at a time, each in a copy of the tree, and runs that room's own tests.

    python -m tests.mutation               every part
    python -m tests.mutation policy text   some parts

Each part works in `mutants/PART/`, so neither the tree nor another part is touched. A part
fails when fewer than `REQUIRED` of its mutants are noticed; survivors are listed by name, and
`cd mutants/PART && python -m mutmut show NAME` draws the change that no test noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = 0.80
COPIED = ("moderation", "web", "tests", "config.yaml")


@dataclass(frozen=True)
class Part:
    """What is mutated, and the tests that must notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = {
    "policy": Part(("moderation/policy.py",), ("tests/test_policy.py",)),
    "ranking": Part(("moderation/ranking.py",), ("tests/test_ranking.py",)),
    "text": Part(("moderation/text/*",), ("tests/text", "-m", "not slow")),
    "yaml": Part(("moderation/yaml_file.py",), ("tests/test_yaml_file.py",)),
    "desk": Part(("moderation/desk/*",), ("tests/desk",)),
}

CONFIG = """
[tool.mutmut]
source_paths = ["moderation"]
only_mutate = {sources}
also_copy = ["web", "config.yaml"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false

[tool.pytest.ini_options]
addopts = "-q --strict-markers --import-mode=importlib -p no:cacheprovider"
pythonpath = ["."]
timeout = 60
markers = ["browser", "model", "slow"]
"""


def prepare(name: str, part: Part) -> Path:
    """Lay a fresh copy of the tree in `mutants/NAME/` and return its folder."""
    folder = ROOT / "mutants" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ignore = shutil.ignore_patterns("__pycache__", "mutation", "data")
    for copied in COPIED:
        source = ROOT / copied
        if source.is_dir():
            shutil.copytree(source, folder / copied, ignore=ignore)
        else:
            shutil.copy(source, folder / copied)
    config = CONFIG.format(sources=json.dumps(part.sources), tests=json.dumps(part.tests))
    (folder / "pyproject.toml").write_text(config, encoding="utf-8")
    return folder


def run_part(name: str, part: Part, children: int) -> float:
    """Mutate one part, print its survivors and return the share of noticed mutants."""
    folder = prepare(name, part)
    mutmut = [sys.executable, "-m", "mutmut"]
    environment = {**os.environ, "PYTHONPATH": ""}
    with (folder / "run.log").open("w", encoding="utf-8") as log:
        # On a terminal its progress is worth seeing; in a log it is a line without end.
        subprocess.run(
            [*mutmut, "run", "--max-children", str(children)],
            cwd=folder,
            env=environment,
            stdout=None if sys.stdout.isatty() else log,
            check=False,
        )
    subprocess.run([*mutmut, "results"], cwd=folder, env=environment, check=True)
    subprocess.run([*mutmut, "export-cicd-stats"], cwd=folder, env=environment, check=True)
    stats = json.loads((folder / "mutants" / "mutmut-cicd-stats.json").read_text())
    noticed = stats["killed"] + stats["timeout"]
    total = noticed + stats["survived"] + stats["no_tests"] + stats["suspicious"]
    share = noticed / total if total else 0.0
    sys.stdout.write(f"{name}: {noticed} of {total} mutants noticed, {share:.1%}\n")
    return share


def main() -> int:
    """Run the named parts, or all of them; 1 if one of them notices too few mutants."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    shares = {
        name: run_part(name, PARTS[name], arguments.children) for name in arguments.parts or PARTS
    }
    return int(min(shares.values()) < REQUIRED)


if __name__ == "__main__":
    sys.exit(main())
