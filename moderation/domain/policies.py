"""What a newsroom wants: thresholds, severities and weights, as pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from moderation.domain.profiles import DEFAULT_PROFILE


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
    """An unambiguous slur term of at least this severity holds a comment, if the scores let it."""
    term_hold_score: float = 0.1
    """Below this slur score a listed slur no longer holds: it is taken for a mention."""
    report_hold_count: int = 3
    antisemitism_profile: str = DEFAULT_PROFILE
    """A key of PROFILES: which sub-types of antisemitism the house calls a violation."""
    ranking: RankingWeights = field(default_factory=RankingWeights)
