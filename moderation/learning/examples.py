"""What a model learns from: one text with soft targets for the labels that someone judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moderation.domain import OUTPUTS
from moderation.errors import CorpusError

SPLITS: Final[tuple[str, ...]] = ("train", "dev", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text to learn from or to measure on.

    A label that `targets` lacks was not judged: it is masked in the loss and in the
    measures, never read as "no".
    """

    id: str
    """`corpus/row`, stable: from the row's own id or its number."""
    corpus: str
    text: str
    targets: Mapping[str, float]
    """Label -> share of raters (or 0 and 1) in [0, 1]."""
    weight: float = 1.0
    """Weight in the loss; below 1 where the label is weak or the corpus noisy."""
    split: str = "train"
    """`train`, `dev` or `test`."""
    group: str
    """Examples of one group (contrast pairs, copies) belong in one fold."""
    licence: str
    permissive: bool
    """Whether the licence is CC0, MIT, Apache or CC BY."""
    parent_text: str | None = None
    """The comment answered, where the corpus has it."""
    spans: tuple[tuple[int, int, str], ...] = ()
    """(start, end, label): code points of `text`, ends exclusive, sorted."""

    def __post_init__(self) -> None:
        """Refuse what would silently spoil a training run.

        Raises:
            CorpusError: an unknown label or split, a target outside [0, 1], a bad span.
        """
        if found := self._fault():
            raise CorpusError(
                f"example {self.id}: {found}", next_step="Mend the reader of that corpus."
            )

    def _fault(self) -> str:
        for label, value in self.targets.items():
            if label not in OUTPUTS:
                return f"unknown label {label!r}"
            if not 0.0 <= value <= 1.0:
                return f"target {label}={value} outside [0, 1]"
        if self.split not in SPLITS:
            return f"unknown split {self.split!r}"
        if any(not 0 <= start < end <= len(self.text) for start, end, _ in self.spans):
            return "a span outside its text"
        return ""
