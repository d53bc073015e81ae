from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.config import default_policy
from moderation.domain import (
    LABELS,
    Assessment,
    Comment,
    LabelPolicy,
    Outcome,
    Policy,
    Priority,
    PriorityPart,
    RankingWeights,
    Score,
    ScoringState,
    Selection,
    TermHit,
    TermKind,
    Verdict,
)
from moderation.ranking import draw_of, rank, rank_key

POLICY = default_policy()
WEIGHTS = POLICY.ranking
HELD = Verdict(outcome=Outcome.HOLD, reasons=(), policy_version="p")
REJECTED = replace(HELD, outcome=Outcome.REJECT)
FREE = replace(HELD, outcome=Outcome.NO_OPINION)
NEVER = 0.999
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def comment(reports: int = 0, reach: int = 0) -> Comment:
    return Comment(id="c1", source="s", external_id="1", text="text", reports=reports, reach=reach)


def assessed(
    *hits: TermHit, state: ScoringState = ScoringState.SCORED, **scores: float
) -> Assessment:
    return Assessment(
        comment_id="c1",
        model_version="m/1",
        state=state,
        scores=tuple(Score(label=name, value=value) for name, value in scores.items()),
        term_hits=hits,
    )


def hit(kind: TermKind = TermKind.SLUR, severity: float = 0.8, ambiguous: bool = False) -> TermHit:
    return TermHit(
        start=0,
        end=4,
        term="word",
        label="slur",
        kind=kind,
        language="en",
        target="",
        severity=severity,
        ambiguous=ambiguous,
    )


def priority(
    assessment: Assessment,
    *,
    about: Comment | None = None,
    verdict: Verdict = FREE,
    policy: Policy = POLICY,
    draw: float = NEVER,
) -> Priority:
    return rank(about or comment(), assessment, verdict, policy, draw=draw)


def part(found: Priority, name: str) -> PriorityPart:
    return next(p for p in found.parts if p.name == name)


# --- harm


def test_each_further_label_counts_half_of_the_one_before():
    found = priority(assessed(harassment=1.0, threat=0.5, profanity=1.0))
    assert [(p.name, p.value) for p in found.parts] == [
        ("harassment", pytest.approx(0.7 * 0.7 / 2)),
        ("threat", pytest.approx(0.7 * 0.5 / 4)),
        ("profanity", pytest.approx(0.7 * 0.2 / 8)),
    ]
    assert found.value == pytest.approx(0.7 * (0.7 / 2 + 0.5 / 4 + 0.2 / 8))


def test_a_harm_part_shows_what_it_is_made_of():
    assert part(priority(assessed(threat=0.5)), "threat").note == "0.50 at severity 1.00"


def test_labels_without_a_policy_add_nothing():
    policy = replace(POLICY, labels={"slur": LabelPolicy(hold_at=0.5, severity=1.0)})
    found = priority(assessed(threat=1.0, slur=1.0), policy=policy)
    assert [(p.name, p.value) for p in found.parts] == [("slur", pytest.approx(0.35))]


def test_zero_parts_are_left_out():
    assert priority(assessed(slur=0.0)).parts == ()
    assert priority(assessed(slur=0.0)).value == 0.0


# --- terms


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (hit(TermKind.SLUR, 0.8), 0.16),
        (hit(TermKind.PROFANITY, 0.8), 0.16),
        (hit(TermKind.WATCH, 0.8), 0.08),
        (hit(TermKind.SLUR, 0.8, ambiguous=True), 0.08),
        (hit(TermKind.WATCH, 0.8, ambiguous=True), 0.08),
    ],
)
def test_watched_and_ambiguous_terms_count_half_once(found, expected):
    ranked = priority(assessed(found))
    assert ranked.parts == (
        PriorityPart(name="terms", value=pytest.approx(expected), note="listed terms"),
    )


def test_only_the_worst_term_counts():
    several = assessed(hit(severity=0.3), hit(TermKind.WATCH, 1.0), hit(severity=0.6))
    assert part(priority(several), "terms").value == pytest.approx(0.2 * 0.6)


# --- reports and reach


def test_reports_reach_half_of_their_weight_at_the_configured_count():
    found = priority(assessed(), about=comment(reports=WEIGHTS.reports_half))
    assert found.parts == (PriorityPart(name="reports", value=0.03, note="reported 3 times"),)


