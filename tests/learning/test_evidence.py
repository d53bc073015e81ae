from __future__ import annotations

from pathlib import Path

import pytest

from moderation.learning.benchmarks import LINES, Figure, Report
from moderation.learning.evidence import MARK, Evidence, with_evidence, write_evidence


def report(auc: float, version: str = "mine/2", **tables: object) -> Report:
    figures = {
        name: Figure(name=name, line=LINES[name], value=value, low=0.1, high=0.95, n=1200)
        for name, value in (("iu.auc", auc), ("civil.clean_held", 0.02), ("iu.tfidf_auc", 0.7))
    }
    return Report(model_version=version, figures=figures, tables=tables, seconds=1.0)  # type: ignore[arg-type]


IDENTITY = [
    {"term": "Jewish", "n": 158, "held": 4, "share": 0.0253, "times": 2.0, "low": 0.9, "high": 5.0},
    {"term": "background", "n": 454, "held": 6, "share": 0.01, "times": 1.0, "low": 1, "high": 1},
]
SUITES = [
    {
        "suite": "slur", "id": "SN01", "title": "Quoted", "group": "contrast", "expected": "pass",
        "n": 20, "right": {"n": 20, "share": 0.9, "low": 0.7, "high": 0.97},
    },
    {
        "suite": "slur", "id": "SX", "title": "Open", "group": "coded", "expected": "open",
        "n": 20, "right": {"n": 0, "share": None, "low": None, "high": None},
    },
]  # fmt: skip


def test_each_line_stands_beside_its_target() -> None:
    card = with_evidence("# Card", Evidence(shipped=report(0.85)))
    assert "2 of 2 targets are reached" in card
    assert (
        "| iu_antisemitism 2021: antisemitism AUC | 1,200 | ≥ 0.84 | 0.850 | 0.100 to 0.950 | yes |"
        in card
    )
    assert "| ≤ 0.03 | 0.020 |" in card
    assert "**no**" in with_evidence("# Card", Evidence(shipped=report(0.5)))


def test_seeds_and_baselines_have_columns_of_their_own() -> None:
    evidence = Evidence(
        shipped=report(0.85), seeds=report(0.84), trainings=3, baselines={"tf-idf": report(0.71)}
    )
    card = with_evidence("# Card", evidence)
    assert "| mean of 3 seeds | tf-idf |" in card
    assert "| yes | 0.840 (0.100 to 0.950) | 0.710 |" in card


def test_every_table_is_told() -> None:
    shipped = report(
        0.85,
        identity=IDENTITY,
        suites=SUITES,
        obfuscation=[{"attack": "leet", "recall": 0.5, "added_on_clean": 0.01}],
        foreign=[{"language": "de", "n": 8, "held": 1}, {"language": "fr", "n": 8, "held": 0}],
        agreement=[
            {"label": "slur", "comments": 900, "marked": 80, "equal": 0.97, "alpha": 0.81},
            {"label": "threat", "comments": 900, "marked": 0, "equal": 1.0, "alpha": None},
        ],
    )
    card = with_evidence("# Card", Evidence(shipped=shipped))
    for line in (
        "| Jewish | 158 | 4 | 0.025 | 2.00 | 0.90 to 5.00 |",
        "| background | 454 | 6 | 0.010 | – | – |",
        "| slur | SN01 Quoted | contrast | pass | 20 | 0.900 | 0.700 to 0.970 |",
        "| slur | SX Open | coded | open | 20 | – | – to – |",
        "| leet | 0.500 | +0.010 |",
        "Of everyday sentences in 2 languages it holds: 1 of 8 in de.",
        "| slur | 900 | 80 | 0.970 | 0.810 |",
        "| threat | 900 | 0 | 1.000 | – |",
    ):
        assert line in card


def test_measuring_again_replaces_the_figures_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text("# Card\n\nMade so.\n", encoding="utf-8")
    write_evidence(tmp_path, Evidence(shipped=report(0.5)))
    written = write_evidence(tmp_path, Evidence(shipped=report(0.9))).read_text(encoding="utf-8")
    assert written.startswith("# Card\n\nMade so.\n\n" + MARK)
    assert written.count(MARK) == 1
    assert "0.900" in written
    assert "0.500" not in written


def test_a_folder_without_a_card_gets_one(tmp_path: Path) -> None:
    card = write_evidence(tmp_path, Evidence(shipped=report(0.9)))
    assert card.read_text(encoding="utf-8").startswith("# Model card")


def test_a_report_survives_json() -> None:
    shipped = report(float("nan"), identity=IDENTITY)
    again = Report.from_json(shipped.as_json())
    assert again.as_json() == shipped.as_json()
    assert again.figures["civil.clean_held"] == shipped.figures["civil.clean_held"]
    with pytest.raises(KeyError):
        Report.from_json({})
