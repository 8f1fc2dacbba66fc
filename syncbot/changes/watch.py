"""Things to look at again and again until they end: kept in the store, so that they outlive a process.

A watch that is due is handed to one process, and to another when that one does not come back within `Pace.hold`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from syncbot import trace
from syncbot.changes.outage import Outage
from syncbot.errors import SyncbotError

log = logging.getLogger(__name__)


class WatchKind(StrEnum):
    """What is watched."""

    RUN = "run"
    ALERTS = "alerts"


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing to look at.

    Attributes:
        watch_id: The same for the same thing, so that it is watched once.
        person: Who is told; empty for a channel.
        channel, ts: The message that tells it, once there is one.
        since: When it began, seconds since the epoch.
        noted: What the last look saw, for the next; JSON values.
    """

    watch_id: str
    kind: WatchKind
    sync_id: str = ""
    run_id: str = ""
    person: str = ""
    channel: str = ""
    ts: str = ""
    since: float = 0.0
    noted: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is looked, in seconds.

    Attributes:
        first, later: Between two looks at a run: in its first five minutes, and after.
        longest: After how long a run is followed no more.
        alerts: Between two looks at the events.
        hold: How long a look may take before another process does it again.
        tick: Between two looks at what is due.
    """

    first: float = 3.0
    later: float = 15.0
    longest: float = 24 * 3600
    alerts: float = 60.0
    hold: float = 30.0
    tick: float = 1.0


class Watches(Protocol):
    """Stored watches. All raise StoreUnavailable."""

    async def put(self, watch: Watch, *, due_in: float) -> None:
        """Store it, in place of the one with its id, due after so many seconds."""

    async def add(self, watch: Watch, *, due_in: float) -> bool:
        """Store it unless there is one with its id; whether it was stored."""

    async def take(self, *, hold: float) -> tuple[Watch, ...]:
        """Those that are due; each is due again after `hold` seconds."""

    async def drop(self, watch_id: str) -> None:
        """Forget it; silently nothing when it is gone."""


class Watchman(Protocol):
    """Looks at one kind of watch."""

    async def look(self, watch: Watch) -> tuple[Watch, float] | None:
        """Look once; what to keep for the next look and in how many seconds that is, or None at the end."""


class Watcher:
    """Takes watches that are due and has them looked at, until it is stopped; `standing` ones are there always."""

    def __init__(
        self,
        watches: Watches,
        watchmen: Mapping[WatchKind, Watchman],
        *,
        pace: Pace,
        standing: tuple[Watch, ...] = (),
    ) -> None:
        self._watches = watches
        self._standing = standing
        self._watchmen = watchmen
        self._pace = pace
        self._stopping = asyncio.Event()
        self._outage = Outage(log, failing="The watches cannot be read", well="The watches are read again")

    def stop(self) -> None:
        """Look no more; `run` returns when the looks at hand have ended."""
        self._stopping.set()

    async def run(self) -> None:
        """Look until stopped. A store that does not answer is waited for."""
        while not self._stopping.is_set():
            due = await self._due()
            await asyncio.gather(*(self._traced(watch) for watch in due))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._pace.tick)

    async def _due(self) -> tuple[Watch, ...]:
        """The watches to look at now; none when they cannot be read."""
        try:
            for watch in self._standing:
                await self._watches.add(watch, due_in=0)
            self._standing = ()
            due = await self._watches.take(hold=self._pace.hold)
        except Exception as fault:  # noqa: BLE001 -- it is logged there; whatever the store does, the looks go on
            self._outage.met(fault)
            return ()
        self._outage.over()
        return due

    async def _traced(self, watch: Watch) -> None:
        with trace.begun():
            await self._look(watch)

    async def _look(self, watch: Watch) -> None:
        """Look once. A look that fails is done again, when `Pace.hold` is over."""
        try:
            async with asyncio.timeout(self._pace.hold):
                following = await self._watchmen[watch.kind].look(watch)
                if following is None:
                    await self._watches.drop(watch.watch_id)
                else:
                    await self._watches.put(following[0], due_in=following[1])
        except (SyncbotError, TimeoutError) as fault:
            log.warning("The look at %s did not come to its end: %s", watch.watch_id, fault)
        except Exception:
            log.exception("The look at %s failed", watch.watch_id)
