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
from syncbot.polytomic.compact import compacted
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Connection, Model, Policy, ScheduleOption, Target, TargetObject

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

    async def list_target_objects(self, connection_id: str) -> tuple[JsonObject, ...]:
        """What a connection can be synced to."""

    async def get_target_fields(self, connection_id: str, object_id: str, *, refresh: bool = False) -> JsonObject:
        """A target object."""

    async def list_policies(self) -> tuple[JsonObject, ...]:
        """Every permission policy."""

    async def list_schedules(self) -> JsonObject:
        """What frequencies there are."""


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
        raw = await self._get(*self._model_fields(model_id), wait_seconds)
        return None if raw is None else catalog.model_of(raw)

    async def refresh_model(self, model_id: str, *, wait_seconds: float) -> Model | None:
        """A model, read again now; when that fails or takes longer than `wait_seconds`, what there was."""
        key, keeping, load = self._model_fields(model_id)
        self._resting_until.pop(key, None)
        await self._wait(self._load(key, keeping, load), wait_seconds)
        return await self.model(model_id, wait_seconds=0)

    def _model_fields(self, model_id: str) -> tuple[str, Keeping, _Load]:
        async def load() -> JsonObject:
            return _only(await self._source.get_model(model_id), _MODEL_KEYS)

        return f"model:{model_id}", SCHEMAS, load

    async def models(self, *, wait_seconds: float) -> tuple[Model, ...] | None:
        """All models with their fields; None when they are not known yet."""

        async def load() -> list[JsonObject]:
            return [_only(item, _MODEL_KEYS) for item in await self._source.list_models()]

        raw = await self._get("models", SCHEMAS, load, wait_seconds)
        return None if raw is None else tuple(catalog.model_of(item) for item in raw)

    async def target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        """A target object with its fields and modes; None when it is not known yet."""
        raw, name = await asyncio.gather(
            self._get(*self._target_fields(connection_id, object_id), wait_seconds),
            self.connection_name(connection_id, wait_seconds=wait_seconds),
        )
        return None if raw is None else _target(raw, connection_id, object_id, name)

    async def refresh_target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        """A target object, read again now; when that fails or takes longer than `wait_seconds`, what there was."""
        key, keeping, load = self._target_fields(connection_id, object_id, refresh=True)
        self._resting_until.pop(key, None)
        await self._wait(self._load(key, keeping, load), wait_seconds)
        return await self.target(connection_id, object_id, wait_seconds=0)

    def _target_fields(
        self, connection_id: str, object_id: str, *, refresh: bool = False
    ) -> tuple[str, Keeping, _Load]:
        async def load() -> JsonObject:
            return compacted(await self._source.get_target_fields(connection_id, object_id, refresh=refresh))

        return f"target:{connection_id}:{object_id}", SCHEMAS, load

    async def connections(self, *, wait_seconds: float) -> tuple[Connection, ...] | None:
        """Every connection; None when they are not known yet."""

        async def load() -> list[JsonObject]:
            return [_only(item, _CONNECTION_KEYS) for item in await self._source.list_connections()]

        raw = await self._get("connections", SCHEMAS, load, wait_seconds)
        return None if raw is None else catalog.connections_of(raw)

    async def connection_name(self, connection_id: str, *, wait_seconds: float) -> str | None:
        """The name of a connection; None when it is not known yet, or there is none."""
        found = await self.connections(wait_seconds=wait_seconds)
        return next((each.name for each in found or () if each.connection_id == connection_id), None)

    async def target_objects(self, connection_id: str, *, wait_seconds: float) -> tuple[TargetObject, ...] | None:
        """What a connection can be synced to; None when it is not known yet."""

        async def load() -> list[JsonObject]:
            return list(await self._source.list_target_objects(connection_id))

        raw = await self._get(f"objects:{connection_id}", SCHEMAS, load, wait_seconds)
        return None if raw is None else catalog.target_objects_of(tuple(raw))

    async def policies(self, *, wait_seconds: float) -> tuple[Policy, ...] | None:
        """Every permission policy; None when they are not known yet."""

        async def load() -> list[JsonObject]:
            return [_only(item, _POLICY_KEYS) for item in await self._source.list_policies()]

        raw = await self._get("policies", SCHEMAS, load, wait_seconds)
        return None if raw is None else catalog.policies_of(tuple(raw))

    async def schedule_options(self, *, wait_seconds: float) -> tuple[ScheduleOption, ...] | None:
        """The frequencies that a sync may have; None when they are not known yet."""
        raw = await self._get("schedules", SCHEMAS, self._source.list_schedules, wait_seconds)
        return None if raw is None else catalog.schedule_options_of(raw)

    async def sync_names(self, *, wait_seconds: float) -> dict[str, str] | None:
        """The name of every sync by its id; None when they are not known yet."""
        found = await self.syncs(wait_seconds=wait_seconds)
        return None if found is None else catalog.names_of(found)

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
        return await self._wait(self._load(key, keeping, load), deadline - asyncio.get_running_loop().time())

    @staticmethod
    async def _wait(task: asyncio.Task[Any] | None, seconds: float) -> Any:  # noqa: ANN401 -- JSON
        if task is None:
            return None
        done, _ = await asyncio.wait({task}, timeout=max(seconds, 0.0))
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
_CONNECTION_KEYS: Final = ("id", "name", "type", "status")
_POLICY_KEYS: Final = ("id", "name")


def _only(raw: JsonObject, keys: tuple[str, ...]) -> JsonObject:
    """What the choices need of an answer; the rest (a model's SQL, a connection's settings) is not kept in Redis."""
    return {key: raw[key] for key in keys if key in raw}


def _target(raw: JsonObject, connection_id: str, object_id: str, connection_name: str | None) -> Target:
    return catalog.target_of(
        raw, object_id=object_id, connection_name=connection_name or "", connection_id=connection_id
    )
