from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from moderation.artifacts import write_folder
from moderation.assess import Assessor, load_assessor
from moderation.classifiers import catalog
from moderation.classifiers.base import Classifier, TextScore, WindowScore
from moderation.config import Config, default_policy
from moderation.domain import Outcome, ScoringState
from moderation.errors import ArtifactError
from moderation.terms import TermMatcher, load_terms
from moderation.testing import FakeClassifier, fake_assessor, make_comment
from tests.learning.tiny import write_model

POLICY = default_policy()


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return fake_assessor(POLICY)


def marked(text: str, spans: Sequence[object], origin: str) -> list[str]:
    return [text[s.start : s.end] for s in spans if s.origin == origin]  # type: ignore[attr-defined]


def test_a_comment_is_scored_explained_judged_and_ranked(assessor: Assessor) -> None:
    comment = make_comment("You are a slurword, go away.")
    (reviewed,) = assessor.review([comment])
    assert reviewed.comment is comment
    assert reviewed.assessment.score_of("slur") == 0.9
    assert reviewed.assessment.model_version == "fake/1"
    assert set(marked(comment.text, reviewed.assessment.spans, "model")) == {"slurword"}
    assert reviewed.verdict.outcome is Outcome.HOLD
    assert reviewed.priority.value > 0.3


def test_results_come_in_the_order_of_the_comments(assessor: Assessor) -> None:
    texts = ["fine day", "slurword", "", "an insultword here", "fine night"]
    comments = [make_comment(text, external_id=str(i)) for i, text in enumerate(texts)]
    reviewed = assessor.review(comments)
    assert [r.comment.text for r in reviewed] == texts
    assert [r.assessment.comment_id for r in reviewed] == [c.id for c in comments]
    assert reviewed[3].assessment.score_of("harassment") == 0.8


def test_nothing_to_review_is_no_work(assessor: Assessor) -> None:
    assert assessor.review([]) == []


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u200b", "<br>"])
def test_a_comment_without_text_is_empty_not_harmless(assessor: Assessor, text: str) -> None:
    (reviewed,) = assessor.review([make_comment(text)])
    assert reviewed.assessment.state is ScoringState.EMPTY
    assert reviewed.assessment.windows == 0
    assert all(score.value == 0.0 for score in reviewed.assessment.scores)


def test_another_language_is_a_state_and_not_a_low_score(assessor: Assessor) -> None:
    text = "Die Straßenbahn soll endlich gebaut werden, aber der Stadtrat streitet immer noch."
    (reviewed,) = assessor.review([make_comment(text)])
    assert reviewed.assessment.language == "de"
    assert reviewed.assessment.state is ScoringState.UNSUPPORTED_LANGUAGE
    assert reviewed.priority.value >= POLICY.ranking.unsupported_floor - 0.01


def test_spans_lie_on_the_original_text(assessor: Assessor) -> None:
    text = "<p>Tom &amp; Ann: slur\u200bword!</p>"
    (reviewed,) = assessor.review([make_comment(text)])
    assert marked(text, reviewed.assessment.spans, "model") == ["slur\u200bword"] * len(
        reviewed.assessment.spans
    )


def test_a_disguised_word_is_read_a_second_time(assessor: Assessor) -> None:
    text = "you s1urword"
    (reviewed,) = assessor.review([make_comment(text)])
    assert reviewed.assessment.score_of("slur") in (0.01, 0.9)
    spaced = "you s l u r w o r d"
    (reviewed,) = assessor.review([make_comment(spaced)])
    assert reviewed.assessment.score_of("slur") == 0.9
    assert marked(spaced, reviewed.assessment.spans, "model")[0] == "s l u r w o r d"


