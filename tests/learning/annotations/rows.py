"""Small examples for the tests of the annotations."""

from __future__ import annotations

from collections.abc import Mapping

from moderation.learning.examples import Example


def example(
    identity: str,
    *,
    text: str = "A comment on the council's budget",
    targets: Mapping[str, float] | None = None,
    split: str = "train",
    group: str = "",
    parent_text: str | None = None,
    spans: tuple[tuple[int, int, str], ...] = (),
) -> Example:
    """An example with only what a test is about."""
    return Example(
        id=identity,
        corpus=identity.partition("/")[0],
        text=text,
        targets={"toxicity": 1.0} if targets is None else targets,
        weight=0.5,
        split=split,
        group=group or identity,
        licence="CC0-1.0",
        permissive=True,
        parent_text=parent_text,
        spans=spans,
    )
