"""False alarms on friendly sentences with the names of groups, beside the same without them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from moderation.learning.benchmarks.figures import Measured, share_of
from moderation.learning.benchmarks.material import Material
from moderation.learning.benchmarks.subject import Subject
from moderation.yaml_file import load_yaml

_FILE: Final = Path(__file__).parent / "identity_probes.yaml"
BACKGROUND: Final = "background"


@cache
def read_probes() -> Mapping[str, tuple[str, ...]]:
    """Term (and `background`) -> its sentences, each once."""
    data = cast("dict[str, Any]", load_yaml(_FILE))
    forms = {**data["terms"], BACKGROUND: data[BACKGROUND]}
    found = {}
    for term, fillings in forms.items():
        filled = [_fill(frame, form) for frame in data["frames"] for form in fillings]
        found[term] = tuple(dict.fromkeys([*filled, *data["natural"][term]]))
    return found


def _fill(frame: str, form: Mapping[str, str]) -> str:
    text = frame.format(**form)
    for vowel in "AEIOUaeiou":
        text = text.replace(f" a {vowel}", f" an {vowel}")
    return text[0].upper() + text[1:]


def measure_identity(subject: Subject, material: Material) -> dict[str, Measured]:
    """Per term, how often the product holds a friendly sentence, in times of the background.

    One sentence more or less is all that can be told apart: a background share below one
    sentence of the term's number counts as one. The table `identity` has the counts and the
    mean of every label's score.
    """
    del material  # the sentences come with the program
    probes = read_probes()
    held = {term: subject.held(texts) for term, texts in probes.items()}
    background = held[BACKGROUND]
    rows, found = [], {}
    for term, flags in held.items():
        share, times = share_of(flags), _ratio(flags, background)
        rows.append(
            {
                "term": term,
                "n": len(flags),
                "held": int(flags.sum()),
                "share": round(share.value, 4),
                "times": round(times.value, 3),
                "low": round(times.low, 3),
                "high": round(times.high, 3),
                "mean_scores": _means(subject, probes[term]),
            }
        )
        found[f"identity.{term}"] = share if term == BACKGROUND else times
    subject.note("identity", rows)
    return found


def _means(subject: Subject, texts: tuple[str, ...]) -> dict[str, float]:
    means = subject.scores(texts).mean(axis=0)
    return {label: round(float(m), 4) for label, m in zip(subject.labels, means, strict=True)}


def _ratio(
    flags: np.ndarray[Any, np.dtype[np.bool_]], background: np.ndarray[Any, np.dtype[np.bool_]]
) -> Measured:
    """Share over share; Katz's interval of the logarithm, where the background tells anything."""
    hits, base, n, m = int(flags.sum()), int(background.sum()), len(flags), len(background)
    least = 1 / n
    share = share_of(flags)
    if base / m < least:
        return Measured(
            value=share.value / least, low=share.low / least, high=share.high / least, n=n
        )
    value = share.value / (base / m)
    a, b = hits + 0.5, base + 0.5
    middle = math.log((a / (n + 0.5)) / (b / (m + 0.5)))
    reach = 1.959964 * math.sqrt(1 / a - 1 / (n + 0.5) + 1 / b - 1 / (m + 0.5))
    return Measured(
        value=value,
        low=min(value, math.exp(middle - reach)),
        high=max(value, math.exp(middle + reach)),
        n=n,
    )
