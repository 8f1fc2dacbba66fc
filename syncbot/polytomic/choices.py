"""What Polytomic says exists, from a cache: implements the port `syncbot.changes.ports.Choices`.

An entry that is older than its kind stays fresh is given at once and read again behind. Where nothing is cached, a
caller waits as long as it allows and the reading goes on. The same thing is never read twice at a time in one process,
and not again for a while after it failed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from syncbot.changes.ports import Cache
from syncbot.errors import StoreUnavailable, SyncbotError
from syncbot.polytomic import catalog
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Model, Target

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


SCHEMAS: Final = Keeping(fresh_seconds=300, usable_seconds=86_400)
"""Models, target objects, connections: they change seldom, and the review checks again."""
SYNCS: Final = Keeping(fresh_seconds=10, usable_seconds=30)


class Source(Protocol):
    """Where the answers come from: `PolytomicClient`."""

    async def list_syncs(self) -> list[JsonObject]:
        """Every sync, last changed first."""

    async def list_models(self) -> tuple[JsonObject, ...]:
        """Every model with its fields."""

    async def get_model(self, model_id: str) -> JsonObject:
        """A model with its fields."""

    async def list_connections(self) -> tuple[JsonObject, ...]:
        """Every connection."""

    async def get_target_fields(self, connection_id: str, object_id: str) -> JsonObject:
        """A target object."""


_Load = Callable[[], Awaitable[Any]]


class CachedChoices:
    """The choices over `source`, kept in `cache`. Close it with `aclose`.

    A cache that does not answer is no reason to fail: the answer then comes from Polytomic each time.
    """

    def __init__(self, source: Source, cache: Cache, *, pause_seconds: float = 5.0) -> None:
        """Begin with nothing in flight; `pause_seconds` is how long a thing that failed is not read again."""
        self._source = source
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

    async def model(self, model_id: str, *, wait_seconds: float) -> Model | None:
        """A model with its fields; None when it is not known yet."""

        async def load() -> JsonObject:
            return _only(await self._source.get_model(model_id), _MODEL_KEYS)

        raw = await self._get(f"model:{model_id}", SCHEMAS, load, wait_seconds)
        return None if raw is None else catalog.model_of(raw)

    async def models(self, *, wait_seconds: float) -> tuple[Model, ...] | None:
        """All models with their fields; None when they are not known yet."""

        async def load() -> list[JsonObject]:
            return [_only(item, _MODEL_KEYS) for item in await self._source.list_models()]

        raw = await self._get("models", SCHEMAS, load, wait_seconds)
        return None if raw is None else tuple(catalog.model_of(item) for item in raw)

    async def target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        """A target object with its fields and modes; None when it is not known yet."""

        async def load() -> JsonObject:
            return _only(await self._source.get_target_fields(connection_id, object_id), _TARGET_KEYS)

        key = f"target:{connection_id}:{object_id}"
        raw, name = await asyncio.gather(
            self._get(key, SCHEMAS, load, wait_seconds),
            self.connection_name(connection_id, wait_seconds=wait_seconds),
        )
        return None if raw is None else catalog.target_of(raw, object_id=object_id, connection_name=name or "")

    async def connection_name(self, connection_id: str, *, wait_seconds: float) -> str | None:
        """The name of a connection; None when it is not known yet, or there is none."""

        async def load() -> dict[str, str]:
            return catalog.connection_names(await self._source.list_connections())

        names = await self._get("connections", SCHEMAS, load, wait_seconds)
        return None if names is None else names.get(connection_id)

    async def syncs(self, *, wait_seconds: float) -> tuple[JsonObject, ...] | None:
        """The list of syncs, at most 30 s old; None when it is not known yet."""
        raw = await self._get("syncs", SYNCS, self._source.list_syncs, wait_seconds)
        return None if raw is None else tuple(raw)

    async def _get(self, key: str, keeping: Keeping, load: _Load, wait_seconds: float) -> Any:  # noqa: ANN401 -- JSON
        deadline = asyncio.get_running_loop().time() + wait_seconds
        cached = await self._cached(key)
        if cached is not None and cached[1] <= keeping.usable_seconds:
            value, age = cached
            if age > keeping.fresh_seconds:
                self._load(key, keeping, load)
            return value
        task = self._load(key, keeping, load)
        if task is None:
            return None
        done, _ = await asyncio.wait({task}, timeout=max(deadline - asyncio.get_running_loop().time(), 0.0))
        return task.result() if done and not task.cancelled() else None

    async def _cached(self, key: str) -> tuple[Any, float] | None:
        try:
            return await self._cache.get(key)
        except StoreUnavailable:
            return None

    def _load(self, key: str, keeping: Keeping, load: _Load) -> asyncio.Task[Any] | None:
        """The task that reads `key`, the one already at it if there is one; None while it rests after a failure."""
        if key in self._loading:
            return self._loading[key]
        if self._resting_until.get(key, 0.0) > asyncio.get_running_loop().time():
            return None
        task = asyncio.create_task(self._fetch(key, keeping, load), name=f"choices {key}")
        self._loading[key] = task
        task.add_done_callback(lambda _: self._loading.pop(key))
        return task

    async def _fetch(self, key: str, keeping: Keeping, load: _Load) -> Any:  # noqa: ANN401 -- JSON
        try:
            value = await load()
        except SyncbotError as exc:
            log.warning("%s could not be read for the choices: %s", key, exc.what)
            self._resting_until[key] = asyncio.get_running_loop().time() + self._pause_seconds
            return None
        self._resting_until.pop(key, None)
        try:
            await self._cache.put(key, value, ttl_seconds=keeping.usable_seconds)
        except StoreUnavailable:
            log.warning("%s could not be cached: Redis did not answer", key)
        return value


_MODEL_KEYS: Final = ("id", "name", "fields")
_TARGET_KEYS: Final = ("id", "name", "fields", "modes", "properties")


def _only(raw: JsonObject, keys: tuple[str, ...]) -> JsonObject:
    """What the choices need of an answer; the rest (a model's SQL, a connection's settings) is not kept in Redis."""
    return {key: raw[key] for key in keys if key in raw}
