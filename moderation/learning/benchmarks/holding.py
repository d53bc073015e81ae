"""Benchmarks of the product as shipped: what it holds of everyday comments."""

from __future__ import annotations

from moderation.learning.benchmarks.figures import Measured, share_of
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.subject import Subject


def measure_civil(subject: Subject, material: Material) -> dict[str, Measured]:
    """A random draw of news comments: the clean that are held, and the toxic."""
    cases = material.of("civil_comments_sample", "test")
    held = subject.held([case.text for case in cases])
    return {
        f"civil.{name}_held": share_of(
            [bool(held[i]) for i, case in enumerate(cases) if case.gold == gold]
        )
        for name, gold in (("clean", "not toxic"), ("toxic", "toxic"))
    }


def measure_context(subject: Subject, material: Material) -> dict[str, Measured]:
    """Clean posts of talk pages that are held."""
    cases = material.of("context_toxicity", "test")
    clean = [case.text for case in cases if case.targets.get("toxicity") == 0.0]
    return {"context.clean_held": share_of(subject.held(clean))}
