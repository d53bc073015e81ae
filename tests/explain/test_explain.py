from __future__ import annotations

from collections.abc import Sequence

import pytest

from moderation.classifiers.base import TokenWeight
from moderation.explain import explain_by_occlusion, spans_from_tokens

LABELS = ("slur", "threat")


def tokens(text: str, weights: dict[str, tuple[float, float]]) -> list[TokenWeight]:
    found, start = [], 0
    for piece in text.split("|"):
        word = piece.strip()
        begin = text.replace("|", "").index(word, start)
        found.append(
            TokenWeight(start=begin, end=begin + len(word), weights=weights.get(word, (0.0, 0.0)))
        )
        start = begin + len(word)
    return found


def cut(text: str, spans: Sequence[object]) -> list[str]:
    return [text[span.start : span.end] for span in spans]  # type: ignore[attr-defined]


def test_the_strongest_word_is_the_span() -> None:
    text = "you are a slurword"
    marked = tokens("you| are| a| slurword", {"slurword": (0.9, 0.1)})
    (span,) = spans_from_tokens(marked, LABELS, ["slur"], text)
    assert text[span.start : span.end] == "slurword"
    assert (span.label, span.weight, span.origin) == ("slur", 0.9, "model")


def test_word_pieces_are_joined_to_words() -> None:
    text = "slurword ahead"
    marked = tokens("slur|word| ahead", {"word": (0.8, 0.0)})
    (span,) = spans_from_tokens(marked, LABELS, ["slur"], text)
    assert text[span.start : span.end] == "slurword"


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("you “slurword”, hey", "you| “|slurword|”|,| hey", "slurword"),
        ("why ?!?! hey", "why| ?!?!| hey", "?!?!"),
    ],
)
def test_punctuation_beside_a_word_is_not_marked(text: str, pieces: str, expected: str) -> None:
    strong = {"slurword": (0.9, 0.0), "?!?!": (0.9, 0.0)}
    (span,) = spans_from_tokens(tokens(pieces, strong), LABELS, ["slur"], text)
    assert text[span.start : span.end] == expected


def test_neighbouring_strong_words_become_one_span() -> None:
    text = "we hang them all"
    marked = tokens("we| hang| them| all", {"hang": (0.0, 0.8), "them": (0.0, 0.5)})
    (span,) = spans_from_tokens(marked, LABELS, ["threat"], text)
    assert text[span.start : span.end] == "hang them"
    assert span.weight == 0.8


def test_at_most_three_spans_a_label_strongest_first() -> None:
    text = "a x b x c x d x e"
    marked = [
        TokenWeight(start=i, end=i + 1, weights=((0.5 + i / 100) if c == "x" else 0.0, 0.0))
        for i, c in enumerate(text)
        if c != " "
    ]
    spans = spans_from_tokens(marked, LABELS, ["slur"], text)
    assert [span.start for span in spans] == [14, 10, 6]


def test_only_wanted_labels_get_spans_and_no_tokens_give_none() -> None:
    marked = tokens("bad", {"bad": (0.9, 0.9)})
    assert spans_from_tokens(marked, LABELS, [], "bad") == ()
    assert spans_from_tokens([], LABELS, ["slur"], "bad") == ()
    both = spans_from_tokens(marked, LABELS, ["slur", "threat"], "bad")
    assert [span.label for span in both] == ["slur", "threat"]


def test_occlusion_finds_the_word_that_matters() -> None:
    text = "good morning you slurword and goodbye"
    spans = explain_by_occlusion(text, "slur", lambda ts: [0.9 * ("slurword" in t) for t in ts])
    assert cut(text, spans) == ["slurword"]
    assert spans[0].weight == pytest.approx(0.9)


def test_occlusion_says_nothing_where_no_word_matters() -> None:
    assert explain_by_occlusion("a b c", "slur", lambda ts: [0.5] * len(ts)) == ()
    assert explain_by_occlusion("  ", "slur", lambda ts: [0.5] * len(ts)) == ()


def test_occlusion_of_a_long_text_asks_a_bounded_number_of_times() -> None:
    asked: list[str] = []

    def score(texts: Sequence[str]) -> list[float]:
        asked.extend(texts)
        return [float("slurword" in t) for t in texts]

    text = "fine " * 500 + "slurword"
    (span,) = explain_by_occlusion(text, "slur", score)
    assert "slurword" in text[span.start : span.end]
    assert len(asked) <= 61
