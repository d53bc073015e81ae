"""Functional suites: written cases that say, skill by skill, what a model can and cannot do."""

from moderation.learning.suites.format import (
    GROUPS,
    SPLITS,
    Case,
    Expectation,
    Functionality,
    Suite,
    Suites,
    expectation,
)
from moderation.learning.suites.measures import (
    CaseResult,
    FunctionalityResult,
    PairsResult,
    Share,
    SuiteReport,
    SuiteResult,
    measure_suite,
    measure_suites,
)
from moderation.learning.suites.reading import load_suites, read_suites
from moderation.learning.suites.report import report_as_json
from moderation.learning.suites.training_examples import pairs, suite_examples

__all__ = [
    "GROUPS",
    "SPLITS",
    "Case",
    "CaseResult",
    "Expectation",
    "Functionality",
    "FunctionalityResult",
    "PairsResult",
    "Share",
    "Suite",
    "SuiteReport",
    "SuiteResult",
    "Suites",
    "expectation",
    "load_suites",
    "measure_suite",
    "measure_suites",
    "pairs",
    "read_suites",
    "report_as_json",
    "suite_examples",
]
