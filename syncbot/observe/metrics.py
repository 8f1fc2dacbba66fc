"""Metrics for Prometheus.

Labels take few values, each of which stands in the code: never an id, a name or a text that somebody gave. What one
process did is counted in it. What is kept in Redis belongs to all processes, so it is read there at each scrape, and
every process tells the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from syncbot.errors import StoreUnavailable
from syncbot.observe.calls import Made, Part
from syncbot.observe.contact import Contact

_FAST: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
_ACKNOWLEDGED: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0)
_CALLED: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_SECONDS: Final = {
    Part.ACKNOWLEDGEMENT: ("acknowledgement", "kind", "From Slack's request to its acknowledgement", _ACKNOWLEDGED),
    Part.FOLLOWING: ("following", "kind", "What follows an acknowledgement: reading, showing", _CALLED),
    Part.POLYTOMIC: ("polytomic_call", "operation", "Requests to Polytomic, each attempt", _CALLED),
    Part.SLACK: ("slack_call", "operation", "Requests to Slack's Web API, waits of rate limits included", _CALLED),
    Part.REDIS: ("redis_call", "operation", "Calls of Redis, all attempts of one together", _FAST),
}
"""By part: name, what `Made.operation` is called, words, buckets in seconds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What all processes share, as Redis keeps it.

    Attributes:
        jobs_waiting: Jobs that no worker has taken.
        jobs_taken: Jobs that a worker has and has not ended.
        oldest_job_seconds: The age of the oldest of both; 0 when there is none.
        pending_approvals: Requests that nobody has decided.
        drafts: Unfinished edits.
    """

    jobs_waiting: int
    jobs_taken: int
    oldest_job_seconds: float
    pending_approvals: int
    drafts: int


class Metrics:
    """What one process counts.

    Attributes:
        contact: When it heard of Slack last.
    """

    def __init__(self) -> None:
        self.contact = Contact()
        disable_created_metrics()  # type: ignore[no-untyped-call] # they left it untyped
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._seconds = {
            part: Histogram(f"syncbot_{name}_seconds", words, (label, "result"), registry=self.registry, buckets=bounds)
            for part, (name, label, words, bounds) in _SECONDS.items()
        }
        self._changes = Counter(
            "syncbot_changes", "Changes, by the state they came to and how they ended", ("state", "result"),
            registry=self.registry,
        )  # fmt: skip
        Gauge(
            "syncbot_slack_contact_timestamp_seconds", "When this process heard of Slack last", registry=self.registry
        ).set_function(lambda: self.contact.at)
        self._lines = Gauge("syncbot_socket_connections", "Socket Mode connections that are up", registry=self.registry)

    def told(self, made: Made) -> None:
        """Count something that was done."""
        self._seconds[made.part].labels(made.operation, made.result).observe(made.seconds)

    def came_to(self, state: str, result: str) -> None:
        """A change came to a state; `result` is empty until it has an outcome."""
        self._changes.labels(state, result).inc()

    def connected(self, count: int) -> None:
        """So many Socket Mode connections are up."""
        self._lines.set(count)

    async def text(self, read: Callable[[], Awaitable[Kept]]) -> bytes:
        """All of it, and what `read` says, in Prometheus's text format; without the latter where Redis is silent."""
        try:
            kept = await read()
        except StoreUnavailable:
            kept = None
        shared = CollectorRegistry()
        shared.register(_Shared(kept))
        return generate_latest(self.registry) + generate_latest(shared)


class _Shared(Collector):
    def __init__(self, kept: Kept | None) -> None:
        self._kept = kept

    def collect(self) -> Iterator[Metric]:
        up = self._kept is not None
        yield GaugeMetricFamily("syncbot_redis_up", "Whether Redis answered this scrape", value=up)
        if self._kept is None:
            return
        jobs = GaugeMetricFamily("syncbot_jobs", "Jobs of the queue", labels=["state"])
        jobs.add_metric(["waiting"], self._kept.jobs_waiting)
        jobs.add_metric(["taken"], self._kept.jobs_taken)
        yield jobs
        age = self._kept.oldest_job_seconds
        yield GaugeMetricFamily("syncbot_oldest_job_seconds", "Age of the oldest job of the queue", value=age)
        pending = self._kept.pending_approvals
        yield GaugeMetricFamily("syncbot_pending_approvals", "Requests that nobody has decided", value=pending)
        yield GaugeMetricFamily("syncbot_drafts", "Unfinished edits", value=self._kept.drafts)
