"""Weak evidence from terms: what a row may teach beyond its gold label."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from moderation.domain import LABELS
from moderation.errors import CorpusError

KINDS: Final = ("hard", "ambiguous", "jewish", "wide", "muslim", "profane")
WEAK_POSITIVE_WEIGHT: Final = 0.6
"""A term in a hateful row: use is likely, though nobody said so."""
WEAK_NEGATIVE_WEIGHT: Final = 0.5
"""A slur in a row judged not hateful: mention or reclaimed use is likely."""
_ECHO: Final = "((("

Targets = dict[str, float]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The compiled alternatives of each kind, from weak_terms.txt."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    content = files(__package__).joinpath("weak_terms.txt").read_text("utf-8")
    for number, line in enumerate(content.splitlines(), 1):
        entry = line.partition(" # ")[0].strip()
        if not entry or entry.startswith("#"):
            continue
        kind, _, pattern = entry.partition(" ")
        if kind not in found or not pattern.strip():
            raise CorpusError(
                f"weak_terms.txt:{number}: expected one of {', '.join(KINDS)} and a pattern",
                next_step="Mend that line.",
            )
        found[kind].append(pattern.strip())
    return {
        kind: re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
        for kind, parts in found.items()
    }


def has_term(kind: str, text: str) -> bool:
    """Whether `text` has a weak term of `kind`."""
    if kind in {"jewish", "wide"} and _ECHO in text:
        return True
    return _patterns()[kind].search(text) is not None


def slur_target(text: str, *, hateful: bool | None) -> float | None:
    """The weak slur target of `text`, None where it must be masked.

    Args:
        text: the row's text.
        hateful: the row's gold label; None where it does not say.
    """
    if has_term("hard", text):
        return None if hateful is None else float(hateful)
    return None if has_term("ambiguous", text) else 0.0


def slur_weight(text: str, *, hateful: bool, weight: float = 1.0) -> float:
    """`weight`, lowered to that of weak evidence where the slur target rests on a term."""
    if not has_term("hard", text):
        return weight
    return min(weight, WEAK_POSITIVE_WEIGHT if hateful else WEAK_NEGATIVE_WEIGHT)


def clean() -> Targets:
    """Targets of everyday talk: no label applies."""
    return dict.fromkeys(LABELS, 0.0)


def drop_masked(targets: dict[str, float | None]) -> Targets:
    """The targets that are known."""
    return {label: value for label, value in targets.items() if value is not None}


def unmentioned_jews(text: str) -> float | None:
    """Antisemitism 0 where the text has no word around Jews at all, else None (masked)."""
    return None if has_term("wide", text) else 0.0


def hateful_targets(text: str, *, antisemitic: float | None, share: float = 1.0) -> Targets:
    """Targets of a row whose gold label says hate against a group.

    Args:
        text: the row's text, for the weak slur target.
        antisemitic: gold where the corpus names the target; None: unknown, so 0 only if
            the text has no word around Jews, else masked.
        share: share of the raters who said hate.
    """
    known = unmentioned_jews(text) if antisemitic is None else antisemitic
    return drop_masked(
        {
            "identity_attack": share,
            "toxicity": share,
            "antisemitism": known,
            "slur": slur_target(text, hateful=True),
        }
    )


def weak_hate(text: str) -> tuple[Targets, float]:
    """Targets and weight of hate whose target is unknown: Jews, weakly, if the text names them."""
    jews = 1.0 if has_term("jewish", text) else None
    weight = WEAK_POSITIVE_WEIGHT if jews else slur_weight(text, hateful=True)
    return hateful_targets(text, antisemitic=jews), weight


def peaceful_targets(text: str, *, antisemitic: float | None) -> Targets:
    """Targets of a row whose gold label says no hate: it may still be rude, so no more."""
    known = unmentioned_jews(text) if antisemitic is None else antisemitic
    return drop_masked(
        {
            "identity_attack": 0.0,
            "antisemitism": known,
            "slur": slur_target(text, hateful=False),
        }
    )


def profanity_target(text: str) -> float | None:
    """1 where a swear word is there, else masked: a missing one proves little."""
    return 1.0 if has_term("profane", text) else None
