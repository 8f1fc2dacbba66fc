"""Which sync a line means, while others make and rename syncs."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.town import Town


async def test_a_sync_is_found_by_the_name_that_it_got_a_moment_ago(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of(LEADS)
    await anna.command(f'/sync show "{LEADS}"')
    await anna.see(LEADS, "Mappings")
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "name": "Inbound people"})
    await anna.command('/sync pause "Inbound people"')
    await anna.see("Review changes", "Inbound people", "which pauses the sync")


async def test_a_name_that_nothing_has_is_looked_up_once_more_and_named(town: Town) -> None:
    anna = town.anna
    await anna.command(f'/sync show "{LEADS}"')
    await anna.see(LEADS, "Mappings")
    await anna.command('/sync pause "Leads to Salesfroce EU"')
    await anna.see('No sync is called "Leads to Salesfroce EU".', "Nothing was changed.", f'"{LEADS}"')
