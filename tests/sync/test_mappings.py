from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape, configuration, encode
from syncbot.sync.edits import add_mapping, change_mapping, mappings, put_back_mapping, remove_mapping
from syncbot.sync.fields import ROWS, unknown_rows
from syncbot.sync.mapping_view import mapping_rows
from syncbot.sync.mappings import settle_mapping
from tests.sync.documents import Generated, documents
from tests.sync.editing import edits_of
from tests.sync.samples_of_syncs import NAMES, sample, shape

DOC: JsonObject = {
    "name": "Leads",
    "fields": [
        {"source": {"model_id": "m1", "field": "email", "future": 1}, "target": "Email", "future": None},
        {"source": {"model_id": "m1", "field": "tel"}, "target": "Phone", "sync_mode": "create", "new": True},
        {"source": {"model_id": "m1", "field": "x"}, "target": "Fixed", "override_value": "y"},
    ],
}
EMAIL, PHONE, FIXED = (mapping.item_id for mapping in mappings(DOC))


def entry(doc: JsonObject, place: int) -> Any:
    return doc["fields"][place]


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_s_mappings_are_read_with_ids_of_their_own(name: str) -> None:
    found = mappings(configuration(sample(name), shape(name)))
    assert len({mapping.item_id for mapping in found}) == len(found)
    assert [mapping.raw for mapping in found] == configuration(sample(name), shape(name))["fields"]


def test_a_mapping_tells_all_that_it_has() -> None:
    email, phone, fixed = mappings(DOC)
    assert (email.model_id, email.field, email.target) == ("m1", "email", "Email")
    assert (email.write, email.new, email.encrypt, email.override_value) == ("", False, False, None)
    assert (phone.write, phone.new) == ("create", True)
    assert fixed.override_value == "y"
    assert mappings(sample("07"))[0].encrypt


def test_fixed_values_among_classic_mappings_are_no_mappings_in_the_raw_sync_either() -> None:
    assert [mapping.target for mapping in mappings(sample("20"))] == ["Email", "Name"]
    assert remove_mapping(sample("20"), mappings(sample("20"))[1].item_id)["fields"] == [
        entry(sample("20"), place) for place in (0, 1, 3)
    ]


def test_entries_that_are_no_objects_are_passed_over_and_strange_values_are_shown() -> None:
    doc = {"identities": {}, "fields": ["?", {"target": "a", "source": {"model_id": 7}, "override_value": 1}]}
    (mapping,) = mappings(doc)
    assert (mapping.model_id, mapping.field, mapping.override_value) == ("7", "", "1")
    assert mappings({"fields": None}) == ()


def test_ids_stay_when_other_mappings_come_and_go() -> None:
    doc = remove_mapping(add_mapping(DOC, model_id="m1", field="f", target="New"), EMAIL)
    assert [mapping.item_id for mapping in mappings(doc)][:2] == [PHONE, FIXED]


def test_an_added_mapping_stands_at_the_end_with_only_what_was_given() -> None:
    doc = add_mapping(DOC, model_id="m1", field="f", target="New", new=False, write="")
    assert entry(doc, 3) == {"source": {"model_id": "m1", "field": "f"}, "target": "New"}
    doc = add_mapping(DOC, model_id="m1", field="f", target="New", write="create", new=True, encrypt=True)
    assert entry(doc, 3) == {
        "source": {"model_id": "m1", "field": "f"},
        "target": "New",
        "sync_mode": "create",
        "new": True,
        "encryption_enabled": True,
    }
    assert add_mapping({}, model_id="m1", field="f", target="New")["fields"]


def test_a_target_that_is_mapped_already_is_refused_and_the_mapping_named() -> None:
    with pytest.raises(InvalidInput, match="Email is already mapped, from email") as caught:
        add_mapping(DOC, model_id="m1", field="f", target="Email")
    assert caught.value.field == "fields.Email"
    with pytest.raises(InvalidInput, match="Email is already mapped"):
        change_mapping(DOC, PHONE, target="Email")
    grouped = {"identities": {}, "fields": [{"target": "a", "override_value": "x"}, {"target": "b"}]}
    with pytest.raises(InvalidInput, match="from a fixed value"):
        add_mapping(grouped, model_id="m1", field="f", target="a")
    with pytest.raises(InvalidInput, match="from nothing"):
        add_mapping(grouped, model_id="m1", field="f", target="b")


@pytest.mark.parametrize(("model_id", "field", "target"), [("", "f", "New"), ("m1", "", "New"), ("m1", "f", "")])
def test_a_mapping_without_an_end_is_refused(model_id: str, field: str, target: str) -> None:
    with pytest.raises(InvalidInput, match="has no"):
        add_mapping(DOC, model_id=model_id, field=field, target=target)
    with pytest.raises(InvalidInput, match="has no"):
        change_mapping(DOC, EMAIL, model_id=model_id, field=field, target=target)