def test_reach_reaches_half_of_its_weight_at_the_configured_count():
    found = priority(assessed(), about=comment(reach=WEIGHTS.reach_half))
    assert found.parts == (PriorityPart(name="reach", value=0.02, note="seen by 1000"),)


def test_one_report_counts_a_quarter_when_three_count_half():
    found = priority(assessed(), about=comment(reports=1))
    assert found.value == pytest.approx(0.06 / 4)


def test_a_negative_count_is_none():
    assert priority(assessed(), about=comment(reports=-2, reach=-5)).parts == ()


# --- selection


def test_a_held_comment_is_reviewed_for_certain():
    for verdict in (HELD, REJECTED):
        found = priority(assessed(slur=0.1), verdict=verdict, draw=0.0)
        assert found.selection is Selection.HELD
        assert found.propensity == 1.0
        assert [p.name for p in found.parts] == ["slur"]


def test_a_draw_below_the_audit_share_lifts_to_the_floor():
    found = priority(assessed(slur=0.2), draw=0.0199)
    assert found.selection is Selection.AUDIT
    assert found.propensity == 0.02
    assert found.value == pytest.approx(0.3)
    lift = part(found, "audit")
    assert lift.value == pytest.approx(0.3 - 0.7 * 0.95 * 0.2 / 2)
    assert lift.note == "chosen by chance to check the model"


def test_a_draw_at_the_audit_share_is_not_audited():
    found = priority(assessed(slur=0.2), draw=0.02)
    assert found.selection is Selection.RANKED
    assert found.propensity == 0.02
    assert [p.name for p in found.parts] == ["slur"]


def test_an_audited_comment_above_the_floor_is_not_changed():
    scores = assessed(threat=1.0, slur=1.0)
    audited = priority(scores, draw=0.0)
    assert audited.selection is Selection.AUDIT
    assert audited.parts == priority(scores).parts
    assert audited.value > 0.3


# --- comments whose scores cannot be trusted


@pytest.mark.parametrize("state", [ScoringState.UNSUPPORTED_LANGUAGE, ScoringState.TOO_LONG])
@pytest.mark.parametrize("verdict", [FREE, HELD])
def test_a_comment_that_could_not_be_scored_is_lifted_to_the_floor(state, verdict):
    found = priority(assessed(state=state, slur=0.2), verdict=verdict)
    assert found.value == pytest.approx(0.3)
    assert part(found, "unsupported").value == pytest.approx(0.3 - 0.0665)
    assert part(found, "unsupported").note == "scores cannot be trusted"


@pytest.mark.parametrize("state", [ScoringState.SCORED, ScoringState.EMPTY])
def test_scored_and_empty_comments_are_not_lifted(state):
    assert [p.name for p in priority(assessed(state=state, slur=0.2)).parts] == ["slur"]


def test_an_audit_adds_only_what_the_language_part_left_open():
    weights = replace(WEIGHTS, unsupported_floor=0.25, audit_floor=0.4)
    found = priority(
        assessed(state=ScoringState.UNSUPPORTED_LANGUAGE),
        policy=replace(POLICY, ranking=weights),
        draw=0.0,
    )
    assert [(p.name, p.value) for p in found.parts] == [
        ("unsupported", pytest.approx(0.25)),
        ("audit", pytest.approx(0.15)),
    ]


def test_a_priority_is_never_above_one_even_where_weights_are_not_checked():
    weights = replace(WEIGHTS, terms=3.0)
    found = priority(assessed(hit(severity=1.0)), policy=replace(POLICY, ranking=weights))
    assert found.value == 1.0


# --- order with age


def test_an_hour_of_waiting_is_worth_the_configured_gain():
    ranked = priority(assessed(slur=0.5))
    younger = rank_key(ranked, NOW, WEIGHTS)
    older = rank_key(ranked, NOW - timedelta(hours=1), WEIGHTS)
    assert older - younger == pytest.approx(0.01, abs=1e-9)


def test_the_key_is_the_value_less_the_gain_since_the_epoch():
    ranked = priority(assessed(slur=0.5))
    two_hours = datetime(1970, 1, 1, 2, tzinfo=UTC)
    assert rank_key(ranked, two_hours, WEIGHTS) == pytest.approx(ranked.value - 0.02)


