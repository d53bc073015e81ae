from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.config import Config
from moderation.domain import LABELS
from moderation.errors import UsageError
from moderation.learning.annotations.labels import Annotation
from moderation.learning.benchmarks import (
    BENCHMARKS,
    LINES,
    Report,
    over_seeds,
    read_material,
    run_benchmarks,
)
from moderation.testing import FakeClassifier
from tests.learning.benchmarks.invented import write_corpora

POLICY = Config().policy
QUICK = [name for name in BENCHMARKS if name not in {"obfuscation", "identity", "foreign", "alpha"}]


def annotation(identity: str, slur: float) -> Annotation:
    return Annotation(id=identity, stratum="", targets={"slur": slur}, uses=(), subtypes=())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = write_corpora(tmp_path_factory.mktemp("corpora"))
    judged = {"cad/b-1": 1.0, "cad/c-1": 0.0, "olid/test-901": 0.0, "hatexplain/test-hate-1": 1.0}
    known = {identity: annotation(identity, slur) for identity, slur in judged.items()}
    return run_benchmarks(FakeClassifier(), read_material(folder, known), POLICY, only=QUICK)


def value(report: Report, name: str) -> float:
    return report.figures[name].value


def test_every_line_that_can_be_measured_is_measured(report: Report) -> None:
    families = ("obfuscation", "identity", "foreign", "annotated", "alpha")
    wanted = {name for name in LINES if not name.startswith(families)}
    assert wanted <= set(report.figures)


def test_tweets_of_the_last_year_are_told_apart(report: Report) -> None:
    assert value(report, "iu.auc") == 1.0
    assert value(report, "iu.f1") == 1.0
    assert report.figures["iu.auc"].n == 40, "the K-word tweets of 2019 are another line"
    assert value(report, "iu.gain") == pytest.approx(1.0 - value(report, "iu.tfidf_auc"))


def test_call_outs_that_are_not_flagged_reach_their_target(report: Report) -> None:
    figure = report.figures["iu.callouts"]
    assert (figure.value, figure.reached) == (0.0, True)
    assert 5 <= figure.n <= 28


def test_olid_is_measured_on_the_published_test_part(report: Report) -> None:
    figure = report.figures["olid.macro_f1"]
    assert figure.n == 3
    # One of two offensive tweets is found, and nothing else: F1 of 2/3 and of 2/3.
    assert figure.value == pytest.approx(2 / 3)


def test_the_three_published_classes_are_derived_from_our_labels(report: Report) -> None:
    assert value(report, "hatexplain.auroc") == 1.0
    assert value(report, "hatexplain.auroc_ovo") == 1.0
    assert value(report, "hatexplain.macro_f1") == 1.0
    assert report.figures["hatexplain.auroc"].n == 24


def test_rationales_count_on_posts_that_have_one(report: Report) -> None:
    assert report.figures["hatexplain.token_f1"].n == 16
    assert value(report, "hatexplain.token_f1") == 1.0


def test_character_f1_is_a_mean_over_comments(report: Report) -> None:
    assert value(report, "toxic_spans.f1") == 1.0
    assert report.figures["toxic_spans.f1"].n == 2


def test_what_the_product_holds_is_counted_by_published_class(report: Report) -> None:
    assert value(report, "civil.clean_held") == 0.5
    assert value(report, "civil.toxic_held") == 0.5
    assert value(report, "context.clean_held") == 0.0


def test_an_entry_counts_for_each_of_its_published_classes(report: Report) -> None:
    assert value(report, "cad.person_auc") == 1.0
    assert value(report, "cad.identity_auc") == pytest.approx(0.75)


def test_annotations_are_measured_at_a_threshold_of_their_dev_part(report: Report) -> None:
    assert value(report, "annotated.slur_auc") == 1.0
    assert value(report, "annotated.slur_f1") == 1.0
    assert report.figures["annotated.slur_f1"].n == 2, "what stands in a dev part is for thresholds"
    assert "annotated.harassment_auc" not in report.figures


def test_calibration_is_measured_for_each_label(report: Report) -> None:
    for label in LABELS:
        assert 0.0 <= value(report, f"ece.{label}") <= 1.0


def test_a_corpus_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    found = run_benchmarks(FakeClassifier(), read_material(tmp_path), POLICY, only=["iu", "cad"])
    assert not found.figures


def test_an_unknown_benchmark_is_refused() -> None:
    with pytest.raises(UsageError, match="No benchmark is named 'hatecheck'"):
        run_benchmarks(
            FakeClassifier(), read_material(Path("/nowhere")), POLICY, only=["hatecheck"]
        )


def test_the_report_speaks_json(report: Report) -> None:
    told = report.as_json()
    assert told["model_version"] == "fake/1"
    assert told["figures"]["iu.auc"]["reached"] is True


def test_the_mean_over_seeds_has_students_interval(report: Report) -> None:
    def with_auc(auc: float) -> Report:
        figures = {"iu.auc": replace(report.figures["iu.auc"], value=auc)}
        return replace(report, figures=figures)

    mean = over_seeds([with_auc(0.80), with_auc(0.84), with_auc(0.88)]).figures["iu.auc"]
    assert mean.value == pytest.approx(0.84)
    assert mean.high - mean.value == pytest.approx(4.3027 * 0.04 / math.sqrt(3), rel=1e-3)
    assert math.isnan(over_seeds([with_auc(0.8)]).figures["iu.auc"].low)


def test_only_figures_of_every_seed_are_averaged(report: Report) -> None:
    less = replace(report, figures={"iu.auc": report.figures["iu.auc"]})
    assert set(over_seeds([report, less]).figures) == {"iu.auc"}
    with pytest.raises(UsageError):
        over_seeds([])
