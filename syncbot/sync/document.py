"""A sync as raw JSON: how it is read, in which of two shapes it is, and what of it is written back.

The raw document is the truth. Nothing here builds it from a model, so keys that nobody has heard of keep their place,
their order and their JSON type.
"""

from __future__ import annotations

import json
import math
from enum import StrEnum
from typing import Any, Final, NoReturn, TypeAlias

from syncbot.errors import InvalidInput
from syncbot.sync.declared import without_undeclared_nulls
from syncbot.sync.remembered import remembered

JsonObject: TypeAlias = dict[str, Any]
"""A decoded JSON object, treated as immutable: whoever changes one makes a new one."""


class Absent:
    """What stands where a document has nothing; not the same as null."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()

READ_ONLY: Final = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "model_ids", "problems"},
)
"""Keys of a GET that a PUT does not take."""

WRITE_ONLY: Final = frozenset({"encryption_passphrase"})
"""Keys that a PUT takes and a GET does not tell, or tells masked; never part of a configuration."""

_NOT_WRITTEN_BACK: Final = READ_ONLY | WRITE_ONLY

REQUIRED: Final = ("fields", "mode", "name", "schedule", "target")
"""Keys without which a PUT is refused."""

NOWHERE: Final = "00000000-0000-0000-0000-000000000000"
"""The model id that the classic shape gives to the source of a fixed value."""

_GROUPED_FILTERS: Final = ("model_filters", "target_filters")
_GROUPED_KEYS: Final = (*_GROUPED_FILTERS, "identities")
_CLASSIC_FILTERS: Final = ("filters", "filter_logic")
_CLASSIC_KEYS: Final = (*_CLASSIC_FILTERS, "identity")
_FIRST_GROUPED_VERSION: Final = "2025-09-18"

INCOMPLETE: Final = "The sync has no {key}, and Polytomic refuses a sync without it."
INCOMPLETE_NOT_DONE: Final = "Nothing was written."
INCOMPLETE_NEXT: Final = "Set {key} in Polytomic, then open the sync again."


class Shape(StrEnum):
    """The two forms in which the API gives filters, identity and fixed values."""

    GROUPED = "grouped"
    CLASSIC = "classic"


def decode(text: str | bytes) -> JsonObject:
    """Read a JSON object; big integers and `10.0` keep their type.

    Raises:
        ValueError: It is not JSON, or not an object, or holds a number that cannot be written again.
    """
    value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    if not isinstance(value, dict):
        message = f"a JSON object was expected, not {type(value).__name__}"
        raise ValueError(message)  # noqa: TRY004 -- one error for every kind of unreadable text
    return value


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    return _refuse_constant(text) if math.isinf(value) else value


def encode(doc: JsonObject) -> str:
    """Write a JSON object, in its own order."""
    return json.dumps(doc, allow_nan=False, separators=(",", ":"))


def shape_of(raw: JsonObject) -> Shape | None:
    """The shape that the telling keys show; None when the sync has none of them."""
    if any(raw.get(key) is not None for key in _GROUPED_KEYS):
        return Shape.GROUPED
    if any(raw.get(key) not in (None, [], "") for key in _CLASSIC_KEYS) or _merged_entries(raw):
        return Shape.CLASSIC
    if any(key in raw for key in _GROUPED_KEYS):
        return Shape.GROUPED
    if any(key in raw for key in _CLASSIC_KEYS):
        return Shape.CLASSIC
    return None


def shape_for(raw: JsonObject, *, seen_before: Shape | None, version: str) -> Shape:
    """The shape of the sync; without telling keys what the same host showed before, else what `version` promises.

    Args:
        raw: The GET.
        seen_before: What another sync of the same host and version showed, or None.
        version: The date that was sent as `X-Polytomic-Version`.
    """
    by_version = Shape.GROUPED if version >= _FIRST_GROUPED_VERSION else Shape.CLASSIC
    return shape_of(raw) or seen_before or by_version


@remembered
def configuration(raw: JsonObject, shape: Shape, like: JsonObject | None = None) -> JsonObject:
    """The full configuration in canonical form: what a PUT takes, without secrets.

    Read-only keys, deprecated mirrors and undeclared nulls are left out, and fixed values that the classic shape merges
    into `fields` stand in `override_fields`. Everything else stays, in its order; what needs no change inside is the
    very same object. Idempotent. `like` is a configuration that shares much with `raw`, to look through that only once.
    """
    kept = {key: value for key, value in raw.items() if key not in _NOT_WRITTEN_BACK}
    kept = without_undeclared_nulls(kept, like=like)
    kept = _without_mirrors(kept) if shape is Shape.GROUPED else split_fixed_values(kept)
    target = kept.get("target")
    if isinstance(target, dict) and "create" in target:
        kept = {**kept, "target": {key: value for key, value in target.items() if key != "create"}}
    return kept


def _without_mirrors(doc: JsonObject) -> JsonObject:
    """Without the keys that only repeat the grouped ones; a mirror that holds something nothing else holds stays."""
    grouped_filters = any(key in doc for key in _GROUPED_FILTERS)
    mirrored = {key for key in _CLASSIC_FILTERS if grouped_filters or not doc.get(key)}
    if "identities" in doc:
        mirrored.add("identity")
    kept = {key: value for key, value in doc.items() if key not in mirrored}
    target = kept.get("target")
    if isinstance(target, dict) and (grouped_filters or not target.get("filter_logic")):
        kept["target"] = {key: value for key, value in target.items() if key != "filter_logic"}
    return kept


def is_fixed_value(entry: object) -> bool:
    """Whether an entry of `fields` is a fixed value that the classic shape merged in: a value and no real source."""
    if not isinstance(entry, dict) or entry.get("override_value") is None:
        return False
    source = entry.get("source")
    return source is None or (isinstance(source, dict) and source.get("model_id") == NOWHERE)


def _merged_entries(doc: JsonObject) -> list[JsonObject]:
    fields = doc.get("fields")
    return [entry for entry in fields if is_fixed_value(entry)] if isinstance(fields, list) else []


def split_fixed_values(doc: JsonObject) -> JsonObject:
    """Move merged fixed values to `override_fields`, each once; the key stands after `fields` when it is new."""
    merged = _merged_entries(doc)
    if not merged or not isinstance(doc.get("override_fields", []), list | None):
        return doc
    fixed = list(doc.get("override_fields") or [])
    for entry in merged:
        _take_in(fixed, {key: value for key, value in entry.items() if key != "source"})
    fields = [entry for entry in doc["fields"] if not is_fixed_value(entry)]
    kept: JsonObject = {}
    for key, value in doc.items():
        if key == "fields":
            kept["fields"] = fields
            if "override_fields" not in doc:
                kept["override_fields"] = fixed
        else:
            kept[key] = fixed if key == "override_fields" else value
    return kept


def _take_in(fixed: list[Any], entry: JsonObject) -> None:
    """Add `entry`, or what it knows more, to the one that already fixes the same value for the same target."""
    for place, other in enumerate(fixed):
        if isinstance(other, dict) and all(same(other.get(k), entry.get(k)) for k in ("target", "override_value")):
            fixed[place] = {**other, **{key: value for key, value in entry.items() if key not in other}}
            return
    fixed.append(entry)


def body_of(config: JsonObject, passphrase: str | None) -> JsonObject:
    """The body of the PUT: `config` (canonical) and the passphrase when there is one.

    Whether a passphrase is needed is `needs_passphrase`; this does not check it, because a body is stored without.

    Raises:
        InvalidInput: One of the five required keys is missing.
    """
    for key in REQUIRED:
        if config.get(key) is None:
            raise InvalidInput(
                INCOMPLETE.format(key=key),
                not_done=INCOMPLETE_NOT_DONE,
                next_step=INCOMPLETE_NEXT.format(key=key),
                field=key,
            )
    return dict(config) if passphrase is None else {**config, "encryption_passphrase": passphrase}


def needs_passphrase(doc: JsonObject) -> bool:
    """Whether a full write without the passphrase would clear one: some mapping is encrypted."""
    fields = doc.get("fields")
    return isinstance(fields, list) and any(
        isinstance(entry, dict) and entry.get("encryption_enabled") is True for entry in fields
    )


def same(a: object, b: object) -> bool:
    """JSON equality that tells 1 from 1.0 from true and "3" from 3; the order of an object's keys does not count."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return a == b
