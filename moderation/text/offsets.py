"""Text that remembers where every character came from.

A `Mapped` text is the original, or another `Mapped` text with edits. Each layer keeps only
its edits, so a clean comment costs nothing, a 10 MB comment costs no table of 10 million
numbers, and steps compose by stacking.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Edit(NamedTuple):
    """Replace `[start, end)` of a text by `text`.

    `weight` counts the characters of it that look like an attempt to hide a word.
    A replacement of the same length maps character by character; any other maps each
    of its characters to the whole stretch that it replaced.
    """

    start: int
    end: int
    text: str
    weight: int = 0


class Layer(Protocol):
    """How positions of one text lie in the text that it was made of."""

    def to_parent(self, start: int, end: int) -> tuple[int, int]:
        """The smallest stretch of the parent that covers the non-empty `[start, end)`."""
        ...  # pragma: no cover


@dataclass(frozen=True, slots=True, eq=False)
class Replaced:
    """Stretches whose length changed; everything between them only moved."""

    own_starts: list[int]
    own_ends: list[int]
    parent_starts: list[int]
    parent_ends: list[int]

    def to_parent(self, start: int, end: int) -> tuple[int, int]:
        """See `Layer.to_parent`."""
        return self._char(start)[0], self._char(end - 1)[1]

    def _char(self, position: int) -> tuple[int, int]:
        # The last of several edits at one place is the one after the removals before it.
        edit = bisect_right(self.own_starts, position) - 1
        if edit < 0:
            return position, position + 1
        if position < self.own_ends[edit]:
            return self.parent_starts[edit], self.parent_ends[edit]
        moved = position - self.own_ends[edit] + self.parent_ends[edit]
        return moved, moved + 1


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """Stretches whose characters stand in reverse order; the text is as long as before."""

    starts: list[int]
    ends: list[int]

    def to_parent(self, start: int, end: int) -> tuple[int, int]:
        """See `Layer.to_parent`."""
        first, last = self._stretch(start), self._stretch(end - 1)
        low = start if first is None else first[0] + max(0, first[1] - end)
        if last is None:
            return low, end
        return low, last[1] - max(0, start - last[0])

    def _stretch(self, position: int) -> tuple[int, int] | None:
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.ends[index]:
            return None
        return self.starts[index], self.ends[index]


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """A text, the text it was made of, and how positions of the two correspond."""

    text: str
    suspicion: int = 0
    """Characters so far that look like an attempt to hide a word."""
    parent: Mapped | None = None
    layer: Layer | None = None

    def edit(self, edits: Iterable[Edit]) -> Mapped:
        """The text after `edits`, which must be in order and must not overlap.

        Returns the same object when nothing changes, so that callers may test by identity.
        """
        pieces: list[str] = []
        layer = Replaced([], [], [], [])
        done = length = weight = 0
        for edit in edits:
            kept = self.text[done : edit.start]
            pieces += (kept, edit.text)
            length += len(kept)
            if len(edit.text) != edit.end - edit.start:
                layer.own_starts.append(length)
                layer.own_ends.append(length + len(edit.text))
                layer.parent_starts.append(edit.start)
                layer.parent_ends.append(edit.end)
            length += len(edit.text)
            weight += edit.weight
            done = edit.end
        if not pieces:
            return self
        text = "".join(pieces) + self.text[done:]
        suspicion = self.suspicion + weight
        if not layer.own_starts:
            return Mapped(text, suspicion, self.parent, self.layer)
        return Mapped(text, suspicion, self, layer)

    def turn(self, stretches: Iterable[tuple[int, int]], *, weight: int = 0) -> Mapped:
        """The text with each of the ordered, disjoint stretches reversed.

        `weight` is the suspicion of each character in them. Returns the same object when
        there are no stretches.
        """
        pieces: list[str] = []
        layer = Turned([], [])
        done = 0
        for start, end in stretches:
            pieces += (self.text[done:start], self.text[start:end][::-1])
            layer.starts.append(start)
            layer.ends.append(end)
            done = end
        if not pieces:
            return self
        turned = sum(layer.ends) - sum(layer.starts)
        text = "".join(pieces) + self.text[done:]
        return Mapped(text, self.suspicion + weight * turned, self, layer)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The smallest stretch of the original that covers the non-empty `[start, end)`."""
        mapped = self
        while mapped.layer is not None and mapped.parent is not None:
            start, end = mapped.layer.to_parent(start, end)
            mapped = mapped.parent
        return start, end


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a comment. Equal views have equal names and texts.

    Attributes:
        name: `main` or what was undone to get here (`leet`, `joined`, ...).
        text: The reading, in its own code points.
    """

    name: str
    text: str
    mapped: Mapped = field(repr=False, compare=False)

    @property
    def starts(self) -> tuple[int, ...]:
        """For each code point of `text`, where it starts in the original."""
        return tuple(self.mapped.to_original(i, i + 1)[0] for i in range(len(self.text)))

    @property
    def ends(self) -> tuple[int, ...]:
        """For each code point of `text`, where it ends in the original (exclusive)."""
        return tuple(self.mapped.to_original(i, i + 1)[1] for i in range(len(self.text)))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` came from.

        An empty stretch gives an empty one, just before the character it stands before.

        Raises:
            IndexError: If not `0 <= start <= end <= len(text)`.
        """
        if not 0 <= start <= end <= len(self.text):
            message = f"no stretch {start}:{end} in a view of {len(self.text)} characters"
            raise IndexError(message)
        if start < end:
            return self.mapped.to_original(start, end)
        if start < len(self.text):
            place = self.mapped.to_original(start, start + 1)[0]
        elif self.text:
            place = self.mapped.to_original(start - 1, start)[1]
        else:
            place = 0
        return place, place
