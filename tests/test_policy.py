from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.config import default_policy
from moderation.domain import (
    LABELS,
    PHASES,
    Assessment,
    Comment,
    LabelPolicy,
    Outcome,
    Policy,
    Reason,
    Score,
    ScoringState,
    TermHit,
    TermKind,
)
from moderation.policy import judge

POLICY = default_policy()
STRENGTH = [Outcome.NO_OPINION, Outcome.APPROVE, Outcome.HOLD, Outcome.REJECT]


def comment(reports: int = 0) -> Comment:
    return Comment(id="c1", source="s", external_id="1", text="text", reports=reports)


def assessed(
    *hits: TermHit,
    state: ScoringState = ScoringState.SCORED,
    language: str = "en",
    **scores: float,
) -> Assessment:
    return Assessment(
        comment_id="c1",
        model_version="m/1",
        state=state,
        scores=tuple(Score(label=name, value=value) for name, value in scores.items()),
        term_hits=hits,
        language=language,
    )


def hit(
    term: str = "word",
    kind: TermKind = TermKind.SLUR,
    severity: float = 0.9,
    *,
    ambiguous: bool = False,
    target: str = "a group",
) -> TermHit:
    return TermHit(
        start=0,
        end=4,
        term=term,
        label="slur",
        kind=kind,
        language="en",
        target=target,
        severity=severity,
        ambiguous=ambiguous,
    )


def with_label(name: str, label: LabelPolicy) -> Policy:
    return replace(POLICY, labels={**POLICY.labels, name: label})


# --- labels


@pytest.mark.parametrize("label", LABELS)
def test_a_score_at_its_threshold_holds_and_one_just_below_does_not(label):
    threshold = POLICY.labels[label].hold_at
    below = math.nextafter(threshold, 0.0)
    assert judge(comment(), assessed(**{label: threshold}), POLICY).outcome is Outcome.HOLD
    assert judge(comment(), assessed(**{label: below}), POLICY).outcome is Outcome.NO_OPINION


def test_a_held_label_says_score_and_threshold():
    verdict = judge(comment(), assessed(identity_attack=0.734, toxicity=0.1), POLICY)
    assert verdict.reasons == (
        Reason(
            code="label",
            text="Identity attack 0.73, held from 0.60",
            label="identity_attack",
            score=0.734,
            threshold=0.6,
        ),
    )
    assert verdict.policy_version == POLICY.version


def test_the_machine_never_rejects_by_default():
    everything = assessed(hit(severity=1.0), **dict.fromkeys(LABELS, 1.0))
    assert judge(comment(reports=1000), everything, POLICY).outcome is Outcome.HOLD


def test_a_score_at_the_configured_rejection_rejects_and_one_just_below_holds():
    policy = with_label("slur", LabelPolicy(hold_at=0.5, severity=0.9, reject_at=0.95))
    rejected = judge(comment(), assessed(slur=0.95), policy)
    held = judge(comment(), assessed(slur=math.nextafter(0.95, 0.0)), policy)
    assert rejected.outcome is Outcome.REJECT
    assert rejected.reasons == (
        Reason(
            code="label",
            text="Slur 0.95, rejected from 0.95",
            label="slur",
            score=0.95,
            threshold=0.95,
        ),
    )
    assert held.outcome is Outcome.HOLD
    assert held.reasons[0].threshold == 0.5


def test_rejection_by_one_label_outweighs_holds_by_others_in_any_order():
    policy = with_label("profanity", LabelPolicy(hold_at=0.5, severity=0.1, reject_at=0.9))
    scores = assessed(threat=0.9, profanity=0.95, slur=0.8)
    verdict = judge(comment(reports=9), scores, policy)
    assert verdict.outcome is Outcome.REJECT
    assert [r.label for r in verdict.reasons] == ["threat", "slur", "profanity", None]


def test_label_reasons_come_in_the_order_of_expected_harm():
    verdict = judge(comment(), assessed(profanity=0.99, harassment=0.7, threat=0.6), POLICY)
    assert [r.label for r in verdict.reasons] == ["threat", "harassment", "profanity"]


def test_a_label_without_a_policy_is_ignored():
    policy = replace(POLICY, labels={"slur": POLICY.labels["slur"]})
    verdict = judge(comment(), assessed(threat=1.0, slur=0.1), policy)
    assert verdict.outcome is Outcome.NO_OPINION
    assert verdict.reasons[0].label == "slur"


# --- terms


def test_an_unambiguous_slur_at_the_severity_holds_and_one_just_below_does_not():
    limit = POLICY.term_hold_severity
    at = judge(comment(), assessed(hit(severity=limit)), POLICY)
    below = judge(comment(), assessed(hit(severity=math.nextafter(limit, 0.0))), POLICY)
    assert at.outcome is Outcome.HOLD
    assert below.outcome is Outcome.NO_OPINION
    assert below.reasons[0].code == "term"


