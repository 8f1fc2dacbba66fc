from __future__ import annotations

from typing import Any

import pytest

from syncbot.errors import Moved
from syncbot.sync.document import ABSENT, JsonObject, Shape, configuration, encode
from syncbot.sync.edits import add_mapping, change_mapping, mappings, remove_mapping, set_schedule, set_value
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import Merge, merge
from tests.sync.samples_of_syncs import NAMES, sample, shape

BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "active": True,
    "fields": [
        {"source": {"model_id": "m", "field": name}, "target": name.title()} for name in ("email", "name", "tel")
    ],
    "override_fields": [],
    "target": {"connection_id": "c", "object": "Lead", "configuration": {"a": 1, "b": 2}},
    "schedule": {"frequency": "hourly", "minute": "15"},
    "policies": ["p1", "p2"],
    "model_filters": {"conditions": [{"function": "IsNull", "label": "A"}], "logic": "A"},
}


def merged(draft: JsonObject, remote: JsonObject, *, base: JsonObject = BASE) -> Merge:
    return merge(base, draft, remote, shape=Shape.GROUPED)


def test_a_scalar_changed_on_one_side_is_taken_from_that_side() -> None:
    result = merged({**BASE, "name": "Mine"}, {**BASE, "mode": "create"})
    assert (result.merged["name"], result.merged["mode"]) == ("Mine", "create")
    assert [(item.row, item.new) for item in result.theirs] == [("mode", "create")]


def test_a_scalar_changed_differently_on_both_sides_is_a_clash_that_keeps_what_is_there() -> None:
    result = merged({**BASE, "name": "Mine"}, {**BASE, "name": "Theirs"})
    (clash,) = result.clashes
    assert (clash.part, clash.label, clash.key) == ("Name and mode", "Name", "name")
    assert (clash.base, clash.theirs, clash.ours, clash.both_added) == ("Leads", "Theirs", "Mine", False)
    assert result.merged["name"] == "Theirs"


def test_mappings_are_merged_entry_by_entry_in_the_order_that_is_there_now_with_additions_at_the_end() -> None:
    first, _, third = mappings(BASE)
    mine = add_mapping(change_mapping(BASE, first.item_id, write="create"), model_id="m", field="x", target="Mine")
    theirs = add_mapping(remove_mapping(BASE, third.item_id), model_id="m", field="y", target="Theirs")
    theirs["fields"].insert(0, theirs["fields"].pop(1))
    result = merged(mine, theirs)
    assert [entry["target"] for entry in result.merged["fields"]] == ["Name", "Email", "Theirs", "Mine"]
    assert result.merged["fields"][1]["sync_mode"] == "create"
    assert result.clashes == ()


def test_a_mapping_whose_target_changed_stays_in_its_place() -> None:
    mine = change_mapping(BASE, mappings(BASE)[1].item_id, target="Full_Name")
    theirs = add_mapping(BASE, model_id="m", field="y", target="Theirs")
    result = merged(mine, theirs)
    assert [entry["target"] for entry in result.merged["fields"]] == ["Email", "Full_Name", "Tel", "Theirs"]


def test_a_mapping_moved_to_the_first_place_stays_first() -> None:
    mine = change_mapping(BASE, mappings(BASE)[0].item_id, target="First")
    result = merged(mine, set_value(BASE, "name", "Theirs", NOTHING_KNOWN))
    assert [entry["target"] for entry in result.merged["fields"]] == ["First", "Name", "Tel"]
    theirs = add_mapping(BASE, model_id="m", field="y", target="Theirs")
    assert [e["target"] for e in merged(mine, theirs).merged["fields"]] == ["First", "Name", "Tel", "Theirs"]


def test_one_mapping_changed_differently_on_both_sides_is_a_clash_named_by_its_target() -> None:
    item_id = mappings(BASE)[0].item_id
    result = merged(change_mapping(BASE, item_id, field="mine"), change_mapping(BASE, item_id, field="theirs"))
    (clash,) = result.clashes
    assert (clash.row, clash.key, clash.label) == ("fields", "Email", "Email")
    sides = [side for side in (clash.base, clash.theirs, clash.ours) if isinstance(side, dict)]
    assert [side["source"]["field"] for side in sides] == ["email", "theirs", "mine"]


def test_a_mapping_changed_here_and_removed_there_is_a_clash() -> None:
    item_id = mappings(BASE)[0].item_id
    (clash,) = merged(change_mapping(BASE, item_id, field="mine"), remove_mapping(BASE, item_id)).clashes
    assert clash.theirs is ABSENT


def test_one_target_added_on_both_sides_with_different_sources_is_a_clash() -> None:
    mine, theirs = (add_mapping(BASE, model_id="m", field=field, target="New") for field in ("mine", "theirs"))
    (clash,) = merged(mine, theirs).clashes
    assert clash.base is ABSENT


def test_two_mappings_of_one_target_are_one_value() -> None:
    base = sample("26")
    draft = configuration(base, Shape.GROUPED)
    mine = remove_mapping(draft, mappings(draft)[2].item_id)
    theirs = change_mapping(draft, mappings(draft)[0].item_id, write="create")
    result = merge(base, mine, theirs, shape=Shape.GROUPED)
    (clash,) = result.clashes
    assert [len(side) if isinstance(side, list) else 1 for side in (clash.base, clash.theirs, clash.ours)] == [2, 2, 1]
    untouched = merge(base, set_value(draft, "name", "Mine", NOTHING_KNOWN), theirs, shape=Shape.GROUPED)
    assert untouched.merged["fields"] == theirs["fields"]


