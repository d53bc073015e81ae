"""How each corpus's own labels become ours, on invented rows in its layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.errors import CorpusError
from tests.learning.corpus_files import read, write_rows

ALL_ZERO = {
    "slur": 0.0,
    "harassment": 0.0,
    "antisemitism": 0.0,
    "identity_attack": 0.0,
    "threat": 0.0,
    "profanity": 0.0,
    "toxicity": 0.0,
}


def test_civil_shares_train_and_the_random_draw_only_measures(tmp_path: Path) -> None:
    scores = ["text", "toxicity", "severe_toxicity", "obscene", "threat", "insult"]
    write_rows(
        tmp_path / "derived_scores.csv",
        [
            [*scores, "identity_attack", "sexual_explicit"],
            ["you fool", "0.8", "0", "0.1", "0", "0.7", "0.05", "0"],
            ["nice park", "0.0", "0", "0", "0", "0", "0", "0"],
        ],
    )
    write_rows(
        tmp_path / "derived_random_dev.csv",
        [["example", "label", "part"], ["you clown", "toxic", "test"], ["ok", "not toxic", "seed"]],
    )
    found = read("civil_comments_sample", tmp_path)
    assert found["scores-1"].targets == ALL_ZERO | {
        "toxicity": 0.8,
        "harassment": 0.7,
        "identity_attack": 0.05,
        "profanity": 0.1,
    }
    assert found["scores-2"].targets == ALL_ZERO
    assert found["random-1"].targets == {"toxicity": 1.0, "slur": 0.0, "antisemitism": 0.0}
    assert found["random-2"].targets == ALL_ZERO
    assert {found["random-1"].split, found["random-2"].split} == {"test"}


def test_the_gender_subset_teaches_toxicity_and_clean_talk(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "derived.csv",
        [
            ["comment", "target", "male", "female"],
            ["silly man", "0.6", "1.0", "0.0"],
            ["my aunt sang", "0.0", "0.0", "1.0"],
        ],
    )
    found = read("civil_comments_gender_subset", tmp_path)
    assert found["1"].targets == {"toxicity": 0.6, "slur": 0.0, "antisemitism": 0.0}
    assert found["2"].targets == ALL_ZERO


def test_talk_posts_keep_their_parent_and_clean_ones_are_zero_for_all(tmp_path: Path) -> None:
    head = ["id", "text", "parent", "label", "api"]
    write_rows(
        tmp_path / "gc.csv",
        [
            head,
            ["7.1", "thanks for the fix", "I mended it", "0", "0.1"],
            ["7.2", "oaf", "", "1", "1"],
        ],
    )
    write_rows(
        tmp_path / "gn.csv", [["id", "text", "label", "api", "parent"], ["8", "hm", "0", "0", ""]]
    )
    codes = ["text", "parent_text", "tox_codes_oc", "label_oc", "tox_codes_ic", "label_ic"]
    write_rows(
        tmp_path / "cat_small.csv", [codes, ["come on", "no", "[0. 0. 0.]", "0", "[0. 1. 1.]", "1"]]
    )
    found = read("context_toxicity", tmp_path)
    assert found["gc-7.1"].targets == ALL_ZERO
    assert found["gc-7.1"].parent_text == "I mended it"
    assert found["gn-8"].parent_text is None
    assert found["gc-7.2"].targets["harassment"] == 1.0
    assert found["gc-7.2"].weight == 0.5
    assert "profanity" not in found["gc-7.2"].targets
    assert found["cat-1"].targets["toxicity"] == pytest.approx(2 / 3)


def test_jigsaw_labels_are_taken_over_and_clean_rows_are_zero_for_all(tmp_path: Path) -> None:
    head = ["id", "comment_text", "toxic", "severe_toxic", "obscene", "threat", "insult"]
    write_rows(
        tmp_path / "jigsaw_toxic_5000.csv",
        [
            [*head, "identity_hate"],
            ["a", "you oaf", "1", "0", "0", "0", "1", "0"],
            ["b", "see the sources", "0", "0", "0", "0", "0", "0"],
            ["c", "the jews did it", "1", "0", "0", "0", "0", "1"],
        ],
    )
    write_rows(
        tmp_path / "wikipedia_toxicity_nonfuzzed_testset.csv",
        [["rev_id", "comment", "toxic"], ["9", "a jewish museum", "False"], ["10", "ugh", "True"]],
    )
    found = read("jigsaw_wikipedia", tmp_path)
    assert found["a"].targets == ALL_ZERO | {"toxicity": 1.0, "harassment": 1.0}
    assert found["b"].targets == ALL_ZERO
    assert "antisemitism" not in found["c"].targets
    assert found["rev-9"].targets == ALL_ZERO
    assert found["rev-10"].targets == {"toxicity": 1.0, "slur": 0.0, "antisemitism": 0.0}


def test_cold_slurs_need_offense_and_a_hard_term(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "derived_majority.csv",
        [
            ["COLDID", "orig", "text", "n", "off", "slur", "nom", "dist", "cat"],
            ["1", "D-1", "shut up faggot", "3", "1.0", "0.75", "0", "0", "offSlur"],
            ["2", "D-2", "shut up bitch", "3", "1.0", "1.0", "0", "0", "offSlur"],
            ["3", "D-3", "us fags at the parade", "3", "0.0", "1.0", "0", "0", "reclaimed"],
            ["4", "D-4", "what a retarded nigga", "3", "1.0", "1.0", "0", "0", "offSlur"],
            ["5", "D-5", "nice hat", "3", "0.0", "0.0", "0", "0", "non"],
        ],
    )
    found = read("cold", tmp_path)
    slurs = {row: example.targets.get("slur") for row, example in found.items()}
    assert slurs == {"1": 0.75, "2": 0.3, "3": 0.0, "4": None, "5": 0.0}
    assert found["2"].targets["toxicity"] == 1.0


def test_davidson_class_offensive_is_left_out_and_votes_become_shares(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "labeled_data.csv",
        [
            ["", "count", "hate_speech", "offensive_language", "neither", "class", "tweet"],
            ["0", "4", "3", "1", "0", "0", "those farmers are vermin"],
            ["1", "3", "0", "3", "0", "1", "these hoes"],
            ["2", "3", "0", "0", "3", "2", "yellow is a color"],
        ],
    )
    found = read("davidson", tmp_path)
    assert set(found) == {"1", "3"}
    assert found["1"].targets["identity_attack"] == 0.75
    assert found["1"].targets["toxicity"] == 1.0
    assert found["3"].targets == {
        "identity_attack": 0.0,
        "toxicity": 0.0,
        "antisemitism": 0.0,
        "slur": 0.0,
    }


def test_olid_teaches_harassment_of_individuals_and_tests_on_level_a(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "olid-training-v1.0.tsv",
        [
            ["id", "tweet", "subtask_a", "subtask_b", "subtask_c"],
            ["1", "@USER you oaf", "OFF", "TIN", "IND"],
            ["2", "liberals lie", "OFF", "TIN", "GRP"],
            ["3", "what the fuck", "OFF", "UNT", "NULL"],
            ["4", "good day", "NOT", "NULL", "NULL"],
        ],
    )
    write_rows(tmp_path / "labels-levela.csv", [["id", "label"], ["9", "OFF"]])
    write_rows(tmp_path / "testset-levela.tsv", [["id", "tweet"], ["9", '"quoted" liar']])
    found = read("olid", tmp_path)
    assert found["1"].targets["harassment"] == 1.0
    assert "harassment" not in found["2"].targets
    assert "toxicity" not in found["3"].targets
    assert (found["3"].targets["profanity"], found["3"].targets["harassment"]) == (1.0, 0.0)
    assert found["4"].targets["toxicity"] == 0.0
    assert "profanity" not in found["4"].targets
    assert (found["test-9"].split, found["test-9"].text) == ("test", '"quoted" liar')
    assert found["1"].weight == 0.5


def test_a_tenth_of_the_olid_training_part_is_for_thresholds(tmp_path: Path) -> None:
    rows = [[str(n), f"tweet {n}", "NOT", "NULL", "NULL"] for n in range(300)]
    head = ["id", "tweet", "subtask_a", "subtask_b", "subtask_c"]
    write_rows(tmp_path / "olid-training-v1.0.tsv", [head, *rows])
    write_rows(tmp_path / "labels-levela.csv", [["id", "label"]])
    write_rows(tmp_path / "testset-levela.tsv", [["id", "tweet"]])
    splits = [e.split for e in read("olid", tmp_path).values()]
    assert set(splits) == {"train", "dev"}
    assert 15 <= splits.count("dev") <= 45


def test_cad_separates_persons_groups_and_affiliations(tmp_path: Path) -> None:
    head = ["id", "text", "labels"]
    write_rows(
        tmp_path / "cad_v1_1_train.tsv",
        [
            head,
            ["a-post", 'an "open quote[linebreak]you oaf', "PersonDirectedAbuse"],
            ["a-title", "lefties lie", "AffiliationDirectedAbuse"],
            ["b", "jews lie", "IdentityDirectedAbuse,PersonDirectedAbuse"],
            ["c", "kike is a slur", "Neutral"],
        ],
    )
    write_rows(tmp_path / "cad_v1_1_dev.tsv", [head, ["d", "not true at all", "CounterSpeech"]])
    found = read("cad", tmp_path)
    assert found["a-post"].text == 'an "open quote\nyou oaf'
    assert found["a-post"].targets["harassment"] == 1.0
    assert "harassment" not in found["a-title"].targets
    assert found["a-post"].group == found["a-title"].group
    assert (found["b"].targets["antisemitism"], found["b"].weight) == (1.0, 0.6)
    assert found["c"].targets["antisemitism"] == 0.0
    assert "slur" not in found["c"].targets
    assert (found["d"].split, found["d"].targets["toxicity"]) == ("dev", 0.0)


def test_sbic_offense_is_weak_and_rows_without_votes_are_left_out(tmp_path: Path) -> None:
    dev = ["post", "n", "off", "intent", "lewd", "who", "src", "tm", "st", "jew_target"]
    write_rows(
        tmp_path / "derived_dev_posts.csv",
        [
            dev,
            ["those farmers", "3", "1.0", "1", "0", "1.0", "x", "[]", "", "0"],
            ["my dull cousin", "3", "0.75", "1", "0", "0.0", "x", "[]", "", "0"],
            ["fine day", "3", "0.0", "0", "0", "", "x", "[]", "", "0"],
            ["no votes", "3", "", "0", "0", "", "x", "[]", "", "0"],
        ],
    )
    write_rows(
        tmp_path / "derived_test_posts.csv",
        [
            ["text", "n", "lab", "layer", "tg", "imp", "jew_target"],
            ["a joke on jews", "3", "1.0", "Implicit HS", "[]", "", "1"],
            ["a remark", "3", "0.0", "Non-HS", "[]", "", "0"],
        ],
    )
    found = read("sbic", tmp_path)
    assert set(found) == {"dev-1", "dev-2", "dev-3", "test-1", "test-2"}
    assert found["dev-1"].targets["identity_attack"] == 1.0
    assert "harassment" not in found["dev-1"].targets
    assert (found["dev-2"].targets["harassment"], found["dev-2"].weight) == (0.75, 0.3)
    assert found["dev-3"].targets["harassment"] == 0.0
    assert found["test-1"].targets["antisemitism"] == 1.0
    assert "toxicity" not in found["test-2"].targets


def test_a_rewritten_pair_shares_its_group_and_a_polite_insult_stays_masked(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "paradetox.noblind.csv",
        [
            ["toxic", "neutral1", "neutral2", "neutral3"],
            ["he is a damn fool", "he is not clever", "", ""],
            ["that oaf", "", "", ""],
        ],
    )
    found = read("paradetox", tmp_path)
    assert set(found) == {"1-toxic", "1-neutral", "2-toxic"}
    assert found["1-toxic"].group == found["1-neutral"].group
    assert found["1-toxic"].split == found["1-neutral"].split
    assert found["1-toxic"].targets["profanity"] == 1.0
    assert "profanity" not in found["2-toxic"].targets
    assert found["1-neutral"].targets["toxicity"] == 0.0
    assert "harassment" not in found["1-neutral"].targets


def test_a_not_toxic_post_with_a_swear_word_masks_profanity(tmp_path: Path) -> None:
    rows = [["text", "is_toxic"], ["damn good soup", "Not Toxic"], ["you oaf", "Toxic"]]
    write_rows(tmp_path / "toxicity_en.noblind.csv", rows)
    found = read("surge_toxicity", tmp_path)
    assert "profanity" not in found["1"].targets
    assert found["1"].targets["harassment"] == 0.0
    assert "harassment" not in found["2"].targets


def test_lists_inside_cells_that_do_not_parse_are_errors(tmp_path: Path) -> None:
    head = ["id", "split", "text", "label", "votes", "targets", "rationale_mask"]
    path = tmp_path / "derived_valtest.csv"
    write_rows(path, [head, ["1", "val", "word", "hate", "many", "", "1"]])
    with pytest.raises(CorpusError, match=r"row 1: expected a list of votes, found 'many'"):
        read("hatexplain", tmp_path)
