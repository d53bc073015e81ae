"""Benchmarks: every line of what must be reached, as one named measure of a classifier.

    material = read_material(Path("corpora"))
    report = run_benchmarks(classifier, material, policy)
    report.figures["iu.auc"].value

Each text is scored once. The names and targets stand in `lines.LINES`.
"""

from moderation.learning.benchmarks.figures import Figure, Line, Measured, Report
from moderation.learning.benchmarks.lines import LINES
from moderation.learning.benchmarks.material import Case, Material, read_material
from moderation.learning.benchmarks.running import BENCHMARKS, over_seeds, run_benchmarks

__all__ = [
    "BENCHMARKS",
    "LINES",
    "Case",
    "Figure",
    "Line",
    "Material",
    "Measured",
    "Report",
    "over_seeds",
    "read_material",
    "run_benchmarks",
]
