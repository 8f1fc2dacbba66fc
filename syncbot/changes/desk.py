"""What every use case is handed: the ports, the policy and the deadlines."""

from __future__ import annotations

from dataclasses import dataclass

from syncbot.changes.policy import Policy
from syncbot.changes.ports import (
    Changes,
    Choices,
    Clock,
    History,
    Leases,
    People,
    Polytomic,
    Secrets,
    Sessions,
)


@dataclass(frozen=True, slots=True)
class Timings:
    """Every deadline and interval, in seconds unless the name says otherwise.

    Attributes:
        base_fresh: A base older than this is read again for the review.
        permission: How long a click waits for Slack to say who may.
        known: How long a review waits for what Polytomic says exists.
        status: How long a review waits for whether a run is in progress.
        present: How long somebody who looks at a change waits for the sync as it is.
        write: Total deadline of one write. The lease must last longer.
        margin: Time between storing an attempt and sending it; a write that is later than this is not sent.
        patience: How long recovery goes on asking a Polytomic that cannot be read.
        reread: Pause between two such readings.
        keep: How often a worker says that it is still on its jobs, and renews a lease while it waits.
        lease_wait: Pause before a change that waits for another asks again.
        take: How long a worker waits for a job at a time.
        give_way: How long a job that was taken is not begun. The store hands it out before it answers the confirm that
            made it, and Slack waits for that answer, which may be made in the same process.
        retry: Pause after the store did not answer.
        sweep: How often requests that nobody decided are looked for.
        ask_again: When a request that Slack did not take is first tried again; each later time after twice as long.
        drift: How long a watched sync goes unread before it is read for what moved from outside.
        drift_jitter: The longest random pause before each such reading.
        drift_calls: A count: how many such readings one sweep makes at most.
        drain: How long a stopping worker lets its jobs finish; with `take` before it, less than ten seconds.
        sends: A count: how often the same change is sent in all, each time only after it is shown that the one before
            did not land.
        tries: A count: how often a change is handed to a worker before it is given up.
        tell_tries: A count: the same for telling people, who may be out of reach for longer.
    """

    base_fresh: float = 60.0
    permission: float = 1.0
    known: float = 1.0
    status: float = 1.0
    present: float = 5.0
    write: float = 30.0
    margin: float = 2.0
    patience: float = 60.0
    reread: float = 2.0
    keep: float = 5.0
    lease_wait: float = 0.25
    take: float = 1.0
    give_way: float = 0.002
    retry: float = 0.5
    sweep: float = 30.0
    ask_again: float = 60.0
    drift: float = 300.0
    drift_jitter: float = 2.0
    drift_calls: int = 5
    drain: float = 8.0
    sends: int = 3
    tries: int = 6
    tell_tries: int = 240


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports bundled. One is made at start and shared by all; it holds no state.

    Attributes:
        api_version: The date sent as `X-Polytomic-Version`.
    """

    polytomic: Polytomic
    choices: Choices
    sessions: Sessions
    changes: Changes
    leases: Leases
    secrets: Secrets
    people: People
    clock: Clock
    history: History
    policy: Policy
    api_version: str
    timings: Timings = Timings()
