"""The table of what a sync has: one row per editable field of Update Sync.

Everything that depends on which field it is (part, label, kind of input, moment, merge rule, what a yes rests on) is
read from here. A new field of the API is one row.
"""

from __future__ import annotations

from typing import Any, Final

from syncbot.sync import members
from syncbot.sync.document import READ_ONLY, WRITE_ONLY, JsonObject
from syncbot.sync.rows import PARTS, Effect, Input, Member, Part, Row, Rule, at

__all__ = [
    "EVERYTHING",
    "MODELS",
    "PARTS",
    "ROWS",
    "Effect",
    "Input",
    "Member",
    "Part",
    "Row",
    "Rule",
    "row",
    "rows_named",
    "rows_of",
    "unknown_rows",
]

MODELS: Final = "models"
"""Among dependencies: the models that the sync reads."""

EVERYTHING: Final = "*"
"""Among dependencies: every row, and what is unknown."""

_ON_TARGET: Final = ("target", "target.configuration", "mode", MODELS)
_NO_ITEMS: Final[tuple[Any, ...]] = ([],)
_OFF: Final = (False,)
_RUN_AFTER: Final = "run_after"
_TARGET: Final = ("connection_id", "object", "search_values", "new_name")


def _field(
    key: str,
    part: Part,
    label: str,
    kind: Input,
    *,
    effect: Effect = Effect.NEXT_RUN,
    rule: Rule = Rule.THREE_WAY,
    depends_on: tuple[str, ...] | None = None,
    nothing: tuple[Any, ...] = (),
    items_at: str | None = None,
    more: tuple[tuple[str, ...], ...] = (),
    own: tuple[str, ...] = (),
    inside: tuple[Member, ...] = (),
    hint: str = "",
) -> Row:
    """A row that takes effect on the next run and rests on itself, unless told otherwise."""
    return Row(
        key=key,
        part=part,
        label=label,
        input=kind,
        effect=effect,
        rule=rule,
        depends_on=(key,) if depends_on is None else depends_on,
        paths=(tuple(key.split(".")), *more),
        own=frozenset(own),
        nothing=nothing,
        items_at=items_at,
        members=inside,
        hint=hint,
    )


_MAPPINGS: Final = _field(
    "fields", Part.MAPPINGS, "Mappings", Input.ITEMS, rule=Rule.BY_TARGET, depends_on=_ON_TARGET, items_at=""
)
_FILTERS: Final = (
    _field(
        "filters",
        Part.FILTERS,
        "Filters",
        Input.ITEMS,
        rule=Rule.ONE_VALUE,
        depends_on=_ON_TARGET,
        items_at="filters",
        more=(("filter_logic",), ("target", "filter_logic")),
        inside=members.CLASSIC_LOGIC,
    ),
    *(
        _field(
            key,
            Part.FILTERS,
            label,
            Input.ITEMS,
            rule=Rule.ONE_VALUE,
            depends_on=_ON_TARGET,
            items_at="conditions",
            inside=members.LOGIC,
        )
        for key, label in (("model_filters", "Filters on the models"), ("target_filters", "Filters on the target"))
    ),
)
_LIST: Final[dict[str, Any]] = {"nothing": _NO_ITEMS, "items_at": ""}
_OVERRIDES: Final = _field(
    "overrides", Part.OVERRIDES, "Overrides", Input.ITEMS, rule=Rule.ONE_VALUE, depends_on=_ON_TARGET, **_LIST
)
_FIXED_VALUES: Final = _field(
    "override_fields",
    Part.FIXED_VALUES,
    "Fixed values",
    Input.ITEMS,
    rule=Rule.BY_TARGET,
    depends_on=("override_fields", "target", "mode"),
    **_LIST,
)
_IDENTITY: Final = (
    _field("identity", Part.IDENTITY, "Identity", Input.GROUP, rule=Rule.ONE_VALUE, depends_on=_ON_TARGET),
    _field(
        "identities",
        Part.IDENTITY,
        "Identity",
        Input.ITEMS,
        rule=Rule.ONE_VALUE,
        depends_on=_ON_TARGET,
        nothing=({"mappings": []}, {"mappings": [], "strategy": "priority"}),
        items_at="mappings",
        inside=members.IDENTITIES,
    ),
)
_TARGET_ROWS: Final = (
    _field("target", Part.TARGET, "Target", Input.GROUP, rule=Rule.ONE_VALUE, own=_TARGET, inside=members.TARGET),
    _field("target.configuration", Part.TARGET, "Target settings", Input.GROUP, rule=Rule.BY_KEY, nothing=({},)),
)
_SCHEDULE_ROW: Final = _field(
    "schedule",
    Part.SCHEDULE,
    "Schedule",
    Input.GROUP,
    effect=Effect.NOW,
    rule=Rule.ONE_VALUE,
    own=(*(member.key for member in members.SCHEDULE), _RUN_AFTER),
    inside=members.SCHEDULE,
)
_RUN_OPTIONS: Final = (
    _field(
        "active",
        Part.RUN_OPTIONS,
        "Active",
        Input.SWITCH,
        effect=Effect.NOW,
        depends_on=(EVERYTHING,),
        hint="Runs by its schedule. Without it: paused at once, no more runs.",
    ),
    *(
        _field(key, Part.RUN_OPTIONS, label, Input.SWITCH, nothing=_OFF, hint=hint)
        for key, label, hint in (
            ("sync_all_records", "Sync all records", "Every run sends all records, not only those that changed."),
            ("only_enrich_updates", "Only enrich updates", "Records that exist are enriched, none are added."),
            (
                "skip_initial_backfill",
                "Skip initial backfill",
                "The first run leaves out the records that are there already.",
            ),
        )
    ),
)
_POLICIES: Final = _field(
    "policies", Part.POLICIES, "Policies", Input.ITEMS, effect=Effect.NOW, rule=Rule.AS_SET, **_LIST
)

