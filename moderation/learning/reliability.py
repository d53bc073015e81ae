"""Reliability plots: how often a label applied where the model gave it so much. Pure, SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from moderation.learning.examples import Example
from moderation.learning.measures import expected_calibration_error

BINS: Final = 15
_SIZE: Final = 320
_LEFT, _TOP, _BARS = 44, 34, 46
_INK, _SOFT, _MARK = "#333", "#bbb", "#1f6fb2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Examples whose scores lie in one of equally wide bins."""

    score: float
    """Their mean score."""
    truth: float
    """Their mean target."""
    n: int


def reliability_bins(
    truth: Sequence[float], scores: Sequence[float], bins: int = BINS
) -> list[Bin]:
    """The bins that are not empty, from low scores to high ones."""
    given, wanted = np.asarray(scores, dtype=float), np.asarray(truth, dtype=float)
    places = np.minimum((given * bins).astype(int), bins - 1)
    return [
        Bin(
            score=float(given[places == place].mean()),
            truth=float(wanted[places == place].mean()),
            n=int((places == place).sum()),
        )
        for place in np.unique(places)
    ]


def draw_reliability(label: str, truth: Sequence[float], scores: Sequence[float]) -> bytes:
    """An SVG: a point a bin, its distance to the diagonal, and below it how many there are.

    Args:
        label: for the title.
        truth: soft or hard targets in [0, 1].
        scores: probabilities, of the same length.
    """
    error = expected_calibration_error(np.asarray(truth, float), np.asarray(scores, float))
    title = f"{label}: calibration error {error:.3f} on {len(truth):,} examples"
    found = reliability_bins(truth, scores)
    body = [*_frame(title), *_points(found), *_counts(found)]
    width, height = _LEFT + _SIZE + 16, _TOP + _SIZE + _BARS + 56
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="12" role="img">'
    )
    paper = f'<rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", paper, *body, "</svg>\n"]).encode()


def draw_all(
    labels: Sequence[str], examples: Sequence[Example], scores: npt.NDArray[np.float64]
) -> dict[str, bytes]:
    """File name -> plot of each label that some of `examples` judge; scores (examples, labels)."""
    drawn = {}
    for column, label in enumerate(labels):
        rows = [i for i, example in enumerate(examples) if label in example.targets]
        if rows:
            truth = [examples[i].targets[label] for i in rows]
            drawn[f"reliability-{label}.svg"] = draw_reliability(
                label, truth, scores[rows, column].tolist()
            )
    return drawn


def _x(share: float) -> str:
    return f"{_LEFT + share * _SIZE:.1f}"


def _y(share: float) -> str:
    return f"{_TOP + (1 - share) * _SIZE:.1f}"


def _line(first: tuple[str, str], last: tuple[str, str], ink: str) -> str:
    return f'<line x1="{first[0]}" y1="{first[1]}" x2="{last[0]}" y2="{last[1]}" stroke="{ink}"/>'


def _text(at: tuple[str, str], anchor: str, words: str) -> str:
    return (
        f'<text x="{at[0]}" y="{at[1]}" text-anchor="{anchor}" fill="{_INK}">{escape(words)}</text>'
    )


def _frame(title: str) -> list[str]:
    below = _TOP + _SIZE + _BARS
    parts = [
        _text((_x(0), "20"), "start", title),
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIZE}" height="{_SIZE}" fill="none" '
        f'stroke="{_INK}"/>',
        _line((_x(0), _y(0)), (_x(1), _y(1)), _SOFT),
        _text((_x(0.5), f"{below + 40}"), "middle", "score (bars: examples, log scale)"),
        f'<text transform="translate(12 {_y(0.5)}) rotate(-90)" text-anchor="middle" '
        f'fill="{_INK}">share to which the label applies</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_text((_x(tick), f"{below + 18}"), "middle", f"{tick:g}"))
        parts.append(_text((f"{_LEFT - 6}", f"{float(_y(tick)) + 4:.1f}"), "end", f"{tick:g}"))
    return parts


def _points(found: Sequence[Bin]) -> list[str]:
    parts = []
    for one in found:
        parts.append(_line((_x(one.score), _y(one.score)), (_x(one.score), _y(one.truth)), _MARK))
        parts.append(
            f'<circle cx="{_x(one.score)}" cy="{_y(one.truth)}" r="4" fill="{_MARK}">'
            f"<title>{one.n:,} examples, score {one.score:.3f}, applies to {one.truth:.3f}"
            "</title></circle>"
        )
    return parts


def _counts(found: Sequence[Bin]) -> list[str]:
    most = np.log1p(max((one.n for one in found), default=1))
    floor, wide = _TOP + _SIZE + _BARS, _SIZE / BINS - 4
    parts = []
    for one in found:
        high = (_BARS - 6) * float(np.log1p(one.n) / most)
        place = min(int(one.score * BINS), BINS - 1) / BINS
        parts.append(
            f'<rect x="{float(_x(place)) + 2:.1f}" y="{floor - high:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}" fill="{_SOFT}"/>'
        )
    return parts
