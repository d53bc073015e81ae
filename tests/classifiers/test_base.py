from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import MAX_WINDOWS, Classifier, TokenWeight, WindowScore


class Counting(Classifier):
    """Scores the share of x in a window and remembers what it was asked."""

    labels = ("x",)
    version = "counting/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def score_batch(self, texts: Sequence[str]) -> list[WindowScore]:
        self.asked += texts
        return [
            WindowScore(
                values=(text.count("x") / max(1, len(text)),),
                tokens=tuple(
                    TokenWeight(start=i, end=i + 1, weights=(1.0,))
                    for i, c in enumerate(text)
                    if c == "x"
                ),
            )
            for text in texts
        ]


def test_a_short_text_is_one_window() -> None:
    (score,) = Counting().score(["ax"])
    assert score.values == (0.5,)
    assert score.windows == 1
    assert score.skipped == 0


def test_the_end_of_a_long_text_counts_as_much_as_its_beginning() -> None:
    text = "word " * 400 + "x" * 50
    (score,) = Counting().score([text])
    assert score.windows > 5
    assert score.values[0] > 0.1
    assert {(t.start, t.end) for t in score.tokens} == {(i, i + 1) for i in range(2000, 2050)}


def test_equal_windows_are_scored_once_and_order_is_kept() -> None:
    classifier = Counting()
    scores = classifier.score(["xx", "a", "xx", "bbx"])
    assert [s.values[0] for s in scores] == pytest.approx([1.0, 0.0, 1.0, 1 / 3])
    assert sorted(classifier.asked) == ["a", "bbx", "xx"]


def test_no_text_is_no_work() -> None:
    classifier = Counting()
    assert classifier.score([]) == []
    assert classifier.asked == []


def test_an_enormous_text_says_what_was_left_out() -> None:
    text = "".join(f"w{i} " for i in range(60_000)) + "x" * 10
    (score,) = Counting().score([text])
    assert score.windows == MAX_WINDOWS
    assert score.skipped > 0
    assert score.tokens[-1].end == len(text), "the last window is among those kept"


@given(st.text(alphabet="ab \n", max_size=3000))
def test_windows_cover_the_whole_text_and_fit(text: str) -> None:
    classifier = Counting()
    spans = classifier.split(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(b - a <= classifier.window_chars for a, b in spans)
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(spans))
    assert all(earlier[0] < later[0] for earlier, later in pairwise(spans))


def test_tokens_in_an_overlap_are_told_once() -> None:
    text = "x" * 1000
    (score,) = Counting().score([text])
    starts = [token.start for token in score.tokens]
    assert starts == sorted(set(starts))
    assert starts == list(range(1000))
