from __future__ import annotations

from collections.abc import Iterator

import pytest

from moderation.store import open_memory_store
from tests.desk.fakes import Office, office_on


@pytest.fixture
def office() -> Iterator[Office]:
    """A desk on a database in memory, with a clock that stands still."""
    with open_memory_store() as store:
        yield office_on(store)
