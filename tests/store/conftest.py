from __future__ import annotations

from collections.abc import Iterator

import pytest

from moderation.store import Store, open_memory_store


@pytest.fixture
def store() -> Iterator[Store]:
    """A fresh database in memory."""
    with open_memory_store() as opened:
        yield opened
