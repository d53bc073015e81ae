"""The compact codes that a reader writes, `17 A04 I X`, and what they say of each label.

docs/annotation-guide.md is the meaning of every code; this module is its letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from moderation.domain import LABELS
from moderation.errors import InputError

CORE: Final[tuple[str, ...]] = (
    "general", "slur", "dehumanisation", "threat", "conspiracy", "financier_code",
    "dual_loyalty", "blood_libel", "deicide", "greed", "racial", "holocaust_denial",
    "holocaust_distortion", "holocaust_justification", "echo", "number_code",
    "coded_substitute", "emoji_code", "compound_insult", "collective_blame",
    "demand_to_denounce", "trope_on_israel", "expulsion", "false_flag", "replacement",
)  # fmt: skip
"""Sub-types of core antisemitism; the place is the number: `A00` is general."""
CONTESTED: Final[tuple[str, ...]] = (
    "nazi_equation",
    "self_determination_denial",
    "double_standard",
)
"""Violations by some definitions only: recorded as `a25` to `a27`, antisemitism not judged."""

_LABEL_OF: Final[Mapping[str, str]] = {
    "S": "slur", "H": "harassment", "I": "identity_attack",
    "T": "threat", "P": "profanity", "X": "toxicity",
}  # fmt: skip
_USE_OF: Final[Mapping[str, str]] = {
    "S": "use",
    "S?": "unclear",
    "sm": "mention",
    "sr": "reclaimed",
    "sh": "homonym",
    "C": "counter",
}
_SUBTYPE_OF: Final[Mapping[str, str]] = {f"A{n:02}": name for n, name in enumerate(CORE)} | {
    f"a{n}": name for n, name in enumerate(CONTESTED, len(CORE))
}
NOTHING, UNREADABLE = "-", "U"
UNSURE: Final = 0.5
_FAULTS_TOLD: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader says of one comment, implied labels included."""

    codes: tuple[str, ...]
    """As written; empty for nothing."""
    targets: Mapping[str, float]
    """Label -> 0, 0.5 or 1. Antisemitism is absent where only a contested sub-type stands;
    all are absent where the comment cannot be judged."""
    uses: tuple[str, ...] = ()
    """Of use, unclear, mention, reclaimed, homonym (a slur word), counter (speech)."""
    subtypes: tuple[str, ...] = ()
    """Sub-types of antisemitism, the main one first."""

    @property
    def readable(self) -> bool:
        """Whether the comment could be judged at all."""
        return self.codes != (UNREADABLE,)


def parse_codes(text: str) -> Reading:
    """One comment's codes, without its number.

    Raises:
        ValueError: an unknown code, one written twice, or `-` or `U` beside others.
    """
    codes = tuple(text.split())
    if codes == (UNREADABLE,):
        return Reading(codes=codes, targets={})
    if codes == (NOTHING,):
        codes = ()
    elif fault := _fault(codes):
        raise ValueError(fault)
    subtypes = [_SUBTYPE_OF[code.rstrip("?")] for code in codes if code[0] in "Aa"]
    return Reading(
        codes=codes,
        targets=_targets(codes),
        uses=tuple(_USE_OF[code] for code in codes if code in _USE_OF),
        subtypes=tuple(subtypes),
    )


def _fault(codes: tuple[str, ...]) -> str:
    """What is wrong with the codes of a line, or ''."""
    if not codes:
        return "no code; write - for nothing"
    for code in codes:
        bare = code.removesuffix("?")
        if code in {NOTHING, UNREADABLE}:
            return f"{code} stands alone"
        known = bare in _LABEL_OF or bare in _SUBTYPE_OF or bare in _USE_OF
        if not known:
            return f"unknown code {code!r}"
        if code != bare and bare not in _LABEL_OF and bare not in _SUBTYPE_OF:
            return f"{bare} takes no question mark"
    bare_codes = [code.removesuffix("?") for code in codes]
    twice = {code for code in bare_codes if bare_codes.count(code) > 1}
    return f"{min(twice)} is written twice" if twice else ""


def _targets(codes: tuple[str, ...]) -> dict[str, float]:
    """The seven labels, with what follows by itself; a code that was written is never overruled."""
    sure = {code.removesuffix("?"): UNSURE if code.endswith("?") else 1.0 for code in codes}
    written = {_LABEL_OF[code]: value for code, value in sure.items() if code in _LABEL_OF}
    core = [value for code, value in sure.items() if code[0] == "A"]
    found: dict[str, float] = {"antisemitism": max(core, default=0.0)}
    found["slur"] = written.get("slur", sure.get("A01", 0.0))
    found["threat"] = written.get("threat", sure.get("A03", 0.0))
    found["harassment"] = written.get("harassment", 0.0)
    found["profanity"] = written.get("profanity", 0.0)
    # A slur at one person may mean nobody else; any other slur attacks its group.
    group = 0.0 if "harassment" in written else found["slur"]
    found["identity_attack"] = written.get("identity_attack", max(group, found["antisemitism"]))
    rude = ("slur", "antisemitism", "identity_attack", "threat", "harassment")
    found["toxicity"] = written.get("toxicity", max(found[label] for label in rude))
    contested = any(code[0] == "a" for code in codes)
    if contested and not core:
        del found["antisemitism"]
    return {label: found[label] for label in LABELS if label in found}


def read_codes(
    text: str, name: str, numbers: Collection[int], *, whole: bool = True
) -> dict[int, Reading]:
    """All lines of one reader's file, `NUMBER CODES` each.

    Args:
        text: the file's content; empty lines are passed over.
        name: the file's name, for the errors.
        numbers: the comments of the batch.
        whole: every comment must have a line; a third reading needs only the disputed ones.

    Raises:
        InputError: names the lines that are wrong and the comments that lack one.
    """
    found: dict[int, Reading] = {}
    faults = []
    for place, line in enumerate(text.splitlines(), 1):
        number, _, codes = line.strip().partition(" ")
        if not number:
            continue
        if not number.isdecimal() or int(number) not in numbers:
            faults.append(f"line {place}: {number[:20]!r} is no number of this batch")
        elif int(number) in found:
            faults.append(f"line {place}: {number} stands there twice")
        else:
            try:
                found[int(number)] = parse_codes(codes)
            except ValueError as error:
                faults.append(f"line {place}: {error}")
    lacking = sorted(set(numbers) - set(found))
    if whole and lacking and not faults:
        faults.append(f"no line for {', '.join(map(str, lacking[:_FAULTS_TOLD]))}")
    if faults:
        raise InputError(
            f"{name}: {'; '.join(faults[:_FAULTS_TOLD])}",
            next_step="Mend those lines by docs/annotation-guide.md.",
        )
    return found
