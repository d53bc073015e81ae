"""Calibration error of each label on the test parts of all corpora, which nothing was fitted on."""

from __future__ import annotations

from moderation.learning.benchmarks.figures import Measured, bootstrap
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.measures import expected_calibration_error

_ROUNDS = 200


def measure_calibration(subject: Subject, material: Material) -> dict[str, Measured]:
    """ECE over 15 bins, soft targets as they are; every example counts alike."""
    import numpy as np

    scores = subject.scores([example.text for example in material.judged])
    found = {}
    for column, label in enumerate(subject.labels):
        rows = [i for i, e in enumerate(material.judged) if label in e.targets]
        truth = np.array([material.judged[i].targets[label] for i in rows])
        given = scores[rows, column]
        found[f"ece.{label}"] = bootstrap(
            lambda r, t=truth, g=given: expected_calibration_error(t[r], g[r]),  # type: ignore[misc]
            len(rows),
            rounds=_ROUNDS,
        )
    return found
