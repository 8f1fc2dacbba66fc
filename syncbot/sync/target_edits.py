"""Where a sync writes to: reading connection, object and settings, and the edits of them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, Absent, JsonObject, same
from syncbot.sync.entries import listed, targets_of
from syncbot.sync.functions import ValueKind
from syncbot.sync.items import GONE, GONE_NEXT, NOTHING_CHANGED, item_id
from syncbot.sync.known import Known, Target, target_fields
from syncbot.sync.remembered import remembered
from syncbot.sync.rows import at, put
from syncbot.sync.values import kind_of_value

NO_CONNECTION: Final = "No connection is chosen."
NO_OBJECT: Final = "No object is chosen."
CHOOSE_OBJECT: Final = "Choose the object of the connection that the sync writes to."
CHOOSE_CONNECTION: Final = "Choose the connection that the sync writes to."
NO_KEY: Final = "The setting has no name."
NO_KEY_NEXT: Final = "Write the name that the connection knows it by."
TAKEN: Final = "There is a setting {key} already."
TAKEN_NEXT: Final = "Edit that one."
NOT_TAKEN: Final = "The target was not changed."
NOT_SET: Final = "The setting was not taken."

_TARGET: Final = "target"
_SETTINGS: Final = ("target", "configuration")
_THING: Final = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the target's configuration.

    Attributes:
        item_id: Opaque; the same as long as the key is.
        kind: The kind of input that shows the value whole.
    """

    item_id: str
    key: str
    value: Any
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """Where a sync writes to. All but `raw` are empty where the sync does not say."""

    connection_id: str
    object_id: str
    new_name: str
    raw: JsonObject


def target_place(doc: JsonObject) -> TargetPlace:
    """The target as it stands."""
    raw = doc.get(_TARGET)
    raw = raw if isinstance(raw, dict) else {}
    connection_id, object_id, new_name = (str(raw.get(key) or "") for key in ("connection_id", "object", "new_name"))
    return TargetPlace(connection_id, object_id, new_name, raw)


def settings(doc: JsonObject) -> tuple[Setting, ...]:
    """The target's configuration, key by key, in the sync's order."""
    found = at(doc, _SETTINGS)
    return tuple(
        Setting(_setting_id(key), key, value, kind_of_value(value))
        for key, value in (found.items() if isinstance(found, dict) else ())
    )


def set_target(doc: JsonObject, *, connection_id: str | None = None, object_id: str | None = None) -> JsonObject:
    """`doc` that writes to another object; what is None stays. `search_values` goes: Polytomic works it out anew.

    Mappings, identity and filters stay as they are; `gone_targets` tells which of them the new object does not have.

    Raises:
        InvalidInput: No connection or object; or another connection without saying which of its objects. `field` is
            `target.connection_id` or `target.object`.
    """
    was = target_place(doc)
    wanted = was.connection_id if connection_id is None else connection_id
    if not wanted:
        raise _refused(NO_CONNECTION, CHOOSE_CONNECTION, "target.connection_id")
    if object_id == "" or (object_id is None and wanted != was.connection_id):
        raise _refused(NO_OBJECT, CHOOSE_OBJECT, "target.object")
    chosen = was.object_id if object_id is None else object_id
    if (wanted, chosen) == (was.connection_id, was.object_id):
        return doc
    kept = {key: value for key, value in was.raw.items() if key != "search_values"}
    return {**doc, _TARGET: {**kept, "connection_id": wanted, "object": chosen}}


def add_setting(doc: JsonObject, key: str, value: Any) -> JsonObject:
    """`doc` with one more setting of the target.

    Raises:
        InvalidInput: No name, or there is one of that name; `field` is `key`.
    """
    key = key.strip()
    if not key:
        raise InvalidInput(NO_KEY, not_done=NOT_SET, next_step=NO_KEY_NEXT, field="key")
    if any(setting.key == key for setting in settings(doc)):
        raise InvalidInput(TAKEN.format(key=key), not_done=NOT_SET, next_step=TAKEN_NEXT, field="key")
    return _with(doc, key, value)


def change_setting(doc: JsonObject, item_id: str, value: Any) -> JsonObject:
    """`doc` with one setting of the target changed in its place. Raises InvalidInput when there is none."""
    found = _find(doc, item_id)
    return doc if same(found.value, value) else _with(doc, found.key, value)


def remove_setting(doc: JsonObject, item_id: str) -> JsonObject:
    """`doc` without one setting of the target. Raises InvalidInput when there is none."""
    return _with(doc, _find(doc, item_id).key, ABSENT)


def put_back_setting(doc: JsonObject, base: JsonObject, item_id: str) -> JsonObject:
    """`doc` with one setting as `base` has it, in its place there. Raises InvalidInput when `base` has none."""
    was = _find(base, item_id)
    there = {setting.key: setting.value for setting in settings(doc)}
    order = [setting.key for setting in settings(base)]
    wanted = {**there, was.key: was.value}
    known = {key: wanted[key] for key in order if key in wanted}
    return put(doc, _SETTINGS, {**known, **wanted})


def gone_targets(doc: JsonObject, known: Known) -> frozenset[str]:
    """The target fields that the sync names and the object does not have, those to be created aside.

    Empty where the object is not known, or is another than the one that the sync writes to.
    """
    target = known.about(doc.get(_TARGET)).target
    if target is None:
        return frozenset()
    return _gone(doc, target)


@remembered
def _gone(doc: JsonObject, target: Target) -> frozenset[str]:
    there = target_fields(target).keys()
    return frozenset(named_targets(doc, besides=there)) - there


def named_targets(doc: JsonObject, *, besides: AbstractSet[str] = frozenset()) -> tuple[str, ...]:
    """The target fields that mappings, fixed values, identities and filters name and do not create, each once.

    Mappings and fixed values of `besides`, nearly all of a thousand, are not looked at.
    """
    others = [_others(listed(doc.get(key)), besides) for key in ("fields", "override_fields")]
    identities = at(doc, ("identities", "mappings"))
    conditions = at(doc, ("target_filters", "conditions"))
    classic = [entry for entry in _entries(doc.get("filters")) if entry.get("field_type") == "Target"]
    named = [
        *(entry.get("target") for entries in others for entry in _unmade(entries, "new")),
        *(entry.get("target") for entry in _unmade(identities or [doc.get("identity")], "new_field")),
        *(entry.get("field") for entry in _entries(conditions)),
        *(entry.get("field_id") for entry in classic),
    ]
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name))


def _others(entries: list[Any], besides: AbstractSet[str]) -> list[Any]:
    return [entry for entry, target in zip(entries, targets_of(entries), strict=True) if target not in besides]


def _unmade(value: object, switch: str) -> list[JsonObject]:
    return [entry for entry in _entries(value) if entry.get(switch) is not True]


def _entries(value: object) -> list[JsonObject]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _with(doc: JsonObject, key: str, value: Any | Absent) -> JsonObject:
    """One key of the configuration; a name with a dot in it is one name."""
    found = at(doc, _SETTINGS)
    return put(doc, _SETTINGS, put(found if isinstance(found, dict) else {}, (key,), value))


def _setting_id(key: str) -> str:
    return item_id(_THING, key, 0)


def _find(doc: JsonObject, wanted: str) -> Setting:
    found = next((setting for setting in settings(doc) if setting.item_id == wanted), None)
    if found is None:
        what = GONE.format(thing=_THING)
        raise InvalidInput(what, not_done=NOTHING_CHANGED, next_step=GONE_NEXT, field="target.configuration")
    return found


def _refused(what: str, next_step: str, field: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=field)
