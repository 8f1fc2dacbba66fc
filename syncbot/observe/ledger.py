"""Whatever is done is counted and logged here: one line an event, few words, ids and no content."""

from __future__ import annotations

import logging
from typing import Final

from syncbot import trace
from syncbot.changes.model import Change
from syncbot.observe.calls import FINE, REFUSED, Made, Part
from syncbot.observe.logs import fields
from syncbot.observe.metrics import Metrics

_SAID: Final = {
    Part.ACKNOWLEDGEMENT: "Answered Slack: %s",
    Part.FOLLOWING: "Followed up: %s",
    Part.POLYTOMIC: "Asked Polytomic: %s",
    Part.SLACK: "Asked Slack: %s",
    Part.REDIS: "Asked Redis: %s",
}
_LEVELS: Final = {
    Part.ACKNOWLEDGEMENT: logging.INFO,
    Part.FOLLOWING: logging.DEBUG,
    Part.POLYTOMIC: logging.INFO,
    Part.SLACK: logging.DEBUG,
    Part.REDIS: logging.NOTSET,
}
"""Of what went well; `NOTSET` is not logged at all."""

_LOGS: Final = {part: logging.getLogger(f"syncbot.{part}") for part in Part}
_log = logging.getLogger("syncbot.changes")


def _level_of_fault(part: Part) -> int:
    """A worker asks Redis twice a second, away or not, and says itself, more seldom, that it is away."""
    return logging.DEBUG if part is Part.REDIS and not trace.current().trace_id else logging.INFO


class Ledger:
    """What one process did."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def told(self, made: Made) -> None:
        """Something was done; see `syncbot.observe.calls.Told`."""
        self._metrics.told(made)
        if made.part is Part.ACKNOWLEDGEMENT and made.result != REFUSED:
            self._metrics.contact.heard()
        level = _LEVELS[made.part] if made.result == FINE else _level_of_fault(made.part)
        log = _LOGS[made.part]
        if level != logging.NOTSET and log.isEnabledFor(level):
            found = fields(result=made.result, seconds=f"{made.seconds:.4f}", **made.details)
            log.log(level, _SAID[made.part], made.operation, extra=found)

    def came_to(self, change: Change) -> None:
        """A change was stored in a state that it was not in before."""
        result = change.outcome.result.name.lower() if change.outcome else ""
        self._metrics.came_to(change.state, result)
        found = fields(change=change.change_id, sync=change.sync_id, actor=change.actor, result=result)
        _log.info("A change is %s", change.state, extra=found)
