"""Every value of every enum that a person may choose is set through the modal, and read back from Polytomic.

The values that nobody can choose, and why, are in `syncbot.sync.not_editable`; here they are shown and kept.
"""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.rules import IDENTITY_FUNCTIONS, MODES
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sync.vocabulary import IDENTITY_FUNCTIONS as MATCHES
from tests.scenarios.acts import without
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town


def target_of(town: Town, connection: str, object_id: str) -> Any:
    return town.polytomic.world.targets[identifier("connection", connection), object_id]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("Text", "3", "3"),
        ("Number", "10.0", 10.0),
        ("Yes or no", "yes", True),
        ("JSON: lists, objects, null", '{"a": [1, null]}', {"a": [1, None]}),
        ("JSON: lists, objects, null", "null", None),
    ],
)
async def test_an_override_replaces_with_a_value_of_any_json_type(
    town: Town, kind: str, typed: str, value: object
) -> None:
    await opens(town, CONTACTS, "overrides")
    await opens_form(town, "Add override")
    await town.anna.choose("Field", "mrr (MRR)", typed="mrr")
    await town.anna.choose("Condition", "is less than")
    await town.anna.see("Value:")
    await town.anna.fill("Value", "0")
    if kind != "Text":
        await town.anna.choose("Kind of value", kind)
        await town.anna.see({"Number": "A number, like", "Yes or no": "Replace with: ▾"}.get(kind, "As JSON"))
    fill = town.anna.choose if value is True else town.anna.fill
    await fill("Replace with", typed)
    await takes(town, "mrr (MRR) is less than 0")
    await applies(town, "Overrides: ")
    last = town.polytomic.sync_named(CONTACTS)["overrides"][-1]
    assert (last["function"], last["value"], last["override"]) == ("LessThan", 0, value)
    assert type(last["override"]) is type(value)


async def test_json_that_does_not_parse_is_named_at_its_input_by_line_and_column(town: Town) -> None:
    await opens(town, CONTACTS, "overrides")
    await opens_form(town, "Edit lifecycle (Lifecycle) is empty")
    await town.anna.choose("Kind of value", "JSON: lists, objects, null")
    await town.anna.see("As JSON")
    await town.anna.fill("Replace with", '{"a":\n 1,}')
    await town.anna.submit()
    await town.anna.see("! This is not JSON: line 2, column 4")


async def test_a_fixed_value_is_added_changed_and_never_empty(town: Town) -> None:
    await opens(town, part="fixed values")
    await opens_form(town, "Add fixed value")
    await town.anna.choose("Target field", "Status (Lead Status)", typed="Status")
    await town.anna.see("Fixed value: ▾")
    await town.anna.choose("Fixed value", "Working", typed="Work")
    await takes(town, "Status (Lead Status): always “Working”")
    await opens_form(town, "Edit LeadSource (Lead Source)")
    await town.anna.choose("Fixed value", 'Use "Referral"', typed="Referral")
    await takes(town, "always “Referral”")
    await applies(town, "Fixed values: ")
    assert town.polytomic.sync_named(LEADS)["override_fields"] == [
        {"target": "LeadSource", "override_value": "Referral"},
        {"target": "Status", "override_value": "Working"},
    ]


async def test_every_function_of_an_identity_is_set_and_read_back(town: Town) -> None:
    for field in target_of(town, "Salesforce (production)", "Contact").fields.values():
        field["identity_functions"] = [{"id": each, "label": each} for each in IDENTITY_FUNCTIONS]
    await opens(town, CONTACTS, "identity")
    for function in IDENTITY_FUNCTIONS:
        screen = await town.anna.see("Edit email")
        name = next(each for each in screen.buttons if each.startswith("Edit email"))
        await opens_form(town, name)
        await town.anna.choose("Match", MATCHES[function].strip(","))
        await takes(town)
        if function != "Equality":
            await applies(town, "Identity: ")
            assert town.polytomic.sync_named(CONTACTS)["identities"]["mappings"][1]["function"] == function
            await town.anna.close()
            await opens(town, CONTACTS, "identity")


