"""Run options, strategy, organization, kinds of schedule, to the end; and a Polytomic that is slow to say what is."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic import sync_calls
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID
from tests.scenarios.acts import without
from tests.scenarios.editing import applies, goes_back, opens, shows
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

SWITCHES = {
    "Sync all records": "sync_all_records",
    "Only enrich updates": "only_enrich_updates",
    "Skip initial backfill": "skip_initial_backfill",
}


async def test_every_run_option_is_ticked_written_and_read_back_and_nothing_else_moves(town: Town) -> None:
    before = town.polytomic.sync_named(LEADS)
    await opens(town, part="run options")
    for label, key in SWITCHES.items():
        await (town.anna.untick(label) if before[key] else town.anna.tick(label))
    await applies(town, *(f"Run options: changed {label}" for label in SWITCHES))
    after = town.polytomic.sync_named(LEADS)
    assert {key: after[key] for key in SWITCHES.values()} == {key: not before[key] for key in SWITCHES.values()}
    assert without(after, *SWITCHES.values()) == without(before, *SWITCHES.values())


@pytest.mark.parametrize("strategy", ["priority", "and"])
async def test_each_way_for_identities_to_work_together_is_written(town: Town, strategy: str) -> None:
    other = {"priority": "and", "and": "priority"}[strategy]
    town.polytomic.outsider_edits(
        town.polytomic.id_of(CONTACTS),
        lambda doc: {**doc, "identities": {**doc["identities"], "strategy": other}},
    )
    await opens(town, CONTACTS, "identity")
    await opens_form(town, "Edit how they work together")
    offered = await town.anna.options("How they work together")
    await town.anna.choose("How they work together", next(each for each in offered if each.startswith(strategy)))
    await takes(town)
    await applies(town, "Identity: ")
    assert town.polytomic.sync_named(CONTACTS)["identities"]["strategy"] == strategy


async def test_the_organization_is_shown_with_why_it_stays_and_is_kept_by_a_write(town: Town) -> None:
    assert town.polytomic.sync_named(LEADS)["organization_id"] == ORGANIZATION_ID
    await town.anna.command(f'/sync show "{LEADS}"')
    await town.anna.see("Organization", ORGANIZATION_ID)
    screen = await opens(town, part="organization")
    assert ORGANIZATION_ID in screen
    assert "A sync stays in the organization that it was made in" in screen
    assert screen.inputs == {}
    await goes_back(town)
    await shows(town, "Name and mode")
    await town.anna.fill("Name", "Leads, all")
    await applies(town, "Name and mode: ")
    assert town.polytomic.sync_named("Leads, all")["organization_id"] == ORGANIZATION_ID


async def test_of_an_encrypted_sync_it_is_said_whether_the_passphrase_is_kept_and_no_input_asks_for_it(
    town: Town,
) -> None:
    await opens(town, AUDIENCE)
    screen = await shows(town, "Encryption")
    assert "No passphrase is kept for this sync" in screen
    assert "syncbot passphrase SYNC" in screen
    assert screen.inputs == {}
    await goes_back(town)
    await town.anna.close()
    await opens(town)
    assert "Encryption" not in str(town.anna.modal)


async def test_the_kinds_of_schedule_are_those_that_polytomic_offers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = ("manual", "hourly", "dbtcloud")
    offered = {key: value for key, value in sync_calls._FREQUENCIES.items() if key in some}  # noqa: SLF001 -- fewer
    monkeypatch.setattr(sync_calls, "_FREQUENCIES", offered)
    screen = await opens(town, part="schedule")
    assert await town.anna.options("Repeat") == [
        "Only when started by hand",
        "Every hour",
        "After a dbt Cloud job",
    ]
    assert "Polytomic does not offer all kinds of schedule here; the others are left out." in screen
    assert "Polytomic says of “Every hour”: “Runs every hour”" in screen
    await town.anna.choose("Repeat", "After a dbt Cloud job")
    screen = await town.anna.see("The number of the job")
    assert list(screen.inputs) == ["Repeat", "dbt Cloud connection", "dbt Cloud job"]


async def test_a_slow_polytomic_is_said_in_the_menu_and_what_it_has_is_there_once_it_answers(town: Town) -> None:
    held = town.polytomic.faults.hold("GET", "/api/models*")
    await opens(town, part="mappings")
    await held.reached()
    await opens_form(town, "Add mapping")
    assert await town.anna.options("Source field", typed="regi") == [
        "Still loading: Polytomic has not answered yet. Type again in a moment",
        'Use "regi"',
    ]
    held.release()
    for _ in range(50):
        if "region (Region)" in (found := await town.anna.options("Source field", typed="regi")):
            break
    assert found == ["region (Region)", 'Use "regi"']
