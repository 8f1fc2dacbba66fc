"""Hypothesis strategies: syncs as GET gives them, in both shapes, with all that a real one may hold and more.

Unknown keys at every level, nulls where they are declared and where not, integers beyond 2^53, `10.0`, any script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from syncbot.sync.document import NOWHERE, JsonObject, Shape

MODELS: Final = ("7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb", "b0b4b616-82ab-537d-accf-03db2facf9d2")
SOURCE_FIELDS: Final = ("email", "name", "score", "naïve_ключ", "日本")
TARGETS: Final = ("Email", "Name", "Phone", "Score__c", "Ünïcødé__c", "with.dot", "with space", "🚀")
FUNCTIONS: Final = ("Equality", "IsNull", "GreaterThan", "StringOneOf")


@dataclass(frozen=True, slots=True)
class Generated:
    """A GET and the shape it is in."""

    raw: JsonObject
    shape: Shape


def _some_text() -> SearchStrategy[str]:
    return st.text(max_size=4) | st.sampled_from(("3", "10.0", "null", "e\u0301", "“q”", "\u2028", "\ud800"))


def _numbers() -> SearchStrategy[Any]:
    whole = st.integers(min_value=-(10**30), max_value=10**30) | st.sampled_from((0, 1, 2**53 + 1, 2**64))
    return (
        whole | st.sampled_from((10.0, -0.0, 1.0, 0.1, 1e-7, 1e22)) | st.floats(allow_nan=False, allow_infinity=False)
    )


def scalars() -> SearchStrategy[Any]:
    """Any JSON scalar."""
    return st.none() | st.booleans() | _numbers() | _some_text()


def json_values() -> SearchStrategy[Any]:
    """Any JSON value, not deep."""
    return _JSON_VALUES


_FLAT: Final = scalars()
_JSON_VALUES: Final = (
    _FLAT
    | st.lists(_FLAT, max_size=3)
    | st.dictionaries(_some_text(), _FLAT | st.lists(_FLAT, max_size=2), max_size=2)
    | st.just({"deep": [{"null": None, "n": 10.0}]})
)
_UNKNOWN: Final = st.dictionaries(
    st.sampled_from(("x_future", "x.dotted", "", "X", "ключ", "__proto__")), _JSON_VALUES, max_size=2
)
_NO_UNKNOWN: Final[SearchStrategy[JsonObject]] = st.just({})
_OPTIONAL_UNKNOWN: Final = _NO_UNKNOWN | _NO_UNKNOWN | _UNKNOWN


def _or_null(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return strategy | strategy | strategy | st.none()


@st.composite
def _object(
    draw: st.DrawFn, needed: dict[str, SearchStrategy[Any]], more: dict[str, SearchStrategy[Any]]
) -> JsonObject:
    """The needed keys, all or some of the others (or null there), and unknown keys before or behind them."""
    others = {key: _or_null(value) for key, value in more.items()}
    every = draw(st.booleans())
    known = draw(
        st.fixed_dictionaries({**needed, **others}) if every else st.fixed_dictionaries(needed, optional=others)
    )
    unknown = draw(_OPTIONAL_UNKNOWN)
    return {**unknown, **known} if draw(st.booleans()) else {**known, **unknown}


_SOURCES: Final = _object({"model_id": st.sampled_from(MODELS), "field": st.sampled_from(SOURCE_FIELDS)}, {})
_BOOLEANS: Final = st.booleans()
_WRITES: Final = st.sampled_from(("create", "updateOrCreate"))


def _mapping(target: str) -> SearchStrategy[JsonObject]:
    more = {"new": _BOOLEANS, "sync_mode": _WRITES, "override_value": _some_text(), "encryption_enabled": _BOOLEANS}
    return _object({"source": _SOURCES, "target": st.just(target)}, more)


def _fixed(target: str) -> SearchStrategy[JsonObject]:
    needed = {"target": st.just(target), "override_value": st.sampled_from(("active", "10.0", "ключ"))}
    return _object(needed, {"new": _BOOLEANS, "sync_mode": _WRITES})


def _merged(target: str) -> SearchStrategy[JsonObject]:
    """A fixed value as the classic shape puts it among the mappings."""
    source = st.none() | st.just({"model_id": NOWHERE, "field": ""})
    return st.builds(lambda entry, source: {"source": source, **entry} if source else entry, _fixed(target), source)


_CONDITION_MORE: Final[dict[str, SearchStrategy[Any]]] = {"value": _JSON_VALUES, "label": st.sampled_from("ABC")}
_FUNCTION: Final = st.sampled_from(FUNCTIONS)
_MODEL_FILTERS: Final = _object(
    {"conditions": st.lists(_object({"source": _SOURCES, "function": _FUNCTION}, _CONDITION_MORE), max_size=2)},
    {"logic": st.sampled_from(("", "A", "A AND B"))},
)
_TARGET_FILTERS: Final = _object(
    {
        "conditions": st.lists(
            _object(
                {"field": st.sampled_from(TARGETS), "function": _FUNCTION},
                {**_CONDITION_MORE, "value_source": _SOURCES},
            ),
            max_size=2,
        )
    },
    {"logic": st.sampled_from(("", "A", "A OR B"))},
)
_FILTERS: Final = st.lists(
    _object(
        {"function": _FUNCTION, "field": _SOURCES, "field_id": _some_text()},
        {**_CONDITION_MORE, "field_type": st.sampled_from(("Model", "Target")), "value_field": _SOURCES},
    ),
    max_size=2,
)
_IDENTITIES_OF: Final = _object(
    {"source": _SOURCES, "target": st.sampled_from(TARGETS), "function": st.sampled_from(("Equality", "OneOf"))},
    {"remote_field_type_id": _some_text(), "new_field": _BOOLEANS},
)
_IDENTITIES: Final = _object(
    {"mappings": st.lists(_IDENTITIES_OF, max_size=3)}, {"strategy": st.sampled_from(("priority", "and"))}
)
_OVERRIDES: Final = st.lists(
    _object(
        {"function": _FUNCTION}, {"field": _SOURCES, "field_id": _some_text(), "value": _FLAT, "override": _JSON_VALUES}
    ),
    max_size=2,
)
_CLOCK: Final = st.sampled_from(("0", "15", "3", "*/20", "6-18", "*"))
_SCHEDULE: Final = _object(
    {"frequency": st.sampled_from(("manual", "hourly", "daily", "weekly", "custom"))},
    {
        "minute": _CLOCK,
        "hour": _CLOCK,
        "day_of_week": st.sampled_from(("1", "monday")),
        "job_id": st.integers(0, 2**60),
        "connection_id": st.sampled_from(MODELS),
        "run_after": _object({}, {"sync_ids": st.just([MODELS[0]]), "bulk_sync_ids": st.just([])}),
        "run_after_success_only": _BOOLEANS,
    },
)
_TARGET_MORE: Final[dict[str, SearchStrategy[Any]]] = {
    "object": st.sampled_from(("Contact", "Lead")),
    "configuration": st.dictionaries(_some_text(), _JSON_VALUES, max_size=3),
    "search_values": st.dictionaries(_some_text(), _JSON_VALUES, max_size=2),
    "new_name": _some_text(),
    "create": st.just({"name": "x"}),
}
_READ_ONLY: Final[dict[str, SearchStrategy[Any]]] = {
    "id": st.just("08d7d573-67c6-5fc4-a277-7ad0d4e6a538"),
    "created_at": st.just("2026-03-15T16:10:01.482113Z"),
    "updated_at": st.just("2026-10-02T08:11:57.000431Z"),
    "updated_by": st.just({"name": "Jane Admin"}),
    "model_ids": st.just(list(MODELS)),
    "problems": st.just([{"code": "x", "message": "y"}]),
    "encryption_passphrase": st.just("********"),
}
_OPTIONS: Final[dict[str, SearchStrategy[Any]]] = {
    "active": _BOOLEANS,
    "overrides": _OVERRIDES,
    "policies": st.lists(st.sampled_from(MODELS), max_size=2, unique=True),
    "sync_all_records": _BOOLEANS,
    "only_enrich_updates": _BOOLEANS,
    "skip_initial_backfill": _BOOLEANS,
    "organization_id": st.sampled_from(MODELS),
}
_GROUPED: Final[dict[str, SearchStrategy[Any]]] = {
    "identities": _IDENTITIES,
    "model_filters": _MODEL_FILTERS,
    "target_filters": _TARGET_FILTERS,
}
_MIRRORS: Final[dict[str, SearchStrategy[Any]]] = {
    "identity": _IDENTITIES_OF,
    "filters": _FILTERS,
    "filter_logic": st.sampled_from(("", "A")),
}


def _entries(targets: tuple[str, ...], *, merged: bool) -> SearchStrategy[list[JsonObject]]:
    """Mappings, seldom two to one target; with `merged` some are fixed values of the classic shape."""
    kinds = {target: _mapping(target) | _merged(target) if merged else _mapping(target) for target in targets}
    names = st.sampled_from(targets)
    some = st.lists(names, unique=True, max_size=4)
    return (some | some | st.lists(names, max_size=4)).flatmap(
        lambda chosen: st.tuples(*(kinds[target] for target in chosen)).map(list)
    )


def _fixed_values(targets: tuple[str, ...]) -> SearchStrategy[list[JsonObject]]:
    kinds = {target: _fixed(target) for target in targets}
    return st.lists(st.sampled_from(targets), unique=True, max_size=2).flatmap(
        lambda chosen: st.tuples(*(kinds[target] for target in chosen)).map(list)
    )


@st.composite
def grouped_documents(draw: st.DrawFn) -> Generated:
    """A GET of the grouped shape, its mirrors included."""
    raw = draw(_sync(merged=False, more={**_GROUPED, **_MIRRORS}))
    if all(raw.get(key) is None for key in ("model_filters", "target_filters")):
        raw = {key: value for key, value in raw.items() if key not in ("filters", "filter_logic")}
    if raw.get("identities") is None:
        raw = {key: value for key, value in raw.items() if key != "identity"}
    return Generated(raw, Shape.GROUPED)


def classic_documents() -> SearchStrategy[Generated]:
    """A GET of the classic shape, fixed values merged into the mappings."""
    return _sync(merged=True, more=_MIRRORS).map(lambda raw: Generated(raw, Shape.CLASSIC))


def documents() -> SearchStrategy[Generated]:
    """A GET of either shape."""
    return grouped_documents() | classic_documents()


@st.composite
def _sync(draw: st.DrawFn, *, merged: bool, more: dict[str, SearchStrategy[Any]]) -> JsonObject:
    target = draw(_object({"connection_id": st.sampled_from(MODELS)}, {**_TARGET_MORE, "filter_logic": st.just("A")}))
    if not merged:
        target.pop("filter_logic", None)
    needed = {
        "name": st.text(min_size=1, max_size=8),
        "mode": st.sampled_from(("create", "update", "updateOrCreate")),
        "fields": _entries(TARGETS, merged=merged),
        "target": st.just(target),
        "schedule": _SCHEDULE,
    }
    return draw(
        _object(needed, {**_READ_ONLY, **_OPTIONS, **more, "override_fields": _fixed_values(("F1__c", TARGETS[0]))})
    )
