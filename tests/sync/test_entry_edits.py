from __future__ import annotations

from syncbot.sync.document import JsonObject
from syncbot.sync.edits import add_mapping, change_mapping, mappings
from syncbot.sync.entry_edits import text_of, with_ends, with_options

ENTRY: JsonObject = {"source": {"model_id": "m1", "field": "email", "x": 1}, "target": "Email", "sync_mode": "create"}


def test_what_is_not_given_stays_and_what_is_the_same_changes_nothing() -> None:
    assert with_ends(ENTRY, model_id=None, field=None, target=None) is ENTRY
    assert with_options(ENTRY, write="create", new=False, encrypt=False, override_value="") is ENTRY


def test_each_is_changed_by_itself() -> None:
    assert with_ends(ENTRY, model_id=None, field="id", target="Id") == {
        **ENTRY,
        "source": {"model_id": "m1", "field": "id", "x": 1},
        "target": "Id",
    }
    assert with_options(ENTRY, write="", new=True, encrypt=True, override_value="0") == {
        "source": ENTRY["source"],
        "target": "Email",
        "override_value": "0",
        "new": True,
        "encryption_enabled": True,
    }
    assert [text_of(value) for value in ("a", None, 3)] == ["a", "", "3"]


def test_a_mapping_may_write_a_fixed_value_beside_its_source_and_let_it_go_again() -> None:
    doc = add_mapping({}, model_id="m1", field="email", target="Email", override_value="x")
    (mapping,) = mappings(doc)
    assert (mapping.field, mapping.override_value) == ("email", "x")
    doc = change_mapping(doc, mapping.item_id, override_value="y")
    assert mappings(doc)[0].override_value == "y"
    assert mappings(change_mapping(doc, mapping.item_id, override_value=""))[0].override_value is None
