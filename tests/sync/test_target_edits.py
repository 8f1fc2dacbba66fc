from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, configuration, same
from syncbot.sync.edits import (
    Setting,
    ValueKind,
    add_setting,
    change_setting,
    gone_targets,
    put_back_setting,
    remove_setting,
    set_target,
    settings,
    target_place,
)
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField
from syncbot.sync.target_edits import named_targets
from tests.sync.documents import Generated, documents

DOC: JsonObject = {
    "name": "x",
    "target": {
        "connection_id": "c1",
        "object": "Lead",
        "configuration": {"format": "csv", "rows": 10.0, "header": True, "deep": {"a": None}, "dotted.key": ""},
        "search_values": {"o": 1},
        "future": None,
    },
}
FORMAT, *_ = (each.item_id for each in settings(DOC))


def test_a_target_and_its_settings_are_read_with_the_input_that_shows_each() -> None:
    place = target_place(DOC)
    assert (place.connection_id, place.object_id, place.new_name) == ("c1", "Lead", "")
    assert place.raw is DOC["target"]
    assert target_place({}).object_id == target_place({"target": None}).connection_id == ""
    found = {each.key: (each.value, each.kind) for each in settings(DOC)}
    assert found == {
        "format": ("csv", ValueKind.TEXT),
        "rows": (10.0, ValueKind.NUMBER),
        "header": (True, ValueKind.BOOLEAN),
        "deep": ({"a": None}, ValueKind.JSON),
        "dotted.key": ("", ValueKind.JSON),
    }
    assert settings({}) == settings({"target": {"configuration": None}}) == ()
    assert len({each.item_id for each in settings(DOC)}) == 5


def test_another_object_drops_the_search_values_and_nothing_else() -> None:
    doc = set_target(DOC, object_id="Contact")
    kept = {key: value for key, value in DOC["target"].items() if key != "search_values"}
    assert doc == {"name": "x", "target": {**kept, "object": "Contact"}}
    doc = set_target(DOC, connection_id="c2", object_id="Lead")
    assert doc["target"] == {**kept, "connection_id": "c2"}
    assert set_target(DOC, connection_id="c1", object_id="Lead") is DOC
    assert set_target(DOC) is DOC
    assert set_target({}, connection_id="c", object_id="o") == {"target": {"connection_id": "c", "object": "o"}}


def _refused() -> list[tuple[Callable[[], JsonObject], str]]:
    return [
        (lambda: set_target({}, object_id="o"), "target.connection_id"),
        (lambda: set_target(DOC, connection_id=""), "target.connection_id"),
        (lambda: set_target(DOC, object_id=""), "target.object"),
        (lambda: set_target(DOC, connection_id="c2"), "target.object"),
        (lambda: add_setting(DOC, "  ", 1), "key"),
        (lambda: add_setting(DOC, "format ", 1), "key"),
        (lambda: change_setting(DOC, "?", 1), "target.configuration"),
        (lambda: remove_setting(DOC, "?"), "target.configuration"),
        (lambda: put_back_setting(DOC, {}, FORMAT), "target.configuration"),
    ]


@pytest.mark.parametrize(("edit", "field"), _refused())
def test_what_cannot_be_is_refused_at_its_input(edit: Callable[[], JsonObject], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        edit()
    assert caught.value.field == field
    assert caught.value.not_done
    assert caught.value.next_step


def test_a_setting_changes_by_itself_and_keeps_its_type() -> None:
    assert change_setting(DOC, FORMAT, "csv") is DOC
    doc = change_setting(DOC, FORMAT, None)
    assert doc["target"]["configuration"] == {**DOC["target"]["configuration"], "format": None}
    by_key = {each.key: each for each in settings(DOC)}
    doc = change_setting(DOC, by_key["dotted.key"].item_id, [1])
    assert doc["target"]["configuration"]["dotted.key"] == [1]
    assert change_setting(DOC, by_key["rows"].item_id, 10) is not DOC
    doc = add_setting({"target": {"object": "o"}}, " new.key ", 2**70)
    assert doc == {"target": {"object": "o", "configuration": {"new.key": 2**70}}}


@given(generated=documents(), data=st.data())
def test_removing_settings_and_putting_them_back_in_any_order_is_nothing_at_all(
    generated: Generated, data: st.DataObject
) -> None:
    base = configuration(generated.raw, generated.shape)
    found = settings(base)
    gone: list[Setting] = list(data.draw(st.permutations(found)))[: data.draw(st.integers(0, len(found)))]
    doc = base
    for each in gone:
        doc = remove_setting(doc, each.item_id)
    for each in data.draw(st.permutations(gone)):
        doc = put_back_setting(doc, generated.raw, each.item_id)
    assert same(doc, base)
    assert [each.key for each in settings(doc)] == [each.key for each in found]


USES: JsonObject = {
    "target": {"connection_id": "c1", "object": "Lead"},
    "fields": [{"target": "Email"}, {"target": "Made", "new": True}, "?", {"target": None}],
    "override_fields": [{"target": "Fixed"}],
    "identities": {"mappings": [{"target": "Id"}, {"target": "New", "new_field": True}]},
    "target_filters": {"conditions": [{"field": "Status"}]},
}


def test_every_target_field_that_a_sync_names_and_does_not_create_is_told_once() -> None:
    assert named_targets({**USES, "fields": [*USES["fields"], {"target": "Email"}]}) == (
        *("Email", "Fixed", "Id"),
        "Status",
    )
    classic = {
        "identity": {"target": "Id"},
        "filters": [{"field_type": "Target", "field_id": "Rating"}, {"field_type": "Model", "field_id": "u1"}],
    }
    assert named_targets(classic) == ("Id", "Rating")


def test_what_a_known_object_does_not_have_is_gone() -> None:
    lead = Target("Lead", "Lead", (TargetField("Email", "Email"), TargetField("Status", "Status")), connection_id="c1")
    assert gone_targets(USES, Known({}, lead)) == {"Fixed", "Id"}
    assert gone_targets(USES, NOTHING_KNOWN) == frozenset()
    elsewhere = {**USES, "target": {"connection_id": "c1", "object": "Contact"}}
    assert gone_targets(elsewhere, Known({}, lead)) == frozenset()
    assert gone_targets({**USES, "target": None}, Known({}, lead)) == {"Fixed", "Id"}
