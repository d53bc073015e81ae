"""From the readers' files to the tables: what is settled, left open and left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.errors import InputError
from moderation.learning.annotations.draw import Drawn
from moderation.learning.annotations.labels import Annotation, read_labels
from moderation.learning.annotations.merge import (
    MergeReport,
    agreement_table,
    merge_readings,
    write_disputed,
)
from moderation.learning.annotations.sheets import write_sheets
from tests.learning.annotations.rows import example


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One batch of three comments that two readers are to read."""
    drawn = [Drawn(example=example(f"cold/{n}", text=f"Text {n}"), stratum="news") for n in "abc"]
    write_sheets(drawn, tmp_path, seed="s")
    (tmp_path / "double.txt").write_text("001\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path


def _read(folder: Path, reader: str, *lines: str) -> None:
    (folder / "out" / f"001.{reader}.txt").write_text("\n".join(lines), encoding="utf-8")


def _merge(folder: Path) -> tuple[MergeReport, dict[str, Annotation]]:
    report = merge_readings(folder, folder / "labels.csv", folder / "readings.csv")
    return report, read_labels(folder / "labels.csv")


def test_a_single_reading_stands(folder: Path) -> None:
    _read(folder, "A", "1 S I X", "2 -", "3 sm C")
    report, labels = _merge(folder)
    assert (report.rows, report.double, report.missing) == (3, 0, ("001",))
    assert labels["cold/a"].targets["slur"] == 1.0
    assert labels["cold/a"].stratum == "news"
    assert labels["cold/c"].uses == ("mention", "counter")


def test_equal_double_readings_stand_and_are_recorded_for_both_readers(folder: Path) -> None:
    for reader in "AB":
        _read(folder, reader, "1 H X", "2 -", "3 P")
    report, labels = _merge(folder)
    assert (report.double, report.unsettled, report.missing) == (3, (), ())
    assert labels["cold/a"].targets["harassment"] == 1.0
    lines = (folder / "readings.csv").read_text("utf-8").splitlines()
    assert lines[:3] == ["id,reader,codes", "cold/a,A,H X", "cold/a,B,H X"]
    assert len(lines) == 7


def test_only_the_label_that_two_readers_differ_on_is_left_open(folder: Path) -> None:
    _read(folder, "A", "1 H P X", "2 -", "3 -")
    _read(folder, "B", "1 P X", "2 -", "3 -")
    report, labels = _merge(folder)
    assert report.unsettled == (1,)
    found = labels["cold/a"].targets
    assert (found["harassment"], found["profanity"], found["slur"]) == (0.5, 1.0, 0.0)


def test_a_third_reading_settles_what_differs_and_no_more(folder: Path) -> None:
    _read(folder, "A", "1 H P X", "2 -", "3 -")
    _read(folder, "B", "1 P X", "2 -", "3 -")
    _read(folder, "settle", "1 H I X")
    report, labels = _merge(folder)
    assert report.unsettled == ()
    found = labels["cold/a"].targets
    assert (found["harassment"], found["profanity"], found["identity_attack"]) == (1.0, 1.0, 0.0)
    assert "cold/a,settle,H I X" in (folder / "readings.csv").read_text("utf-8")


def test_a_sub_type_contested_by_one_reader_leaves_antisemitism_unjudged(folder: Path) -> None:
    _read(folder, "A", "1 a25", "2 a25", "3 -")
    _read(folder, "B", "1 A21 I X", "2 a25", "3 -")
    _, labels = _merge(folder)
    assert "antisemitism" not in labels["cold/a"].targets
    assert "antisemitism" not in labels["cold/b"].targets
    assert labels["cold/a"].subtypes == ("nazi_equation", "trope_on_israel")


def test_what_cannot_be_judged_is_left_out_unless_a_third_reader_can(folder: Path) -> None:
    _read(folder, "A", "1 U", "2 U", "3 U")
    _read(folder, "B", "1 U", "2 X", "3 X")
    _read(folder, "settle", "3 H X")
    report, labels = _merge(folder)
    assert (report.rows, report.left_out) == (1, 2)
    assert labels["cold/c"].targets["harassment"] == 1.0


def test_agreement_is_of_the_blind_readings_and_can_be_had_from_the_table(folder: Path) -> None:
    _read(folder, "A", "1 P", "2 -", "3 -")
    _read(folder, "B", "1 P", "2 P", "3 -")
    _read(folder, "settle", "2 P")
    report, _ = _merge(folder)
    table = agreement_table(folder / "readings.csv")
    assert table == report.as_json()["labels"]
    assert table["profanity"]["equal"] == 0.6667
    json.dumps(report.as_json(), allow_nan=False)


def test_disputed_comments_are_written_out_with_both_readings(folder: Path) -> None:
    _read(folder, "A", "1 X", "2 -", "3 -")
    _read(folder, "B", "1 X", "2 sm", "3 P")
    assert write_disputed(folder) == 1
    sheet = (folder / "settle" / "001.txt").read_text("utf-8")
    assert sheet == "### 3\nText c\n(readings: - | P)\n"
    _read(folder, "settle", "3 P")
    assert write_disputed(folder) == 0
    assert not (folder / "settle" / "001.txt").exists()


def test_a_wrong_file_or_a_third_blind_reader_stops_the_merge(folder: Path) -> None:
    _read(folder, "A", "1 X", "2 -", "3 Q")
    with pytest.raises(InputError, match=r"001\.A\.txt: line 3: unknown code 'Q'"):
        _merge(folder)
    for reader in "ABC":
        _read(folder, reader, "1 X", "2 -", "3 -")
    with pytest.raises(InputError, match="batch 001 has 3 readers"):
        _merge(folder)
