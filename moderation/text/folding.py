"""Latin letters without their accents, for a candidate reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.text.forms import spell_regional
from moderation.text.offsets import Edit, Mapped

_ACCENTED: Final = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_FLAGS: Final = re.compile("(?:[\U0001f1e6-\U0001f1ff]{2}){2,}")


def fold_accents(mapped: Mapped) -> Mapped:
    """Write accented Latin letters without accents, and several flags as their letters."""
    if mapped.text.isascii():
        return mapped
    mapped = mapped.edit(_find_accents(mapped.text))
    return mapped.edit(
        Edit(m.start(), m.end(), spell_regional(m[0])) for m in _FLAGS.finditer(mapped.text)
    )


def _find_accents(text: str) -> Iterator[Edit]:
    from anyascii import anyascii

    for match in _ACCENTED.finditer(text):
        yield Edit(match.start(), match.end(), anyascii(match[0]))
