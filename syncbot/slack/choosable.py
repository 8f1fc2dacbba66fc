"""What Polytomic offers beside models and target fields, gathered for the part that needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from syncbot.changes.choices import Choices, Offer, Offered
from syncbot.sync.fields import Part
from syncbot.sync.known import Connection, Policy, ScheduleOption, TargetObject


@dataclass(frozen=True, slots=True)
class Choosable:
    """What there is to choose. None where it is not known yet, or not needed.

    Attributes:
        objects: What a connection can be synced to, by connection id.
        syncs: The name of every sync by its id.
    """

    connections: tuple[Connection, ...] | None = None
    objects: Mapping[str, tuple[TargetObject, ...]] = field(default_factory=lambda: MappingProxyType({}))
    policies: tuple[Policy, ...] | None = None
    schedules: tuple[ScheduleOption, ...] | None = None
    syncs: Mapping[str, str] | None = None


NOTHING_CHOOSABLE = Choosable()


CHOOSING = frozenset({Part.POLICIES, Part.SCHEDULE, Part.TARGET})
"""The parts in which something else is chosen than fields."""


async def choosable_in(part: Part | None, choices: Choices, connection_id: str, *, wait_seconds: float) -> Choosable:
    """What can be chosen in one part; everything is asked for at once, each waits when the cache is cold.

    Args:
        part: None for the overview, where nothing is chosen.
        choices: Where it comes from.
        connection_id: Whose objects are to be chosen from; empty for none.
        wait_seconds: How long a cold cache may take.
    """
    wait = wait_seconds
    if part is Part.POLICIES:
        return Choosable(policies=await choices.policies(wait_seconds=wait))
    if part is Part.SCHEDULE:
        schedules, syncs, connections = await asyncio.gather(
            choices.schedule_options(wait_seconds=wait),
            choices.sync_names(wait_seconds=wait),
            choices.connections(wait_seconds=wait),
        )
        return Choosable(schedules=schedules, syncs=syncs, connections=connections)
    if part is Part.TARGET:
        connections, objects = await asyncio.gather(
            choices.connections(wait_seconds=wait), _objects(choices, connection_id, wait)
        )
        return Choosable(connections=connections, objects={} if objects is None else {connection_id: objects})
    return NOTHING_CHOOSABLE


def offers_in(part: Part, models: Iterable[str], connection_id: str, object_id: str) -> tuple[Offer, ...]:
    """What is chosen from in one part, for when it is to be read again.

    Args:
        part: Where it is chosen.
        models: The ids of those that the sync reads.
        connection_id: Of the target that is chosen there; empty for none.
        object_id: The object of that connection; empty for none.
    """
    objects = (Offer(Offered.OBJECTS, (connection_id,)),) if connection_id else ()
    target = (Offer(Offered.TARGET, (connection_id, object_id)),) if connection_id and object_id else ()
    offers = {
        Part.POLICIES: (Offer(Offered.POLICIES),),
        Part.SCHEDULE: (Offer(Offered.SCHEDULES), Offer(Offered.SYNCS), Offer(Offered.CONNECTIONS)),
        Part.TARGET: (Offer(Offered.CONNECTIONS), *objects, *target),
        Part.NAME_AND_MODE: target,
    }
    fields = (*(Offer(Offered.MODEL, (each,)) for each in models), *target)
    return offers.get(part, fields)


def _objects(choices: Choices, connection_id: str, wait: float) -> Awaitable[tuple[TargetObject, ...] | None]:
    return choices.target_objects(connection_id, wait_seconds=wait) if connection_id else _nothing()


async def _nothing() -> None:
    return None
