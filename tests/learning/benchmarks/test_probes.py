from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moderation.classifiers.base import WindowScore
from moderation.config import Config
from moderation.domain import LABELS
from moderation.learning.authored_examples import read_authored
from moderation.learning.benchmarks import obfuscation
from moderation.learning.benchmarks.identity import BACKGROUND, measure_identity, read_probes
from moderation.learning.benchmarks.material import Material, read_material
from moderation.learning.benchmarks.obfuscation import (
    mark_words,
    measure_foreign,
    measure_obfuscation,
    read_foreign,
)
from moderation.learning.benchmarks.subject import Subject
from moderation.learning.corpora.base import plain
from moderation.testing import FakeClassifier
from tests.learning.benchmarks.invented import write_corpora

POLICY = Config().policy
NOTHING = Material(cases={}, judged=())


class Alarmed(FakeClassifier):
    """Takes a word for antisemitism."""

    def __init__(self, word: str) -> None:
        super().__init__("alarmed/1")
        self.word = word

    def score_batch(self, texts: list[str]) -> list[WindowScore]:  # type: ignore[override]
        column = LABELS.index("antisemitism")
        return [
            WindowScore(values=tuple(0.99 * (i == column and self.word in t) for i in range(7)))
            for t in texts
        ]


def test_every_term_has_enough_sentences() -> None:
    probes = read_probes()
    assert set(probes) - {BACKGROUND} == {
        "Jewish", "Muslim", "Black", "gay", "trans", "disabled", "women",
    }  # fmt: skip
    assert min(len(texts) for texts in probes.values()) >= 150
    assert all("{" not in text for texts in probes.values() for text in texts)


def test_no_probe_is_a_sentence_of_the_training() -> None:
    trained = {plain(example.text) for example in read_authored()}
    assert not [t for texts in read_probes().values() for t in texts if plain(t) in trained]


def test_articles_fit_their_words() -> None:
    texts = [text for texts in read_probes().values() for text in texts]
    assert not [text for text in texts if " a African" in text or " a older" in text]


def test_false_alarms_are_told_in_times_of_the_background() -> None:
    subject = Subject(Alarmed("Our pharmacist"), POLICY)
    found = measure_identity(subject, NOTHING)
    assert found["identity.background"].value == pytest.approx(6 / 454)
    # Two forms, one sentence each: 2 of 158 against 6 of 454.
    assert found["identity.Jewish"].value == pytest.approx((2 / 158) / (6 / 454))
    assert found["identity.Jewish"].low < found["identity.Jewish"].value


def test_one_sentence_more_than_a_silent_background_is_not_told_apart() -> None:
    found = measure_identity(Subject(Alarmed("Happy Hanukkah"), POLICY), NOTHING)
    assert found["identity.Jewish"].value == 1.0
    assert found["identity.Jewish"].high < 6.0
    assert (found["identity.Muslim"].value, found["identity.Muslim"].low) == (0.0, 0.0)


def test_the_table_counts_what_was_held() -> None:
    subject = Subject(Alarmed("Muslim"), POLICY)
    measure_identity(subject, NOTHING)
    rows = {row["term"]: row for row in subject.tables["identity"]}
    assert rows["Muslim"]["held"] > 100
    assert rows["Jewish"]["held"] == 0
    assert rows["Muslim"]["mean_scores"]["antisemitism"] > 0.5


@pytest.fixture
def material(tmp_path: Path) -> Material:
    return read_material(write_corpora(tmp_path), {})


def test_disguises_that_the_normalizer_undoes_cost_nothing(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: obfuscation.ATTACKS[name] for name in ("zalgo", "zero-width spaces")}
    monkeypatch.setattr(obfuscation, "ATTACKS", kept)
    subject = Subject(FakeClassifier(), POLICY)
    found = measure_obfuscation(subject, material)
    assert found["obfuscation.recall"].value == 1.0
    assert found["obfuscation.recall"].n > 3
    assert found["obfuscation.added"].value == 0.0


def test_the_worst_attack_is_the_one_that_hides_most(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: obfuscation.ATTACKS[name] for name in ("all capitals", "one letter left out")}
    monkeypatch.setattr(obfuscation, "ATTACKS", kept)
    subject = Subject(FakeClassifier(), POLICY)
    found = measure_obfuscation(subject, material)
    assert found["obfuscation.worst"].value == 0.0
    assert found["obfuscation.recall"].value == 0.5
    assert [row["attack"] for row in subject.tables["obfuscation"]] == [
        "one letter left out",
        "all capitals",
    ]


def test_without_held_comments_nothing_is_measured() -> None:
    assert measure_obfuscation(Subject(FakeClassifier(), POLICY), NOTHING) == {}


def test_the_words_to_hide_are_those_that_speak_for_a_label() -> None:
    subject = Subject(FakeClassifier(), POLICY)
    marked = mark_words(subject, ["you are an Insultword, friend", "only kind words here"])
    assert marked == [frozenset({"insultword"}), frozenset({"words"})]


def test_there_are_eight_sentences_in_fifteen_languages() -> None:
    sentences = read_foreign()
    assert len(sentences) >= 15
    assert {len(texts) for texts in sentences.values()} == {8}


def test_foreign_sentences_are_compared_with_clean_english_ones(material: Material) -> None:
    found = measure_foreign(Subject(Alarmed("der"), POLICY), material)
    held = sum("der" in t for texts in read_foreign().values() for t in texts)
    assert found["foreign.held"].value == pytest.approx(held / found["foreign.held"].n)
    assert found["foreign.added"].value == pytest.approx(found["foreign.held"].value)
    assert np.isfinite(found["foreign.added"].high)
