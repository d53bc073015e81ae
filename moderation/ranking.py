"""How urgently a person should look at a comment, as a sum whose parts are kept. Pure.

The largest possible parts are the weights of the policy, which together are at most 1, so a
priority needs no squeezing and its parts always add up to it. Raising any score, any term's
severity, the reports or the reach never lowers a priority, but for one case: a comment that was
lifted by chance and is now held instead loses the lift.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from moderation.domain import (
    Assessment,
    Comment,
    Outcome,
    Policy,
    Priority,
    PriorityPart,
    RankingWeights,
    ScoringState,
    Selection,
    TermHit,
    TermKind,
    Verdict,
)

_FADE: Final = 0.5
"""Each further label counts this much of the one before: a second harm adds, never doubles."""
_DOUBTFUL: Final = 0.5
"""What a watched or ambiguous term counts, compared with a plain one."""


def rank(
    comment: Comment, assessment: Assessment, verdict: Verdict, policy: Policy, *, draw: float
) -> Priority:
    """The priority of a judged comment.

    Args:
        comment: for its reports and its reach.
        assessment: for its scores and term hits.
        verdict: held comments are never part of the audit sample.
        policy: severities and weights.
        draw: uniform in [0, 1); below `audit_share` an unheld comment is lifted for audit.
    """
    weights = policy.ranking
    parts = _harm_parts(assessment, policy)
    parts += _positive("terms", weights.terms * _worst_term(assessment.term_hits), "listed terms")
    parts += _positive(
        "reports",
        weights.reports * _saturate(comment.reports, weights.reports_half),
        f"reported {comment.reports} times",
    )
    parts += _positive(
        "reach",
        weights.reach * _saturate(comment.reach, weights.reach_half),
        f"seen by {comment.reach}",
    )
    if assessment.state not in (ScoringState.SCORED, ScoringState.EMPTY):
        parts += _lift("unsupported", parts, weights.unsupported_floor, "scores cannot be trusted")
    selection = _select(verdict, weights, draw)
    if selection is Selection.AUDIT:
        parts += _lift("audit", parts, weights.audit_floor, "chosen by chance to check the model")
    return Priority(
        value=min(1.0, _total(parts)),
        parts=tuple(parts),
        selection=selection,
        propensity=1.0 if selection is Selection.HELD else weights.audit_share,
    )


def rank_key(priority: Priority, queued_at: datetime, weights: RankingWeights) -> float:
    """The number to sort the queue by, highest first.

    It falls with `queued_at` instead of rising with the time now, so it never has to be
    refreshed; the difference between two comments is the same, and an old one always wins
    in the end.
    """
    hours = queued_at.timestamp() / 3600.0
    return priority.value - weights.age_per_hour * hours


def draw_of(comment_id: str, salt: str) -> float:
    """A number in [0, 1) that looks random but is always the same for a comment and salt."""
    digest = hashlib.sha256(f"{salt}\x00{comment_id}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2.0**53


def _harm_parts(assessment: Assessment, policy: Policy) -> list[PriorityPart]:
    harms = sorted(
        (
            (policy.labels[score.label].severity * score.value, score.label, score.value)
            for score in assessment.scores
            if score.label in policy.labels
        ),
        key=lambda harm: harm[0],
        reverse=True,
    )
    parts: list[PriorityPart] = []
    share = policy.ranking.harm
    for harm, label, value in harms:
        share *= _FADE
        severity = policy.labels[label].severity
        parts += _positive(label, share * harm, f"{value:.2f} at severity {severity:.2f}")
    return parts


def _worst_term(hits: tuple[TermHit, ...]) -> float:
    return max((_term_weight(hit) for hit in hits), default=0.0)


def _term_weight(hit: TermHit) -> float:
    doubtful = hit.ambiguous or hit.kind is TermKind.WATCH
    return hit.severity * (_DOUBTFUL if doubtful else 1.0)


def _saturate(count: int, half: int) -> float:
    """0 at none, one half at `half`, towards 1 for ever more: a flood of reports is bounded."""
    known = max(0, count)
    return known / (known + half)


def _select(verdict: Verdict, weights: RankingWeights, draw: float) -> Selection:
    if verdict.outcome in (Outcome.HOLD, Outcome.REJECT):
        return Selection.HELD
    return Selection.AUDIT if draw < weights.audit_share else Selection.RANKED


def _positive(name: str, value: float, note: str) -> list[PriorityPart]:
    """The part, or none where it adds nothing: a page should not list zeros."""
    return [PriorityPart(name=name, value=value, note=note)] if value > 0.0 else []


def _lift(name: str, parts: list[PriorityPart], floor: float, note: str) -> list[PriorityPart]:
    return _positive(name, floor - _total(parts), note)


def _total(parts: list[PriorityPart]) -> float:
    return sum(part.value for part in parts)
