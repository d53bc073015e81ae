"""The words that the nouns are told with: labels, phases, outcomes, states, and ids."""

from __future__ import annotations

import hashlib
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
"""What the policy judges and a person rules on, in the order of a classifier's outputs."""

IHRA: Final = "antisemitism_ihra"
"""A classifier's further output: antisemitism by the IHRA definition, with what is contested.

It is never shown beside `antisemitism`: under the profile `ihra` it is told as `antisemitism`.
"""

OUTPUTS: Final[tuple[str, ...]] = (*LABELS, IHRA)
"""All that a model trained by us puts out."""

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