def test_a_slur_that_is_surely_mentioned_explains_but_does_not_hold():
    limit = POLICY.term_hold_score
    below = assessed(hit(), slur=math.nextafter(limit, 0.0))
    verdict = judge(comment(), below, POLICY)
    assert verdict.outcome is Outcome.NO_OPINION
    assert [reason.code for reason in verdict.reasons] == ["term", "mention"]
    at = judge(comment(), assessed(hit(), slur=limit), POLICY)
    assert at.outcome is Outcome.HOLD
    assert [reason.code for reason in at.reasons] == ["term"]


def test_without_a_slur_score_to_trust_a_listed_slur_holds():
    unscored = judge(comment(), assessed(hit(), threat=0.0), POLICY)
    assert unscored.outcome is Outcome.HOLD
    foreign = replace(assessed(hit(), slur=0.0), state=ScoringState.UNSUPPORTED_LANGUAGE)
    assert judge(comment(), foreign, POLICY).outcome is Outcome.HOLD


def test_a_term_reason_names_term_target_severity_and_threshold():
    verdict = judge(comment(), assessed(hit(term="abc", severity=0.9)), POLICY)
    assert verdict.reasons == (
        Reason(
            code="term",
            text="Listed slur “abc” (a group)",
            label="slur",
            score=0.9,
            threshold=0.8,
        ),
    )


def test_an_ambiguous_slur_explains_but_does_not_hold():
    verdict = judge(comment(), assessed(hit(term="abc", severity=1.0, ambiguous=True)), POLICY)
    assert verdict.outcome is Outcome.NO_OPINION
    assert verdict.reasons[0].text == "Listed slur “abc” (a group, has innocent uses)"


def test_a_term_without_a_target_is_named_alone():
    plain = judge(comment(), assessed(hit(term="abc", target="")), POLICY)
    doubtful = judge(comment(), assessed(hit(term="abc", target="", ambiguous=True)), POLICY)
    assert plain.reasons[0].text == "Listed slur “abc”"
    assert doubtful.reasons[0].text == "Listed slur “abc”, has innocent uses"


def test_a_listed_profanity_explains_but_does_not_hold():
    verdict = judge(comment(), assessed(hit(term="abc", kind=TermKind.PROFANITY)), POLICY)
    assert verdict.outcome is Outcome.NO_OPINION
    assert [(r.code, r.text) for r in verdict.reasons] == [
        ("term", "Listed profanity “abc” (a group)")
    ]


def test_a_watched_term_adds_its_reason_and_never_holds():
    watched = hit(term="code", kind=TermKind.WATCH, severity=1.0)
    verdict = judge(comment(), assessed(watched, antisemitism=0.2), POLICY)
    assert verdict.outcome is Outcome.NO_OPINION
    assert verdict.reasons == (
        Reason(
            code="watch",
            text="Watched term “code” (a group)",
            label="slur",
            score=1.0,
            threshold=None,
        ),
    )


def test_a_repeated_term_is_one_reason_at_its_worst_severity():
    hits = (hit(severity=0.3), hit(severity=0.85), hit(severity=0.5))
    verdict = judge(comment(), assessed(*hits), POLICY)
    assert [r.score for r in verdict.reasons] == [0.85]
    assert verdict.outcome is Outcome.HOLD


def test_of_equally_severe_uses_of_a_term_the_first_is_the_reason():
    hits = (hit(severity=0.5, target="first"), hit(severity=0.5, target="second"))
    verdict = judge(comment(), assessed(*hits), POLICY)
    assert [r.text for r in verdict.reasons] == ["Listed slur “word” (first)"]


def test_term_reasons_come_worst_first_and_watched_ones_last():
    hits = (
        hit("mild", severity=0.2),
        hit("coded", TermKind.WATCH, severity=1.0),
        hit("bad", severity=0.9),
        hit("foul", TermKind.PROFANITY, severity=0.5),
    )
    reasons = judge(comment(), assessed(*hits), POLICY).reasons
    assert [(r.code, r.score) for r in reasons] == [
        ("term", 0.9),
        ("term", 0.5),
        ("term", 0.2),
        ("watch", 1.0),
    ]


# --- reports, language, length, empty


def test_enough_reports_hold_and_one_fewer_is_not_even_a_reason():
    count = POLICY.report_hold_count
    enough = judge(comment(reports=count), assessed(slur=0.1), POLICY)
    fewer = judge(comment(reports=count - 1), assessed(slur=0.1), POLICY)
    assert enough.outcome is Outcome.HOLD
    assert enough.reasons == (Reason(code="reports", text="Reported by 3 readers, held from 3"),)
    assert fewer.outcome is Outcome.NO_OPINION
    assert [r.code for r in fewer.reasons] == ["none"]


def test_an_unsupported_language_is_a_reason_and_not_a_hold():
    verdict = judge(
        comment(),
        assessed(state=ScoringState.UNSUPPORTED_LANGUAGE, language="fi", slur=0.1),
        POLICY,
    )
    assert verdict.outcome is Outcome.NO_OPINION
    assert verdict.reasons == (
        Reason(code="language", text="Written in a language the model does not know (fi)"),
    )


