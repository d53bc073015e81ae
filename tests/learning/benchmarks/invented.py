"""Invented corpora in the published layouts, with the made-up words of the fake classifier."""

from __future__ import annotations

from pathlib import Path

from tests.learning.corpus_files import write_rows


def write_corpora(root: Path) -> Path:
    """A few rows of each corpus that a benchmark reads."""
    _write_iu(root / "iu_antisemitism")
    _write_olid(root / "olid")
    _write_hatexplain(root / "hatexplain")
    _write_small(root)
    _write_spans(root / "toxic_spans")
    return root


def _write_iu(folder: Path) -> None:
    rows = [["year", "Keyword", "Biased", "text"]]
    for n in range(60):
        rows.append([("2019", "2020", "2021")[n % 3], "Jews", "0", f"jews live in town {n}"])
        rows.append([("2019", "2020", "2021")[n % 3], "Jews", "1", f"jewhateword again {n}"])
    rows += [["2019", "Kikes", "0", f"never say that word, tweet {n}"] for n in range(40)]
    write_rows(folder / "derived_train_2019_2021.csv", rows)


def _write_olid(folder: Path) -> None:
    head = ["id", "tweet", "subtask_a", "subtask_b", "subtask_c"]
    rows = [[str(n), f"good day {n}", "NOT", "NULL", "NULL"] for n in range(80)]
    rows += [[str(n), f"an insultword {n}", "OFF", "UNT", "NULL"] for n in range(80, 160)]
    write_rows(folder / "olid-training-v1.0.tsv", [head, *rows])
    answers = [["901", "NOT"], ["902", "OFF"], ["903", "OFF"]]
    write_rows(folder / "labels-levela.csv", [["id", "label"], *answers])
    tests = [["901", "nice"], ["902", "you insultword"], ["903", "disguised"]]
    write_rows(folder / "testset-levela.tsv", [["id", "tweet"], *tests])


def _write_hatexplain(folder: Path) -> None:
    head = ["id", "split", "text", "label", "votes", "targets", "rationale_mask"]
    texts = {
        "hate": ("you slurword there", "[0, 0, 0]", "African", "010"),
        "offensive": ("you insultword there", "[2, 2, 2]", "", "010"),
        "normal": ("good day everyone", "[1, 1, 1]", "", "000"),
    }
    rows = [
        [f"{split}-{label}-{n}", split, f"{text} {n}", label, votes, targets, f"{mask}0"]
        for split in ("val", "test")
        for label, (text, votes, targets, mask) in texts.items()
        for n in range(8)
    ]
    write_rows(folder / "derived_valtest.csv", [head, *rows])
    coarse = ["text", "rationale_pos", "label", "label_religion", "in_valtest"]
    write_rows(folder / "derived_magpie.csv", [coarse])


def _write_small(root: Path) -> None:
    cold = ["COLDID", "text", "off", "slur", "cat"]
    rows = [[str(n), f"a slurword {n}", "1.0", "1.0", "offSlur"] for n in range(40)]
    rows += [[str(n), f"a fine word {n}", "0.0", "0.0", "non"] for n in range(40, 80)]
    write_rows(root / "cold" / "derived_majority.csv", [cold, *rows])
    cad = ["id", "text", "labels"]
    write_rows(root / "cad" / "cad_v1_1_train.tsv", [cad])
    entries = [
        ["a-1", "you insultword", "PersonDirectedAbuse,IdentityDirectedAbuse"],
        ["b-1", "a slurword", "IdentityDirectedAbuse"],
        ["c-1", "good day", "Neutral"],
    ]
    write_rows(root / "cad" / "cad_v1_1_dev.tsv", [cad, *entries])
    shares = ["text", "toxicity", "insult", "identity_attack", "threat", "obscene"]
    write_rows(root / "civil_comments_sample" / "derived_scores.csv", [shares])
    drawn = [
        ["what a lovely concert", "not toxic", "test"],
        ["a threatword by mistake", "not toxic", "test"],
        ["you insultword", "toxic", "test"],
        ["a hidden remark", "toxic", "test"],
    ]
    write_rows(
        root / "civil_comments_sample" / "derived_random_dev.csv",
        [["example", "label", "part"], *drawn],
    )
    talk = [[str(n), f"please see the sources on page {n}", "0", ""] for n in range(60)]
    for name in ("gc", "gn"):
        table = [["id", "text", "label", "parent"], *talk]
        write_rows(root / "context_toxicity" / f"{name}.csv", table)
    write_rows(
        root / "context_toxicity" / "cat_small.csv", [["text", "parent_text", "tox_codes_ic"]]
    )


def _write_spans(folder: Path) -> None:
    comments = [
        "comment_id", "comment_text", "n_annot", "frac_not_toxic", "semeval_split", "n_insult",
        "n_identity_based_attack", "n_threat", "n_profane_obscene",
    ]  # fmt: skip
    write_rows(folder / "derived_comment_labels_train.csv", [comments])
    write_rows(folder / "annotations.csv", [["annotation", "comment_id"]])
    write_rows(folder / "spans.csv", [["annotation", "type", "start", "end"]])
    write_rows(folder / "tsd_train.csv", [["spans", "text"]])
    places = str(list(range(6, 16)))
    write_rows(
        folder / "tsd_trial.csv",
        [["spans", "text"], [places, "you a insultword"], ["[]", "all is well"]],
    )
