from __future__ import annotations

from collections.abc import Sequence

import pytest

from moderation.classifiers.base import Classifier, TokenWeight, WindowScore
from moderation.classifiers.profiles import under_profile
from moderation.domain import IHRA, LABELS, OUTPUTS
from moderation.testing import FakeClassifier

CORE, WIDE = OUTPUTS.index("antisemitism"), OUTPUTS.index(IHRA)


class Both(Classifier):
    """Says .2 for antisemitism and .9 for the wider definition, of text and token alike."""

    labels = OUTPUTS
    version = "both/1"

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        values = tuple(0.9 if i == WIDE else 0.2 if i == CORE else 0.0 for i in range(len(OUTPUTS)))
        return [
            WindowScore(
                values=values, tokens=(TokenWeight(start=0, end=len(text), weights=values),)
            )
            for text in texts
        ]


@pytest.mark.parametrize(("profile", "told"), [("core", 0.2), ("jda", 0.2), ("ihra", 0.9)])
def test_one_score_of_antisemitism_is_told_and_the_profile_says_which(
    profile: str, told: float
) -> None:
    classifier = under_profile(Both(), profile)
    assert classifier.labels == LABELS
    assert classifier.version == "both/1"
    (score,) = classifier.score(["a text"])
    assert score.values[CORE] == told
    assert score.tokens[0].weights[CORE] == told
    assert len(score.values) == len(score.tokens[0].weights) == len(LABELS)
    assert classifier.score_batch(["a text"])[0].values[CORE] == told


def test_a_classifier_of_one_definition_is_left_as_it_is() -> None:
    plain = FakeClassifier()
    assert under_profile(plain, "ihra") is plain
