"""The model card, written by code from the evaluation: it cannot say what was not measured."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from moderation.learning.evaluation import Evaluation
from moderation.learning.examples import Example
from moderation.learning.measures import LabelMeasures

INTENDED = """## What it is for, and what not

It ranks reader comments for a person to review and says which words made it think so.
It decides nothing. A low score is no proof that a comment is harmless, a high one none
that it is not.

It must not be used

- to remove, hide or answer comments without a person looking at them;
- to punish, rank, profile or ban people, or to guess who they are or what they believe;
- on private messages, or on what people write at work, at school or to authorities;
- as evidence before a court, an authority or an employer;
- in a language that it was not trained on;
- to measure how hateful a group of people is: it errs more often with some groups' words
  (see the tables below).

## What it does not know

- English only. Comments in other languages are marked as such; their scores mean little.
- It reads one comment, without the article, the picture or the comment above it.
- Irony, new code words, and whether the writer belongs to the group that is named.
- Most hateful training text comes from Twitter, Gab and Reddit, not from news pages.
- Labels were made by other people under other definitions; they disagree with each other.
- Public figures: "harassment" here does not tell a fellow commenter from a minister.

## How it ages

It has read text of 2015 to 2021. New code words, new names and new events are unknown to
it, and what is common on one page is rare on another, so the figures below fade. Watch
the share of held comments, how often moderators overrule it, and what the audit sample
(comments drawn by chance) finds; measure it on your own decisions (`moderation evaluate`)
every month, after every large event and before every promotion, and retrain when
precision or recall has fallen by more than its interval is wide.
"""


def write_card(
    name: str,
    trained_on: Sequence[Example],
    evaluation: Evaluation,
    thresholds: Mapping[str, Mapping[str, float]],
    about: Mapping[str, Any],
) -> str:
    """The card in Markdown.

    Args:
        name: `name/version`.
        trained_on: the examples of the training, for their sources and licences.
        evaluation: on examples kept out of the training.
        thresholds: label -> `high_precision` and `high_recall`.
        about: further facts, printed as a list (time, seed, base model).
    """
    return "\n".join(
        [
            f"# Model card: {name}",
            "",
            "A multi-label classifier for comment sections, fine-tuned from all-MiniLM-L6-v2",
            "(Apache-2.0). Written by `moderation train` from what it measured.",
            "",
            INTENDED,
            "## How it was made",
            "",
            *(f"- {key}: {value}" for key, value in about.items()),
            "",
            "## Data",
            "",
            *_data_table(trained_on),
            "",
            *_measured(evaluation),
            "## Recommended thresholds",
            "",
            *_thresholds_table(thresholds),
            "",
        ]
    )


def _measured(evaluation: Evaluation) -> list[str]:
    return [
        "## Measures on examples kept out of the training",
        "",
        *_measures_table(evaluation.labels),
        "",
        "Corpus by corpus:",
        "",
        *_corpora_table(evaluation),
        "",
        "ECE: expected calibration error over 15 bins. The corpora's own base rates hold",
        "here; they are far higher than a news page's.",
        "",
        "## Calibration",
        "",
        "Scores are calibrated by Platt's method, a slope and an offset a label, on",
        "development data; the plots show the test parts.",
        "",
        *(f"- [{label}](reliability-{label}.svg)" for label in evaluation.labels),
        "",
    ]


def _data_table(examples: Sequence[Example]) -> list[str]:
    rows: Counter[tuple[str, str]] = Counter((e.corpus, e.licence) for e in examples)
    lines = ["| corpus | examples | licence |", "|---|---:|---|"]
    return lines + [f"| {c} | {n:,} | {licence} |" for (c, licence), n in sorted(rows.items())]


def _measures_table(labels: Mapping[str, LabelMeasures]) -> list[str]:
    lines = [
        "| label | n | positive | AUC | AP | F1 | precision | recall | FPR | ECE |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for label, m in labels.items():
        figures = (m.auc, m.average_precision, m.f1, m.precision, m.recall)
        lines.append(
            f"| {label} | {m.n:,} | {m.positives:,} | "
            + " | ".join(_figure(x) for x in (*figures, m.false_positive_rate, m.ece))
            + " |"
        )
    return lines


def _corpora_table(evaluation: Evaluation) -> list[str]:
    lines = [
        "| corpus | label | n | positive | AUC | F1 | FPR |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for corpus, labels in evaluation.corpora.items():
        lines += [
            f"| {corpus} | {label} | {m.n:,} | {m.positives:,} | {_figure(m.auc)} | "
            f"{_figure(m.f1)} | {_figure(m.false_positive_rate)} |"
            for label, m in labels.items()
        ]
    return lines


def _thresholds_table(thresholds: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = [
        "High precision and high recall: at least 0.9 of it on development data. By cost: what",
        "costs least by `learning.miss_cost` and its neighbours in config.yaml.",
        "",
        "| label | high precision | high recall | by cost |",
        "|---|---:|---:|---:|",
    ]
    return lines + [
        f"| {label} | {t['high_precision']:.3f} | {t['high_recall']:.3f} | "
        f"{_figure(t.get('by_cost', math.nan))} |"
        for label, t in thresholds.items()
    ]


def _figure(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"
