"""What Polytomic says exists, from a cache: implements the port `syncbot.changes.ports.Choices`.

An entry that is older than its kind stays fresh is given at once and read again behind. Where nothing is cached, a
caller waits as long as it allows and the reading goes on; see `syncbot.polytomic.readings`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, Protocol

from syncbot.changes.choices import Offer, Offered
from syncbot.changes.ports import Cache
from syncbot.polytomic import catalog
from syncbot.polytomic.compact import compacted
from syncbot.polytomic.readings import Keeping, Reading, Readings
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Connection, Model, Policy, ScheduleOption, Target, TargetObject

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


class CachedChoices:
    """The choices over `source`, kept in `cache`. Close it with `aclose`.

    A cache that does not answer is no reason to fail: the answer then comes from Polytomic each time.
    """

    def __init__(self, source: Source, cache: Cache, *, pause_seconds: float = 5.0) -> None:
        """Begin with nothing in flight; `pause_seconds` is how long a thing that failed is not read again."""
        self._source = source
        self._readings = Readings(cache, pause_seconds=pause_seconds)
        self._loads: dict[Offered, Callable[..., Awaitable[Any]]] = {
            Offered.MODEL: self._model_fields,
            Offered.MODELS: self._all_models,
            Offered.TARGET: self._target_fields,
            Offered.CONNECTIONS: self._all_connections,
            Offered.OBJECTS: self._objects,
            Offered.POLICIES: self._all_policies,
            Offered.SCHEDULES: source.list_schedules,
            Offered.SYNCS: source.list_syncs,
        }

    async def aclose(self) -> None:
        """Stop what is still being read, and wait until it has stopped."""
        await self._readings.aclose()

    async def model(self, model_id: str, *, wait_seconds: float) -> Model | None:
        """A model with its fields; None when it is not known yet."""
        raw = await self._get(Offer(Offered.MODEL, (model_id,)), wait_seconds)
        return None if raw is None else catalog.model_of(raw)

    async def models(self, *, wait_seconds: float) -> tuple[Model, ...] | None:
        """All models with their fields; None when they are not known yet."""
        raw = await self._get(Offer(Offered.MODELS), wait_seconds)
        return None if raw is None else tuple(catalog.model_of(item) for item in raw)

    async def target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        """A target object with its fields and modes; None when it is not known yet."""
        raw, name = await asyncio.gather(
            self._get(Offer(Offered.TARGET, (connection_id, object_id)), wait_seconds),
            self.connection_name(connection_id, wait_seconds=wait_seconds),
        )
        if raw is None:
            return None
        return catalog.target_of(raw, object_id=object_id, connection_name=name or "", connection_id=connection_id)

    async def connections(self, *, wait_seconds: float) -> tuple[Connection, ...] | None:
        """Every connection; None when they are not known yet."""
        raw = await self._get(Offer(Offered.CONNECTIONS), wait_seconds)
        return None if raw is None else catalog.connections_of(raw)

    async def connection_name(self, connection_id: str, *, wait_seconds: float) -> str | None:
        """The name of a connection; None when it is not known yet, or there is none."""
        found = await self.connections(wait_seconds=wait_seconds)
        return next((each.name for each in found or () if each.connection_id == connection_id), None)

    async def target_objects(self, connection_id: str, *, wait_seconds: float) -> tuple[TargetObject, ...] | None:
        """What a connection can be synced to; None when it is not known yet."""
        raw = await self._get(Offer(Offered.OBJECTS, (connection_id,)), wait_seconds)
        return None if raw is None else catalog.target_objects_of(tuple(raw))

    async def policies(self, *, wait_seconds: float) -> tuple[Policy, ...] | None:
        """Every permission policy; None when they are not known yet."""
        raw = await self._get(Offer(Offered.POLICIES), wait_seconds)
        return None if raw is None else catalog.policies_of(tuple(raw))

    async def schedule_options(self, *, wait_seconds: float) -> tuple[ScheduleOption, ...] | None:
        """The frequencies that a sync may have; None when they are not known yet."""
        raw = await self._get(Offer(Offered.SCHEDULES), wait_seconds)
        return None if raw is None else catalog.schedule_options_of(raw)

    async def sync_names(self, *, wait_seconds: float) -> dict[str, str] | None:
        """The name of every sync by its id; None when they are not known yet."""
        found = await self.syncs(wait_seconds=wait_seconds)
        return None if found is None else catalog.names_of(found)

    async def syncs(self, *, wait_seconds: float) -> tuple[JsonObject, ...] | None:
        """The list of syncs, at most 30 s old; None when it is not known yet."""
        raw = await self._get(Offer(Offered.SYNCS), wait_seconds)
        return None if raw is None else tuple(raw)

    async def refresh(self, *offers: Offer, wait_seconds: float) -> bool:
        """Read all of them again now, whatever the cache has; whether that was done in time."""
        renewing = (self._readings.renew(self._reading(each, refresh=True), wait_seconds) for each in offers)
        return all(await asyncio.gather(*renewing))

    async def _get(self, offer: Offer, wait_seconds: float) -> Any:
        return await self._readings.get(self._reading(offer), wait_seconds)

    def _reading(self, offer: Offer, *, refresh: bool = False) -> Reading:
        """How an offer is read; Polytomic itself keeps the fields of a target, unless it is asked to `refresh`."""
        load = partial(self._loads[offer.offered], *offer.ids)
        if offer.offered is Offered.TARGET:
            load = partial(load, refresh=refresh)
        keeping = SYNCS if offer.offered is Offered.SYNCS else SCHEMAS
        return Reading(":".join((offer.offered, *offer.ids)), keeping, load)

    async def _model_fields(self, model_id: str) -> JsonObject:
        return _only(await self._source.get_model(model_id), _MODEL_KEYS)

    async def _all_models(self) -> list[JsonObject]:
        return [_only(item, _MODEL_KEYS) for item in await self._source.list_models()]

    async def _target_fields(self, connection_id: str, object_id: str, *, refresh: bool) -> JsonObject:
        return compacted(await self._source.get_target_fields(connection_id, object_id, refresh=refresh))

    async def _all_connections(self) -> list[JsonObject]:
        return [_only(item, _CONNECTION_KEYS) for item in await self._source.list_connections()]

    async def _objects(self, connection_id: str) -> list[JsonObject]:
        return list(await self._source.list_target_objects(connection_id))

    async def _all_policies(self) -> list[JsonObject]:
        return [_only(item, _POLICY_KEYS) for item in await self._source.list_policies()]


_MODEL_KEYS: Final = ("id", "name", "fields")
_CONNECTION_KEYS: Final = ("id", "name", "type", "status")
_POLICY_KEYS: Final = ("id", "name")


def _only(raw: JsonObject, keys: tuple[str, ...]) -> JsonObject:
    """What the choices need of an answer; the rest (a model's SQL, a connection's settings) is not kept in Redis."""
    return {key: raw[key] for key in keys if key in raw}