def test_only_what_is_given_changes_and_unknown_keys_stay() -> None:
    doc = change_mapping(DOC, EMAIL, write="create", encrypt=True)
    assert entry(doc, 0) == {**entry(DOC, 0), "sync_mode": "create", "encryption_enabled": True}
    doc = change_mapping(DOC, EMAIL, field="mail")
    assert entry(doc, 0) == {**entry(DOC, 0), "source": {"model_id": "m1", "field": "mail", "future": 1}}
    assert list(entry(doc, 0)) == ["source", "target", "future"]
    doc = change_mapping(DOC, PHONE, write="", new=False)
    assert entry(doc, 1) == {"source": {"model_id": "m1", "field": "tel"}, "target": "Phone", "new": False}
    doc = change_mapping(DOC, FIXED, target="Other")
    assert entry(doc, 2) == {**entry(DOC, 2), "target": "Other"}


def test_a_change_to_what_it_is_already_is_no_change() -> None:
    assert change_mapping(DOC, EMAIL, model_id="m1", field="email", target="Email", write="", new=False) is DOC


def test_one_of_two_mappings_to_a_target_can_be_changed_and_removed() -> None:
    doc = configuration(sample("26"), shape("26"))
    first, _, second = mappings(doc)
    assert entry(change_mapping(doc, second.item_id, field="other"), 2)["source"]["field"] == "other"
    assert remove_mapping(doc, first.item_id)["fields"] == doc["fields"][1:]


@pytest.mark.parametrize("edit", [change_mapping, remove_mapping, lambda doc, item: put_back_mapping(doc, DOC, item)])
def test_a_mapping_that_is_gone_is_said_to_be_gone(edit: Any) -> None:
    with pytest.raises(InvalidInput, match="no longer in this draft"):
        edit(DOC, "nothing")


@pytest.mark.parametrize("item_id", [EMAIL, PHONE, FIXED])
def test_a_removed_mapping_is_put_back_where_it_was(item_id: str) -> None:
    assert encode(put_back_mapping(remove_mapping(DOC, item_id), DOC, item_id)) == encode(DOC)


def test_a_mapping_is_put_back_among_others_that_changed_meanwhile() -> None:
    doc = add_mapping(remove_mapping(remove_mapping(DOC, EMAIL), PHONE), model_id="m1", field="f", target="New")
    assert [m.target for m in mappings(put_back_mapping(doc, DOC, PHONE))] == ["Phone", "Fixed", "New"]


def test_what_is_mapped_to_that_target_by_now_gives_way_to_what_is_put_back() -> None:
    doc = add_mapping(remove_mapping(DOC, EMAIL), model_id="m1", field="other", target="Email")
    assert encode(put_back_mapping(doc, DOC, EMAIL)) == encode(DOC)


def test_a_mapping_that_is_there_is_not_put_back() -> None:
    doc = remove_mapping(DOC, EMAIL)
    assert put_back_mapping(doc, DOC, PHONE) is doc


@pytest.mark.parametrize("place", range(3))
def test_each_of_two_mappings_to_one_target_comes_back_alone_and_in_its_place(place: int) -> None:
    base = configuration(sample("26"), shape("26"))
    doc = remove_mapping(base, mappings(base)[place].item_id)
    [gone] = [was for now, was in mapping_rows(doc, base) if now is None]
    assert gone is not None
    assert encode(put_back_mapping(doc, sample("26"), gone.item_id)) == encode(base)


@settings(max_examples=40)
@given(documents(), st.data())
def test_an_edit_changes_its_row_and_nothing_else(generated: Generated, data: st.DataObject) -> None:
    doc = configuration(generated.raw, generated.shape)
    before = encode(doc)
    edit = data.draw(edits_of(doc))
    after = edit.apply(doc)
    assert encode(doc) == before
    for row in (*ROWS, *unknown_rows(doc, after)):
        if row.key != edit.row:
            assert row.equal(row.value(after), row.value(doc))
    assert encode(after) == encode(edit.expected(doc))


def test_a_mapping_that_means_what_the_sync_has_is_as_the_sync_has_it() -> None:
    ticked = change_mapping(DOC, EMAIL, new=True)
    assert settle_mapping(ticked, DOC, EMAIL) is ticked
    assert settle_mapping(change_mapping(ticked, EMAIL, new=False), DOC, EMAIL) == DOC
    elsewhere = change_mapping(ticked, EMAIL, new=False, target="Other")
    assert settle_mapping(elsewhere, DOC, EMAIL) is elsewhere


def test_a_null_that_the_sync_was_read_with_means_nothing_when_a_mapping_is_as_it_was_again() -> None:
    raw = {**DOC, "fields": [{**DOC["fields"][0], "new": None, "sync_mode": None}, *DOC["fields"][1:]]}
    draft = configuration(raw, Shape.GROUPED)
    again = change_mapping(change_mapping(draft, EMAIL, new=True), EMAIL, new=False)
    assert encode(settle_mapping(again, raw, EMAIL)) == encode(draft)
