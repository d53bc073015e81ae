"""What goes round, in the order in which data flows: from a thread to an audit line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from moderation.domain.vocabulary import (
    DecisionKind,
    ItemState,
    Outcome,
    Ruling,
    ScoringState,
    Selection,
    TermKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Where comments were written: one article or page."""

    id: str
    source: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a person wrote. `text` is the original and is never altered."""

    id: str
    source: str
    external_id: str
    text: str
    author_id: str = ""
    thread_id: str = ""
    parent_id: str | None = None
    created_at: datetime | None = None
    content_hash: str = ""
    reports: int = 0
    """How many readers reported it."""
    reach: int = 0
    """How many people saw it, where the source knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One label's calibrated probability."""

    label: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Why a label was given: a stretch of the ORIGINAL text, in code points."""

    start: int
    end: int
    label: str
    weight: float
    origin: str
    """`model` or `term`."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermHit:
    """A listed term found in a comment, with what the list says of it."""

    start: int
    end: int
    term: str
    label: str
    kind: TermKind
    language: str
    target: str
    severity: float
    """0 to 1, from the term list."""
    ambiguous: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All that one model version says of one comment, with the term hits beside it."""

    comment_id: str
    model_version: str
    state: ScoringState
    scores: tuple[Score, ...]
    spans: tuple[Span, ...] = ()
    term_hits: tuple[TermHit, ...] = ()
    language: str = "und"
    """ISO 639-1, or `und` where the text is too short or too odd to tell."""
    language_confidence: float = 0.0
    windows: int = 1
    """How many overlapping windows the text was scored in."""
    normalized_hash: str = ""

    def score_of(self, label: str) -> float:
        """The probability of `label`, 0.0 where the model has no such label."""
        return next((s.value for s in self.scores if s.label == label), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence of why, in a form that a page can draw."""

    code: str
    """`label`, `term`, `watch`, `language`, `length`, `reports`, `empty` or `none`."""
    text: str
    label: str | None = None
    score: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the policy advises about a comment, and why."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    policy_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPart:
    """One addend of a priority."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How urgently a person should look: the sum of its parts, at most 1."""

    value: float
    parts: tuple[PriorityPart, ...]
    selection: Selection
    propensity: float
    """The chance that this comment was selected for review, for unbiased estimates later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A comment awaiting a human."""

    comment_id: str
    assessment: Assessment
    verdict: Verdict
    priority: Priority
    state: ItemState
    version: int
    """Grows with every decision, undo and edit; a decision names the version it saw."""
    queued_at: datetime
    leased_by: str | None = None
    leased_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person did, for ever. Never changed, never deleted: undo is another row."""

    id: int
    comment_id: str
    ruling: Ruling
    labels: tuple[str, ...]
    """The labels that the person says apply; empty for an approval."""
    reason: str
    """A reason code from the configuration."""
    note: str
    moderator: str
    decided_at: datetime
    kind: DecisionKind
    content_hash: str
    model_version: str
    priority_seen: float
    propensity: float
    selection: Selection
    item_version: int
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """An artefact's identity and what was measured of it."""

    name: str
    version: str
    sha256: str
    labels: tuple[str, ...]
    trained_on: tuple[str, ...]
    measures: Mapping[str, object]
    folder: str = ""
    created_at: datetime | None = None
    promoted_at: datetime | None = None

    @property
    def ref(self) -> str:
        """`name/version`, as stored beside every score."""
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One line of the audit: who did what to what, and when."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone who may log in. The password is stored as an argon2 hash only."""

    name: str
    role: str
    """`moderator`, `editor` or `administrator`."""
    created_at: datetime
    disabled_at: datetime | None = None
