"""Corpora of hate and of spans: targets, rationales, pairs, dirty negatives."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.domain import IHRA
from moderation.learning.corpora.hatexplain import masked_words, shifted_words
from moderation.learning.corpora.toxic_spans import stretches
from tests.learning.corpus_files import read, write_rows


def write_spans(folder: Path, comments: list[list[str]]) -> None:
    head = ["comment_id", "comment_text", "n_annot", "frac_not_toxic", "frac_all_toxic"]
    counts = ["n_identity_based_attack", "n_insult", "n_other_toxicity", "n_profane_obscene"]
    rows = [[*head, *counts, "n_threat", "semeval_split"], *comments]
    write_rows(folder / "derived_comment_labels_train.csv", rows)
    marks = [["annotation", "comment_id", "worker", "country", "all toxic", "not toxic"]]
    marks += [[str(n), "1", str(n), "X", "False", "False"] for n in range(3)]
    write_rows(folder / "annotations.csv", marks)
    spans = [["0", "Insult", "4", "7"], ["1", "Insult", "0", "7"], ["2", "Threat", "0", "3"]]
    write_rows(folder / "spans.csv", [["annotation", "type", "start", "end"], *spans])
    write_rows(folder / "tsd_train.csv", [["spans", "text"], ["[4, 5, 6]", "you oaf you"]])
    write_rows(folder / "tsd_trial.csv", [["spans", "text"], ["[]", "a trial row"]])


def test_toxic_spans_votes_become_shares_and_agreed_characters_spans(tmp_path: Path) -> None:
    write_spans(
        tmp_path,
        [
            ["1", "you oaf you", "4", "0.25", "0", "0", "3", "0", "0", "1", "train"],
            ["2", "this damn tax", "3", "0.0", "0", "0", "1", "0", "0", "0", "trial"],
            ["3", "you know it all", "3", "0.66", "0", "0", "1", "0", "0", "0", "extra"],
            ["4", "you know nothing", "3", "1.0", "0", "0", "2", "0", "0", "0", "extra"],
        ],
    )
    found = read("toxic_spans", tmp_path)
    assert found["1"].targets["harassment"] == 0.75
    assert found["1"].targets["toxicity"] == 0.75
    assert "threat" not in found["1"].targets, "a lone vote for a rare type is masked"
    assert found["1"].spans == ((4, 7, "harassment"), (4, 7, "toxicity"))
    assert "profanity" not in found["2"].targets, "the swear word got no vote of its own"
    assert (found["1"].split, found["2"].split) == ("train", "dev")
    assert found["3"].targets == {"toxicity": 0.5}, "a disputed row is no negative"
    assert found["4"].targets == {"toxicity": 0.5, "harassment": pytest.approx(2 / 3)}


def test_neighboring_offsets_join_into_stretches() -> None:
    assert stretches([9, 4, 5, 5, 3]) == [(3, 6), (9, 10)]
    assert stretches([]) == []


def test_iu_splits_by_year_and_talk_on_the_state_is_no_identity_attack(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "derived_train_2019_2021.csv",
        [
            ["year", "Keyword", "Biased", "text"],
            ["2019", "Jews", "1", "those Jews\\nagain"],
            ["2020", "Israel", "1", "Israel and so on"],
            ["2021", "Jews", "0", "Jews live here too"],
            ["2021", "Kikes", "0", "kikes is a slur for us"],
        ],
    )
    found = read("iu_antisemitism", tmp_path)
    assert found["1"].text == "those Jews\nagain"
    assert found["1"].targets["identity_attack"] == 1.0
    assert found["1"].targets["antisemitism"] == found["1"].targets[IHRA] == 1.0
    assert found["2"].targets == {IHRA: 1.0, "slur": 0.0}
    calm = {"identity_attack": 0.0, "antisemitism": 0.0, "slur": 0.0, IHRA: 0.0}
    assert found["3"].targets == calm
    assert (found["4"].targets["slur"], found["4"].weight) == (0.0, 0.5)
    assert [e.split for e in found.values()] == ["train", "train", "test", "test"]


def test_a_tenth_of_the_iu_years_before_the_last_is_for_thresholds(tmp_path: Path) -> None:
    rows = [
        [year, "Israel", "0", f"{year} tweet {n}"] for year in ("2020", "2021") for n in range(200)
    ]
    head = ["year", "Keyword", "Biased", "text"]
    write_rows(
        tmp_path / "derived_train_2019_2021.csv",
        [head, *rows, ["2019", "Israel", "1", "2020 TWEET 0"]],
    )
    found = list(read("iu_antisemitism", tmp_path).values())
    assert {e.split for e in found[200:400]} == {"test"}
    assert 8 <= sum(e.split == "dev" for e in found[:200]) <= 35
    assert {e.split for e in found[:200]} == {"train", "dev"}
    assert found[-1].split == found[0].split, "a text that is there twice lies in one part"


def test_two_fifths_of_the_iu_kword_tweets_are_kept_out(tmp_path: Path) -> None:
    rows = [["2019", "Kikes", "0", f"tweet {n}"] for n in range(200)]
    head = ["year", "Keyword", "Biased", "text"]
    write_rows(tmp_path / "derived_train_2019_2021.csv", [head, *rows])
    splits = [e.split for e in read("iu_antisemitism", tmp_path).values()]
    assert 55 <= splits.count("test") <= 105
    assert splits.count("train") > 50


def test_redditbias_reads_mac_roman_and_drops_what_has_no_plain_label(tmp_path: Path) -> None:
    head = ["id", "attribute_in_window", "comment", "phrase", "bias_sent", "bias_phrase"]
    rows = [
        head,
        ["x1", "TRUE", "jews don’t share", "p", "1", "1"],
        ["x2", "TRUE", "people say jews are greedy", "p", "0", "0"],
        ["x3", "TRUE", "no label here", "p", "", ""],
        ["x4", "TRUE", "a question", "p", "question", "0"],
        ["x5", "TRUE", "disputed", "p", "1", "0"],
        ["x6", "TRUE", "Disputed!", "p", "0", "0"],
        ["x7", "TRUE", "Jews don’t share.", "p", "1.0", "1"],
    ]
    stem = "reddit_comments_{}_processed_phrase_annotated.csv"
    write_rows(tmp_path / stem.format("religion1_jews"), rows, encoding="mac_roman")
    others = [head, ["y", "TRUE", "they are all alike", "p", "1", "1"]]
    for name in ("religion2_muslims", "race_black", "orientation_lgbtq", "gender_female"):
        write_rows(tmp_path / stem.format(name), others)
    found = read("redditbias", tmp_path)
    assert {row for row in found if "jews" in row} == {"religion1_jews-1", "religion1_jews-2"}
    assert found["religion1_jews-1"].text == "jews don’t share"
    assert found["religion1_jews-1"].targets["antisemitism"] == 1.0
    assert found["religion1_jews-2"].targets["antisemitism"] == 0.0
    assert found["race_black-1"].targets["antisemitism"] == 0.0
    assert found["gender_female-1"].weight < found["race_black-1"].weight
    assert found["gender_female-1"].group == found["race_black-1"].group


def test_wiegand_abuse_of_jews_is_antisemitism_and_harmless_forms_are_not(tmp_path: Path) -> None:
    head = ["#SENTENCE_FROM_TWEET", "LABEL", "VERB", "TARGET"]
    rows = [
        ["Jews spoil it.", "ABUSE", "spoil", "Jews"],
        ["Women spoil it.", "ABUSE", "spoil", "Women"],
        ["Jews read it.", "OTHER", "read", "Jews"],
    ]
    path = tmp_path / "sentences.english.csv"
    path.write_text("\n".join("\t".join(row) for row in [head, *rows]), encoding="utf-8")
    found = read("wiegand_identity_groups", tmp_path)
    assert [e.targets["antisemitism"] for e in found.values()] == [1.0, 0.0, 0.0]
    assert [e.targets["toxicity"] for e in found.values()] == [1.0, 1.0, 0.0]


def test_hatexplain_votes_targets_and_rationales(tmp_path: Path) -> None:
    full = ["id", "split", "text", "label", "votes", "targets", "rationale_mask"]
    write_rows(
        tmp_path / "derived_valtest.csv",
        [
            full,
            ["1", "val", "all jews lie", "hate", "[0, 0, 2]", "Jewish", "011"],
            ["2", "test", "my nigga lies", "offensive", "[2, 2, 1]", "", "001"],
            ["3", "test", "jews read books", "normal", "[1, 1, 1]", "Jewish", "000"],
        ],
    )
    coarse = ["text", "rationale_pos", "label", "label_religion", "in_valtest"]
    write_rows(
        tmp_path / "derived_magpie.csv",
        [
            coarse,
            ["those jews lie again", "those jews", "2", "1", "0"],
            ["already measured", "", "2", "0", "1"],
            ["muslims and jews lie", "", "2", "1", "0"],
            ["a calm remark", "", "0", "0", "0"],
            ["rude remark", "", "1", "0", "0"],
        ],
    )
    found = read("hatexplain", tmp_path)
    assert found["1"].targets["antisemitism"] == pytest.approx(5 / 6)
    assert found["1"].spans == ((4, 12, "identity_attack"),)
    assert (found["1"].split, found["2"].split) == ("dev", "test")
    assert "toxicity" not in found["2"].targets, "an in-group word makes the votes doubtful"
    assert found["3"].targets["antisemitism"] == 0.0
    assert "coarse-2" not in found
    assert (found["coarse-1"].targets["antisemitism"], found["coarse-1"].weight) == (1.0, 0.6)
    assert found["coarse-1"].spans == ((6, 14, "identity_attack"),)
    assert "antisemitism" not in found["coarse-3"].targets
    assert found["coarse-4"].targets["identity_attack"] == 0.0
    assert "identity_attack" not in found["coarse-5"].targets


def test_a_mask_that_does_not_fit_its_words_gives_no_spans() -> None:
    assert masked_words("one two", "111", "toxicity") == ()
    assert masked_words("one two three", "101", "toxicity") == (
        (0, 3, "toxicity"),
        (8, 13, "toxicity"),
    )


def test_coarse_phrases_mean_the_words_one_place_to_the_right() -> None:
    assert shifted_words("a b c d", "a b", "toxicity") == ((2, 5, "toxicity"),)
    assert shifted_words("a b c d", "d", "toxicity") == ()
    assert shifted_words("a b c d", "a;c; ", "toxicity") == ((2, 3, "toxicity"), (6, 7, "toxicity"))


def test_ghc_teaches_its_positives_only(tmp_path: Path) -> None:
    rows = [
        ["text", "hd", "cv", "vo"],
        ["those jews", "1", "0", "0"],
        ["drive the farmers out", "0", "1", "0"],
        ["what the fuck", "0", "0", "1"],
        ["a coded remark", "0", "0", "0"],
    ]
    write_rows(tmp_path / "ghc_train.tsv", rows)
    write_rows(tmp_path / "ghc_test.tsv", rows[:1])
    found = read("ghc", tmp_path)
    assert set(found) == {"train-1", "train-2", "train-3"}
    assert (found["train-1"].targets["antisemitism"], found["train-1"].weight) == (1.0, 0.6)
    assert found["train-2"].targets["threat"] == 1.0
    assert found["train-3"].targets["profanity"] == 1.0
    assert "identity_attack" not in found["train-3"].targets


def test_implicit_hate_joins_kind_and_target_on_the_post(tmp_path: Path) -> None:
    posts = [
        ["they own it all", "implicit_hate"],
        ["those farmers", "implicit_hate"],
        ["out with the jews", "explicit_hate"],
        ["a calm remark", "not_hate"],
        ["about jews", "not_hate"],
    ]
    write_rows(tmp_path / "implicit_hate_v1_stg1_posts.tsv", [["post", "class"], *posts])
    kinds = [["they own it all", "incitement", ""], ["those farmers", "threatening", ""]]
    head = ["post", "implicit_class", "extra_implicit_class"]
    write_rows(tmp_path / "implicit_hate_v1_stg2_posts.tsv", [head, *kinds])
    groups = [["they own it all", "Jews", "x"], ["those farmers", "Farmers", "x"]]
    head = ["post", "target", "implied_statement"]
    write_rows(tmp_path / "implicit_hate_v1_stg3_posts.tsv", [head, *groups])
    found = read("implicit_hate", tmp_path)
    assert found["1"].targets["antisemitism"] == 1.0
    assert "threat" not in found["1"].targets
    assert (found["2"].targets["antisemitism"], found["2"].targets["threat"]) == (0.0, 1.0)
    assert (found["3"].targets["antisemitism"], found["3"].weight) == (1.0, 0.6)
    assert found["4"].weight == 0.3
    assert "toxicity" not in found["4"].targets
    assert not found.get("5") or not found["5"].targets


def test_stormfront_groups_sentences_by_post_and_drops_dirty_negatives(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "stormfront_all.csv",
        [
            ["file_id", "subforum_id", "num_contexts", "label", "text", "sampled_split"],
            ["5_1", "1", "0", "hate", "those farmers", ""],
            ["5_2", "1", "0", "noHate", "the weather", ""],
            ["5_3", "1", "0", "noHate", "the jews", ""],
            ["5_4", "1", "1", "relation", "as above", ""],
        ],
    )
    found = read("stormfront_vicomtech", tmp_path)
    assert set(found) == {"5_1", "5_2"}
    assert found["5_1"].group == found["5_2"].group
    assert found["5_2"].weight == 0.3


def test_dynhate_drops_broken_rows_and_doubts_the_target_of_a_perturbation(tmp_path: Path) -> None:
    head = ["id", "text", "label", "dataset"]
    rows = [
        ["7", "the jews again", "1", "d"],
        ["7p", "the farmers again", "1", "d"],
        ["8", "the bakers again", "1", "d"],
        ["9", "not hateful about jews", "0", "d"],
        ["10", "broken row", "", ""],
    ]
    write_rows(tmp_path / "dynabench2021_valid.csv", [head, *rows])
    write_rows(tmp_path / "dynabench2021_test.csv", [head])
    table = "2020-12-31-DynamicallyGeneratedHateDataset-targets-v0.1.csv"
    known = [["7", "0", "1", "0"], ["7p", "0", "1", "0"], ["8", "0", "0", "0"]]
    write_rows(tmp_path / table, [["id", "none", "jew", "NoTargetRecorded"], *known])
    found = read("dynhate", tmp_path)
    assert set(found) == {"7", "7p", "8", "9"}
    assert found["7"].group == found["7p"].group
    assert [found[row].targets["antisemitism"] for row in ("7", "8", "9")] == [1.0, 0.0, 0.0]
    assert "antisemitism" not in found["7p"].targets
    assert "toxicity" not in found["9"].targets


def test_hatemoji_pairs_stay_together_and_only_threats_are_threats(tmp_path: Path) -> None:
    head = ["entry_id", "text", "type", "target", "round.base", "round.set", "set", "split"]
    tail = ["label_gold", "matched_text", "matched_id"]
    rest = ["5", "5a", "original"]
    rows = [
        ["1", "🔪 the jews", "threateninglanguage", "['jew']", *rest, "train", "1", "x", "2"],
        ["3", "🐷 farmers", "derogation", "['wc']", *rest, "train", "1", "x", "4"],
    ]
    write_rows(tmp_path / "train.csv", [[*head, *tail], *rows])
    pair = ["2", "🍎 the jews", "none", "['none']", *rest, "test", "0", "x", "1"]
    write_rows(tmp_path / "test.csv", [[*head, *tail], pair])
    write_rows(tmp_path / "validation.csv", [[*head, *tail]])
    found = read("hatemoji_build", tmp_path)
    assert found["1"].group == found["2"].group
    assert found["1"].split == found["2"].split
    assert (found["1"].targets["threat"], found["3"].targets["threat"]) == (1.0, 0.0)
    assert (found["1"].targets["antisemitism"], found["2"].targets["antisemitism"]) == (1.0, 0.0)
