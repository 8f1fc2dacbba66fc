"""*Refresh*, wherever something is chosen that Polytomic says exists: what was made a moment ago can be chosen."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, LEADS
from syncbot.sandbox.polytomic.world import Target, identifier
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

READ_AGAIN = "Read again just now"
SALESFORCE = identifier("connection", "Salesforce (production)")


async def refreshes(town: Town) -> None:
    """Anna presses *Refresh* where she is, and waits until it is done."""
    assert town.anna.modal is not None
    await town.anna.press(next(each for each in town.anna.modal.buttons if each.startswith("Refresh:")))
    await town.anna.see(READ_AGAIN)


async def test_a_field_that_was_made_a_moment_ago_is_there_after_refresh(town: Town) -> None:
    await opens(town, part="fixed values")
    town.polytomic.world.add_target_field((SALESFORCE, "Lead"), "Brand_New__c", "Brand new")
    await refreshes(town)
    await opens_form(town, "Add fixed value")
    assert (await town.anna.options("Target field", typed="Brand"))[0] == "Brand_New__c (Brand new)"


@pytest.mark.parametrize("nulls", [True, False], ids=["Slack reports nothing after an update", "Slack reports all"])
async def test_refresh_in_a_form_keeps_what_is_chosen_ticked_and_typed_there(town: Town, *, nulls: bool) -> None:
    await opens(town, part="mappings")
    await opens_form(town, "Add mapping")
    await town.anna.choose("Source field", "region (Region)", typed="region")
    assert "Brand_New__c (Brand new)" not in await town.anna.options("Target field", typed="Brand")
    await town.anna.tick("Write a fixed value")
    await town.anna.see("Fixed value:")
    await town.anna.fill("Fixed value", "North")
    town.polytomic.world.add_target_field((SALESFORCE, "Lead"), "Brand_New__c", "Brand new")
    town.slack.nulls_after_update = nulls
    await refreshes(town)
    await town.anna.choose("Target field", "Brand_New__c (Brand new)", typed="Brand")
    await takes(town, "region (Region) → Brand_New__c (Brand new)", "writes the fixed value “North”")
    await applies(town, "Mappings: added region (Region) → Brand_New__c")


async def test_a_policy_that_was_made_a_moment_ago_is_there_after_refresh(town: Town) -> None:
    await opens(town, part="policies")
    await opens_form(town, "Add policy")
    assert "Legal" not in await town.anna.options("Policy")
    town.polytomic.world.policies["p-legal"] = {"id": "p-legal", "name": "Legal", "policy_actions": []}
    await refreshes(town)
    await town.anna.choose("Policy", "Legal")
    await takes(town, "Legal", "Added in this draft")
    await refreshes(town)
    await town.anna.see("Legal", "Added in this draft")


async def test_a_connection_and_an_object_that_were_made_a_moment_ago_are_there_after_refresh(town: Town) -> None:
    await opens(town, part="target")
    assert "Custom__c (Custom)" not in await town.anna.options("Object")
    assert await town.anna.options("Connection", typed="Brand new") == ["Nothing matches", 'Use "Brand new"']
    world = town.polytomic.world
    lead = world.targets[SALESFORCE, "Lead"]
    world.targets[SALESFORCE, "Custom__c"] = Target({**lead.document, "id": "Custom__c", "name": "Custom"}, {})
    world.connections["new"] = {**world.connections[SALESFORCE], "id": "new", "name": "Brand new CRM"}
    world.targets["new", "Deal"] = Target({**lead.document, "id": "Deal", "name": "Deal"}, dict(lead.fields))
    await refreshes(town)
    assert "Custom__c (Custom)" in await town.anna.options("Object")
    assert "Brand new CRM" in (await town.anna.options("Connection", typed="Brand new"))[0]
    await town.anna.choose("Connection", (await town.anna.options("Connection", typed="Brand"))[0], typed="Brand")
    await town.anna.see("Connection: ▾ Brand new CRM")
    assert (await town.anna.options("Object"))[0] == "Deal"


async def test_a_sync_that_was_made_a_moment_ago_is_there_after_refresh(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", "After other syncs have run")
    await town.anna.see("Run after")
    assert "Leads, the second" not in await town.anna.options("Run after")
    there = town.polytomic.sync_named(LEADS)
    town.polytomic.put_sync_doc({**there, "id": identifier("sync", "second"), "name": "Leads, the second"})
    await refreshes(town)
    await town.anna.see("Repeat: ▾ After other syncs have run")
    await town.anna.choose("Run after", "Leads, the second", typed="second")
    await applies(town, "Schedule: ")
    assert town.polytomic.sync(there["id"])["schedule"]["run_after"] == {"sync_ids": [identifier("sync", "second")]}


async def test_a_mode_that_the_target_allows_since_a_moment_is_there_after_refresh(town: Town) -> None:
    await opens(town, COMPANIES, "name and mode")
    document = town.polytomic.world.targets[identifier("connection", "HubSpot"), "companies"].document
    document["modes"] = [*document["modes"], {**document["modes"][0], "mode": "append", "id": "append"}]
    assert "append (adds records at the end)" not in await town.anna.options("Mode")
    await town.anna.fill("Name", "Companies, all")
    await refreshes(town)
    screen = await town.anna.see("Mode: ▾")
    assert screen.inputs["Name"] == "Companies, all"
    assert "append (adds records at the end)" in await town.anna.options("Mode")


async def test_a_polytomic_that_does_not_answer_a_refresh_is_said_and_what_was_known_can_be_chosen(town: Town) -> None:
    await opens(town, part="policies")
    town.polytomic.faults.answer(503, "GET", "/api/permissions*", times=1000)
    await town.anna.press("Refresh: read the policies again")
    await town.anna.see("Polytomic did not answer in time, so what can be chosen is as it was before.")
    await opens_form(town, "Add policy")
    assert await town.anna.options("Policy") == ["Finance", "Marketing"]
