"""The part of a model card that says what was measured: written by code, replaced as a whole.

Training writes the card; benchmarks, other seeds and baselines are measured later. Their
reports are put under a mark in the card, so that measuring again changes nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moderation.learning.benchmarks import Figure, Report

MARK: Final = "<!-- What follows is written by `moderation models card`; edits are lost. -->"
_HARDEST: Final = 12
"""Attacks that the card lists, the worst first."""

_Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was measured of a version, and of what it is compared with."""

    shipped: Report
    seeds: Report | None = None
    """The mean over trainings that differ in their seed only."""
    trainings: int = 1
    baselines: Mapping[str, Report] = field(default_factory=dict)
    """Name -> the same benchmarks of something simpler."""


def write_evidence(folder: Path, evidence: Evidence) -> Path:
    """Put `evidence` into the card of a model folder, in place of any older one.

    Returns:
        The card.
    """
    card = folder / "card.md"
    text = card.read_text(encoding="utf-8") if card.is_file() else f"# Model card: {folder.name}\n"
    card.write_text(with_evidence(text, evidence), encoding="utf-8")
    return card


def with_evidence(card: str, evidence: Evidence) -> str:
    """The card with `evidence` at its end. Pure."""
    kept = card.partition(MARK)[0].rstrip()
    sections = [
        _benchmarks(evidence),
        _identity(evidence.shipped.tables.get("identity", ())),
        _obfuscation(evidence.shipped.tables.get("obfuscation", ())),
        _foreign(evidence.shipped.tables.get("foreign", ())),
        _suites(evidence.shipped.tables.get("suites", ())),
        _agreement(evidence.shipped.tables.get("agreement", ())),
    ]
    told = [line for section in sections if section for line in (*section, "")]
    return "\n".join([kept, "", MARK, "", *told])


def _benchmarks(evidence: Evidence) -> list[str]:
    figures = evidence.shipped.figures
    reached = [figure.reached for figure in figures.values()]
    names = list(evidence.baselines)
    heads = ["line", "n", "target", "figure", "95 % interval", "reached"]
    heads += [f"mean of {evidence.trainings} seeds"] if evidence.seeds else []
    lines = [
        "## Benchmarks",
        "",
        f"{reached.count(True)} of {len(reached) - reached.count(None)} targets are reached. "
        "Thresholds were fixed on development data; intervals are from resampled cases,",
        "those over seeds from Student's t.",
        "",
        _row([*heads, *names]),
        "|---|" + "---:|" * (len(heads) + len(names) - 1),
    ]
    for name, figure in figures.items():
        told = {True: "yes", False: "**no**", None: "–"}[figure.reached]
        cells = [figure.line.title, f"{figure.n:,}", _target(figure), _number(figure.value)]
        cells += [_interval(figure), told]
        cells += [_mean(evidence.seeds.figures.get(name))] if evidence.seeds else []
        cells += [_value(evidence.baselines[other].figures.get(name)) for other in names]
        lines.append(_row(cells))
    return lines


def _identity(rows: _Rows) -> list[str]:
    if not rows:
        return []
    lines = [
        "## False alarms on friendly sentences with the names of groups",
        "",
        "The same frames for every term; written for measuring, none of them trained on.",
        "",
        "| term | sentences | held | share | times the background | 95 % interval |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        times = ["–", "–"] if row["term"] == "background" else [
            f"{row['times']:.2f}", f"{row['low']:.2f} to {row['high']:.2f}",
        ]  # fmt: skip
        cells = [row["term"], row["n"], row["held"], f"{row['share']:.3f}", *times]
        lines.append(_row(cells))
    return lines


def _obfuscation(rows: _Rows) -> list[str]:
    if not rows:
        return []
    return [
        "## Disguised comments",
        "",
        f"The {min(_HARDEST, len(rows))} attacks of {len(rows)} that hide most. Recall: share of "
        "held comments that are still held;",
        "added: share of clean comments that are held only when disguised.",
        "",
        "| attack | recall | added on clean |",
        "|---|---:|---:|",
        *(
            _row([row["attack"], f"{row['recall']:.3f}", f"{row['added_on_clean']:+.3f}"])
            for row in rows[:_HARDEST]
        ),
    ]


def _foreign(rows: _Rows) -> list[str]:
    held = [f"{row['held']} of {row['n']} in {row['language']}" for row in rows if row["held"]]
    if not rows:
        return []
    return [
        "## Other languages",
        "",
        f"Of everyday sentences in {len(rows)} languages it holds: {', '.join(held) or 'none'}.",
    ]


def _suites(rows: _Rows) -> list[str]:
    if not rows:
        return []
    lines = [
        "## Functional suites, test families",
        "",
        "| suite | functionality | group | expected | n | right | 95 % interval |",
        "|---|---|---|---|---:|---:|---:|",
    ]
    for row in rows:
        right = row["right"]
        interval = f"{_told(right['low'])} to {_told(right['high'])}"
        what = f"{row['id']} {row['title']}"
        cells = [row["suite"], what, row["group"], row["expected"], row["n"]]
        lines.append(_row([*cells, _told(right["share"]), interval]))
    return lines


def _agreement(rows: _Rows) -> list[str]:
    if not rows:
        return []
    return [
        "## How far the annotators agree",
        "",
        "Comments read twice, blind, with machine assistance (docs/annotation-guide.md).",
        "",
        "| label | comments | marked by one at least | equal | Krippendorff's alpha |",
        "|---|---:|---:|---:|---:|",
        *(
            _row([r["label"], r["comments"], r["marked"], _told(r["equal"]), _told(r["alpha"])])
            for r in rows
        ),
    ]


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _target(figure: Figure) -> str:
    if figure.line.target is None:
        return "–"
    return f"{'≤' if figure.line.at_most else '≥'} {figure.line.target:g}"


def _value(figure: Figure | None) -> str:
    return "–" if figure is None else _number(figure.value)


def _mean(figure: Figure | None) -> str:
    return "–" if figure is None else f"{_number(figure.value)} ({_interval(figure)})"


def _interval(figure: Figure) -> str:
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _told(value: float | None) -> str:
    return "–" if value is None else _number(value)
