"""Calibration error of each label on the test parts of all corpora, which nothing was fitted on."""

from __future__ import annotations

from moderation.domain import LABELS
from moderation.learning.benchmarks.figures import Measured, bootstrap
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.definitions import as_defined
from moderation.learning.measures import expected_calibration_error

_ROUNDS = 200


def measure_calibration(subject: Subject, material: Material) -> dict[str, Measured]:
    """ECE over 15 bins, soft targets as they are; every example counts alike."""
    import numpy as np

    judged = [as_defined(example) for example in material.judged]
    scores = subject.scores([example.text for example in judged])
    found = {}
    for column, label in enumerate(subject.labels):
        if label not in LABELS:
            continue
        rows = [i for i, e in enumerate(judged) if label in e.targets]
        truth = np.array([judged[i].targets[label] for i in rows])
        given = scores[rows, column]
        found[f"ece.{label}"] = bootstrap(
            lambda r, t=truth, g=given: expected_calibration_error(t[r], g[r]),  # type: ignore[misc]
            len(rows),
            rounds=_ROUNDS,
        )
    return found