def test_a_later_phase_holds_a_comment_in_an_unsupported_language():
    state = ScoringState.UNSUPPORTED_LANGUAGE
    verdict = judge(comment(), assessed(hit(), state=state, threat=0.9), POLICY)
    assert verdict.outcome is Outcome.HOLD
    assert [r.code for r in verdict.reasons] == ["language", "term", "label"]


def test_a_comment_too_long_to_be_scored_whole_is_held():
    verdict = judge(comment(), assessed(state=ScoringState.TOO_LONG, slur=0.1), POLICY)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.reasons == (Reason(code="length", text="Too long to be scored as a whole"),)


def test_an_empty_comment_says_so():
    verdict = judge(comment(), assessed(state=ScoringState.EMPTY), POLICY)
    assert verdict.outcome is Outcome.NO_OPINION
    assert verdict.reasons == (Reason(code="empty", text="The comment has no text"),)


# --- phases


def test_nothing_found_names_the_nearest_label_with_score_and_threshold():
    verdict = judge(comment(), assessed(profanity=0.6, identity_attack=0.45, threat=0.1), POLICY)
    assert verdict.reasons == (
        Reason(
            code="none",
            text="Nothing reached its threshold; nearest is identity attack 0.45 of 0.60",
            label="identity_attack",
            score=0.45,
            threshold=0.6,
        ),
    )


def test_nothing_scored_and_nothing_found_still_gives_a_reason():
    verdict = judge(comment(), assessed(), POLICY)
    assert verdict.reasons == (Reason(code="none", text="Nothing was found"),)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        ("language", "language"),
        ("terms", "term"),
        ("labels", "label"),
        ("reports", "reports"),
        ("watch", "watch"),
    ],
)
def test_a_phase_that_is_left_out_says_nothing(phase, code):
    everything = assessed(
        hit(),
        hit("coded", TermKind.WATCH),
        state=ScoringState.UNSUPPORTED_LANGUAGE,
        slur=0.9,
    )
    with_all = judge(comment(reports=5), everything, POLICY)
    without = judge(
        comment(reports=5),
        everything,
        replace(POLICY, phases=tuple(p for p in PHASES if p != phase)),
    )
    assert code in [r.code for r in with_all.reasons]
    assert [r for r in with_all.reasons if r.code != code] == list(without.reasons)


def test_reasons_follow_the_configured_order_of_phases():
    policy = replace(POLICY, phases=("labels", "terms"))
    verdict = judge(comment(), assessed(hit(), slur=0.9), policy)
    assert [r.code for r in verdict.reasons] == ["label", "term"]


def test_a_policy_without_phases_has_no_opinion():
    verdict = judge(comment(), assessed(slur=1.0), replace(POLICY, phases=()))
    assert verdict.outcome is Outcome.NO_OPINION
    assert len(verdict.reasons) == 1


# --- properties

probabilities = st.floats(0.0, 1.0)
hits = st.builds(
    hit,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(TermKind),
    probabilities,
    ambiguous=st.booleans(),
)
assessments = st.builds(
    lambda scores, found, state: assessed(*found, state=state, **scores),
    st.fixed_dictionaries(dict.fromkeys(LABELS, probabilities)),
    st.lists(hits, max_size=4),
    st.sampled_from(ScoringState),
)


@given(assessments, st.integers(0, 10))
def test_there_is_always_a_reason_and_it_is_always_a_known_one(assessment, reports):
    verdict = judge(comment(reports), assessment, POLICY)
    assert verdict.reasons
    known = {"label", "term", "watch", "language", "length", "reports", "empty", "none"}
    assert {r.code for r in verdict.reasons} <= known


@given(assessments, st.sampled_from(LABELS), probabilities)
def test_raising_a_score_never_weakens_the_advice(assessment, label, higher):
    raised = tuple(
        replace(s, value=max(s.value, higher)) if s.label == label else s for s in assessment.scores
    )
    policy = with_label(label, LabelPolicy(hold_at=0.4, severity=0.5, reject_at=0.8))
    before = judge(comment(), assessment, policy)
    after = judge(comment(), replace(assessment, scores=raised), policy)
    assert STRENGTH.index(after.outcome) >= STRENGTH.index(before.outcome)


@given(assessments, hits)
def test_one_more_term_never_weakens_the_advice(assessment, more):
    before = judge(comment(), assessment, POLICY)
    after = judge(comment(), replace(assessment, term_hits=(*assessment.term_hits, more)), POLICY)
    assert STRENGTH.index(after.outcome) >= STRENGTH.index(before.outcome)


@pytest.mark.parametrize(
    ("ambiguous", "text"),
    [(False, "Listed profanity “word”"), (True, "Listed profanity “word”, has innocent uses")],
)
def test_a_term_aimed_at_nobody_names_no_target(ambiguous: bool, text: str) -> None:
    found = hit(kind=TermKind.PROFANITY, severity=0.2, ambiguous=ambiguous, target="none")
    assert judge(comment(), assessed(found), POLICY).reasons[0].text == text
