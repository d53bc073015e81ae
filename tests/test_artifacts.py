from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.artifacts import (
    FORMAT,
    Manifest,
    encoder_folder,
    find_folder,
    list_folders,
    model_version,
    read_manifest,
    remove_partials,
    write_folder,
)
from moderation.errors import ArtifactError


def manifest(version: str = "1.0.0", **fields: object) -> Manifest:
    made: dict[str, object] = {
        "name": "some",
        "version": version,
        "labels": ("slur",),
        "created_at": "2026-01-01T00:00:00+00:00",
        "files": {},
        "calibration": {"slur": (1.5, -0.5)},
        **fields,
    }
    return Manifest(**made)  # type: ignore[arg-type]


def test_a_written_folder_reads_back_the_same(tmp_path: Path) -> None:
    folder, written = write_folder(tmp_path, manifest(), {"heads.safetensors": b"xyz"}, "# Card\n")
    assert folder == tmp_path / "some" / "1.0.0"
    assert read_manifest(folder) == written
    assert read_manifest(folder).calibration == {"slur": (1.5, -0.5)}
    assert (folder / "card.md").read_text() == "# Card\n"
    assert list(written.files) == ["heads.safetensors"]


def test_a_file_given_by_path_is_copied(tmp_path: Path) -> None:
    source = tmp_path / "source.json"
    source.write_text("{}")
    folder, _ = write_folder(tmp_path, manifest(), {"tokenizer.json": source}, "")
    assert (folder / "tokenizer.json").read_text() == "{}"


def test_a_version_is_never_written_twice(tmp_path: Path) -> None:
    write_folder(tmp_path, manifest(), {}, "")
    with pytest.raises(ArtifactError, match="exists already"):
        write_folder(tmp_path, manifest(), {}, "")


def test_a_changed_byte_is_found_and_named(tmp_path: Path) -> None:
    folder, _ = write_folder(tmp_path, manifest(), {"heads.safetensors": b"xyz"}, "")
    (folder / "heads.safetensors").write_bytes(b"xyZ")
    with pytest.raises(ArtifactError, match=r"heads\.safetensors is damaged or was tampered with"):
        read_manifest(folder)
    assert read_manifest(folder, verify=False).version == "1.0.0"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder, _ = write_folder(tmp_path, manifest(), {"heads.safetensors": b"xyz"}, "")
    (folder / "heads.safetensors").unlink()
    with pytest.raises(ArtifactError, match=r"heads\.safetensors is missing"):
        read_manifest(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x"}', '{"calibration": 3}'])
def test_a_broken_manifest_is_one_line_with_a_next_step(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ArtifactError, match="Restore the folder"):
        read_manifest(tmp_path)


def test_a_folder_without_a_manifest_says_how_to_see_the_models(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="moderation models list"):
        read_manifest(tmp_path)


def test_a_newer_format_asks_for_an_upgrade(tmp_path: Path) -> None:
    folder, _ = write_folder(tmp_path, manifest(format=FORMAT + 1), {}, "")
    with pytest.raises(ArtifactError, match="Upgrade"):
        read_manifest(folder)


def test_a_manifest_cannot_name_files_outside_its_folder(tmp_path: Path) -> None:
    folder, _ = write_folder(tmp_path, manifest(), {}, "")
    raw = json.loads((folder / "manifest.json").read_text())
    raw["files"] = {"../secret": "00"}
    (folder / "manifest.json").write_text(json.dumps(raw))
    with pytest.raises(ArtifactError, match="leaves the folder"):
        read_manifest(folder)


@pytest.mark.parametrize("ref", ["../x", "a", "a/b/c", "A/b", "", "a/.."])
def test_a_reference_that_is_none_is_refused(tmp_path: Path, ref: str) -> None:
    with pytest.raises(ArtifactError, match="no model reference"):
        find_folder(ref, [tmp_path])


def test_the_first_root_wins(tmp_path: Path) -> None:
    for root in ("own", "shipped"):
        write_folder(tmp_path / root, manifest(), {}, "")
    write_folder(tmp_path / "shipped", manifest("2.0.0"), {}, "")
    roots = [tmp_path / "own", tmp_path / "shipped"]
    assert find_folder("some/1.0.0", roots) == tmp_path / "own" / "some" / "1.0.0"
    assert [f.name for f in list_folders(roots)] == ["1.0.0", "2.0.0"]
    with pytest.raises(ArtifactError, match="not installed"):
        find_folder("some/3.0.0", roots)


def test_what_a_killed_run_left_is_not_a_model_and_is_removed(tmp_path: Path) -> None:
    leftover = tmp_path / "some" / ".1.0.0.partial"
    leftover.mkdir(parents=True)
    (leftover / "manifest.json").write_text("{}")
    assert list_folders([tmp_path]) == []
    assert remove_partials(tmp_path) == 1
    assert not leftover.exists()
    assert remove_partials(tmp_path) == 0


def test_a_refit_finds_its_parents_encoder_and_refuses_another(tmp_path: Path) -> None:
    base, parent = write_folder(tmp_path, manifest(), {"weights.safetensors": b"w"}, "")
    digest = parent.files["weights.safetensors"]
    good = manifest("1.0.0-r1", encoder="some/1.0.0", encoder_sha256=digest)
    bad = manifest("1.0.0-r2", encoder="some/1.0.0", encoder_sha256="0" * 64)
    assert encoder_folder(tmp_path / "x", good, [tmp_path]) == base
    assert encoder_folder(tmp_path / "x", manifest(), [tmp_path]) == tmp_path / "x"
    with pytest.raises(ArtifactError, match="another encoder"):
        encoder_folder(tmp_path / "x", bad, [tmp_path])


def test_the_registrys_view_carries_the_manifests_hash(tmp_path: Path) -> None:
    folder, written = write_folder(tmp_path, manifest(trained_on=("a",)), {}, "")
    version = model_version(folder, written)
    assert version.ref == "some/1.0.0"
    assert len(version.sha256) == 64
    assert version.trained_on == ("a",)
