"""The built-in labels' thresholds and the built-in reason codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from moderation.domain import LabelPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode:
    """Why a person rejects a comment, in the newsroom's own words."""

    code: str
    title: str
    labels: tuple[str, ...] = ()
    """The labels that choosing this reason adds to the ticked ones."""
    policy_text: str = ""
    """The sentence of the house rules that it stands for."""


LABEL_DEFAULTS: Final[Mapping[str, LabelPolicy]] = MappingProxyType(
    {
        "slur": LabelPolicy(hold_at=0.5, severity=0.95),
        "harassment": LabelPolicy(hold_at=0.55, severity=0.7),
        "antisemitism": LabelPolicy(hold_at=0.5, severity=0.95),
        "identity_attack": LabelPolicy(hold_at=0.6, severity=0.85),
        "threat": LabelPolicy(hold_at=0.5, severity=1.0),
        "profanity": LabelPolicy(hold_at=0.95, severity=0.2),
        "toxicity": LabelPolicy(hold_at=0.8, severity=0.4),
    }
)


def _reason(code: str, title: str, labels: tuple[str, ...], policy_text: str) -> ReasonCode:
    return ReasonCode(code=code, title=title, labels=labels, policy_text=policy_text)


_REASONS: Final = (
    _reason(
        "slur",
        "Slur",
        ("slur",),
        "No slurs against people for what they are, spelled out or disguised.",
    ),
    _reason(
        "antisemitism",
        "Antisemitism",
        ("antisemitism",),
        "No hatred of Jews, in open words, in code or as a conspiracy theory.",
    ),
    _reason(
        "identity_attack",
        "Attack on a group",
        ("identity_attack",),
        "No contempt for people because of origin, religion, sex, orientation or disability.",
    ),
    _reason(
        "harassment",
        "Personal attack",
        ("harassment",),
        "Argue with what was said; do not insult the person who said it.",
    ),
    _reason(
        "threat",
        "Threat or call to violence",
        ("threat",),
        "No threats, and no wishing or calling for violence against anyone.",
    ),
    _reason("profanity", "Foul language", ("profanity",), "Keep swear words out of the comments."),
    _reason("off_topic", "Off topic", (), "Comments are about the article they stand under."),
    _reason("spam", "Spam", (), "No advertising, no copied text, no links to sell something."),
    _reason("other", "Other", (), "Breaks the house rules in another way; the note says how."),
)

REASON_DEFAULTS: Final[Mapping[str, ReasonCode]] = MappingProxyType(
    {reason.code: reason for reason in _REASONS}
)
