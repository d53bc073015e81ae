"""The committed labels: read strictly, and taken before a corpus's own in training."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.domain import IHRA, LABELS
from moderation.errors import CorpusError
from moderation.learning.annotations.labels import (
    COLUMNS,
    Annotation,
    annotate,
    read_labels,
    with_annotations,
)
from moderation.learning.corpora import list_corpora
from tests.learning.annotations.rows import example

ALL = dict.fromkeys(LABELS, 0.0)
HEAD = ",".join(COLUMNS)


def _known(identity: str, **targets: float) -> dict[str, Annotation]:
    return {identity: Annotation(id=identity, stratum="news", targets=targets)}


def _table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return path


def test_a_row_is_read_with_its_blanks_left_unjudged(tmp_path: Path) -> None:
    line = "cold/1,slur_terms,1,0,,0.5,0,0,1,use+counter,nazi_equation"
    found = read_labels(_table(tmp_path, line))["cold/1"]
    assert found.targets == {
        "slur": 1.0,
        "harassment": 0.0,
        "identity_attack": 0.5,
        "threat": 0.0,
        "profanity": 0.0,
        "toxicity": 1.0,
    }
    assert (found.uses, found.subtypes) == (("use", "counter"), ("nazi_equation",))
    assert ",".join(found.cells()) == line


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["cold/1,news,2,0,0,0,0,0,0,,"], "line 2: slur is '2'"),
        (["cold/1,news,0,0"], "line 2: expected 11 cells, found 4"),
        (["cold/1,news,0,0,0,0,0,0,0,,"] * 2, "line 3: cold/1 stands there twice"),
    ],
)
def test_a_damaged_table_is_named_by_line(tmp_path: Path, lines: list[str], fault: str) -> None:
    with pytest.raises(CorpusError, match=fault):
        read_labels(_table(tmp_path, *lines))


def test_a_missing_table_and_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be read"):
        read_labels(tmp_path / "labels.csv")
    (tmp_path / "labels.csv").write_text("id,label\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="expected the columns id,stratum,slur"):
        read_labels(tmp_path / "labels.csv")


def test_an_annotated_copy_keeps_split_group_and_text_and_has_our_targets_at_full_weight() -> None:
    row = example("cold/1", text="Some comment", split="test", group="cold/pair")
    (copy,) = annotate([row, example("cold/2")], _known("cold/1", **ALL))
    assert (copy.id, copy.corpus, copy.text) == ("annotated/cold/1", "annotated", "Some comment")
    assert (copy.split, copy.group, copy.weight) == ("test", "cold/pair", 1.0)
    assert (copy.licence, copy.permissive) == (row.licence, row.permissive)
    assert copy.targets == ALL


def test_a_marked_stretch_stays_only_where_we_too_give_the_label() -> None:
    row = example("cold/1", spans=((0, 1, "toxicity"), (2, 9, "slur")))
    (copy,) = annotate([row], _known("cold/1", toxicity=0.5, slur=0.0))
    assert copy.spans == ((0, 1, "toxicity"),)


def test_our_judgement_replaces_the_corpus_label_of_a_training_row() -> None:
    row = example("cold/1", targets={"slur": 1.0, "antisemitism": 1.0})
    known = _known("cold/1", slur=0.0, toxicity=0.0)
    left, ours = with_annotations([row], known)
    assert (left.corpus, left.targets) == ("cold", {"antisemitism": 1.0})
    assert (ours.corpus, ours.targets) == ("annotated", {"slur": 0.0, "toxicity": 0.0})


def test_a_training_row_that_we_judged_as_a_whole_is_left_out_of_its_corpus() -> None:
    rows = with_annotations([example("cold/1"), example("cold/2")], _known("cold/1", **ALL))
    assert [row.id for row in rows] == ["cold/2", "annotated/cold/1"]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_a_kept_out_row_still_measures_its_own_corpus(split: str) -> None:
    row = example("cold/1", split=split)
    first, ours = with_annotations([row], _known("cold/1", **ALL))
    assert first == row
    assert (ours.corpus, ours.split) == ("annotated", split)


def test_the_committed_labels_name_rows_of_corpora_that_are_read() -> None:
    known = read_labels()
    assert {identity.partition("/")[0] for identity in known} <= set(list_corpora())
    assert all(1 <= len(one.targets) <= len(LABELS) for one in known.values())


def test_where_a_crowd_voted_on_toxicity_its_vote_outranks_our_reading() -> None:
    row = example("toxic_spans/1", targets={"toxicity": 1.0, "slur": 0.0})
    left, copy = with_annotations([row], _known("toxic_spans/1", toxicity=0.0, slur=1.0))
    assert left.targets == {"toxicity": 1.0}
    assert copy.targets == {"slur": 1.0}


def test_a_contested_subtype_is_told_to_the_wider_definition() -> None:
    known = {
        "cold/1": Annotation(
            id="cold/1", stratum="news", targets={"slur": 0.0}, subtypes=("nazi_equation",)
        )
    }
    (copy,) = annotate([example("cold/1")], known)
    assert copy.targets == {"slur": 0.0, IHRA: 1.0}