async def test_identities_are_added_moved_and_work_together_as_chosen(town: Town) -> None:
    await opens(town, CONTACTS, "identity")
    await town.anna.press("Move email (E-mail) equals Email up")
    await town.anna.see("Move email (E-mail) equals Email down")
    await opens_form(town, "Edit how they work together")
    await town.anna.choose("How they work together", "and (all of them must match)")
    await takes(town, "and (all of them must match)")
    await applies(town, "Identity: ")
    found = town.polytomic.sync_named(CONTACTS)["identities"]
    assert found["strategy"] == "and"
    assert [each["target"] for each in found["mappings"]] == ["Email", "External_Id__c"]


async def test_every_mode_is_set_and_read_back(town: Town) -> None:
    target = target_of(town, "Salesforce (production)", "Lead")
    known = target.document["modes"][0]
    target.document["modes"] = [{**known, "mode": mode, "requires_identity": False} for mode in MODES]
    for mode in (*(mode for mode in MODES if mode != "updateOrCreate"), "updateOrCreate"):
        await opens(town, part="name and mode")
        offered = await town.anna.options("Mode")
        await town.anna.choose("Mode", next(each for each in offered if each.partition(" ")[0] == mode))
        await applies(town, "Name and mode: ")
        assert town.polytomic.sync_named(LEADS)["mode"] == mode
        await town.anna.close()


@pytest.mark.parametrize("write", ["create", "update", "updateOrCreate"])
async def test_every_way_to_write_a_mapping_is_set_and_read_back(town: Town, write: str) -> None:
    await opens(town, part="mappings")
    await opens_form(town, "Edit Phone")
    offered = await town.anna.options("Write")
    await town.anna.choose("Write", next(each for each in offered if each.partition(" ")[0] == write))
    await takes(town, "Changed in this draft")
    await applies(town, "Mappings: changed Phone")
    [stored] = [each for each in town.polytomic.sync_named(LEADS)["fields"] if each["target"] == "Phone"]
    assert stored["sync_mode"] == write


async def test_policies_are_chosen_by_name_removed_and_put_back(town: Town) -> None:
    await opens(town, part="policies")
    await opens_form(town, "Add policy")
    assert await town.anna.options("Policy") == ["Finance", "Marketing"]
    await town.anna.choose("Policy", "Finance")
    await takes(town, "Finance", "Added in this draft")
    await town.anna.press("Remove Revenue operations")
    await town.anna.see("[Put back Revenue operations]")
    await applies(town, "Takes effect now", "Policies: ")
    assert town.polytomic.sync_named(LEADS)["policies"] == [identifier("policy", "Finance")]


async def test_another_object_is_chosen_and_what_that_means_is_said(town: Town) -> None:
    await opens(town, COMPANIES, "target")
    await town.anna.choose("Object", "contacts (Contacts)", typed="cont")
    await town.anna.see("Another object: its fields are other fields")
    await town.anna.press("Back to the overview")
    await town.anna.see("contacts (Contacts) in HubSpot")
    await town.anna.press("Edit Target")
    await town.anna.see("of the fields that this sync writes are not in the object")
    doc = town.polytomic.sync_named(COMPANIES)
    assert doc["target"]["object"] == "companies"


async def test_settings_of_the_target_are_kept_with_their_json_types(town: Town) -> None:
    before = town.polytomic.sync_named(LEADS)
    await opens(town, part="target")
    for key, kind, typed in (("batch", "Number", "10.0"), ("mode.x", "Text", "3")):
        await opens_form(town, "Add setting: Settings of the target")
        await town.anna.fill("Setting", key)
        if kind != "Text":
            await town.anna.choose("Kind of value", kind)
            await town.anna.see("A number, like")
        await town.anna.fill("Value", typed)
        await takes(town, key)
    await applies(town, "Target: ")
    after = town.polytomic.sync_named(LEADS)
    assert after["target"]["configuration"] == {"batch": 10.0, "mode.x": "3"}
    assert isinstance(after["target"]["configuration"]["batch"], float)
    assert without(after, "target") == without(before, "target")


async def test_what_matches_by_name_is_filled_in_at_once(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:1]})
    screen = await opens(town, part="mappings")
    assert "Lead requires fields that nothing writes yet: LastName (Last Name), Company." in screen
    name = next(each for each in screen.buttons if each.startswith("Fill in the"))
    await town.anna.press(name)
    await town.anna.see("last_name (Last name) → LastName (Last Name)", "Added in this draft")
    await town.anna.sees_no_more("Lead requires fields")
    await applies(town, "Mappings: added")
    assert {"LastName", "Company"} <= {each["target"] for each in town.polytomic.sync_named(LEADS)["fields"]}
