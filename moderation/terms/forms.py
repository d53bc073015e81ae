"""From what stands in a list to the spellings that are searched for; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_FORMS: Final = 400
"""More spellings than this from one form are a slip with the braces."""

_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_SPACE_LIKE: Final = "\t\n\r\f\v_-\u00a0\u2010\u2011\u2012\u2013\u2014\u2015\u2028\u2029\u2212"
_QUOTE_LIKE: Final = "`\u00b4\u2018\u2019\u201b\u02bc\uff07"
_TO_PLAIN: Final = str.maketrans(
    {**dict.fromkeys(_SPACE_LIKE, " "), **dict.fromkeys(_QUOTE_LIKE, "'")}
)
_SHORTEST_JOINED: Final = 8


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form in which terms are compared, with the way back.

    Case is folded; hyphens, underscores and white space are single spaces; curly
    apostrophes are straight.
    """

    text: str
    index: tuple[int, ...] | None
    """For each character the one it comes from; None where both texts align."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text that was folded, for a stretch of at least one character."""
        if self.index is None:
            return start, end
        return self.index[start], self.index[end - 1] + 1


def fold(text: str) -> Folded:
    """Bring a text into the form in which terms are compared."""
    plain = text.translate(_TO_PLAIN)
    lowered = plain.casefold()
    if len(lowered) == len(plain) and "  " not in lowered:
        return Folded(lowered, None)
    letters: list[str] = []
    index: list[int] = []
    for position, character in enumerate(plain):
        # One character may fold into several ('ß' -> 'ss').
        for letter in character.casefold():
            if letter == " " and letters and letters[-1] == " ":
                continue
            letters.append(letter)
            index.append(position)
    return Folded("".join(letters), tuple(index))


def fold_form(form: str) -> str:
    """A form of a list in the same shape; '' where nothing is left of it."""
    return fold(form).text.strip()


def expand_braces(form: str) -> tuple[str, ...]:
    """All spellings of a form such as `šiptar{,i,a}` or `{s,š}iptar`, in order.

    Raises:
        ValueError: The braces do not match, or there are more than `MAX_FORMS` spellings.
    """
    pending, done = [form], list[str]()
    while pending:
        current = pending.pop(0)
        found = _BRACES.search(current)
        if found is None:
            if "{" in current or "}" in current:
                raise ValueError("the braces do not match")
            done.append(current)
        else:
            head, tail = current[: found.start()], current[found.end() :]
            pending[:0] = [f"{head}{choice}{tail}" for choice in found[1].split(",")]
        if len(done) + len(pending) > MAX_FORMS:
            raise ValueError(f"the braces give more than {MAX_FORMS} spellings")
    return tuple(dict.fromkeys(done))


def english_plural(form: str) -> str | None:
    """The regular plural of a folded English form; None where none can be made."""
    if not form or not form[-1].isalpha() or not form.isascii():
        return None
    if form.endswith(("s", "x", "z", "ch", "sh")):
        return f"{form}es"
    if form.endswith("y") and len(form) > 1 and form[-2] not in "aeiou":
        return f"{form[:-1]}ies"
    return f"{form}s"


def joined(form: str) -> str | None:
    """A phrase as it is written in a hashtag; None for single words and short phrases."""
    if " " not in form:
        return None
    together = form.replace(" ", "")
    return together if len(together) >= _SHORTEST_JOINED else None