def test_a_term_of_held_down_letters_is_read_a_second_time_but_emphasis_is_not(
    assessor: Assessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = assessor.classifier.score
    seen: list[str] = []

    def noted(texts: Sequence[str]) -> list[TextScore]:
        seen.extend(texts)
        return read(texts)

    monkeypatch.setattr(assessor.classifier, "score", noted)
    assessor.review([make_comment("he is a kkkiiikkkeee"), make_comment("sooo niiice, noooo")])
    assert seen == ["he is a kkkiiikkkeee", "he is a kike", "sooo niiice, noooo"]


def test_a_listed_term_is_a_span_with_its_note(assessor: Assessor) -> None:
    text = "He's kike shill slurword"
    (reviewed,) = assessor.review([make_comment(text)])
    assert "kike" in marked(text, reviewed.assessment.spans, "term")
    assert {hit.label for hit in reviewed.assessment.term_hits} == {"slur", "antisemitism"}
    assert reviewed.verdict.outcome is Outcome.HOLD


def test_an_enormous_comment_says_that_it_was_read_in_part(assessor: Assessor) -> None:
    text = " ".join(f"word{i}" for i in range(30_000))
    (reviewed,) = assessor.review([make_comment(text)])
    assert reviewed.assessment.state is ScoringState.TOO_LONG
    assert reviewed.verdict.outcome is Outcome.HOLD


class WithoutTokens(FakeClassifier):
    """A back end that cannot attribute."""

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        return [WindowScore(values=w.values) for w in super().score_batch(texts)]


def test_a_back_end_without_token_weights_is_explained_by_occlusion() -> None:
    classifier: Classifier = WithoutTokens()
    assessor = Assessor(classifier, TermMatcher(load_terms()), POLICY)
    text = "a threatword for you"
    (reviewed,) = assessor.review([make_comment(text)])
    threats = [s for s in reviewed.assessment.spans if s.label == "threat"]
    assert [text[s.start : s.end] for s in threats] == ["threatword"]


def test_the_normalized_hash_tells_texts_apart(assessor: Assessor) -> None:
    first, second, third = assessor.assess(
        [make_comment("abc"), make_comment("ab\u200bc"), make_comment("abd")]
    )
    assert first.normalized_hash == second.normalized_hash != third.normalized_hash


def test_the_configured_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "shipped_models", lambda: tmp_path)
    write_model(tmp_path)
    config = Config(data_dir=tmp_path / "data")
    assert load_assessor(config).model_version == "tiny/1.0.0"
    assert load_assessor(config, ref="tiny/1.0.0").model_version == "tiny/1.0.0"
    with pytest.raises(ArtifactError, match="moderation models list"):
        load_assessor(config, ref="tiny/9.9.9")


def test_without_any_model_the_message_says_how_to_train(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "shipped_models", lambda: tmp_path)
    with pytest.raises(ArtifactError, match="moderation train"):
        load_assessor(Config(data_dir=tmp_path / "data"))


def test_the_newest_shipped_model_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from moderation.artifacts import read_manifest

    monkeypatch.setattr(catalog, "shipped_models", lambda: tmp_path)
    old = read_manifest(write_model(tmp_path))
    newer = replace(old, version="0.9.0", created_at="2027-01-01T00:00:00+00:00")
    write_folder(tmp_path, newer, {}, "")
    assert catalog.default_ref() == "tiny/0.9.0"


def test_a_term_repeated_without_end_is_told_twenty_times(assessor: Assessor) -> None:
    (reviewed,) = assessor.review([make_comment("kike " * 3000)])
    slurs = [hit for hit in reviewed.assessment.term_hits if hit.label == "slur"]
    assert [hit.start for hit in slurs] == [5 * i for i in range(20)]


def test_the_reason_for_a_slur_against_jews_says_slur(assessor: Assessor) -> None:
    (reviewed,) = assessor.review([make_comment("He's kike shill")])
    (term,) = [reason for reason in reviewed.verdict.reasons if reason.code == "term"]
    assert term.label == "slur"


class Scripted(FakeClassifier):
    """Gives every label the value of the first of some words that the text has."""

    def __init__(self, values: dict[str, float]) -> None:
        super().__init__()
        self.given = values

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        found = [next((v for w, v in self.given.items() if w in text), 0.0) for text in texts]
        return [WindowScore(values=(value,) * len(self.labels)) for value in found]


@pytest.mark.parametrize(("mended", "counted"), [(0.59, 0.5), (0.61, 0.61), (0.2, 0.5)])
def test_a_mended_word_counts_only_well_above_the_plain_reading(
    mended: float, counted: float
) -> None:
    assessor = fake_assessor(POLICY, classifier=Scripted({"stpuid": 0.5, "stupid": mended}))
    (assessment,) = assessor.assess([make_comment("you are a stpuid one")])
    assert assessment.score_of("toxicity") == counted


def test_a_mended_word_is_marked_where_it_was_broken() -> None:
    assessor = fake_assessor(POLICY, classifier=Scripted({"stupid": 0.9}))
    text = "you are a st*pid one"
    (assessment,) = assessor.assess([make_comment(text)])
    assert "st*pid" in marked(text, assessment.spans, "model")


def test_what_is_surely_disguised_is_read_undone_and_not_as_it_stands() -> None:
    assessor = fake_assessor(POLICY, classifier=Scripted({"ɥ": 0.9, "this": 0.1}))
    (assessment,) = assessor.assess([make_comment("is sᴉɥʇ fine")])
    assert assessment.score_of("toxicity") == 0.1


def test_a_slur_that_only_a_guess_shows_is_no_clear_case(assessor: Assessor) -> None:
    (reviewed,) = assessor.review([make_comment("he is a niggre they said")])
    (hit,) = [hit for hit in reviewed.assessment.term_hits if hit.label == "slur"]
    assert (hit.term, hit.ambiguous) == ("nigger", True)
    assert reviewed.verdict.outcome is not Outcome.HOLD
