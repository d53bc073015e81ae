"""Running counts for operators. Silent by default; Prometheus where a server asks for it.

`Telemetry` is the null object: every method does nothing, so code that counts needs no
question whether anybody listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SECONDS_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Telemetry:
    """Counts nothing."""

    def count_scored(self, model_version: str, outcome: str, comments: int = 1) -> None:
        """`comments` were scored by a model version, with this advice."""

    def count_decision(self, ruling: str, agreed: bool) -> None:
        """A person ruled; `agreed` says whether the machine's advice was the same."""

    def observe_scoring(self, seconds: float) -> None:
        """A batch took so long to score."""

    def observe_request(self, endpoint: str, status: int, seconds: float) -> None:
        """A request was answered with this HTTP status after so long."""

    def set_pending(self, comments: int) -> None:
        """So many comments await a decision."""

    def render(self) -> bytes:
        """The counts in Prometheus' text format; empty where nothing is counted."""
        return b""


class PrometheusTelemetry(Telemetry):
    """Counts in a registry of its own, so that two of them never share a number."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry: CollectorRegistry = CollectorRegistry()
        self._scored = Counter(
            "moderation_comments_scored",
            "Comments scored, by model version and advice",
            ["model_version", "outcome"],
            registry=self._registry,
        )
        self._decisions = Counter(
            "moderation_decisions",
            "Decisions by people, and whether the machine had advised the same",
            ["ruling", "agreed"],
            registry=self._registry,
        )
        self._scoring = Histogram(
            "moderation_scoring_seconds",
            "Time to score one batch",
            buckets=SECONDS_BUCKETS,
            registry=self._registry,
        )
        self._requests = Histogram(
            "moderation_request_seconds",
            "Time to answer a request",
            ["endpoint", "status"],
            buckets=SECONDS_BUCKETS,
            registry=self._registry,
        )
        self._pending = Gauge(
            "moderation_pending_comments",
            "Comments that await a decision",
            registry=self._registry,
        )

    def count_scored(self, model_version: str, outcome: str, comments: int = 1) -> None:
        """See Telemetry."""
        self._scored.labels(model_version, outcome).inc(comments)

    def count_decision(self, ruling: str, agreed: bool) -> None:
        """See Telemetry."""
        self._decisions.labels(ruling, "yes" if agreed else "no").inc()

    def observe_scoring(self, seconds: float) -> None:
        """See Telemetry."""
        self._scoring.observe(seconds)

    def observe_request(self, endpoint: str, status: int, seconds: float) -> None:
        """See Telemetry."""
        self._requests.labels(endpoint, str(status)).observe(seconds)

    def set_pending(self, comments: int) -> None:
        """See Telemetry."""
        self._pending.set(comments)

    def render(self) -> bytes:
        """The counts in Prometheus' text format (CONTENT_TYPE)."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)