def test_policies_are_merged_as_a_set() -> None:
    result = merged({**BASE, "policies": ["p2", "mine"]}, {**BASE, "policies": ["p2", "p1", "theirs"]})
    assert result.merged["policies"] == ["p2", "theirs", "mine"]
    assert result.clashes == ()
    assert merged({**BASE, "policies": []}, {**BASE, "policies": ["p2"]}).merged["policies"] == []


def test_empty_lists_stay_as_they_are_there() -> None:
    base: JsonObject = {**BASE, "policies": None}
    assert merged(base, {**BASE, "policies": []}, base=base).merged["policies"] == []
    added = {**BASE, "policies": ["p1"]}
    assert merged(base, added, base=added).merged["policies"] is None


@pytest.mark.parametrize("key", ["model_filters", "overrides", "identities", "schedule"])
def test_what_is_one_value_clashes_when_both_sides_changed_it(key: str) -> None:
    mine: dict[str, Any] = {
        "model_filters": {"conditions": [], "logic": ""},
        "overrides": [{"function": "IsNull"}],
        "identities": {"mappings": [{"target": "Email"}]},
        "schedule": {"frequency": "manual"},
    }
    theirs: dict[str, Any] = {
        "model_filters": {"conditions": [{"function": "True"}]},
        "overrides": [{"function": "True"}],
        "identities": {"mappings": [{"target": "Name"}]},
        "schedule": {"frequency": "hourly", "minute": "30"},
    }
    (clash,) = merged({**BASE, key: mine[key]}, {**BASE, key: theirs[key]}).clashes
    assert clash.row == key


def test_both_can_be_kept_where_both_only_added() -> None:
    one, two, three = ({"function": name} for name in ("IsNull", "True", "False"))
    for mine, theirs, expected in (
        ([one, two], [one, three], True),
        ([two], [one, three], False),
        ([one, two], [], False),
    ):
        sides = ({**BASE, "model_filters": {"conditions": side}} for side in (mine, theirs))
        (clash,) = merged(*sides).clashes
        assert clash.both_added is expected
    (clash,) = merged({**BASE, "overrides": [one]}, {**BASE, "overrides": [two]}).clashes
    assert clash.both_added


def test_the_target_is_one_value_and_its_configuration_is_merged_by_key() -> None:
    target = BASE["target"]
    mine = {**BASE, "target": {**target, "object": "Contact", "configuration": {"a": 3, "b": 2, "c": None}}}
    theirs = {**BASE, "target": {**target, "configuration": {"a": 1, "d": 4}, "future": 1}}
    result = merged(mine, theirs)
    assert result.merged["target"] == {
        "connection_id": "c",
        "object": "Contact",
        "configuration": {"a": 3, "d": 4, "c": None},
        "future": 1,
    }
    assert result.clashes == ()


def test_a_key_of_the_configuration_changed_differently_is_a_clash_of_that_key() -> None:
    sides = ({**BASE, "target": {**BASE["target"], "configuration": {"a": side, "b": 2}}} for side in (3, 3.0))
    (clash,) = merged(*sides).clashes
    assert (clash.row, clash.key, clash.ours, clash.theirs) == ("target.configuration", "a", 3, 3.0)


def test_connection_and_object_changed_on_either_side_clash() -> None:
    mine = {**BASE, "target": {**BASE["target"], "object": "Contact"}}
    theirs = {**BASE, "target": {**BASE["target"], "connection_id": "other"}}
    assert [clash.key for clash in merged(mine, theirs).clashes] == ["target"]


def test_unknown_keys_are_those_that_are_there_now() -> None:
    base = {**BASE, "future": 1, "gone": 1, "schedule": {**BASE["schedule"], "jitter": 1}}
    remote = {**BASE, "future": 2, "new": None, "schedule": {**BASE["schedule"], "jitter": 2}}
    draft = set_schedule({**base, "name": "Mine"}, {"frequency": "manual"})
    result = merged(draft, remote, base=base)
    assert result.clashes == ()
    assert (result.merged["future"], result.merged["new"]) == (2, None)
    assert "gone" not in result.merged
    assert result.merged["schedule"] == {"frequency": "manual", "jitter": 2}
    assert {item.key for item in result.theirs} == {"future", "gone", "new", "schedule.jitter"}


def test_what_is_no_list_where_one_belongs_is_one_value() -> None:
    result = merged({**BASE, "fields": "mine", "policies": {}}, {**BASE, "fields": "theirs", "policies": "?"})
    assert [clash.row for clash in result.clashes] == ["fields", "policies"]


def test_what_one_side_only_left_out_differently_is_no_change() -> None:
    base = {**BASE, "overrides": []}
    result = merged({**BASE, "overrides": [{"function": "True"}]}, {**BASE, "overrides": None}, base=base)
    assert result.merged["overrides"] == [{"function": "True"}]
    assert result.clashes == ()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_syncs_of_different_shapes_are_not_merged_and_the_sentence_says_to_open_again(place: int) -> None:
    grouped, classic = sample("24"), sample("21")
    docs = [grouped, grouped, grouped]
    docs[place] = classic
    with pytest.raises(Moved) as caught:
        merge(*docs, shape=Shape.GROUPED)
    assert "Open the sync again" in caught.value.next_step
    assert caught.value.not_done


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_renamed_here_and_mapped_there_becomes_both(name: str) -> None:
    base, form = sample(name), shape(name)
    config = configuration(base, form)
    mine = set_value(config, "name", "Mine", NOTHING_KNOWN)
    remote = {**base, "fields": [*base["fields"], {"source": {"model_id": "m", "field": "f"}, "target": "Theirs"}]}
    result = merge(base, mine, remote, shape=form)
    expected = add_mapping(mine, model_id="m", field="f", target="Theirs")
    assert encode(result.merged) == encode(expected)
