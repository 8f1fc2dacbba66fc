"""A cache and a Polytomic, of which choices are made."""

from __future__ import annotations

import asyncio
from typing import Any

from syncbot.errors import NoAnswer, StoreUnavailable
from syncbot.sync.document import JsonObject


class Shelf:
    """A cache in memory whose entries age when the test says so."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[Any, float]] = {}
        self.kept_for: dict[str, float] = {}
        self.dead = False
        self.stored = asyncio.Event()

    async def get(self, key: str) -> tuple[Any, float] | None:
        if self.dead:
            raise StoreUnavailable(key)
        return self.entries.get(key)

    async def put(self, key: str, value: object, *, ttl_seconds: float) -> None:
        if self.dead:
            raise StoreUnavailable(key)
        self.entries[key] = (value, 0.0)
        self.kept_for[key] = ttl_seconds
        self.stored.set()

    def age(self, seconds: float) -> None:
        self.entries = {key: (value, age + seconds) for key, (value, age) in self.entries.items()}
        self.stored.clear()


class Workspace:
    """A Polytomic whose answers may be held back or fail; counts what it was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()
        self.dead = False
        self.model_name = "Leads"
        self.target_name = "Contact"

    async def _answer(self, name: str) -> None:
        self.calls.append(name)
        self.asked.set()
        await self.open.wait()
        if self.dead:
            raise NoAnswer(name)

    def _model(self) -> JsonObject:
        return {
            "id": "m1",
            "name": self.model_name,
            "fields": [{"name": "email"}],
            "configuration": {"query": "SELECT"},
        }

    async def list_syncs(self) -> list[JsonObject]:
        await self._answer("syncs")
        return [{"id": "s1", "name": "Leads"}]

    async def list_models(self) -> tuple[JsonObject, ...]:
        await self._answer("models")
        return (self._model(),)

    async def get_model(self, model_id: str) -> JsonObject:
        await self._answer(model_id)
        return self._model()

    async def list_connections(self) -> tuple[JsonObject, ...]:
        await self._answer("connections")
        return ({"id": "c1", "name": "Salesforce", "type": {"id": "sf"}, "configuration": {"key": "SELECT"}},)

    async def list_target_objects(self, connection_id: str) -> tuple[JsonObject, ...]:
        await self._answer(f"objects of {connection_id}")
        return ({"id": "Lead", "name": "Lead", "modes": [{"id": "create"}]},)

    async def get_target_fields(self, connection_id: str, object_id: str, *, refresh: bool = False) -> JsonObject:
        await self._answer(f"{connection_id}/{object_id}{'!' if refresh else ''}")
        return {"id": object_id, "name": self.target_name, "fields": [{"id": "Email"}]}

    async def list_policies(self) -> tuple[JsonObject, ...]:
        await self._answer("policies")
        return ({"id": "p1", "name": "Finance", "policy_actions": ["SELECT"]},)

    async def list_schedules(self) -> JsonObject:
        await self._answer("schedules")
        return {"schedule_options": [{"frequency": "daily", "label": "Daily"}]}
