"""The ports to what Polytomic says exists and can be chosen, and to the cache that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from syncbot.sync.document import JsonObject
from syncbot.sync.known import Connection, Model, Policy, ScheduleOption, Target, TargetObject


class Offered(StrEnum):
    """What can be read again; the value begins the key under which it is kept."""

    MODEL = "model"
    MODELS = "models"
    TARGET = "target"
    CONNECTIONS = "connections"
    OBJECTS = "objects"
    POLICIES = "policies"
    SCHEDULES = "schedules"
    SYNCS = "syncs"


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that Polytomic offers to choose from.

    Attributes:
        ids: Whose: of a model; of a connection and its object for a target; of a connection for its objects; else none.
    """

    offered: Offered
    ids: tuple[str, ...] = ()


class Choices(Protocol):
    """What Polytomic says exists, from a cache.

    Each waits at most `wait_seconds` when the cache is cold, then returns None ("not known yet") while loading goes on
    behind. A stale entry is returned at once and refreshed behind. A dead Polytomic is None, never an error.
    """

    async def model(self, model_id: str, *, wait_seconds: float) -> Model | None:
        """A model with its fields."""

    async def models(self, *, wait_seconds: float) -> tuple[Model, ...] | None:
        """All models with their fields."""

    async def target(self, connection_id: str, object_id: str, *, wait_seconds: float) -> Target | None:
        """A target object with its fields and modes."""

    async def connection_name(self, connection_id: str, *, wait_seconds: float) -> str | None:
        """The name of a connection."""

    async def syncs(self, *, wait_seconds: float) -> tuple[JsonObject, ...] | None:
        """The list of syncs, at most 30 s old."""

    async def connections(self, *, wait_seconds: float) -> tuple[Connection, ...] | None:
        """Every connection."""

    async def target_objects(self, connection_id: str, *, wait_seconds: float) -> tuple[TargetObject, ...] | None:
        """What a connection can be synced to."""

    async def policies(self, *, wait_seconds: float) -> tuple[Policy, ...] | None:
        """Every permission policy."""

    async def schedule_options(self, *, wait_seconds: float) -> tuple[ScheduleOption, ...] | None:
        """The frequencies that a sync may have, in the API's order."""

    async def sync_names(self, *, wait_seconds: float) -> dict[str, str] | None:
        """The name of every sync by its id."""

    async def refresh(self, *offers: Offer, wait_seconds: float) -> bool:
        """Read them again now, whatever the cache has; whether all were read in time. What was not stays as it was."""


class Cache(Protocol):
    """JSON values with an age. All raise StoreUnavailable."""

    async def get(self, key: str) -> tuple[Any, float] | None:
        """The value and its age in seconds, or None."""

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:
        """Keep the value for that long, replacing the one before."""
