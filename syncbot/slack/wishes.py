"""What each verb that leads to a review makes of a draft. Pure: a draft in, a draft out, or InvalidInput."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from syncbot.errors import InvalidInput
from syncbot.slack.command import Command
from syncbot.slack.verbs import Verb
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import (
    add_mapping,
    change_mapping,
    mapped_to,
    nearest_target,
    remove_mapping,
    resolve_source,
    resolve_target,
    set_schedule,
    set_value,
)
from syncbot.sync.known import Known, TargetField
from syncbot.sync.schedule import parse_when, with_values
from syncbot.sync.sources import NEAREST

NOT_MAPPED = 'No mapping writes to "{target}".'
NOTHING_REMOVED = "No mapping was removed."
SCHEDULE_STAYS = "The schedule was not changed."
SEE_MAPPINGS = "Write /sync show with the sync's name to see its mappings."


@dataclass(frozen=True, slots=True)
class Around:
    """What a wish is read by.

    Attributes:
        zone: The person's own time zone, for a schedule that names none.
        now: Seconds since the epoch.
    """

    known: Known
    zone: str
    now: float


def map_field(draft: JsonObject, command: Command, around: Around) -> JsonObject:
    """`map`: a new mapping, or another source for a target that is mapped already."""
    model_id, field = resolve_source(command.source, around.known, draft)
    target = resolve_target(command.target, around.known)
    mapped = mapped_to(draft, target)
    if mapped is not None:
        return change_mapping(draft, mapped.item_id, model_id=model_id, field=field)
    return add_mapping(draft, model_id=model_id, field=field, target=target)


def unmap_field(draft: JsonObject, command: Command, around: Around) -> JsonObject:
    """`unmap`: the mapping of a target goes, also of one that the target object no longer has."""
    mapped = mapped_to(draft, command.target)
    if mapped is not None:
        return remove_mapping(draft, mapped.item_id)
    there = [field for field in _fields_of(around.known) if mapped_to(draft, field.field_id)]
    wanted = [
        field for field in there if command.target.casefold() in (field.field_id.casefold(), field.name.casefold())
    ]
    mapped = mapped_to(draft, wanted[0].field_id) if len(wanted) == 1 else None
    if mapped is None:
        near = nearest_target(command.target, wanted or there)
        raise InvalidInput(
            NOT_MAPPED.format(target=command.target),
            not_done=NOTHING_REMOVED,
            next_step=NEAREST.format(nearest=near) if near else SEE_MAPPINGS,
            field="fields",
        )
    return remove_mapping(draft, mapped.item_id)


def _fields_of(known: Known) -> tuple[TargetField, ...]:
    return known.target.fields if known.target else ()


def schedule(draft: JsonObject, command: Command, around: Around) -> JsonObject:
    """`schedule`: the words become one UTC rule."""
    with _leaving(SCHEDULE_STAYS):
        wanted = parse_when(command.when, command.zone or around.zone, now=datetime.fromtimestamp(around.now, UTC))
    return set_schedule(draft, with_values(draft["schedule"], wanted))


@contextmanager
def _leaving(not_done: str) -> Iterator[None]:
    """What goes wrong inside leaves something as it was, and says so."""
    try:
        yield
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=not_done, next_step=fault.next_step, field=fault.field) from fault


def set_values(draft: JsonObject, command: Command, around: Around) -> JsonObject:
    """`set`: every KEY=VALUE in turn."""
    for key, text in command.values:
        draft = set_value(draft, key, text, around.known)
    return draft


def pause(draft: JsonObject, _command: Command, around: Around) -> JsonObject:
    """`pause`: no more runs."""
    return set_value(draft, "active", "false", around.known)


def resume(draft: JsonObject, _command: Command, around: Around) -> JsonObject:
    """`resume`: runs again."""
    return set_value(draft, "active", "true", around.known)


WISHES: dict[Verb, Callable[[JsonObject, Command, Around], JsonObject]] = {
    Verb.MAP: map_field,
    Verb.UNMAP: unmap_field,
    Verb.SCHEDULE: schedule,
    Verb.SET: set_values,
    Verb.PAUSE: pause,
    Verb.RESUME: resume,
}
