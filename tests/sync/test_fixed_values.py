from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape, configuration, encode
from syncbot.sync.edits import (
    FixedValue,
    SourceField,
    add_fixed_value,
    change_fixed_value,
    fixed_values,
    put_back_fixed_value,
    remove_fixed_value,
)
from syncbot.sync.entry_returns import side_by_side
from tests.sync.documents import Generated, documents
from tests.sync.samples_of_syncs import sample

DOC: JsonObject = {
    "fields": [],
    "override_fields": [
        {"target": "LeadSource", "override_value": "Web", "sync_mode": "create", "future": None},
        {"target": "Rating", "override_value": "Hot", "new": True},
        {"target": "Old", "source": {"model_id": "m1", "field": "x"}},
    ],
    "identities": {"mappings": []},
}
SOURCE, RATING, OLD = (each.item_id for each in fixed_values(DOC))


def test_fixed_values_are_read() -> None:
    first, second, third = fixed_values(DOC)
    assert (first.target, first.value, first.new, first.write) == ("LeadSource", "Web", False, "create")
    assert (second.new, third.source, third.value) == (True, SourceField("m1", "x"), "")
    assert fixed_values({}) == fixed_values({"override_fields": ["?"]}) == ()


def test_those_that_the_classic_shape_merges_in_are_read_and_edited_apart() -> None:
    raw = sample("20")
    found = fixed_values(raw)
    assert found
    assert found == fixed_values(configuration(raw, Shape.CLASSIC))
    after = remove_fixed_value(raw, found[0].item_id)
    assert [each.target for each in fixed_values(after)] == [each.target for each in found[1:]]
    assert all("override_value" not in entry or entry.get("source") for entry in after["fields"])
    assert change_fixed_value(raw, found[0].item_id, value=found[0].value) is raw


def test_a_fixed_value_is_added_and_changed_and_nothing_else() -> None:
    doc = add_fixed_value(DOC, target="Status", value=" Open ", new=True, write="create")
    assert doc["override_fields"][3] == {
        "target": "Status",
        "override_value": " Open ",
        "new": True,
        "sync_mode": "create",
    }
    assert add_fixed_value({}, target="a", value="b") == {"override_fields": [{"target": "a", "override_value": "b"}]}
    doc = change_fixed_value(DOC, SOURCE, value="Event", write="")
    assert doc["override_fields"][0] == {"target": "LeadSource", "override_value": "Event", "future": None}
    assert doc["override_fields"][1:] == DOC["override_fields"][1:]
    doc = change_fixed_value(DOC, RATING, target="Status", new=False)
    assert doc["override_fields"][1] == {"target": "Status", "override_value": "Hot", "new": False}
    assert change_fixed_value(DOC, RATING, target="Rating", value="Hot", new=True, write="") is DOC
    assert change_fixed_value(DOC, OLD, new=True)["override_fields"][2]["new"] is True


@pytest.mark.parametrize(
    ("edit", "field", "says"),
    [
        (lambda: add_fixed_value(DOC, target="", value="x"), "target", "no target field"),
        (lambda: add_fixed_value(DOC, target="Status", value=""), "value", "Polytomic refuses it"),
        (lambda: add_fixed_value(DOC, target="Rating", value="x"), "target", "Rating already has a fixed value"),
        (lambda: change_fixed_value(DOC, RATING, value=""), "value", "cannot be empty"),
        (lambda: change_fixed_value(DOC, RATING, target="LeadSource"), "target", "already has"),
        (lambda: change_fixed_value(DOC, "?", value="x"), "override_fields", "no longer in this draft"),
        (lambda: remove_fixed_value(DOC, "?"), "override_fields", "no longer in this draft"),
        (lambda: put_back_fixed_value(DOC, DOC, "?"), "override_fields", "no longer in this draft"),
    ],
)
def test_what_cannot_be_is_refused_at_its_input(edit: Callable[[], JsonObject], field: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        edit()
    assert says in caught.value.what
    assert caught.value.field == field
    assert caught.value.next_step


@given(generated=documents(), data=st.data())
def test_removing_and_putting_back_in_any_order_is_nothing_at_all(generated: Generated, data: st.DataObject) -> None:
    base = configuration(generated.raw, generated.shape)
    doc = base
    for _ in range(data.draw(st.integers(0, len(fixed_values(base))))):
        doc = remove_fixed_value(doc, data.draw(st.sampled_from(fixed_values(doc))).item_id)
    while gone := _removed(doc, base):
        doc = put_back_fixed_value(doc, generated.raw, data.draw(st.sampled_from(gone)).item_id)
    assert encode(doc) == encode(base)


def _removed(doc: JsonObject, base: JsonObject) -> list[FixedValue]:
    """What the list shows as removed."""
    had, now = fixed_values(base), fixed_values(doc)
    rows = side_by_side([each.raw for each in had], [each.raw for each in now])
    return [had[was] for at, was in rows if at is None and was is not None]
