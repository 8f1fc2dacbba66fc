"""What a person typed and chose in a view, and what of it outlives an update.

The rule: the same (block_id, action_id) keeps the person's value and the new `initial_*` is ignored; another block_id
or action_id is a new element, made from its `initial_*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.rules.payload import elements_of

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """How an element tells its value: the key in `view.state`, and the key of what it starts with."""

    value_key: str
    initial_key: str
    several: bool = False


def _kinds() -> dict[str, Kind]:
    typed = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
    kinds = {kind: Kind("value", "initial_value") for kind in typed}
    kinds["rich_text_input"] = Kind("rich_text_value", "initial_value")
    kinds["file_input"] = Kind("files", "initial_files", several=True)
    for kind in ("static_select", "external_select", "radio_buttons"):
        kinds[kind] = Kind("selected_option", "initial_option")
    for kind in ("multi_static_select", "multi_external_select", "checkboxes"):
        kinds[kind] = Kind("selected_options", "initial_options", several=True)
    for what in ("user", "conversation", "channel"):
        kinds[f"{what}s_select"] = Kind(f"selected_{what}", f"initial_{what}")
        kinds[f"multi_{what}s_select"] = Kind(f"selected_{what}s", f"initial_{what}s", several=True)
    kinds["datepicker"] = Kind("selected_date", "initial_date")
    kinds["timepicker"] = Kind("selected_time", "initial_time")
    kinds["datetimepicker"] = Kind("selected_date_time", "initial_date_time")
    return kinds


KINDS: Mapping[str, Kind] = _kinds()


@dataclass(frozen=True, slots=True)
class Held:
    """The value of one element. `value` is None (or an empty list) for nothing; `touched` by the person's own hand."""

    kind: str
    value: Any
    touched: bool = False


State = dict[Key, Held]


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that has a value."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in KINDS:
                yield block, element


def fresh(blocks: list[Json]) -> State:
    """The values of a view just opened."""
    return {(block["block_id"], element["action_id"]): _initial(element) for block, element in stateful(blocks)}


def carried(blocks: list[Json], before: State) -> State:
    """The values after an update."""
    state = fresh(blocks)
    return {key: _kept(held, before.get(key)) for key, held in state.items()}


def nothing(kind: str) -> list[Json] | None:
    """The value of an empty element of this kind."""
    return [] if KINDS[kind].several else None


def payload(state: State, *, untouched_as_null: bool) -> Json:
    """The `state` of a view or message as an interaction carries it."""
    values: dict[str, Json] = {}
    for (block_id, action_id), held in state.items():
        value = nothing(held.kind) if untouched_as_null and not held.touched else held.value
        values.setdefault(block_id, {})[action_id] = {"type": held.kind, KINDS[held.kind].value_key: value}
    return {"values": values}


def _initial(element: Json) -> Held:
    kind = element["type"]
    value = element.get(KINDS[kind].initial_key)
    return Held(kind, value if value not in (None, "") else nothing(kind))


def _kept(new: Held, old: Held | None) -> Held:
    return old if old is not None and old.kind == new.kind else new
