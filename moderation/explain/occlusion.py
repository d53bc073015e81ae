"""Explain any scorer: leave each word out in turn and see how far the probability falls.

Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional
Networks" (occlusion sensitivity), applied to words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from moderation.domain import Span

MAX_WORDS = 60
"""Words tried at most; a longer text is occluded in equal groups of words."""


def explain_by_occlusion(
    text: str, label: str, score: Callable[[Sequence[str]], Sequence[float]], *, most: int = 3
) -> tuple[Span, ...]:
    """The stretches of `text` whose absence lowers the probability of `label` most.

    Args:
        text: the text as the scorer sees it.
        label: for the spans; `score` must be of this label.
        score: texts -> probabilities, one each, in order.
        most: spans at most.

    Returns:
        Spans in code points of `text`, strongest first; their weight is the fall
        in probability. Empty when no word's absence lowers it.
    """
    words = [match.span() for match in re.finditer(r"\S+", text)]
    if not words:
        return ()
    size = -(-len(words) // MAX_WORDS)
    groups = [
        (words[i][0], words[min(i + size, len(words)) - 1][1]) for i in range(0, len(words), size)
    ]
    whole, *without = score([text, *(text[:a] + text[b:] for a, b in groups)])
    falls = [(whole - value, a, b) for value, (a, b) in zip(without, groups, strict=True)]
    return tuple(
        Span(start=a, end=b, label=label, weight=round(fall, 4), origin="model")
        for fall, a, b in sorted(falls, key=lambda row: -row[0])[:most]
        if fall > 0
    )
