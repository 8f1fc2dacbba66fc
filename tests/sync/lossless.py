"""Counts what is lost or invented between a GET and the body of a PUT, over generated syncs.

    python -m tests.sync.lossless --count 5000

Each sync is read as text, edited once, made a body, and written as text. What the body should be is worked out here
from the facts of the API alone, by another way than the code under test goes: a flat list of paths. Exits 1 when
anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, Final

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from syncbot.sync.document import JsonObject, Shape, body_of, configuration, decode, encode
from tests.sync.documents import Generated, documents
from tests.sync.editing import Edit, edits_of


def _paths(under: str, names: str) -> set[str]:
    return {f"{under}{name}" for name in names.split()}


_ENTRY: Final = "source target new sync_mode override_value encryption_enabled"
LEFT_OUT: Final = _paths(
    "", "id created_at created_by updated_at updated_by model_ids problems encryption_passphrase target.create"
)
NOT_NULLABLE: Final = (
    _paths("", "name mode active fields target schedule identity identities filter_logic model_filters target_filters")
    | _paths("", "sync_all_records only_enrich_updates skip_initial_backfill")
    | _paths("fields[].", f"{_ENTRY} source.model_id source.field")
    | _paths("override_fields[].", _ENTRY)
    | _paths("overrides[].", "field field.model_id field.field field_id function")
    | _paths("target.", "connection_id object configuration search_values new_name filter_logic")
    | _paths("schedule.", "frequency connection_id run_after run_after.sync_ids run_after.bulk_sync_ids")
    | _paths("identity.", "source target function new_field")
    | _paths("identities.", "mappings strategy")
    | _paths("identities.mappings[].", "source target function new_field")
    | _paths("filters[].", "field field_id field_type function value_field label")
    | _paths("model_filters.", "conditions logic")
    | _paths("model_filters.conditions[].", "source function label")
    | _paths("target_filters.", "conditions logic")
    | _paths("target_filters.conditions[].", "field function value_source label")
)
ZERO: Final = "00000000-0000-0000-0000-000000000000"


def expected_configuration(raw: JsonObject, shape: Shape) -> JsonObject:
    """What of a GET belongs into a PUT."""
    kept: JsonObject = {key: _kept(value, key) for key, value in raw.items() if _stays(value, key)}
    return _ungrouped(kept) if shape is Shape.CLASSIC else _unmirrored(kept)


def _stays(value: Any, path: str) -> bool:
    return path not in LEFT_OUT and not (value is None and path in NOT_NULLABLE)


def _kept(value: Any, path: str) -> Any:
    inside = any(known.startswith((f"{path}.", f"{path}[]")) for known in NOT_NULLABLE | LEFT_OUT)
    if isinstance(value, dict) and inside:
        return {key: _kept(item, f"{path}.{key}") for key, item in value.items() if _stays(item, f"{path}.{key}")}
    if isinstance(value, list) and inside:
        return [_kept(item, f"{path}[]") for item in value]
    return value


def _unmirrored(kept: JsonObject) -> JsonObject:
    gone = set()
    if "identities" in kept:
        gone.add("identity")
    if "model_filters" in kept or "target_filters" in kept:
        gone |= {"filters", "filter_logic"}
        kept["target"].pop("filter_logic", None)
    gone |= {key for key in ("filters", "filter_logic") if not kept.get(key)}
    return {key: value for key, value in kept.items() if key not in gone}


def _ungrouped(kept: JsonObject) -> JsonObject:
    """Fixed values among the mappings, moved; one that is reported twice stays once."""
    mapped, fixed = [], list(kept.get("override_fields") or [])
    moved = 0
    for entry in kept["fields"]:
        if "override_value" not in entry or entry.get("source", {}).get("model_id", ZERO) != ZERO:
            mapped.append(entry)
            continue
        moved += 1
        plain = {key: value for key, value in entry.items() if key != "source"}
        twin = next((other for other in fixed if _alike(other, plain)), None)
        if twin is None:
            fixed.append(plain)
        else:
            fixed[fixed.index(twin)] = {**twin, **_missing(plain, twin)}
    if not moved:
        return kept
    result: JsonObject = {}
    for key, value in kept.items():
        result[key] = {"fields": mapped, "override_fields": fixed}.get(key, value)
        if key == "fields" and "override_fields" not in kept:
            result["override_fields"] = fixed
    return result


def _missing(more: JsonObject, there: JsonObject) -> JsonObject:
    return {key: value for key, value in more.items() if key not in there}


def _alike(a: JsonObject, b: JsonObject) -> bool:
    return [a.get("target"), a.get("override_value")] == [b.get("target"), b.get("override_value")]


def difference_after(generated: Generated, edit: Edit) -> str | None:
    """How the body differs from what it should be after this edit, or None."""
    raw, shape = generated.raw, generated.shape
    expected = json.dumps(edit.expected(expected_configuration(json.loads(json.dumps(raw)), shape)))
    draft = edit.apply(configuration(decode(json.dumps(raw)), shape))
    got = json.dumps(decode(encode(body_of(draft, None))))
    return None if got == expected else f"{edit.name}\n  expected {expected}\n  got      {got}"


def count_differences(count: int, *, seed_number: int = 20260915) -> tuple[int, list[str]]:
    """How many syncs were read, edited and written, and how each one that differs does."""
    seen = 0
    found: list[str] = []

    @seed(seed_number)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents(), st.data())
    def look(generated: Generated, data: st.DataObject) -> None:
        nonlocal seen
        seen += 1
        edit = data.draw(edits_of(configuration(generated.raw, generated.shape)))
        difference = difference_after(generated, edit)
        if difference is not None:
            found.append(difference)

    look()
    return seen, found


def main() -> int:
    """Print the figures; 1 when anything differs."""
    parser = argparse.ArgumentParser(description="Read, edit and write generated syncs; count what differs.")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20260915)
    options = parser.parse_args()
    seen, found = count_differences(options.count, seed_number=options.seed)
    sys.stdout.write("".join(f"{difference}\n" for difference in found[:5]))
    sys.stdout.write(f"{seen} generated syncs read, edited and written: {len(found)} unexplained differences\n")
    return 1 if found or seen < options.count else 0


if __name__ == "__main__":
    sys.exit(main())
