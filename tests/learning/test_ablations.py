from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.learning.ablations import ARMS, gain, keep_out, run_arm, table
from moderation.learning.recipe import TrainingPlan
from moderation.learning.suites.format import TWIN_MARK
from tests.learning.test_batches import example
from tests.learning.test_training import PLAN, insults
from tests.learning.tiny import write_base

BY_NAME = {arm.name: arm for arm in ARMS}


def test_whole_groups_are_kept_out_of_training_and_test_parts_are_dropped() -> None:
    rows = [example(i, group=f"g{i // 4}") for i in range(400)]
    rows += [example(1000, split="test")]
    kept = keep_out(rows)
    assert len(kept) == 400
    sides: dict[str, set[str]] = {}
    for row in kept:
        sides.setdefault(row.group, set()).add(row.split)
    assert all(len(side) == 1 for side in sides.values())
    dev = sum(row.split == "dev" for row in kept)
    assert 40 <= dev <= 120


def test_an_arm_changes_the_training_part_alone() -> None:
    rows = [
        example(0, "annotated"), example(1, "annotated", split="dev"),
        example(2, "cad", targets={"slur": 0.7}),
        example(3, "cad", split="dev", targets={"slur": 0.7}),
        replace(example(0, "suite_slur"), id="suite_slur/SL01-a-1"),
        replace(example(0, "suite_slur"), id=f"suite_slur/SL01-a-1{TWIN_MARK}"),
    ]  # fmt: skip
    plan = TrainingPlan()
    _, left = BY_NAME["annotations"].without(plan, rows)
    assert [row.id for row in left if row.corpus == "annotated"] == ["annotated/1"]
    _, hard = BY_NAME["soft_targets"].without(plan, rows)
    assert [row.targets["slur"] for row in hard if row.corpus == "cad"] == [1.0, 0.7]
    _, lone = BY_NAME["twins"].without(plan, rows)
    assert len(lone) == len(rows) - 1
    changed, same = BY_NAME["average"].without(plan, rows)
    assert (changed.average, same) == (0.0, rows)


def test_the_parent_stands_behind_the_comment_where_there_is_one() -> None:
    rows = [example(0, parent_text="Who said so?"), example(1)]
    _, beside = BY_NAME["no_parent"].without(TrainingPlan(), rows)
    assert [row.text for row in beside] == ["good morning [SEP] Who said so?", "good morning"]


def test_a_run_is_measured_on_what_was_kept_out_and_not_repeated(tmp_path: Path) -> None:
    base = write_base(tmp_path / "base")
    rows = insults() + insults("dev", 30)
    plan = replace(PLAN, total=400)
    found = run_arm(None, rows, base, plan, tmp_path)
    assert found["corpora"] > 0.9
    assert not list(tmp_path.glob("*.safetensors"))
    (tmp_path / "whole-0.json").write_text('{"corpora": 0.5}')
    assert run_arm(None, rows, base, plan, tmp_path) == {"corpora": 0.5}


def test_a_gain_is_the_mean_of_paired_differences_with_a_t_interval() -> None:
    value, width = gain([0.9, 0.8, 0.85], [0.8, 0.7, 0.75])
    assert value == pytest.approx(0.1)
    assert width == pytest.approx(0.0, abs=1e-9)
    value, width = gain([0.9, 0.8], [0.8, 0.8])
    assert value == pytest.approx(0.05)
    assert width == pytest.approx(12.706 * 0.0707107 / math.sqrt(2), rel=1e-3)
    assert math.isnan(gain([1.0], [0.5])[1])


def test_the_table_says_which_steps_are_kept() -> None:
    results = {
        "whole": [{"corpora": 0.9, "own": 0.8}, {"corpora": 0.92, "own": 0.81}],
        "noise": [{"corpora": 0.88, "own": 0.8}, {"corpora": 0.9, "own": 0.8}],
        "average": [{"corpora": 0.91, "own": 0.82}, {"corpora": 0.93, "own": 0.82}],
    }
    lines = table(results)
    assert lines[2].startswith("| moving average")
    assert lines[2].endswith("| no gain |")
    assert lines[3].endswith("| yes |")
