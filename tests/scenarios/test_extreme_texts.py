"""Markup, both directions of writing, emoji and length: typed in the modal, shown shortened, written to the letter."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

TEXTS = (
    "<!channel> *b* `c` &amp; & <@U1> <https://x|y>",
    "שלום עולם \u202eabc\u202c",
    "👨‍👩‍👧‍👦" * 40,
    "x" * 2900,
)


@pytest.mark.parametrize("text", TEXTS, ids=["markup", "right to left", "emoji", "long"])
async def test_a_name_a_value_and_a_fixed_value_are_written_as_they_were_typed(town: Town, text: str) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", text)
    await goes_back(town)
    await shows(town, "Fixed values")
    await opens_form(town, "Edit LeadSource (Lead Source)")
    offered = await town.anna.options("Fixed value", typed=text[:1000])
    await town.anna.choose("Fixed value", offered[-1], typed=text[:1000])
    await takes(town)
    await goes_back(town)
    await shows(town, "Filters")
    await opens_form(town, "Add filter: Records from the model")
    await town.anna.choose("Field", "country (Country)", typed="coun")
    await town.anna.choose("Condition", "is")
    await town.anna.see("Value:")
    await town.anna.fill("Value", text)
    await takes(town, "Added in this draft")
    sync_id = town.polytomic.id_of(LEADS)
    await applies(town, "Name and mode: ", "Fixed values: ", "Filters: ")
    after = town.polytomic.sync(sync_id)
    assert after["name"] == text
    assert after["override_fields"][0]["override_value"] == text[:1000]
    assert after["model_filters"]["conditions"][-1]["value"] == text


async def test_an_override_on_another_field_is_applied_and_taken_back(town: Town) -> None:
    before = town.polytomic.sync_named(CONTACTS)["overrides"]
    await opens(town, CONTACTS, "overrides")
    await opens_form(town, "Edit lifecycle (Lifecycle) is empty")
    await town.anna.choose("Field", "job_title (Job title)", typed="job")
    await takes(town, "job_title (Job title) is empty")
    await applies(town, "Overrides: ")
    await town.anna.close()
    await town.anna.command(f'/sync undo "{CONTACTS}"')
    await town.anna.see("Review changes", "Overrides: ", "[Apply]")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
    assert town.polytomic.sync_named(CONTACTS)["overrides"] == before
