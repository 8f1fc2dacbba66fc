"""The editor: the overview and its *Find*, the parts that are set, and what is typed."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, AUDIENCE, CONTACTS, LEADS, SUPPORT_USERS
from tests.scenarios.acts import reviews, without, writes
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.town import Town

PARTS = (
    ("Mappings", "11 mappings"),
    ("Filters", "3 filters, A AND (B OR C)"),
    ("Overrides", "No overrides"),
    ("Fixed values", "1 fixed value"),
    ("Identity", "email (E-mail) equals Email"),
    ("Target", "Lead in Salesforce (production)"),
    ("Schedule", "Every hour at :15"),
    ("Run options", "Active"),
    ("Name and mode", "Leads to Salesforce, updateOrCreate (Update or create)"),
    ("Policies", "1 policy"),
)


async def test_the_overview_says_name_state_runs_and_every_part_in_words(town: Town) -> None:
    town.polytomic.executions.begin(town.polytomic.id_of(LEADS))
    screen = await opens(town)
    assert "Leads to Salesforce\nActive\nA run is in progress since today " in screen.text
    assert "Last run: completed today " in screen
    assert "Next run: " in screen
    rows = [line.rsplit(" [", 1)[0] for line in screen.text.splitlines()]
    assert [row for part in PARTS for row in part] == rows[rows.index("Mappings") : rows.index("Policies") + 2]
    assert [name for name in screen.buttons if name.endswith(("Mappings", "Schedule", "Run options"))] == [
        *("Edit Mappings", "Edit Schedule", "Edit Run options"),
    ]


async def test_the_overview_says_what_polytomic_reports_and_what_is_not_known(town: Town) -> None:
    screen = await opens(town, SUPPORT_USERS)
    assert "Polytomic reports: Target field user_fields.plan_tier no longer exists" in screen
    await town.anna.close()
    town.polytomic.faults.answer(500, method="GET", path="*/status", times=5)
    screen = await opens(town, AUDIENCE)
    assert "Whether it runs now is not known: Polytomic did not answer." in screen
    assert "2 mappings encrypted; a full write needs the passphrase" in screen


async def test_who_else_has_the_sync_open_is_named(town: Town) -> None:
    await town.cleo.command(f'/sync edit "{LEADS}"')
    await town.cleo.see("Edit sync", "Edit Mappings")
    screen = await opens(town)
    assert "@Cleo Lindqvist has this open too (overview, since today " in screen
    assert "What they apply is merged, or shown as a conflict." in screen
    await town.cleo.close()


async def test_find_in_the_overview_finds_mappings_filters_and_settings(town: Town) -> None:
    await opens(town)
    await town.anna.enter("Find", "score")
    screen = await town.anna.see("What matches “score”:", "A: lead_score (Lead score) is at least 60")
    assert "lead_score (Lead score) → Lead_Score__c (Lead Score)" in screen
    assert "Edit Schedule" not in screen
    await town.anna.enter("Find", "hour")
    assert "Schedule" in await town.anna.see("What matches “hour”:")
    await town.anna.enter("Find", "zzz")
    await town.anna.see("Nothing matches “zzz”.")
    await town.anna.enter("Find", "")
    await town.anna.see("Edit Mappings", "Edit Schedule")


async def test_one_of_1200_mappings_is_found_from_the_overview_and_edited_there(town: Town) -> None:
    await opens(town, ACCOUNTS)
    await town.anna.enter("Find", "attribute_00")
    await town.anna.see("What matches “attribute_00”:", "79 more match. Write more to narrow it.")
    await town.anna.enter("Find", "attr_0777")
    await town.anna.see("attr_0777 (Attribute 777) → Attribute_0777__c (Attribute 777)")
    await town.anna.press("Edit Attribute_0777__c (Attribute 777)")
    await town.anna.see("Source field: ▾ attr_0777")
    await town.anna.choose("Source field", "attr_0778 (Attribute 778)", typed="attr_0778")
    await town.anna.submit()
    await town.anna.see("What matches “attr_0777”")
    await applies(town, "Mappings: changed Attribute_0777__c", "1199 other mappings")


@pytest.mark.parametrize(("part", "state"), [part for part in PARTS if part[0] in ("Filters", "Identity", "Target")])
async def test_what_a_part_holds_is_shown_in_words_and_survives_an_edit_of_another(
    town: Town, part: str, state: str
) -> None:
    before = town.polytomic.sync_named(LEADS)
    await opens(town)
    screen = await shows(town, part)
    holds = {"Filters": "source (Source) is one of “webinar”, “trial”", "Target": "Salesforce (production)"}
    assert holds.get(part, state) in screen
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "Leads, all")
    await applies(town, "changed Name")
    after = town.polytomic.sync_named("Leads, all")
    assert without(after, "name") == without(before, "name")


async def test_run_options_are_ticked_and_each_is_told_with_its_moment(town: Town) -> None:
    await opens(town, CONTACTS, "run options")
    await town.anna.tick("Sync all records")
    await town.anna.tick("Only enrich updates")
    await town.anna.tick("Skip initial backfill")
    await town.anna.untick("Active")
    await town.anna.submit()
    review = await town.anna.see("Nothing else changes", "which pauses the sync", "[Request approval]")
    now, _, later = review.text.partition("Takes effect on the next run")
    assert "Run options: changed Active: yes → no, which pauses the sync" in now
    assert "The sync is paused then: it waits until the sync is resumed and runs." in later
    assert [line.partition("changed ")[2] for line in later.splitlines() if line.startswith("• ")] == [
        "Sync all records: no → yes",
        "Only enrich updates: no → yes",
        "Skip initial backfill: no → yes",
    ]


async def test_name_and_mode_are_set_and_an_empty_name_is_refused_at_its_input(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "  ")
    await town.anna.submit()
    await town.anna.see("! The sync needs a name. Write one.")
    assert await town.anna.options("Mode") == [
        "create (creates new records only)",
        "update (updates records that exist)",
        "updateOrCreate (updates records that exist, creates the others)",
        "remove (removes records from the target)",
    ]
    await town.anna.fill("Name", "Leads <all> & more")
    await town.anna.choose("Mode", "update (updates records that exist)")
    await applies(town, "changed Name: “Leads to Salesforce” → “Leads <all> & more”", "changed Mode: updateOrCreate")
    after = town.polytomic.sync_named("Leads <all> & more")
    assert after["mode"] == "update"


async def test_what_stops_working_is_said_beside_the_mode_before_and_after_another_is_chosen(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    on_target = {"conditions": [{"field": "Email", "function": "IsNull"}]}
    write = {"sync_mode": "create"}
    town.polytomic.outsider_edits(
        sync_id,
        lambda doc: {**doc, "target_filters": on_target, "fields": [{**each, **write} for each in doc["fields"]]},
    )
    screen = await opens(town, part="name and mode")
    assert "What another mode would mean for this sync:" in screen
    assert "In the mode remove the sync removes records from the target." in screen
    await town.anna.fill("Name", "Leads, all")
    await town.anna.choose("Mode", "create (creates new records only)")
    screen = await town.anna.see("What the chosen mode means for this sync:", "Mode: ▾ create")
    assert screen.inputs["Name"] == "Leads, all"
    assert "The mode create has no filters on records in the target, and this sync has 1 filter there." in screen
    assert "The mode create does not need the identity; the sync keeps it for a mode that does." in screen
    assert "In the mode create what 11 mappings said under Write has no effect." in screen
    await town.anna.choose("Mode", "updateOrCreate (updates records that exist, creates the others)")
    await town.anna.see("What another mode would mean for this sync:")


async def test_back_keeps_what_was_typed_and_what_cannot_be_taken_too(town: Town) -> None:
    await opens(town, part="name and mode")
    await town.anna.fill("Name", "Leads, all")
    overview = await goes_back(town)
    assert "Leads to Salesforce\nActive" in overview.text
    assert "Name and mode: changed Name: “Leads to Salesforce” → “Leads, all”" in overview
    assert (await shows(town, "Name and mode")).inputs["Name"] == "Leads, all"
    await town.anna.fill("Name", " ")
    await town.anna.press("Back to the overview")
    await town.anna.see("Edit Mappings", "Not finished, and not in the draft yet: The sync needs a name. Write one.")
    assert (await shows(town, "Name and mode")).inputs["Name"] == " "
    await town.anna.submit()
    await town.anna.see("! The sync needs a name. Write one.")


async def test_inputs_that_slack_reports_as_empty_after_an_update_change_nothing(town: Town) -> None:
    town.slack.nulls_after_update = True
    await opens(town)
    await shows(town, "Name and mode")
    await goes_back(town)
    await shows(town, "Run options")
    await goes_back(town)
    await shows(town, "Schedule")
    await town.anna.submit()
    await town.anna.see("Nothing changed, so there is nothing to write.")


async def test_the_reason_that_came_with_a_command_is_kept_when_slack_reports_it_as_empty(town: Town) -> None:
    town.slack.nulls_after_update = True
    await reviews(town.anna, f'/sync pause "{LEADS}" because the CRM moves')
    await town.anna.submit()
    await town.anna.see("Waiting for approval")
    await town.ben.see("please decide", "the CRM moves")


async def test_the_last_tick_that_is_taken_away_counts_when_slack_reports_the_others_as_empty(town: Town) -> None:
    town.slack.nulls_after_update = True
    await opens(town, part="run options")
    await town.anna.untick("Active")
    await goes_back(town)
    screen = await shows(town, "Run options")
    assert "☐ Active" in screen
    await town.anna.tick("Sync all records")
    await town.anna.submit()
    review = await town.anna.see("Nothing else changes", "changed Active: yes → no")
    assert "changed Sync all records: no → yes" in review


async def test_nothing_changed_is_said_and_cannot_be_applied(town: Town) -> None:
    await opens(town)
    await town.anna.submit()
    review = await town.anna.see("Review changes", "Nothing changed, so there is nothing to write.")
    assert "[Apply]" not in review
    assert writes(town) == []
