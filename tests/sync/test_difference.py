from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.sync.difference import Item, Kind, difference, with_items
from syncbot.sync.document import ABSENT, JsonObject, Shape, configuration, decode, encode, same
from syncbot.sync.edits import set_value
from syncbot.sync.fields import Effect, Part
from syncbot.sync.known import NOTHING_KNOWN
from tests.sync.documents import Generated, classic_documents, documents, grouped_documents
from tests.sync.editing import edits_of
from tests.sync.samples_of_syncs import NAMES, sample, shape

FEW = settings(max_examples=40)


def items(a: JsonObject, b: JsonObject, form: Shape = Shape.GROUPED) -> tuple[Item, ...]:
    return difference(a, b, shape=form, known=NOTHING_KNOWN)


def without_order(doc: JsonObject) -> JsonObject:
    """The document with its mappings and fixed values in one order, by target; those of one target in their own."""
    return {
        key: sorted(value, key=lambda entry: entry["target"])
        if key in ("fields", "override_fields") and value
        else value
        for key, value in doc.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_sync_does_not_differ_from_itself_read_or_canonical(name: str) -> None:
    doc, form = sample(name), shape(name)
    assert items(doc, doc, form) == items(doc, configuration(doc, form), form) == ()


@FEW
@given(documents(), st.data())
def test_it_is_the_same_whether_or_not_the_two_share_what_was_not_edited(
    generated: Generated, data: st.DataObject
) -> None:
    base = draft = configuration(generated.raw, generated.shape)
    for _ in range(data.draw(st.integers(0, 3))):
        draft = data.draw(edits_of(draft)).apply(draft)
    if draft.get("fields") and data.draw(st.booleans()):
        draft = {**draft, "fields": data.draw(st.permutations([*draft["fields"], draft["fields"][0]]))}
    apart = decode(encode(draft))
    assert same(draft, apart)
    assert items(base, draft, generated.shape) == items(base, apart, generated.shape)


@FEW
@given(documents(), st.data())
def test_there_is_no_difference_exactly_when_the_two_are_the_same(generated: Generated, data: st.DataObject) -> None:
    base = configuration(generated.raw, generated.shape)
    draft = data.draw(edits_of(base)).apply(base)
    found = items(generated.raw, draft, generated.shape)
    default_off = dict.fromkeys(("only_enrich_updates", "sync_all_records", "skip_initial_backfill"), False)
    assert (found == ()) == same({**default_off, **base}, {**default_off, **draft})


@FEW
@given(documents(), st.data())
def test_the_differences_put_into_the_base_are_the_draft(generated: Generated, data: st.DataObject) -> None:
    base = configuration(generated.raw, generated.shape)
    draft = base
    for _ in range(2):
        draft = data.draw(edits_of(draft)).apply(draft)
    rebuilt = with_items(base, items(base, draft, generated.shape))
    assert items(rebuilt, draft, generated.shape) == ()
    assert same(without_order({**base, **rebuilt}), without_order({**base, **draft})) or base.keys() != draft.keys()


@FEW
@given(st.tuples(grouped_documents(), grouped_documents()) | st.tuples(classic_documents(), classic_documents()))
def test_the_differences_of_any_two_lead_from_one_to_the_other_but_for_unknown_keys(
    pair: tuple[Generated, Generated],
) -> None:
    one, other = pair
    found = items(one.raw, other.raw, one.shape)
    rebuilt = with_items(configuration(one.raw, one.shape), found)
    assert {item.part for item in items(rebuilt, other.raw, one.shape)} <= {Part.OTHER}
    assert len({(item.row, item.key) for item in found}) == len(found)
    assert all(item.line for item in found)


def test_an_item_says_where_what_and_when() -> None:
    base = sample("02")
    (item,) = items(base, set_value(base, "active", "yes", NOTHING_KNOWN))
    assert (item.row, item.part, item.key, item.kind) == ("active", Part.RUN_OPTIONS, "active", Kind.CHANGED)
    assert (item.label, item.old, item.new, item.effect) == ("Active", False, True, Effect.NOW)
    assert item.field_path == "active"
    assert item.line.startswith("Run options: ")


def test_mappings_differ_one_by_one_and_settings_of_the_target_key_by_key() -> None:
    base = sample("02")
    draft = {
        **base,
        "fields": [{"target": "New"}, {**base["fields"][0], "sync_mode": "create"}],
        "target": {**base["target"], "configuration": {"new": None}},
    }
    found = [(item.field_path, item.kind, item.label) for item in items(base, draft)]
    assert found == [
        ("fields.firstname", Kind.CHANGED, "firstname"),
        ("fields.lastname", Kind.REMOVED, "lastname"),
        ("fields.New", Kind.ADDED, "New"),
        ("target.configuration.ignore_additional_emails", Kind.REMOVED, "ignore_additional_emails"),
        ("target.configuration.new", Kind.ADDED, "new"),
    ]


def test_the_order_of_mappings_is_no_difference_and_that_of_filters_is() -> None:
    base = sample("03")
    assert items(base, {**base, "fields": list(reversed(base["fields"]))}) == ()
    turned = {**base["model_filters"], "conditions": list(reversed(base["model_filters"]["conditions"]))}
    assert [item.row for item in items(base, {**base, "model_filters": turned})] == ["model_filters"]


def test_several_entries_of_one_target_are_one_item() -> None:
    base = sample("26")
    (item,) = items(base, {**base, "fields": base["fields"][:2]})
    assert isinstance(item.old, list)
    assert item.new == base["fields"][0]
    assert encode(with_items(base, (item,))) == encode({**base, "fields": base["fields"][:2]})


def test_unknown_keys_are_told_and_never_written() -> None:
    base = configuration(sample("22"), Shape.GROUPED)
    draft = {key: value for key, value in base.items() if key != "future"} | {"dotted.key": 1}
    found = items(base, draft)
    assert [(item.key, item.part, item.new) for item in found] == [
        ("future", Part.OTHER, ABSENT),
        ("dotted.key", Part.OTHER, 1),
    ]
    assert with_items(base, found) == base
