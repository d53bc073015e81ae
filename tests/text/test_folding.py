"""Accents and rows of flags, for a candidate reading."""

from __future__ import annotations

import pytest

from moderation.text.folding import fold_accents
from moderation.text.offsets import Mapped


@pytest.mark.parametrize(
    ("written", "read"),
    [("ídíöt", "idiot"), ("šiptar đak Łódź Ærø Straße", "siptar dak Lodz Aero Strasse"),
     ("ế", "e"), ("🇰🇮🇰🇪", "KIKE")],
)  # fmt: skip
def test_accents_and_rows_of_flags_are_folded(written: str, read: str) -> None:
    mapped = fold_accents(Mapped(written))
    assert mapped.text == read
    assert mapped.suspicion == 0


def test_spans_lead_back_through_letters_that_fold_to_two() -> None:
    mapped = fold_accents(Mapped("Straße 🇰🇮🇰🇪"))
    assert mapped.to_original(4, 6) == (4, 5)
    assert mapped.to_original(8, 12) == (7, 11)


@pytest.mark.parametrize("text", ["plain", "я ש ع α", "🇺🇸 🇷🇸", "3 × 4 ÷ 2", "«»"])
def test_nothing_else_is_folded(text: str) -> None:
    mapped = Mapped(text)
    assert fold_accents(mapped) is mapped
