from __future__ import annotations

import pytest

from moderation.domain import IHRA
from moderation.errors import TrainingError
from moderation.learning import pipeline
from moderation.learning.authored_examples import read_authored
from moderation.learning.pipeline import TrainRequest
from moderation.learning.suites import load_suites, pairs, read_suites, suite_examples
from moderation.learning.suites import training_examples as room
from tests.learning.suites.files import TWO, write


@pytest.fixture
def examples(tmp_path, monkeypatch):
    def _examples(text: str = TWO, **changes: str):
        for old, new in changes.items():
            text = text.replace(old, new)
        suites = read_suites([write(tmp_path, text)])
        monkeypatch.setattr(room, "load_suites", lambda: suites)
        return {example.id: example for example in suite_examples()}

    return _examples


def test_train_families_become_permissive_examples_in_groups(examples):
    found = examples()
    assert set(found) == {"suite_small/H1-a-1", "suite_small/H1-a-1-twin", "suite_small/N1-b-1"}
    hate = found["suite_small/H1-a-1"]
    assert (hate.corpus, hate.split, hate.group) == ("suite_small", "train", "suite_small/H1-a")
    assert (hate.licence, hate.permissive, hate.weight) == ("Apache-2.0", True, 1.0)
    assert hate.text == "a jewhateword in training"


def test_both_members_of_a_pair_are_in_one_group_and_linked(examples):
    found = examples()
    first, second = found["suite_small/H1-a-1"], found["suite_small/H1-a-1-twin"]
    assert first.group == second.group
    assert pairs(found.values()) == {first.id: second.id}
    assert pairs([first]) == {}


def test_antisemitism_is_an_attack_and_its_contrast_says_nothing_of_attacks(examples):
    found = examples()
    assert found["suite_small/H1-a-1"].targets == {
        "antisemitism": 1.0,
        "identity_attack": 1.0,
        "toxicity": 1.0,
    }
    assert found["suite_small/N1-b-1"].targets == {
        "antisemitism": 0.0,
        "slur": 0.0,
        "toxicity": 0.0,
    }


@pytest.mark.parametrize("group", ["tropes", "coded"])
def test_what_is_said_softly_is_a_softer_attack(examples, group):
    hate = examples(explicit=group)["suite_small/H1-a-1"]
    assert hate.targets == {"antisemitism": 1.0, "identity_attack": 0.9, "toxicity": 0.9}


@pytest.mark.parametrize("label", ["slur", "harassment"])
def test_slurs_and_harassment_are_toxic_at_any_volume(examples, label):
    text = TWO.replace("label: antisemitism", f"label: {label}").replace("explicit", "coded")
    text = text.replace("    subtype: dehumanisation\n", "").replace(
        "    subtype: nazi_equation\n    policy: ihra\n", ""
    )
    found = examples(text)
    assert found["suite_small/H1-a-1"].targets == {label: 1.0, "toxicity": 1.0}
    assert found["suite_small/N1-b-1"].targets == {label: 0.0, "toxicity": 0.0}


@pytest.mark.parametrize(
    ("functionality", "targets"),
    [
        ("NC17", {"antisemitism": 0.0, "slur": 0.0}),
        ("NC18", {"antisemitism": 0.0, "slur": 0.0, "harassment": 1.0}),
        ("NC19", {"antisemitism": 0.0, "identity_attack": 1.0, "toxicity": 1.0}),
    ],
)
def test_a_contrast_that_is_rude_in_another_way_is_not_taught_as_harmless(
    examples, functionality, targets
):
    assert examples(N1=functionality)[f"suite_small/{functionality}-b-1"].targets == targets


def test_a_contested_statement_teaches_the_contested_output_alone(examples):
    text = TWO.replace("id: H2-a\n        split: test", "id: H2-a\n        split: train")
    found = examples(text)
    assert found["suite_small/H2-a-1"].targets == {IHRA: 1.0}
    assert found["suite_small/H2-a-1-twin"].targets["antisemitism"] == 0.0
    assert set(pairs(found.values())) == {"suite_small/H1-a-1", "suite_small/H2-a-1"}


@pytest.mark.parametrize("split", ["test", "all", "dev"])
def test_what_measures_is_never_handed_out_to_learn_from(split):
    with pytest.raises(TrainingError, match="Ask for the split train"):
        suite_examples(split)


def test_the_packaged_examples_are_the_train_families_and_no_other():
    tested = {case.text for suite in load_suites().suites for case in suite.cases("test")}
    found = suite_examples()
    assert len(found) > 1000
    assert {example.text for example in found} & tested == set()
    assert {example.text for example in read_authored()} & tested == set()
    assert len({example.id for example in found}) == len(found)
    assert len(pairs(found)) > 200


def test_a_training_run_reads_them_beside_the_corpora(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "read_corpora", lambda *_, **__: iter(()))
    request = TrainRequest(corpora=tmp_path, models=tmp_path, work=tmp_path)
    gathered = pipeline.gather(request, lambda _: None)
    known = {example.id for example in gathered}
    assert {example.id for example in suite_examples()} <= known
    assert {e.split for e in gathered if e.corpus.startswith("suite_")} == {"train"}
