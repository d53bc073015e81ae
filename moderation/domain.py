"""The nouns of the project, in the order in which data flows through them.

Every noun is a frozen, slotted, keyword-only dataclass. Texts are never altered:
all offsets are code points of the ORIGINAL text, ends are exclusive. All times
are timezone-aware UTC datetimes. Probabilities lie in [0, 1].

Machines have scores and give verdicts; only people make decisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

LABELS: Final[tuple[str, ...]] = (
    "slur",
    "harassment",
    "antisemitism",
    "identity_attack",
    "threat",
    "profanity",
    "toxicity",
)
"""What a classifier scores, in the order of its outputs."""

PHASES: Final[tuple[str, ...]] = (
    "empty",
    "language",
    "length",
    "terms",
    "labels",
    "reports",
    "watch",
)
"""What a policy may look at, in the default order of its reasons."""


class Outcome(StrEnum):
    """What the policy advises about a comment. Advice, never an act."""

    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"
    NO_OPINION = "no_opinion"


class Ruling(StrEnum):
    """What a person ruled. UNDO takes an earlier decision back, as a row of its own."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    SKIP = "skip"
    UNDO = "undo"


class DecisionKind(StrEnum):
    """How a decision came about; learning weighs the kinds differently."""

    SINGLE = "single"
    BULK = "bulk"
    EXTERNAL = "external"


class ItemState(StrEnum):
    """Where a queue item stands. A skipped item stays PENDING for everyone else."""

    PENDING = "pending"
    ESCALATED = "escalated"
    DECIDED = "decided"


class Selection(StrEnum):
    """Why a comment is in front of a person: what the propensity is the chance of."""

    HELD = "held"
    AUDIT = "audit"
    RANKED = "ranked"


class TermKind(StrEnum):
    """SLUR and PROFANITY terms name an insult; WATCH terms are coded and only raise rank."""

    SLUR = "slur"
    PROFANITY = "profanity"
    WATCH = "watch"


class ScoringState(StrEnum):
    """Whether scores may be trusted. Anything but SCORED is shown to the moderator as such."""

    SCORED = "scored"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    TOO_LONG = "too_long"
    """Scored in part: some windows of an enormous comment were left out."""
    EMPTY = "empty"


def comment_id(source: str, external_id: str) -> str:
    """The id of a comment: 20 hex digits that depend on its source and external id alone.

    Importing the same comment twice therefore names the same row.
    """
    return hashlib.sha256(f"{source}\x00{external_id}".encode()).hexdigest()[:20]


def thread_id(source: str, external_id: str) -> str:
    """The id of a thread, made as `comment_id` is, so that two sources never share one."""
    return hashlib.sha256(f"{source}\x00thread\x00{external_id}".encode()).hexdigest()[:20]


def content_hash(text: str) -> str:
    """SHA-256 of the original text in UTF-8, in hex: equal hash, equal text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
class LabelPolicy:
    """What the newsroom wants of one label."""

    hold_at: float
    """Probability from which a comment is held for review."""
    severity: float
    """0 to 1: how much harm one such comment does, for ranking."""
    reject_at: float | None = None
    """Probability from which the machine may advise REJECT; off by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWeights:
    """How the parts of a priority are weighed. All are shares of 1."""

    harm: float = 0.7
    terms: float = 0.2
    reports: float = 0.06
    reach: float = 0.04
    reports_half: int = 3
    """Reports at which their part reaches half of its weight."""
    reach_half: int = 1000
    """Readers at which their part reaches half of its weight."""
    age_per_hour: float = 0.01
    """Gain per hour of waiting; unbounded in the queue's order, so nothing starves."""
    audit_share: float = 0.02
    audit_floor: float = 0.3
    """Priority below which an audited comment is lifted to this value."""
    unsupported_floor: float = 0.3
    """The same for comments in a language that the model does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Thresholds, severities and ordered phases; pure data."""

    version: str
    labels: Mapping[str, LabelPolicy]
    phases: tuple[str, ...]
    term_hold_severity: float = 0.8
    """An unambiguous slur term of at least this severity holds a comment by itself."""
    report_hold_count: int = 3
    ranking: RankingWeights = field(default_factory=RankingWeights)


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
