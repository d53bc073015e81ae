"""The nouns of the project, in the order in which data flows through them.

Every noun is a frozen, slotted, keyword-only dataclass. Texts are never altered:
all offsets are code points of the ORIGINAL text, ends are exclusive. All times
are timezone-aware UTC datetimes. Probabilities lie in [0, 1].

Machines have scores and give verdicts; only people make decisions.
"""

from moderation.domain.nouns import (
    Account,
    Assessment,
    AuditEvent,
    Comment,
    Decision,
    ModelVersion,
    Priority,
    PriorityPart,
    QueueItem,
    Reason,
    Score,
    Span,
    TermHit,
    Thread,
    Verdict,
)
from moderation.domain.policies import (
    LabelPolicy,
    Policy,
    RankingWeights,
)
from moderation.domain.profiles import (
    CONTESTED_SUBTYPES,
    DEFAULT_PROFILE,
    PROFILES,
    SUBTYPES,
)
from moderation.domain.vocabulary import (
    IHRA,
    LABELS,
    OUTPUTS,
    PHASES,
    DecisionKind,
    ItemState,
    Outcome,
    Ruling,
    ScoringState,
    Selection,
    TermKind,
    comment_id,
    content_hash,
    thread_id,
)

__all__ = [
    "CONTESTED_SUBTYPES",
    "DEFAULT_PROFILE",
    "IHRA",
    "LABELS",
    "OUTPUTS",
    "PHASES",
    "PROFILES",
    "SUBTYPES",
    "Account",
    "Assessment",
    "AuditEvent",
    "Comment",
    "Decision",
    "DecisionKind",
    "ItemState",
    "LabelPolicy",
    "ModelVersion",
    "Outcome",
    "Policy",
    "Priority",
    "PriorityPart",
    "QueueItem",
    "RankingWeights",
    "Reason",
    "Ruling",
    "Score",
    "ScoringState",
    "Selection",
    "Span",
    "TermHit",
    "TermKind",
    "Thread",
    "Verdict",
    "comment_id",
    "content_hash",
    "thread_id",
]
