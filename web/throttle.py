"""Slow down guessing: after a few failures each further try must wait longer.

Counted for an account from one address and for an address over all accounts, in
memory: a restart forgets, and each server process counts for itself. An account as a
whole is never locked, since that would let anyone lock a moderator out.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

FREE_TRIES: Final = 4
FREE_TRIES_BY_ADDRESS: Final = 20
LONGEST_WAIT: Final = 300.0
FORGET_ONE_AFTER: Final = 300.0
"""Seconds after which one failure less is counted. Without it the slips of a newsroom that
shares one address would add up for ever, as long as anybody logs in once an hour."""
MOST_KEYS: Final = 10_000
"""Memory bound: beyond it the oldest counters are dropped."""


class Throttle:
    """Failure counters with waits that double, safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, account: str, address: str) -> float:
        """How long this account from this address must still wait; 0.0 if it may try."""
        with self._lock:
            return max(
                self._wait((account, address), FREE_TRIES),
                self._wait(("", address), FREE_TRIES_BY_ADDRESS),
            )

    def record_try(self, account: str, address: str) -> None:
        """Count a log-in before it is checked, so that many at once cannot slip through."""
        with self._lock:
            for key in ((account, address), ("", address)):
                count = self._count(key)
                self._failures.pop(key, None)  # the newest stand last
                self._failures[key] = (count + 1, self._clock())
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def record_success(self, account: str, address: str) -> None:
        """Forget the account's tries; of the address only this one, others may be guessing."""
        with self._lock:
            self._failures.pop((account, address), None)
            count, at = self._failures.get(("", address), (0.0, 0.0))
            if count:
                self._failures["", address] = (count - 1, at)

    def _count(self, key: tuple[str, str]) -> float:
        """The failures that still count: one less for every FORGET_ONE_AFTER seconds."""
        count, at = self._failures.get(key, (0.0, 0.0))
        return max(0.0, count - (self._clock() - at) / FORGET_ONE_AFTER)

    def _wait(self, key: tuple[str, str], free: int) -> float:
        count, at = self._failures.get(key, (0.0, 0.0))
        tries = math.ceil(count)
        if tries < free:
            return 0.0
        wait = min(2.0 ** (tries - free), LONGEST_WAIT)
        return max(0.0, at + wait - self._clock())
