"""The part *Target*, to the end: another object is written without what Polytomic keeps of the old one."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import Target, identifier
from tests.scenarios.acts import without
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

SALESFORCE = identifier("connection", "Salesforce (production)")
HUBSPOT = identifier("connection", "HubSpot")


def put_body(town: Town) -> dict[str, Any]:
    body: dict[str, Any] = town.polytomic.calls_of("PUT")[-1].body
    return body


def same_object_elsewhere(town: Town, connection_id: str, object_id: str) -> None:
    """The object once more, under another id."""
    world = town.polytomic.world
    found = world.targets[connection_id, object_id]
    there = Target({**found.document, "id": "copies", "name": "Copies"}, dict(found.fields))
    world.targets[connection_id, "copies"] = there


async def test_another_object_is_written_and_what_finds_the_old_one_goes(town: Town) -> None:
    before = town.polytomic.sync_named(COMPANIES)
    assert before["target"]["search_values"]
    same_object_elsewhere(town, HUBSPOT, "companies")
    await opens(town, COMPANIES, "name and mode")
    await town.anna.fill("Name", "Companies, all")
    await applies(town, "Name and mode: ")
    assert put_body(town)["target"]["search_values"] == before["target"]["search_values"]
    await town.anna.close()
    await opens(town, "Companies, all", "target")
    await town.anna.choose("Object", "copies (Copies)", typed="copi")
    await town.anna.see("Another object: its fields are other fields")
    await applies(town, "Target: ", "Records that the sync wrote to companies stay there")
    assert "search_values" not in put_body(town)["target"]
    after = town.polytomic.sync_named("Companies, all")
    assert (after["target"]["connection_id"], after["target"]["object"]) == (HUBSPOT, "copies")
    assert without(after, "target") == without({**before, "name": "Companies, all"}, "target")


async def test_another_connection_asks_for_its_object_and_both_are_written(town: Town) -> None:
    world = town.polytomic.world
    copy = identifier("connection", "copy")
    world.connections[copy] = {**world.connections[SALESFORCE], "id": copy, "name": "Salesforce (copy)"}
    lead = world.targets[SALESFORCE, "Lead"]
    world.targets[copy, "Lead"] = Target(lead.document, dict(lead.fields))
    await opens(town, part="target")
    await town.anna.choose("Connection", (await town.anna.options("Connection", typed="copy"))[0], typed="copy")
    await town.anna.see("Connection: ▾ Salesforce (copy)", "Object: ▾ (empty)")
    assert await town.anna.submit() is None
    await town.anna.see("! Please complete this required field.")
    await town.anna.choose("Object", (await town.anna.options("Object"))[0])
    await town.anna.see("Object: ▾ Lead")
    await applies(town, "Target: ")
    assert {"connection_id": copy, "object": "Lead"}.items() <= town.polytomic.sync_named(LEADS)["target"].items()


async def test_mappings_whose_field_the_new_object_does_not_have_are_marked_and_block_the_write(town: Town) -> None:
    await opens(town, CONTACTS, "target")
    await town.anna.choose("Object", "Lead", typed="Lead")
    await town.anna.see("Object: ▾ Lead")
    await goes_back(town)
    screen = await shows(town, "Mappings")
    assert "mappings to fields that Lead does not have." in screen
    assert "Not in Lead: choose another target field, or remove it" in screen
    await town.anna.submit()
    await town.anna.see("Review changes", "To mend first", "Lead does not have", "that this sync uses")
    assert town.puts(town.polytomic.id_of(CONTACTS)) == 0


PRESSED = {
    "Refresh: read the connections": "Read again just now",
    "Add setting": "[Done]",
    "Edit batch": "[Done]",
    "Remove batch": "Removed in this draft",
}


@pytest.mark.parametrize("press", PRESSED)
async def test_what_is_chosen_of_the_target_stays_whatever_is_pressed_beside_it(town: Town, press: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(
        sync_id, lambda doc: {**doc, "target": {**doc["target"], "configuration": {"batch": 10}}}
    )
    town.slack.nulls_after_update = True
    await opens(town, part="target")
    await town.anna.choose("Object", "Contact", typed="Contact")
    screen = await town.anna.see("Object: ▾ Contact")
    await town.anna.press(next(each for each in screen.buttons if each.startswith(press)))
    await town.anna.see(PRESSED[press])
    if PRESSED[press] == "[Done]":
        await town.anna.close()
    await goes_back(town)
    await town.anna.see("Contact in Salesforce (production)")


async def test_a_setting_is_refused_at_its_input_where_it_cannot_be(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(
        sync_id, lambda doc: {**doc, "target": {**doc["target"], "configuration": {"batch": 10}}}
    )
    await opens(town, part="target")
    await opens_form(town, "Add setting: Settings of the target")
    await town.anna.fill("Setting", "batch")
    await town.anna.fill("Value", "x")
    await town.anna.submit()
    await town.anna.see("! There is a setting batch already. The setting was not taken. Edit that one.")
    await town.anna.fill("Setting", " ")
    await town.anna.submit()
    await town.anna.see("! The setting has no name.")
    await town.anna.fill("Setting", "more")
    await town.anna.choose("Kind of value", "JSON: lists, objects, null")
    await town.anna.see("As JSON")
    await town.anna.fill("Value", '{"a":\n 1,}')
    await town.anna.submit()
    await town.anna.see("! This is not JSON: line 2, column 4")
    await town.anna.fill("Value", '{"a": [1.0, null]}')
    await takes(town, "more")
    await applies(town, "Target: ")
    found = town.polytomic.sync_named(LEADS)["target"]["configuration"]
    assert found == {"batch": 10, "more": {"a": [1.0, None]}}
    assert isinstance(found["more"]["a"][0], float)


async def test_of_a_polytomic_that_does_not_answer_an_object_is_typed_and_the_review_says_that_it_was_not_checked(
    town: Town,
) -> None:
    for path in ("/api/models*", "/api/connections*"):
        town.polytomic.faults.answer(503, "GET", path, times=1000)
    await opens(town, part="target")
    await town.anna.see("Polytomic did not answer. What is typed is checked at the review.")
    assert (await town.anna.options("Object", typed="Con"))[
        0
    ] == "Still loading: Polytomic has not answered yet. Type again in a moment"
    await town.anna.choose("Object", 'Use "Contact"', typed="Contact")
    await town.anna.see("Object: ▾ Contact")
    await town.anna.submit()
    await town.anna.see("this was not checked:", "whether the new object has the fields that the sync names")


async def test_a_connection_is_typed_by_name_and_one_that_is_not_there_is_refused_with_the_nearest(town: Town) -> None:
    await opens(town, part="target")
    await town.anna.choose("Connection", 'Use "hubspot"', typed="hubspot")
    await town.anna.see("Connection: ▾ HubSpot")
    await town.anna.choose("Object", 'Use "companys"', typed="companys")
    await town.anna.see("There is no object “companys”.", "Did you mean")
    await town.anna.choose("Object", 'Use "Companies"', typed="Companies")
    await town.anna.see("Object: ▾ companies (Companies)")
