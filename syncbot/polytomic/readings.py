"""Readings that are kept: given from the cache at once, read again behind when they are old.

The same thing is never read twice at a time in one process, and not again for a while after it failed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from syncbot.changes.ports import Cache
from syncbot.errors import StoreUnavailable, SyncbotError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long an entry lives, in seconds.

    Attributes:
        fresh_seconds: Younger entries are given without reading again.
        usable_seconds: Younger entries are given while they are read again; older ones not at all.
    """

    fresh_seconds: float
    usable_seconds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that can be read.

    Attributes:
        key: Where it is kept.
        load: Reads it now; gives JSON. Raises SyncbotError.
    """

    key: str
    keeping: Keeping
    load: Callable[[], Awaitable[Any]]


class Readings:
    """What was read, kept in `cache`. Close it with `aclose`.

    A cache that does not answer is no reason to fail: everything is then read each time.
    """

    def __init__(self, cache: Cache, *, pause_seconds: float) -> None:
        """Begin with nothing in flight; `pause_seconds` is how long a thing that failed is not read again."""
        self._cache = cache
        self._pause_seconds = pause_seconds
        self._loading: dict[str, asyncio.Task[Any]] = {}
        self._resting_until: dict[str, float] = {}

    async def aclose(self) -> None:
        """Stop what is still being read, and wait until it has stopped."""
        loading = list(self._loading.values())
        for task in loading:
            task.cancel()
        await asyncio.gather(*loading, return_exceptions=True)

    async def get(self, reading: Reading, wait_seconds: float) -> Any:
        """What is kept, or what is read within `wait_seconds`; None when neither gives it, and reading goes on."""
        deadline = asyncio.get_running_loop().time() + wait_seconds
        cached = await self._cached(reading.key)
        if cached is not None and cached[1] <= reading.keeping.usable_seconds:
            value, age = cached
            if age > reading.keeping.fresh_seconds:
                self._load(reading)
            return value
        return await self._wait(self._load(reading), deadline - asyncio.get_running_loop().time())

    async def renew(self, reading: Reading, wait_seconds: float) -> bool:
        """Read it again now, also soon after a failure; False when that fails, or takes longer."""
        self._resting_until.pop(reading.key, None)
        return await self._wait(self._load(reading), wait_seconds) is not None

    @staticmethod
    async def _wait(task: asyncio.Task[Any] | None, seconds: float) -> Any:
        if task is None:
            return None
        done, _ = await asyncio.wait({task}, timeout=max(seconds, 0.0))
        return task.result() if done and not task.cancelled() else None

    async def _cached(self, key: str) -> tuple[Any, float] | None:
        try:
            return await self._cache.get(key)
        except StoreUnavailable:
            return None

    def _load(self, reading: Reading) -> asyncio.Task[Any] | None:
        """The task that reads it, the one already at it if there is one; None while it rests after a failure."""
        key = reading.key
        if key in self._loading:
            return self._loading[key]
        if self._resting_until.get(key, 0.0) > asyncio.get_running_loop().time():
            return None
        task = asyncio.create_task(self._fetch(reading), name=f"choices {key}")
        self._loading[key] = task
        task.add_done_callback(lambda _: self._loading.pop(key))
        return task

    async def _fetch(self, reading: Reading) -> Any:
        key = reading.key
        try:
            value = await reading.load()
        except SyncbotError as exc:
            log.warning("%s could not be read for the choices: %s", key, exc.what)
            self._resting_until[key] = asyncio.get_running_loop().time() + self._pause_seconds
            return None
        self._resting_until.pop(key, None)
        try:
            await self._cache.put(key, value, ttl_seconds=reading.keeping.usable_seconds)
        except StoreUnavailable:
            log.warning("%s could not be cached: Redis did not answer", key)
        return value
