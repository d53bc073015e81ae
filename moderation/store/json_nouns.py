"""Assessment, verdict and priority <-> JSON, as kept beside a queue item's indexed columns.

A field that a later version adds takes its default when an old row is read, and one that
it drops is passed over: rows are never rewritten for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from moderation.domain import (
    Assessment,
    Outcome,
    Priority,
    PriorityPart,
    Reason,
    Score,
    ScoringState,
    Selection,
    Span,
    TermHit,
    TermKind,
    Verdict,
)
from moderation.store.cells import to_json

Noun = TypeVar("Noun", Assessment, Verdict, Priority, Score, Span, TermHit, Reason, PriorityPart)


def noun_to_json(noun: Assessment | Verdict | Priority) -> str:
    """All fields of `noun` as a JSON object."""
    return to_json(asdict(noun))


def assessment_from_json(text: str) -> Assessment:
    """Back from `noun_to_json`."""
    return _build(
        Assessment,
        json.loads(text),
        state=ScoringState,
        scores=lambda raw: tuple(_build(Score, one) for one in raw),
        spans=lambda raw: tuple(_build(Span, one) for one in raw),
        term_hits=lambda raw: tuple(_build(TermHit, one, kind=TermKind) for one in raw),
    )


def verdict_from_json(text: str) -> Verdict:
    """Back from `noun_to_json`."""
    return _build(
        Verdict,
        json.loads(text),
        outcome=Outcome,
        reasons=lambda raw: tuple(_build(Reason, one) for one in raw),
    )


def priority_from_json(text: str) -> Priority:
    """Back from `noun_to_json`."""
    return _build(
        Priority,
        json.loads(text),
        selection=Selection,
        parts=lambda raw: tuple(_build(PriorityPart, one) for one in raw),
    )


def _build(noun: type[Noun], raw: Mapping[str, Any], **readers: Callable[[Any], Any]) -> Noun:
    known = [field.name for field in fields(noun) if field.name in raw]
    return noun(**{name: readers.get(name, _as_is)(raw[name]) for name in known})


def _as_is(value: Any) -> Any:
    return value
