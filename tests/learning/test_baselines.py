from __future__ import annotations

import numpy as np
import pytest

from moderation.domain import LABELS
from moderation.learning.baselines import TfidfClassifier, WordListClassifier, fit_tfidf
from moderation.learning.examples import Example

SLUR, TOXICITY = LABELS.index("slur"), LABELS.index("toxicity")


def an_example(number: int, text: str, split: str, **targets: float) -> Example:
    return Example(
        id=f"a/{number}", corpus="a", text=text, targets=targets, split=split,
        group=str(number), licence="MIT", permissive=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained() -> TfidfClassifier:
    examples = []
    for n in range(120):
        split = "dev" if n % 3 == 0 else "train"
        examples.append(an_example(2 * n, f"you foul insultword number {n}", split, toxicity=1.0))
        examples.append(an_example(2 * n + 1, f"what a lovely day {n}", split, toxicity=0.0))
    examples.append(an_example(999, "a slur is judged here once", "train", slur=1.0))
    return TfidfClassifier(examples)


def test_tf_idf_tells_what_it_was_taught(trained: TfidfClassifier) -> None:
    rude, kind = trained.score(["such an insultword", "a lovely evening"])
    assert rude.values[TOXICITY] > 0.8
    assert kind.values[TOXICITY] < 0.2


def test_letters_within_a_word_are_enough(trained: TfidfClassifier) -> None:
    disguised, kind = trained.score(["insultwords!", "a lovely evening"])
    assert disguised.values[TOXICITY] > kind.values[TOXICITY]


def test_a_label_with_too_few_positives_is_its_base_rate(trained: TfidfClassifier) -> None:
    assert {score.values[SLUR] for score in trained.score(["a slur", "no"])} == {1.0}
    threat = LABELS.index("threat")
    assert trained.score(["a slur"])[0].values[threat] == 0.0


def test_a_long_text_is_read_as_a_whole(trained: TfidfClassifier) -> None:
    assert trained.score(["word " * 3000])[0].windows == 1


def test_one_question_can_be_learned_alone() -> None:
    texts = [f"bad thing {n}" for n in range(20)] + [f"good thing {n}" for n in range(20)]
    predict = fit_tfidf(texts, [True] * 20 + [False] * 20)
    bad, good = predict(["a bad one", "a good one"])
    assert bad > good
    assert np.array_equal(
        predict(["a bad one"]), fit_tfidf(texts, [True] * 20 + [False] * 20)(["a bad one"])
    )


def test_the_word_list_knows_its_words_and_nothing_else() -> None:
    listed, unlisted = WordListClassifier().score(["he said kike again", "they run the banks"])
    assert listed.values[SLUR] >= 0.8
    assert listed.values[LABELS.index("identity_attack")] >= 0.8
    assert max(token.weights[SLUR] for token in listed.tokens) == listed.values[SLUR]
    assert set(unlisted.values) == {0.01}


def test_watched_terms_are_no_insults() -> None:
    (score,) = WordListClassifier().score(["the globalists met in Davos"])
    assert max(score.values) == 0.01
