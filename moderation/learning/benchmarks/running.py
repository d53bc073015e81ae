"""All benchmarks at once, and the mean over several seeds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from moderation.classifiers.base import Classifier
from moderation.domain import Policy
from moderation.errors import UsageError
from moderation.learning.benchmarks.calibration import measure_calibration
from moderation.learning.benchmarks.figures import Figure, Measured, Report
from moderation.learning.benchmarks.hatexplain import measure_classes, measure_rationales
from moderation.learning.benchmarks.holding import measure_civil, measure_context
from moderation.learning.benchmarks.identity import measure_identity
from moderation.learning.benchmarks.lines import LINES
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.obfuscation import measure_foreign, measure_obfuscation
from moderation.learning.benchmarks.ranking import (
    measure_annotated,
    measure_cad,
    measure_cold,
    measure_iu,
    measure_olid,
)
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.benchmarks.toxic_spans import measure_toxic_spans
from moderation.learning.benchmarks.written import measure_agreement, measure_written_suites

Benchmark = Callable[[Subject, Material], dict[str, Measured]]

BENCHMARKS: Final[Mapping[str, tuple[str, Benchmark]]] = MappingProxyType(
    {
        "iu": ("iu_antisemitism", measure_iu),
        "toxic_spans": ("toxic_spans", measure_toxic_spans),
        "olid": ("olid", measure_olid),
        "hatexplain": ("hatexplain", measure_classes),
        "rationales": ("hatexplain", measure_rationales),
        "cold": ("cold", measure_cold),
        "civil": ("civil_comments_sample", measure_civil),
        "context": ("context_toxicity", measure_context),
        "cad": ("cad", measure_cad),
        "annotated": ("annotated", measure_annotated),
        "alpha": ("", measure_agreement),
        "suite": ("", measure_written_suites),
        "calibration": ("", measure_calibration),
        "identity": ("", measure_identity),
        "obfuscation": ("civil_comments_sample", measure_obfuscation),
        "foreign": ("", measure_foreign),
    }
)
"""Name -> the corpus that it needs (none: whatever there is), and the measure."""


def run_benchmarks(
    classifier: Classifier,
    material: Material,
    policy: Policy,
    *,
    only: Sequence[str] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Report:
    """Measure `classifier`; a benchmark whose corpus is not there is left out.

    Args:
        classifier: any back end.
        material: from `read_material`.
        policy: whose thresholds decide what is held.
        only: names of `BENCHMARKS`; None runs all.
        say: gets a line before each benchmark.

    Raises:
        UsageError: an unknown name.
    """
    started = time.monotonic()
    wanted = _known(only)
    subject = Subject(classifier, policy, say=say)
    figures: dict[str, Figure] = {}
    for name in wanted:
        corpus, measure = BENCHMARKS[name]
        if corpus and not material.cases.get(corpus):
            continue
        say(f"Measuring {name}")
        for line, found in measure(subject, material).items():
            figures[line] = Figure(
                name=line, line=LINES[line], value=found.value, low=found.low, high=found.high,
                n=found.n,
            )  # fmt: skip
    return Report(
        model_version=classifier.version,
        figures={name: figures[name] for name in LINES if name in figures},
        tables=subject.tables,
        seconds=time.monotonic() - started,
    )


def _known(only: Sequence[str] | None) -> Sequence[str]:
    unknown = sorted(set(only or ()) - set(BENCHMARKS))
    if unknown:
        raise UsageError(
            f"No benchmark is named {unknown[0]!r}",
            next_step=f"Choose from: {', '.join(BENCHMARKS)}.",
        )
    return [name for name in BENCHMARKS if only is None or name in only]


def over_seeds(reports: Sequence[Report]) -> Report:
    """Each figure's mean over training runs that differ in their seed, with Student's interval.

    A figure that a report lacks is left out. One report alone has no interval: NaN.

    Raises:
        UsageError: there is no report.
    """
    if not reports:
        raise UsageError("There is no report to average", next_step="Measure a seed first.")
    shared = [name for name in LINES if all(name in report.figures for report in reports)]
    return Report(
        model_version=f"{reports[0].model_version} and {len(reports) - 1} more seeds",
        figures={name: _averaged([report.figures[name] for report in reports]) for name in shared},
        tables={},
        seconds=sum(report.seconds for report in reports),
    )


def _averaged(figures: Sequence[Figure]) -> Figure:
    from scipy.stats import t

    values = np.array([figure.value for figure in figures])
    mean, n = float(values.mean()), len(values)
    reach = math.nan
    if n > 1:
        reach = float(t.ppf(0.975, n - 1) * values.std(ddof=1) / math.sqrt(n))
    first = figures[0]
    return Figure(
        name=first.name, line=first.line, value=mean, low=mean - reach, high=mean + reach, n=first.n
    )
