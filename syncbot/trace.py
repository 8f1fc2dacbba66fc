"""One id from Slack's request to the call of Polytomic that it leads to, across tasks, the queue and processes.

Whoever takes something in begins a trace; tasks that are started meanwhile inherit it. A job of the queue carries the
id of the request that queued it, and the worker that takes the job goes on with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trace:
    """What one request, or one job, is known by.

    Attributes:
        trace_id: Tells nothing of its content.
        notes: What was found out about it on the way, for its line in the log; few and short, no content.
    """

    trace_id: str
    notes: dict[str, str] = field(default_factory=dict)


_NONE = Trace("")
_current: ContextVar[Trace] = ContextVar("trace", default=_NONE)


@contextmanager
def begun(trace_id: str = "") -> Iterator[Trace]:
    """A trace while the block runs; with an id of its own where none is given."""
    trace = Trace(trace_id or secrets.token_hex(6))
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def current() -> Trace:
    """The trace that this runs in; one with an empty id outside of any."""
    return _current.get()


def note(**notes: str) -> None:
    """Add to what is known of the trace that this runs in; outside of any, nothing happens."""
    if (trace := _current.get()) is not _NONE:
        trace.notes.update(notes)
