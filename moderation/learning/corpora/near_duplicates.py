"""Copies of measured texts must not be learned from: they would flatter every measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from moderation.learning.corpora.base import plain

if TYPE_CHECKING:
    from datasketch import MinHash

    from moderation.learning.examples import Example

_SHINGLE: Final = 5
_PERMUTATIONS: Final = 64
_BATCH: Final = 4096
SIMILARITY: Final = 0.8
"""Estimated Jaccard similarity of 5-character shingles from which two texts are copies."""
_SHORTEST: Final = 12
"""Below this many characters ("thank you") equal texts are no leak worth a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateReport:
    """What `split_near_duplicates` removed from the training part."""

    exact: Mapping[str, int]
    """Corpus -> rows equal to a dev or test text but for case and punctuation."""
    near: Mapping[str, int]
    """Corpus -> rows nearly equal to one."""
    kept: int
    """Examples left, of all splits."""

    @property
    def removed(self) -> int:
        """Rows removed in all."""
        return sum(self.exact.values()) + sum(self.near.values())


def split_near_duplicates(
    examples: Iterable[Example], *, similarity: float = SIMILARITY
) -> tuple[list[Example], DuplicateReport]:
    """Leave out training examples that copy a dev or test text of any corpus.

    Args:
        examples: of all splits and corpora together.
        similarity: of 5-character shingles, in (0, 1].

    Returns:
        The remaining examples in their order, and what was removed.
    """
    everything = list(examples)
    measured = {plain(e.text) for e in everything if e.split != "train"}
    exact: Counter[str] = Counter()
    candidates: list[Example] = []
    for example in everything:
        if example.split != "train":
            continue
        text = plain(example.text)
        if len(text) >= _SHORTEST and text in measured:
            exact[example.corpus] += 1
        else:
            candidates.append(example)
    copied = _find_near(candidates, sorted(measured), similarity)
    near = Counter(example.corpus for example in candidates if example.id in copied)
    fresh = {example.id for example in candidates} - copied
    kept = [e for e in everything if e.split != "train" or e.id in fresh]
    return kept, DuplicateReport(exact=dict(exact), near=dict(near), kept=len(kept))


def _find_near(
    candidates: Sequence[Example], measured: Sequence[str], similarity: float
) -> set[str]:
    """The ids of candidates that are nearly equal to a measured text."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=similarity, num_perm=_PERMUTATIONS)
    sketches: dict[int, MinHash] = {}
    long = [text for text in measured if len(text) >= _SHORTEST]
    for start in range(0, len(long), _BATCH):
        for offset, sketch in enumerate(_sketch(long[start : start + _BATCH])):
            sketches[start + offset] = sketch
            index.insert(start + offset, sketch, check_duplication=False)
    copied = set()
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        for example, sketch in zip(batch, _sketch([plain(e.text) for e in batch]), strict=True):
            if any(sketch.jaccard(sketches[key]) >= similarity for key in index.query(sketch)):
                copied.add(example.id)
    return copied


def _sketch(texts: Sequence[str]) -> list[MinHash]:
    """MinHash sketches of the texts' shingles."""
    from datasketch import MinHash

    shingles = [
        [text[i : i + _SHINGLE].encode() for i in range(max(1, len(text) - _SHINGLE + 1))]
        for text in texts
    ]
    return list(MinHash.bulk(shingles, num_perm=_PERMUTATIONS))
