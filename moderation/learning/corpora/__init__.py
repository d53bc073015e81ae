"""Readers of public corpora, one folder each, as published.

    for example in read_corpora(Path("datasets"), only=["cold", "cad"]):
        ...

How a corpus's labels become ours stands in its module, with the reason. Three rules hold
everywhere: what nobody judged is masked, never "no"; votes become soft targets; a slur in
a text teaches the slur label only together with a gold label of hate.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from moderation.errors import CorpusError
from moderation.learning.corpora import (
    adversarial,
    hate_sites,
    hatexplain,
    jews,
    news,
    reddit,
    rewrites,
    toxic_spans,
    tweets,
    wikipedia,
)
from moderation.learning.corpora.base import Corpus, Source
from moderation.learning.corpora.near_duplicates import DuplicateReport, split_near_duplicates
from moderation.learning.examples import Example

__all__ = [
    "CORPORA",
    "Corpus",
    "DuplicateReport",
    "Source",
    "list_corpora",
    "read_corpora",
    "split_near_duplicates",
]

_ROOMS: Final = (
    toxic_spans,
    news,
    wikipedia,
    tweets,
    jews,
    hatexplain,
    hate_sites,
    adversarial,
    reddit,
    rewrites,
)
CORPORA: Final[Mapping[str, Corpus]] = MappingProxyType(
    {corpus.source.name: corpus for room in _ROOMS for corpus in room.CORPORA}
)
"""Folder name -> corpus, in the order of reading."""


def list_corpora() -> tuple[str, ...]:
    """The names of all corpora that can be read."""
    return tuple(CORPORA)


def read_corpora(
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    permissive_only: bool = False,
    skip_missing: bool = False,
) -> Iterator[Example]:
    """The examples of all corpora under `folder`, corpus by corpus.

    Args:
        folder: holds one folder a corpus, named as in `list_corpora()`.
        only: names to read; None reads all.
        permissive_only: leave out share-alike corpora and those of unknown licence.
        skip_missing: warn about a corpus that is missing or cannot be read, and go on
            with the next one, instead of raising. Such a corpus is left out as a whole.

    Yields:
        Examples with at least one target.

    Raises:
        CorpusError: an unknown name, a missing folder or file, or a file that differs
            from what its reader expects.
    """
    for name in list_corpora() if only is None else only:
        corpus = _find(name)
        if permissive_only and not corpus.source.permissive:
            continue
        try:
            examples = _read_whole(corpus, folder / name)
        except CorpusError as error:
            if not skip_missing:
                raise
            warnings.warn(f"corpus {name} skipped: {error}", stacklevel=2)
            continue
        yield from examples


def _read_whole(corpus: Corpus, place: Path) -> list[Example]:
    """All examples of one corpus at once: half a corpus would pass unnoticed."""
    if not place.is_dir():
        raise CorpusError(
            f"{place} is missing: expected the folder of the corpus {corpus.source.name}",
            next_step="Put it there, or leave that corpus out.",
        )
    return [example for example in corpus.read(place) if example.targets]


def _find(name: str) -> Corpus:
    if name in CORPORA:
        return CORPORA[name]
    near = get_close_matches(name, list_corpora(), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Choose from: {', '.join(CORPORA)}."
    raise CorpusError(f"no corpus is named {name!r}", next_step=hint)
