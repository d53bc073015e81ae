"""Comments as plain JSON: the contract of `classify`, `queue --json` and our own API."""

from __future__ import annotations

import json
from typing import Any, Final

from moderation.domain import Assessment, Comment, Priority, Reason, Span, Verdict

DIGITS: Final = 6


def render_review(
    comment: Comment,
    assessment: Assessment,
    verdict: Verdict,
    priority: Priority,
    *,
    with_text: bool = True,
) -> dict[str, Any]:
    """What the machine says of a comment, as JSON can hold it. `id` is the source's own."""
    plain: dict[str, Any] = {"id": comment.external_id}
    if with_text:
        plain["text"] = comment.text
    if comment.author_id:
        plain["author"] = comment.author_id
    return plain | {
        "scores": {score.label: round(score.value, DIGITS) for score in assessment.scores},
        "verdict": verdict.outcome.value,
        "reasons": [_plain_reason(reason) for reason in verdict.reasons],
        "priority": round(priority.value, DIGITS),
        "spans": [_plain_span(span) for span in assessment.spans],
        "language": assessment.language,
        "model_version": assessment.model_version,
        "state": assessment.state.value,
        "windows": assessment.windows,
    }


def json_line(plain: dict[str, Any]) -> bytes:
    """One line of UTF-8. Half a surrogate pair, which UTF-8 cannot hold, stays escaped."""
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    if not line.isprintable() and any("\ud800" <= char <= "\udfff" for char in line):
        line = json.dumps(plain, ensure_ascii=True, allow_nan=False)
    return line.encode("utf-8") + b"\n"


def _plain_reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "text": reason.text,
        "label": reason.label,
        "score": None if reason.score is None else round(reason.score, DIGITS),
        "threshold": reason.threshold,
    }


def _plain_span(span: Span) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "weight": round(span.weight, DIGITS),
        "origin": span.origin,
    }
    if span.note:
        plain["note"] = span.note
    return plain
