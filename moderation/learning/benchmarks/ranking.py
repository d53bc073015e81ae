"""Benchmarks of scores against published classes: iu_antisemitism, olid, cold, cad, annotated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from moderation.domain import IHRA
from moderation.learning.baselines import fit_tfidf
from moderation.learning.benchmarks.figures import (
    Floats,
    Measured,
    Rows,
    auc,
    bootstrap,
    f1,
    share_of,
)
from moderation.learning.benchmarks.material import Case, Material
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.thresholds import threshold_for_f1, threshold_for_macro_f1

Truth = npt.NDArray[np.bool_]
_ANNOTATED: Final = ("slur", "harassment", "antisemitism")


def measure_iu(subject: Subject, material: Material) -> dict[str, Measured]:
    """Antisemitism on tweets of 2021; the threshold is fixed on a tenth of the years before.

    TF-IDF is trained on the rest of those years and measured on the same tweets; the gain
    is resampled in pairs. A call-out is a K-word tweet that experts called not antisemitic;
    there are none of 2021, so those of 2019 that training never saw are taken.
    """
    dev, kept_out = (material.of("iu_antisemitism", part) for part in ("dev", "test"))
    test = [case for case in kept_out if case.gold.startswith("2021,")]
    called_out = [case.text for case in kept_out if case.gold.endswith(",Kikes,0")]
    past = material.of("iu_antisemitism", "train")
    truth = _is([case.gold.endswith(",1") for case in test])
    # The experts follow the IHRA definition, so its output is asked where there is one.
    label = IHRA if IHRA in subject.labels else "antisemitism"
    scores = subject.column(_texts(test), label)
    threshold = threshold_for_f1(
        [float(case.gold.endswith(",1")) for case in dev],
        subject.column(_texts(dev), label).tolist(),
    )
    plain = fit_tfidf(_texts(past), [case.gold.endswith(",1") for case in past])(_texts(test))
    return {
        "iu.auc": measure_auc(truth, scores),
        "iu.f1": measure_f1(truth, scores >= threshold),
        "iu.tfidf_auc": measure_auc(truth, plain),
        "iu.gain": bootstrap(
            lambda rows: auc(truth[rows], scores[rows]) - auc(truth[rows], plain[rows]), len(test)
        ),
        "iu.callouts": share_of(subject.column(called_out, label) >= threshold),
        "iu.callouts_held": share_of(subject.held(called_out)),
    }


def measure_olid(subject: Subject, material: Material) -> dict[str, Measured]:
    """Offensive or not on test A; the threshold is fixed on a tenth of the training part."""
    dev, test = (material.of("olid", part) for part in ("dev", "test"))
    threshold = threshold_for_macro_f1(
        [float(case.gold == "OFF") for case in dev],
        subject.column(_texts(dev), "toxicity").tolist(),
    )
    truth = _is([case.gold == "OFF" for case in test])
    flagged = subject.column(_texts(test), "toxicity") >= threshold
    return {"olid.macro_f1": bootstrap(lambda rows: _macro(truth, flagged, rows), len(test))}


def _macro(truth: Truth, flagged: Truth, rows: Rows) -> float:
    a, b = truth[rows], flagged[rows]
    return (f1(a, b) + f1(~a, ~b)) / 2


def measure_cold(subject: Subject, material: Material) -> dict[str, Measured]:
    """A slur used to offend against the rest, by our reading and as published."""
    test = material.of("cold", "test")
    scores = subject.column(_texts(test), "slur")
    ours = [i for i, case in enumerate(test) if "slur" in case.targets]
    truth = _is([test[i].targets["slur"] >= 0.5 for i in ours])
    published = _is([case.gold == "offSlur" for case in test])
    return {
        "cold.auc": measure_auc(truth, scores[ours]),
        "cold.published_auc": measure_auc(published, scores),
    }


def measure_cad(subject: Subject, material: Material) -> dict[str, Measured]:
    """A published class against all entries without it; an entry may have several."""
    cases = material.of("cad", "dev")
    asked = {
        "cad.person_auc": ("PersonDirectedAbuse", "harassment"),
        "cad.identity_auc": ("IdentityDirectedAbuse", "identity_attack"),
    }
    return {
        name: measure_auc(
            _is([gold in case.gold.split(",") for case in cases]),
            subject.column(_texts(cases), label),
        )
        for name, (gold, label) in asked.items()
    }


def measure_annotated(subject: Subject, material: Material) -> dict[str, Measured]:
    """The project's own annotations kept out; thresholds from their dev or training part."""
    found: dict[str, Measured] = {}
    for label in _ANNOTATED:
        test = _judged(material.of("annotated", "test"), label)
        chosen_on = _judged(material.of("annotated", "dev"), label)
        if not test:
            continue
        truth = _is([case.targets[label] >= 0.5 for case in test])
        scores = subject.column(_texts(test), label)
        found[f"annotated.{label}_auc"] = measure_auc(truth, scores)
        threshold = subject.policy.labels[label].hold_at
        if chosen_on:
            threshold = threshold_for_f1(
                [case.targets[label] for case in chosen_on],
                subject.column(_texts(chosen_on), label).tolist(),
            )
        found[f"annotated.{label}_f1"] = measure_f1(truth, scores >= threshold)
    return found


def measure_auc(truth: Truth, scores: Floats) -> Measured:
    """AUC with its interval."""
    return bootstrap(lambda rows: auc(truth[rows], scores[rows]), len(truth))


def measure_f1(truth: Truth, flagged: Truth) -> Measured:
    """F1 of the positive class with its interval, at a threshold that is fixed already."""
    return bootstrap(lambda rows: f1(truth[rows], flagged[rows]), len(truth))


def _judged(cases: Sequence[Case], label: str) -> list[Case]:
    return [case for case in cases if label in case.targets]


def _texts(cases: Sequence[Case]) -> list[str]:
    return [case.text for case in cases]


def _is(values: Sequence[bool]) -> Truth:
    return np.array(values, dtype=bool)
