"""What the project wrote itself: the functional suites, and how far its annotators agree."""

from __future__ import annotations

import math
from typing import Final

from moderation.learning.annotations.merge import agreement_table
from moderation.learning.benchmarks.figures import Measured
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.suites import Share, load_suites, measure_suites, report_as_json

_ALPHA: Final = ("slur", "harassment", "antisemitism")


def measure_written_suites(subject: Subject, material: Material) -> dict[str, Measured]:
    """The test families of all suites. The table `suites` has every functionality."""
    del material  # the suites come with the program
    report = measure_suites(load_suites(), subject.assess, subject.policy)
    told = report_as_json(report)
    subject.note(
        "suites",
        [
            {"suite": name, "id": key, **row}
            for name, suite in told["suites"].items()
            for key, row in suite["functionalities"].items()
        ],
    )
    found = {f"suite.{group}": _measured(share) for group, share in report.groups.items()}
    found["suite.pairs"] = _measured(report.pairs.both_right)
    if report.worst is not None:
        found["suite.worst"] = _measured(report.worst.right)
    return found


def _measured(share: Share) -> Measured:
    low, high = share.interval
    return Measured(value=share.value, low=low, high=high, n=share.n)


def measure_agreement(subject: Subject, material: Material) -> dict[str, Measured]:
    """Krippendorff's alpha of the double reading: no matter of the model, but of its gold."""
    del material
    table = agreement_table()
    subject.note("agreement", [{"label": label, **row} for label, row in table.items()])
    found = {}
    for label in _ALPHA:
        row = table.get(label, {})
        if row.get("alpha") is not None:
            found[f"alpha.{label}"] = Measured(
                value=float(row["alpha"]), low=math.nan, high=math.nan, n=int(row["comments"])
            )
    return found
