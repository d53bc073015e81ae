"""An example refuses what would silently spoil a training run."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.errors import CorpusError
from moderation.learning.examples import Example


def make_example(**fields: Any) -> Example:
    known: dict[str, Any] = {
        "id": "invented/1",
        "corpus": "invented",
        "text": "some words",
        "targets": {"slur": 0.0},
        "group": "invented/1",
        "licence": "CC0-1.0",
        "permissive": True,
    }
    return Example(**(known | fields))


def test_an_example_is_for_training_with_full_weight_unless_said_otherwise() -> None:
    example = make_example()
    assert (example.split, example.weight, example.spans) == ("train", 1.0, ())


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"targets": {"rudeness": 1.0}}, "rudeness"),
        ({"targets": {"slur": 1.2}}, "slur=1.2"),
        ({"targets": {"slur": float("nan")}}, "slur=nan"),
        ({"split": "holdout"}, "holdout"),
        ({"spans": ((4, 11, "slur"),)}, "span"),
        ({"spans": ((3, 3, "slur"),)}, "span"),
    ],
)
def test_a_faulty_example_is_refused_by_name(fields: dict[str, Any], found: str) -> None:
    with pytest.raises(CorpusError, match="invented/1") as caught:
        make_example(**fields)
    assert found in str(caught.value)