ROWS: Final[tuple[Row, ...]] = (
    _MAPPINGS,
    *_FILTERS,
    _OVERRIDES,
    _FIXED_VALUES,
    *_IDENTITY,
    *_TARGET_ROWS,
    _SCHEDULE_ROW,
    *_RUN_OPTIONS,
    _field("name", Part.NAME_AND_MODE, "Name", Input.TEXT),
    _field("mode", Part.NAME_AND_MODE, "Mode", Input.MODE),
    _POLICIES,
    _field("encryption_passphrase", Part.ENCRYPTION, "Encryption passphrase", Input.SECRET),
    _field("organization_id", Part.ORGANIZATION, "Organization", Input.FIXED),
)
"""Every field of Update Sync, in the order of the parts."""

_BY_KEY: Final = {entry.key: entry for entry in ROWS}
_COVERED: Final = {".".join(path): entry for entry in ROWS for path in entry.paths}
_PLACES: Final = frozenset(path for entry in ROWS for path in entry.paths)
_SHARED: Final = {entry.paths[0]: entry for entry in ROWS if entry.own}


def row(key: str) -> Row:
    """The row of `key`; for a key that the table does not have, one that never differs from what is there now."""
    found = _BY_KEY.get(key) or _COVERED.get(key)
    if found is not None:
        return found
    return _unknown(tuple(key.split(".")))


def _unknown(path: tuple[str, ...]) -> Row:
    return Row(
        key=".".join(path),
        part=Part.OTHER,
        label=path[-1],
        input=Input.FIXED,
        effect=Effect.NEXT_RUN,
        rule=Rule.REMOTE,
        depends_on=(),
        paths=(path,),
    )


def rows_of(part: Part) -> tuple[Row, ...]:
    """The rows of a part, in the table's order."""
    return tuple(entry for entry in ROWS if entry.part is part)


def rows_named(name: str) -> tuple[Row, ...]:
    """The rows that a part's name, a row's key or a covered key (`filter_logic`) means; empty when none does.

    Upper and lower case count as equal, and so do spaces and underscores.
    """
    wanted = name.strip().lower().replace("_", " ")
    of_part = tuple(entry for entry in ROWS if entry.part.lower() == wanted)
    keys = {key.replace("_", " "): entry for key, entry in _COVERED.items()}
    return of_part or ((keys[wanted],) if wanted in keys else ())


def unknown_rows(*docs: JsonObject) -> tuple[Row, ...]:
    """A row for each key of the documents that the table does not have: at the top, in the target, in the schedule."""
    paths: dict[tuple[str, ...], None] = {}
    for doc in docs:
        paths |= {(key,): None for key in doc if key not in READ_ONLY | WRITE_ONLY}
        for shared in _SHARED:
            inside = at(doc, shared)
            if isinstance(inside, dict):
                paths |= {(*shared, name): None for name in inside if name not in _SHARED[shared].own}
    return tuple(_unknown(path) for path in paths if path not in _PLACES)
