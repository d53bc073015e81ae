"""Sub-types of antisemitism, and the profiles that say which of them violate a house's rules.

The published definitions agree on most of it: slurs, dehumanisation, conspiracy tales, blood
libel, Holocaust denial, blaming Jews at large. They part over a few statements on Israel. Which
of those a newsroom takes down is its own choice and not for a model to guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

AGREED_SUBTYPES: Final[tuple[str, ...]] = (
    "slur",
    "dehumanisation",
    "threat",
    "conspiracy",
    "financier_code",
    "dual_loyalty",
    "blood_libel",
    "deicide",
    "greed",
    "racial",
    "holocaust_denial",
    "holocaust_distortion",
    "holocaust_justification",
    "echo",
    "number_code",
    "coded_substitute",
    "emoji_code",
    "compound_insult",
    "collective_blame",
    "demand_to_denounce",
    "trope_on_israel",
    "expulsion",
    "false_flag",
    "replacement",
)
"""Violations under every profile."""

CONTESTED_SUBTYPES: Final[tuple[str, ...]] = (
    "nazi_equation",
    "self_determination_denial",
    "double_standard",
)
"""The definitions part over these; only a profile can call them a violation."""

SUBTYPES: Final = AGREED_SUBTYPES + CONTESTED_SUBTYPES

PROFILES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "core": frozenset(AGREED_SUBTYPES),
        "ihra": frozenset(SUBTYPES),
        "jda": frozenset(AGREED_SUBTYPES),
    }
)
"""Profile -> the sub-types that violate under it.

`core` is what all definitions share, `ihra` follows the IHRA working definition (2016) and `jda`
the Jerusalem Declaration (2021). As coarse as these sub-types are, `jda` asks the same as `core`;
it has a name of its own so that a house can say what it follows.
"""

DEFAULT_PROFILE: Final = "core"
