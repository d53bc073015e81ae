"""Decisions -> examples: what the moderators' rulings say about each label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moderation.domain import (
    DEFAULT_PROFILE,
    IHRA,
    LABELS,
    PROFILES,
    Decision,
    DecisionKind,
    Ruling,
)
from moderation.learning.examples import Example
from moderation.store import Store

KIND_WEIGHTS: Mapping[DecisionKind, float] = {
    DecisionKind.SINGLE: 1.0,
    DecisionKind.BULK: 0.5,
    DecisionKind.EXTERNAL: 0.5,
}
"""A decision on one comment was made with it in view; others count half."""
CORPUS = "decisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What the standing decisions teach, in the order in which they were made."""

    examples: tuple[Example, ...]
    decisions: int
    """Standing decisions looked at, those that teach nothing included."""
    last_decision_id: int


def harvest(store: Store, profile: str = DEFAULT_PROFILE) -> Harvest:
    """Turn the standing decisions into examples.

    A decision teaches about the text that it was made on, also where the comment
    was edited since. An approval says no to every label. A rejection says yes to
    its labels and leaves the others open; one without labels (spam, off topic)
    teaches nothing about harm. Escalated, skipped and undone rulings teach nothing.

    Args:
        store: holds the decisions.
        profile: the house's, a key of PROFILES. Where contested antisemitism violates its
            rules, a ruling is on the wider definition too, so its output learns it as well.
    """
    standing = store.decisions.list_effective()
    wider = PROFILES[profile] > PROFILES[DEFAULT_PROFILE]
    found = [_example(store, decision, wider=wider) for decision in standing]
    return Harvest(
        examples=tuple(example for example in found if example is not None),
        decisions=len(standing),
        last_decision_id=max((decision.id for decision in standing), default=0),
    )


def _example(store: Store, decision: Decision, *, wider: bool) -> Example | None:
    targets = _targets(decision)
    if wider and "antisemitism" in targets:
        targets[IHRA] = targets["antisemitism"]
    text = store.comments.find_text(decision.comment_id, decision.content_hash)
    if not targets or text is None:
        return None
    return Example(
        id=f"{CORPUS}/{decision.id}",
        corpus=CORPUS,
        text=text,
        targets=targets,
        weight=KIND_WEIGHTS[decision.kind],
        group=f"{CORPUS}/{decision.content_hash}",
        licence="the site's own",
        permissive=False,
    )


def _targets(decision: Decision) -> dict[str, float]:
    if decision.ruling is Ruling.APPROVE:
        return dict.fromkeys(LABELS, 0.0)
    if decision.ruling is Ruling.REJECT:
        return {label: 1.0 for label in decision.labels if label in LABELS}
    return {}
