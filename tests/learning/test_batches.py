from __future__ import annotations

import random
from collections import Counter

import pytest

from moderation.learning.batches import misspell, plan_batches, plan_order
from moderation.learning.encoding import encode_batch, load_tokenizer
from moderation.learning.examples import Example
from tests.learning.tiny import tokenizer_json


def example(
    number: int, corpus: str = "a", text: str = "good morning", **fields: object
) -> Example:
    made: dict[str, object] = {
        "id": f"{corpus}/{number}",
        "corpus": corpus,
        "text": text,
        "targets": {"slur": 0.0},
        "group": str(number),
        "licence": "CC0",
        "permissive": True,
        **fields,
    }
    return Example(**made)  # type: ignore[arg-type]


MIXED = [example(i, "big") for i in range(1000)] + [example(i, "small") for i in range(10)]


def test_the_order_is_the_seeds_alone() -> None:
    assert plan_order(MIXED, 300, seed=1) == plan_order(MIXED, 300, seed=1)
    assert plan_order(MIXED, 300, seed=1) != plan_order(MIXED, 300, seed=2)


def test_small_corpora_are_read_more_often_than_their_share() -> None:
    read = Counter(MIXED[i].corpus for i in plan_order(MIXED, 500, seed=0))
    assert read["small"] > 500 * 10 / 1010 * 3
    assert read["big"] > read["small"]


def test_a_boosted_corpus_is_read_more_often_and_an_unboosted_plan_is_unchanged() -> None:
    plain = Counter(MIXED[i].corpus for i in plan_order(MIXED, 500, seed=0))
    boosted = Counter(MIXED[i].corpus for i in plan_order(MIXED, 500, seed=0, boosts={"small": 3}))
    assert boosted["small"] > 2 * plain["small"]
    assert plan_order(MIXED, 300, seed=1, boosts={}) == plan_order(MIXED, 300, seed=1)


def test_within_a_corpus_everything_is_read_equally_often() -> None:
    rows = [example(i) for i in range(10)]
    read = Counter(plan_order(rows, 25, seed=0))
    assert set(read.values()) == {2, 3}


def test_batches_hold_everything_once_and_like_lengths_together() -> None:
    lengths = [random.Random(7).randrange(1, 500) for _ in range(1000)]
    batches = plan_batches(list(range(1000)), lengths, 20, seed=0)
    assert sorted(i for batch in batches for i in batch) == list(range(1000))
    spread = [max(lengths[i] for i in b) - min(lengths[i] for i in b) for b in batches]
    assert sum(spread) / len(spread) < 50


@pytest.mark.parametrize("seed", range(20))
def test_misspelling_changes_letters_but_keeps_most_of_the_text(seed: int) -> None:
    text = "the council closed another playground without asking anybody"
    noisy = misspell(text, random.Random(seed))
    assert sum(word in noisy for word in text.split()) >= 6


def test_misspelling_survives_empty_and_short_texts() -> None:
    assert misspell("", random.Random(0)) == ""
    assert misspell("a b", random.Random(0)) == "a b"


def test_unknown_labels_weigh_nothing_and_known_ones_their_weight(tmp_path: object) -> None:
    file = tmp_path / "tokenizer.json"  # type: ignore[operator]
    file.write_text(tokenizer_json())
    batch = encode_batch(
        load_tokenizer(file),
        [
            example(1, targets={"slur": 1.0, "threat": 0.25}, weight=0.5),
            example(2, targets={"toxicity": 0.0}),
        ],
    )
    assert batch.targets[0].tolist() == [1.0, 0, 0, 0, 0.25, 0, 0, 0]
    assert batch.target_weights[0].tolist() == [0.5, 0, 0, 0, 0.5, 0, 0, 0]
    assert batch.target_weights[1].tolist() == [0, 0, 0, 0, 0, 0, 1.0, 0]


def test_spans_teach_the_tokens_that_they_touch(tmp_path: object) -> None:
    file = tmp_path / "tokenizer.json"  # type: ignore[operator]
    file.write_text(tokenizer_json())
    spanned = example(
        1, text="you are idiot", targets={"harassment": 1.0}, spans=((8, 13, "harassment"),)
    )
    clean = example(2, text="good morning", targets={"harassment": 0.0})
    batch = encode_batch(load_tokenizer(file), [spanned, clean])
    column = 1
    assert batch.token_targets[0, :, column].tolist() == [0, 0, 0, 1, 0]
    assert batch.token_weights[0, :, column].tolist() == [0, 1, 1, 1, 0]
    assert batch.token_weights[1, :, column].tolist() == [0, 1, 1, 0, 0]
    assert batch.token_weights[0, :, 0].sum() == 0, "nothing is known of slurs there"


def test_noise_spares_texts_with_spans(tmp_path: object) -> None:
    file = tmp_path / "tokenizer.json"  # type: ignore[operator]
    file.write_text(tokenizer_json())
    tokenizer = load_tokenizer(file)
    rows = [example(i, text="good morning idiot", spans=((0, 4, "slur"),)) for i in range(50)]
    noisy = encode_batch(tokenizer, rows, rng=random.Random(0))
    assert noisy.input_ids.eq(noisy.input_ids[0]).all()
    plain = [example(i, text="good morning idiot") for i in range(50)]
    assert not encode_batch(tokenizer, plain, rng=random.Random(0)).attention_mask.all()
