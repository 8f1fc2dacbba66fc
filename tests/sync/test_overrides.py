from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.edits import (
    Comparison,
    SourceField,
    add_override,
    change_override,
    move_override,
    overrides,
    put_back_override,
    remove_override,
)
from tests.sync.documents import json_values
from tests.sync.samples_of_syncs import sample

EMAIL, REGION = SourceField("m1", "email"), SourceField("m1", "region")
DOC: JsonObject = {
    "overrides": [
        {"field": EMAIL.raw, "field_id": "u1", "function": "IsNull", "override": "unknown", "future": None},
        {"field": REGION.raw, "function": "Equality", "value": "EMEA", "override": {"a": [1, 10.0]}},
    ]
}
FIRST, SECOND = (each.item_id for each in overrides(DOC))


def test_overrides_are_read_with_their_condition_and_what_is_sent_instead() -> None:
    first, second = overrides(DOC)
    assert (first.source, first.field_id, first.comparison, first.override) == (
        EMAIL,
        "u1",
        Comparison("IsNull"),
        "unknown",
    )
    assert (second.place, second.comparison, second.override) == (1, Comparison("Equality", "EMEA"), {"a": [1, 10.0]})
    assert overrides({}) == overrides({"overrides": None}) == ()
    assert overrides({"overrides": [{}]})[0].override is ABSENT
    assert len(overrides(sample("04"))) == len(sample("04")["overrides"])


@given(value=json_values(), compared=json_values())
def test_any_json_value_may_be_sent_instead_and_keeps_its_type(value: object, compared: object) -> None:
    doc = add_override(DOC, source=EMAIL, comparison=Comparison("Equality", compared), override=value)
    found = overrides(doc)[-1]
    assert same(found.override, value)
    assert same(found.comparison.value, compared)
    assert doc["overrides"][:2] == DOC["overrides"]
    assert change_override(doc, found.item_id, override=value) is doc
    assert same(remove_override(doc, found.item_id), DOC)


def test_a_change_leaves_what_it_does_not_name() -> None:
    doc = change_override(DOC, FIRST, override=None)
    assert doc["overrides"][0] == {**DOC["overrides"][0], "override": None}
    assert doc["overrides"][1] is DOC["overrides"][1]
    doc = change_override(DOC, SECOND, comparison=Comparison("StringOneOf", ["EMEA"]))
    assert doc["overrides"][1]["value"] == ["EMEA"]


def test_another_field_takes_the_field_id_with_it() -> None:
    doc = change_override(DOC, FIRST, source=REGION)
    assert doc["overrides"][0]["field"] == REGION.raw
    assert "field_id" not in doc["overrides"][0]


@pytest.mark.parametrize(
    ("source", "comparison", "override", "field"),
    [
        (None, Comparison("IsNull"), "x", "field"),
        (EMAIL, Comparison("Equality"), "x", "value"),
        (EMAIL, Comparison("Equality", "x", REGION), "x", "value_source"),
        (EMAIL, Comparison(""), "x", "function"),
        (EMAIL, Comparison("IsNull"), ABSENT, "override"),
    ],
)
def test_an_override_that_lacks_something_is_refused_at_its_input(
    source: SourceField | None, comparison: Comparison, override: object, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_override(DOC, source=source, comparison=comparison, override=override)
    assert caught.value.field == field
    assert caught.value.next_step


def _unknown() -> list[Callable[[], JsonObject]]:
    return [
        lambda: change_override(DOC, "?", override=1),
        lambda: remove_override(DOC, "?"),
        lambda: move_override(DOC, "?", to=0),
        lambda: put_back_override(DOC, DOC, "?"),
    ]


@pytest.mark.parametrize("edit", _unknown())
def test_an_override_that_is_gone_is_refused(edit: Callable[[], JsonObject]) -> None:
    with pytest.raises(InvalidInput, match="That override is no longer in this draft"):
        edit()


def test_overrides_move() -> None:
    assert [each.item_id for each in overrides(move_override(DOC, SECOND, to=0))] == [SECOND, FIRST]
    assert move_override(DOC, SECOND, to=9) is DOC


@given(data=st.data())
def test_removing_and_putting_back_in_any_order_is_nothing_at_all(data: st.DataObject) -> None:
    base = {**sample("04"), "overrides": [*sample("04")["overrides"], *DOC["overrides"]]}
    gone = data.draw(st.permutations(overrides(base)))[: data.draw(st.integers(0, 4))]
    doc: JsonObject = {key: value for key, value in base.items() if key == "overrides"}
    for each in sorted(gone, key=lambda each: -each.place):
        doc = remove_override(doc, each.item_id)
    for each in data.draw(st.permutations(gone)):
        doc = put_back_override(doc, base, each.item_id)
    assert same(doc["overrides"], base["overrides"])
    assert put_back_override(doc, base, overrides(base)[0].item_id) is doc
