"""What holds for every corpus: registry, folds, weak terms, errors that name the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from moderation.domain import LABELS
from moderation.errors import CorpusError
from moderation.learning.corpora import CORPORA, list_corpora, read_corpora
from moderation.learning.corpora.base import fold, plain, text_group
from moderation.learning.corpora.weak import (
    clean,
    has_term,
    hateful_targets,
    peaceful_targets,
    profanity_target,
    slur_target,
    slur_weight,
    unmentioned_jews,
    weak_hate,
)
from tests.learning.corpus_files import write_rows

SURGE = [["text", "is_toxic"], ["you are awful", "Toxic"], ["lovely weather", "Not Toxic"]]


def write_surge(folder: Path) -> None:
    write_rows(folder / "surge_toxicity" / "toxicity_en.noblind.csv", SURGE)


def test_every_corpus_is_listed_once_and_the_glossary_is_no_training_text() -> None:
    names = list_corpora()
    assert len(names) == len(set(names)) == len(CORPORA) == 21
    assert "dogwhistle_glossary" not in names
    assert all(CORPORA[name].source.name == name for name in names)


def test_only_free_licences_count_as_permissive() -> None:
    free = ("CC0", "MIT", "Apache", "CC-BY-4.0")
    for corpus in CORPORA.values():
        if corpus.source.permissive:
            assert corpus.source.licence.startswith(free), corpus.source.name
    assert not CORPORA["cold"].source.permissive
    assert not CORPORA["cad"].source.permissive


def test_the_named_corpora_are_read_with_stable_ids(tmp_path: Path) -> None:
    write_surge(tmp_path)
    first = list(read_corpora(tmp_path, only=["surge_toxicity"]))
    assert [e.id for e in first] == ["surge_toxicity/1", "surge_toxicity/2"]
    assert first == list(read_corpora(tmp_path, only=["surge_toxicity"]))


def test_corpora_that_are_not_permissive_are_left_out_on_request(tmp_path: Path) -> None:
    write_surge(tmp_path)
    only = ["cold", "surge_toxicity"]
    examples = list(read_corpora(tmp_path, only=only, permissive_only=True))
    assert {e.corpus for e in examples} == {"surge_toxicity"}


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"cold is missing.*leave that corpus out"):
        list(read_corpora(tmp_path, only=["cold"]))


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "cold").mkdir()
    with pytest.raises(CorpusError, match=r"derived_majority\.csv is missing"):
        list(read_corpora(tmp_path, only=["cold"]))


def test_missing_corpora_are_skipped_with_a_warning_on_request(tmp_path: Path) -> None:
    write_surge(tmp_path)
    with pytest.warns(UserWarning, match="corpus cold skipped"):
        found = list(read_corpora(tmp_path, only=["cold", "surge_toxicity"], skip_missing=True))
    assert {e.corpus for e in found} == {"surge_toxicity"}


def test_an_unknown_name_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Did you mean davidson"):
        list(read_corpora(tmp_path, only=["davidsen"]))


def test_other_columns_are_an_error_that_says_which_are_lacking(tmp_path: Path) -> None:
    path = tmp_path / "surge_toxicity" / "toxicity_en.noblind.csv"
    write_rows(path, [["text", "verdict"], ["a", "b"]])
    with pytest.raises(CorpusError, match=r"noblind\.csv.*lacking is_toxic"):
        list(read_corpora(tmp_path, only=["surge_toxicity"]))


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "surge_toxicity" / "toxicity_en.noblind.csv"
    path.parent.mkdir()
    path.write_bytes(b"")
    with pytest.raises(CorpusError, match="lacking text, is_toxic"):
        list(read_corpora(tmp_path, only=["surge_toxicity"]))


def test_another_encoding_is_an_error_that_names_the_expected_one(tmp_path: Path) -> None:
    path = tmp_path / "surge_toxicity" / "toxicity_en.noblind.csv"
    path.parent.mkdir()
    path.write_bytes(b"text,is_toxic\ncaf\xe9,Toxic\n")
    with pytest.raises(CorpusError, match="expected utf-8"):
        list(read_corpora(tmp_path, only=["surge_toxicity"]))


def test_a_cell_that_should_be_a_number_is_an_error_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "civil_comments_gender_subset" / "derived.csv"
    write_rows(path, [["comment", "target"], ["fine", "0.0"], ["odd", "much"]])
    with pytest.raises(CorpusError, match=r"row 2: expected a number, found 'much'"):
        list(read_corpora(tmp_path, only=["civil_comments_gender_subset"]))


def test_folds_are_stable_and_hold_their_shares() -> None:
    counts = Counter(fold(f"corpus/{n}") for n in range(4000))
    assert 120 < counts["dev"] < 280
    assert 120 < counts["test"] < 280
    assert fold("corpus/7") == fold("corpus/7")
    assert "dev" not in {fold(f"corpus/{n}", dev=0, test=200) for n in range(500)}


def test_retyped_texts_share_a_group() -> None:
    assert plain("  Well, WELL - done! ") == "well well done"
    assert text_group("Well, well done") == text_group("well well DONE!")
    assert text_group("well done") != text_group("well then")


@pytest.mark.parametrize(
    ("text", "hateful", "target"),
    [
        ("good morning", True, 0.0),
        ("good morning", None, 0.0),
        ("get out, kikes", True, 1.0),
        ("he was called a kike at school", False, 0.0),
        ("kike", None, None),
        ("my nigga is back", True, None),
        ("the queer film festival", False, None),
        ("you bitch", True, 0.0),
        ("the government of Niger", True, None),
        ("that bastard again", True, 0.0),
    ],
)
def test_a_slur_target_needs_a_hard_term_and_a_gold_label(
    text: str, hateful: bool | None, target: float | None
) -> None:
    assert slur_target(text, hateful=hateful) == target


def test_weak_slur_evidence_lowers_the_weight_and_never_raises_it() -> None:
    assert slur_weight("kikes", hateful=True) == 0.6
    assert slur_weight("kikes", hateful=False) == 0.5
    assert slur_weight("kikes", hateful=True, weight=0.3) == 0.3
    assert slur_weight("neighbors", hateful=True) == 1.0


def test_terms_match_whole_words_only() -> None:
    assert not has_term("hard", "the raccoons live near Pakistan")
    assert not has_term("jewish", "a jewelry shop")
    assert has_term("jewish", "the (((media)))")
    assert unmentioned_jews("a jewelry shop") == 0.0
    assert unmentioned_jews("talks in Israel") is None


def test_hate_without_a_known_target_masks_antisemitism_where_jews_may_be_meant() -> None:
    assert hateful_targets("they run the banks of Zion", antisemitic=None) == {
        "identity_attack": 1.0,
        "toxicity": 1.0,
        "slur": 0.0,
    }
    assert hateful_targets("those farmers again", antisemitic=None)["antisemitism"] == 0.0
    assert weak_hate("the jews again") == (
        {"identity_attack": 1.0, "toxicity": 1.0, "antisemitism": 1.0, "slur": 0.0},
        0.6,
    )


def test_no_hate_is_not_no_toxicity() -> None:
    targets = peaceful_targets("what a rotten day", antisemitic=0.0)
    assert set(targets) == {"identity_attack", "antisemitism", "slur"}
    assert set(targets.values()) == {0.0}


def test_clean_talk_is_zero_for_every_label() -> None:
    assert clean() == dict.fromkeys(LABELS, 0.0)


def test_a_missing_swear_word_proves_nothing() -> None:
    assert profanity_target("what the fuck") == 1.0
    assert profanity_target("what on earth") is None