def test_without_a_gain_only_the_value_counts():
    ranked = priority(assessed(slur=0.5))
    assert rank_key(ranked, NOW, RankingWeights(age_per_hour=0.0)) == ranked.value


def test_nothing_starves():
    worst = replace(priority(assessed()), value=1.0)
    mildest = replace(worst, value=0.0)
    waited = NOW - timedelta(hours=1.01 / WEIGHTS.age_per_hour)
    assert rank_key(mildest, waited, WEIGHTS) > rank_key(worst, NOW, WEIGHTS)


# --- the draw


def test_the_draw_is_the_same_for_ever():
    assert draw_of("comment", "salt") == 0.3940910796211443
    assert draw_of("comment", "other") != draw_of("comment", "salt")
    assert draw_of("saltc", "omment") != draw_of("c", "saltomment")


def test_draws_are_spread_evenly():
    draws = [draw_of(str(number), "salt") for number in range(4000)]
    assert all(0.0 <= draw < 1.0 for draw in draws)
    for tenth in range(10):
        share = sum(tenth <= draw * 10 < tenth + 1 for draw in draws) / len(draws)
        assert share == pytest.approx(0.1, abs=0.02)


# --- properties

probabilities = st.floats(0.0, 1.0)
hits = st.builds(hit, st.sampled_from(TermKind), probabilities, st.booleans())
assessments = st.builds(
    lambda scores, found, state: assessed(*found, state=state, **scores),
    st.fixed_dictionaries(dict.fromkeys(LABELS, probabilities)),
    st.lists(hits, max_size=3),
    st.sampled_from(ScoringState),
)
comments = st.builds(comment, st.integers(-1, 10**6), st.integers(-1, 10**9))
verdicts = st.sampled_from([HELD, REJECTED, FREE])


@given(assessments, comments, verdicts, st.floats(0.0, 1.0, exclude_max=True))
def test_the_parts_are_positive_and_add_up_to_a_value_within_bounds(
    assessment, about, verdict, draw
):
    found = priority(assessment, about=about, verdict=verdict, draw=draw)
    assert 0.0 <= found.value <= 1.0
    assert sum(p.value for p in found.parts) == pytest.approx(found.value, abs=1e-12)
    assert all(p.value > 0.0 for p in found.parts)
    assert len({p.name for p in found.parts}) == len(found.parts)


@given(assessments, comments, st.sampled_from(LABELS), probabilities)
def test_a_higher_score_never_lowers_the_priority(assessment, about, label, higher):
    raised = tuple(
        replace(s, value=max(s.value, higher)) if s.label == label else s for s in assessment.scores
    )
    before = priority(assessment, about=about)
    after = priority(replace(assessment, scores=raised), about=about)
    assert after.value >= before.value - 1e-12


@given(assessments, hits)
def test_one_more_term_never_lowers_the_priority(assessment, more):
    after = replace(assessment, term_hits=(*assessment.term_hits, more))
    assert priority(after).value >= priority(assessment).value - 1e-12


@given(assessments, comments, st.integers(0, 100), st.integers(0, 10**6))
def test_more_reports_or_reach_never_lower_the_priority(assessment, about, reports, reach):
    more = replace(about, reports=about.reports + reports, reach=about.reach + reach)
    before = priority(assessment, about=about)
    assert priority(assessment, about=more).value >= before.value - 1e-12


@given(
    probabilities,
    probabilities,
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
)
def test_the_order_of_two_comments_does_not_change_while_they_wait(
    value, other_value, waited, other_waited, later
):
    one = replace(priority(assessed()), value=value)
    other = replace(one, value=other_value)
    queued, other_queued = NOW - timedelta(seconds=waited), NOW - timedelta(seconds=other_waited)
    shift = timedelta(seconds=later)
    before = rank_key(one, queued, WEIGHTS) - rank_key(other, other_queued, WEIGHTS)
    after = rank_key(one, queued + shift, WEIGHTS) - rank_key(other, other_queued + shift, WEIGHTS)
    assert after == pytest.approx(before, abs=1e-9)


@given(probabilities, st.integers(1, 10**7))
def test_of_two_equal_comments_the_older_comes_first(value, seconds):
    ranked = replace(priority(assessed()), value=value)
    older = rank_key(ranked, NOW - timedelta(seconds=seconds), WEIGHTS)
    assert older > rank_key(ranked, NOW, WEIGHTS)
