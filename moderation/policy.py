"""What the newsroom's policy advises about one assessed comment. Pure.

The policy's phases run in order. Every phase adds its reasons, so that a moderator sees all
that speaks for a look, not only the first thing found; the strongest advice wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from moderation.domain import (
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
    Verdict,
)

_STRENGTH: Final = (Outcome.NO_OPINION, Outcome.APPROVE, Outcome.HOLD, Outcome.REJECT)
"""Outcomes from the weakest to the strongest."""

_NOBODY: Final = ("", "none")
"""Targets of a term that is aimed at nobody in particular: a reason names no such group."""


_MENTIONED: Final = Reason(
    code="mention", text="The slur seems to be quoted or debated, so it does not hold by itself"
)


@dataclass(frozen=True, slots=True)
class _Advice:
    """What one phase says."""

    outcome: Outcome = Outcome.NO_OPINION
    reasons: tuple[Reason, ...] = ()


def judge(comment: Comment, assessment: Assessment, policy: Policy) -> Verdict:
    """Advise on `comment`; there is always at least one reason.

    Args:
        comment: the comment, for its reports.
        assessment: what a model version and the term lists said of it.
        policy: thresholds and the phases to run, in order.
    """
    advice = [_PHASES[name](comment, assessment, policy) for name in policy.phases]
    reasons = tuple(reason for each in advice for reason in each.reasons)
    return Verdict(
        outcome=_strongest([each.outcome for each in advice]),
        reasons=reasons or (_nothing_found(assessment, policy),),
        policy_version=policy.version,
    )


def _strongest(outcomes: list[Outcome]) -> Outcome:
    return max(outcomes, key=_STRENGTH.index, default=Outcome.NO_OPINION)


def _judge_empty(_comment: Comment, assessment: Assessment, _policy: Policy) -> _Advice:
    if assessment.state is not ScoringState.EMPTY:
        return _Advice()
    return _Advice(reasons=(Reason(code="empty", text="The comment has no text"),))


def _judge_language(_comment: Comment, assessment: Assessment, _policy: Policy) -> _Advice:
    if assessment.state is not ScoringState.UNSUPPORTED_LANGUAGE:
        return _Advice()
    text = f"Written in a language the model does not know ({assessment.language})"
    return _Advice(reasons=(Reason(code="language", text=text),))


def _judge_length(_comment: Comment, assessment: Assessment, _policy: Policy) -> _Advice:
    """What was not read cannot be vouched for: else padding would be a way past the model."""
    if assessment.state is not ScoringState.TOO_LONG:
        return _Advice()
    text = "Too long to be scored as a whole"
    return _Advice(Outcome.HOLD, (Reason(code="length", text=text),))


def _judge_terms(_comment: Comment, assessment: Assessment, policy: Policy) -> _Advice:
    """An unambiguous slur of enough severity holds; every other listed insult only explains.

    A list cannot tell use from mention. Where the model can, and is sure that nobody is
    demeaned, the slur explains without holding: reports of abuse must not be held as abuse.
    """
    hits = _worst_of_each_term(assessment, (TermKind.SLUR, TermKind.PROFANITY))
    holds = any(
        hit.kind is TermKind.SLUR
        and not hit.ambiguous
        and hit.severity >= policy.term_hold_severity
        for hit in hits
    )
    mentioned = holds and _is_surely_mention(assessment, policy)
    return _Advice(
        outcome=Outcome.HOLD if holds and not mentioned else Outcome.NO_OPINION,
        reasons=(
            *(_term_reason("term", hit, policy.term_hold_severity) for hit in hits),
            *((_MENTIONED,) if mentioned else ()),
        ),
    )


def _is_surely_mention(assessment: Assessment, policy: Policy) -> bool:
    if assessment.state is ScoringState.UNSUPPORTED_LANGUAGE:
        return False
    slur = [score.value for score in assessment.scores if score.label == TermKind.SLUR.value]
    return bool(slur) and max(slur) < policy.term_hold_score


def _judge_watch(_comment: Comment, assessment: Assessment, _policy: Policy) -> _Advice:
    """Coded terms explain; alone they never hold, because most uses are innocent."""
    hits = _worst_of_each_term(assessment, (TermKind.WATCH,))
    return _Advice(reasons=tuple(_term_reason("watch", hit, None) for hit in hits))


def _judge_labels(_comment: Comment, assessment: Assessment, policy: Policy) -> _Advice:
    judged = [
        (score, policy.labels[score.label])
        for score in assessment.scores
        if score.label in policy.labels
    ]
    judged.sort(key=lambda pair: pair[1].severity * pair[0].value, reverse=True)
    advice = [_judge_label(score, label) for score, label in judged]
    return _Advice(
        outcome=_strongest([each.outcome for each in advice]),
        reasons=tuple(reason for each in advice for reason in each.reasons),
    )


def _judge_label(score: Score, label: LabelPolicy) -> _Advice:
    if label.reject_at is not None and score.value >= label.reject_at:
        return _Advice(Outcome.REJECT, (_label_reason(score, label.reject_at, "rejected"),))
    if score.value >= label.hold_at:
        return _Advice(Outcome.HOLD, (_label_reason(score, label.hold_at, "held"),))
    return _Advice()


def _judge_reports(comment: Comment, _assessment: Assessment, policy: Policy) -> _Advice:
    """Reports below the count are not a reason yet: one reader can always be found."""
    if comment.reports < policy.report_hold_count:
        return _Advice()
    text = f"Reported by {comment.reports} readers, held from {policy.report_hold_count}"
    return _Advice(Outcome.HOLD, (Reason(code="reports", text=text),))


_Phase = Callable[[Comment, Assessment, Policy], _Advice]
_PHASES: Final[Mapping[str, _Phase]] = {
    "empty": _judge_empty,
    "language": _judge_language,
    "length": _judge_length,
    "terms": _judge_terms,
    "labels": _judge_labels,
    "reports": _judge_reports,
    "watch": _judge_watch,
}


def _weight(hit: TermHit) -> tuple[float, bool]:
    """The severer hit first; of the two of a slur against Jews, the one that says slur."""
    return hit.severity, hit.label == hit.kind.value


def _worst_of_each_term(assessment: Assessment, kinds: tuple[TermKind, ...]) -> tuple[TermHit, ...]:
    """One hit for each term, the worst first: a term repeated is still one reason."""
    worst: dict[str, TermHit] = {}
    for hit in assessment.term_hits:
        known = worst.get(hit.term)
        if hit.kind in kinds and (known is None or _weight(hit) > _weight(known)):
            worst[hit.term] = hit
    return tuple(sorted(worst.values(), key=lambda hit: hit.severity, reverse=True))


def _term_reason(code: str, hit: TermHit, threshold: float | None) -> Reason:
    noun = {
        TermKind.SLUR: "Listed slur",
        TermKind.PROFANITY: "Listed profanity",
        TermKind.WATCH: "Watched term",
    }[hit.kind]
    doubt = ", has innocent uses" if hit.ambiguous else ""
    about = f" ({hit.target}{doubt})" if hit.target not in _NOBODY else doubt
    return Reason(
        code=code,
        text=f"{noun} “{hit.term}”{about}",
        label=hit.label,
        score=hit.severity,
        threshold=threshold,
    )


def _label_reason(score: Score, threshold: float, verb: str) -> Reason:
    return Reason(
        code="label",
        text=f"{_spoken(score.label)} {score.value:.2f}, {verb} from {threshold:.2f}",
        label=score.label,
        score=score.value,
        threshold=threshold,
    )


def _nothing_found(assessment: Assessment, policy: Policy) -> Reason:
    """Say how near the nearest label came, so that "nothing" can be checked, too."""
    known = [score for score in assessment.scores if score.label in policy.labels]
    if not known:
        return Reason(code="none", text="Nothing was found")
    nearest = max(known, key=lambda score: score.value - policy.labels[score.label].hold_at)
    threshold = policy.labels[nearest.label].hold_at
    return Reason(
        code="none",
        text=f"Nothing reached its threshold; nearest is {_spoken(nearest.label).lower()} "
        f"{nearest.value:.2f} of {threshold:.2f}",
        label=nearest.label,
        score=nearest.value,
        threshold=threshold,
    )


def _spoken(label: str) -> str:
    return label.replace("_", " ").capitalize()
