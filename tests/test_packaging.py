"""A wheel, installed in an empty environment in an empty folder, does the whole work offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from moderation.domain import LABELS
from tests.source_tree import MAPPED, ROOT, tracked_files

pytestmark = pytest.mark.slow

DRIVER = ROOT / "tests" / "isolated_run.py"


@dataclass(frozen=True)
class Installed:
    """An environment that has the wheel, and an empty folder to stand in."""

    python: Path
    command: Path
    folder: Path

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run words without the network, in the empty folder with an empty home."""
        return subprocess.run(
            [*_no_network(), *words],
            cwd=self.folder,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """What a fresh shell has; proxies lead nowhere, should there be a network after all."""
        nowhere = "http://127.0.0.1:9"
        return {
            "PATH": f"{self.command.parent}{os.pathsep}{os.defpath}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "http_proxy": nowhere,
            "https_proxy": nowhere,
        }


def _no_network() -> list[str]:
    """The words that take a command's network away, where the system lets us."""
    for words in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which("unshare"):
            tried = subprocess.run([*words, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                return words
    return []


def _product_files() -> dict[str, Path]:
    """Every file of the product by the name that it must have in the wheel."""
    heads = {"moderation": "moderation"} | {k: v.replace(".", "/") for k, v in MAPPED.items()}
    found = {}
    for path in tracked_files():
        head, *rest = path.relative_to(ROOT).parts
        if head in heads and rest:
            found["/".join([heads[head], *rest])] = path
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tracked files alone: an old build folder could hide a gap."""
    source = tmp_path_factory.mktemp("source")
    for path in tracked_files():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, *offline, "-w", str(out), str(source)], check=True, timeout=240)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment with this wheel alone; its dependencies are borrowed from ours.

    A line in a .pth file puts our site-packages behind the new ones. The .pth files in OURS are
    not read then, so an editable installation of the project stays out of sight.
    """
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True, timeout=240)
    inner = next((home / "lib").glob("python3*/site-packages"))
    (inner / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(python, home / "bin" / "moderation", tmp_path_factory.mktemp("empty"))


def test_the_wheel_holds_every_file_of_the_product_and_no_other(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == set(_product_files())


def test_the_wheel_puts_nothing_but_the_package_at_the_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"moderation"}


def test_the_wheel_carries_the_licence_and_the_readme(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = {name.split(".dist-info/")[-1]: name for name in archive.namelist()}
    assert b"Apache License" in archive.read(names["licenses/LICENSE"])
    assert b"make demo" in archive.read(names["METADATA"])


def test_the_installed_package_is_the_wheel_and_not_the_checkout(installed: Installed) -> None:
    code = "import moderation, moderation.web as web; print(moderation.__file__, web.__file__)"
    done = installed.run(str(installed.python), "-c", code)
    places = [Path(word) for word in done.stdout.split()]
    assert len(places) == 2, done.stderr
    assert all(place.is_relative_to(installed.python.parents[1]) for place in places)


def test_it_says_what_to_type(installed: Installed) -> None:
    done = installed.run(str(installed.command), "--help")
    assert done.returncode == 0, done.stderr
    assert "classify" in done.stdout


@pytest.mark.model
def test_it_classifies_standard_input_without_the_network(installed: Installed) -> None:
    lines = [
        json.dumps({"id": "1", "text": "What a lovely photograph, thank you."}),
        json.dumps({"id": "2", "text": "You are a disgusting idiot and I will find you."}),
    ]
    done = installed.run(str(installed.command), "classify", "-", stdin="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [first["id"], second["id"]] == ["1", "2"]
    assert set(first["scores"]) == set(LABELS)
    assert second["scores"]["harassment"] > first["scores"]["harassment"]
    assert first["model_version"]


def test_it_finds_its_term_lists_in_the_wheel(installed: Installed) -> None:
    code = "from moderation.terms import load_terms; print(len(load_terms().terms))"
    done = installed.run(str(installed.python), "-c", code)
    assert int(done.stdout or 0) > 100, done.stderr


@pytest.mark.model
def test_it_serves_in_an_empty_folder_without_the_network(installed: Installed) -> None:
    serve = [str(installed.command), "serve", "--port"]
    done = installed.run(str(installed.python), str(DRIVER), *serve)
    assert done.stdout.startswith("200 "), done.stdout + done.stderr
