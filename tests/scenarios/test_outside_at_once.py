"""Others change the sync between confirm and write, right after, or at the same time."""

from __future__ import annotations

import asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import reviews, writes
from tests.scenarios.test_outside import ONTO_PHONE, modal_says, remapped, source_of, with_all_records, with_mode
from tests.scenarios.town import Town, built_town


async def test_what_others_change_between_confirm_and_the_last_read_is_merged(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    held = town.polytomic.faults.hold("GET", f"/api/syncs/{sync_id}")
    await town.anna.submit()
    await held.reached()
    town.polytomic.outsider_edits(sync_id, with_all_records)
    held.release()
    await town.anna.see("Applied")
    assert town.polytomic.sync(sync_id)["sync_all_records"] is True
    assert source_of(town, "Phone") == "region"


async def test_the_same_field_changed_between_confirm_and_the_last_read_is_a_conflict(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    held = town.polytomic.faults.hold("GET", f"/api/syncs/{sync_id}")
    await town.anna.submit()
    await held.reached()
    await town.anna.see("Confirmed. Writing the change to Polytomic.", "No need to press again.")
    town.polytomic.outsider_edits(sync_id, remapped("Phone", "company"))
    held.release()
    await modal_says(town.anna, "Conflict", "Mappings: Phone", "Priya Shah")
    assert writes(town) == []
    assert source_of(town, "Phone") == "company"


async def test_who_writes_over_it_right_after_is_named(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    held = town.polytomic.faults.hold("PUT", after_commit=True)
    await town.anna.submit()
    await held.landed()
    town.polytomic.outsider_edits(sync_id, remapped("Phone", "company"))
    held.release()
    told = await modal_says(town.anna, "Someone else wrote over it", "Last saved in Polytomic by Priya Shah.")
    assert "Written by this change: region (Region) → Phone" in told
    assert "Now: company (Company) → Phone" in told
    assert "Ask them before you write again." in told
    assert source_of(town, "Phone") == "company"
    assert writes(town) == ["PUT"]


async def test_who_changes_something_else_right_after_is_told_of(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    held = town.polytomic.faults.hold("PUT", after_commit=True)
    await town.anna.submit()
    await held.landed()
    town.polytomic.outsider_edits(sync_id, with_mode("update"))
    held.release()
    await modal_says(town.anna, "Applied", "Someone else changed other parts of the sync right after.")
    assert town.polytomic.sync(sync_id)["mode"] == "update"


async def test_two_editors_who_apply_at_once_both_keep_their_work(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2) as town:
        await reviews(town.anna, ONTO_PHONE)
        await reviews(town.cleo, f'/sync map "{LEADS}" region -> Title')
        await asyncio.gather(town.anna.submit(), town.cleo.submit())
        await modal_says(town.anna, "Applied")
        await modal_says(town.cleo, "Applied")
        assert (source_of(town, "Phone"), source_of(town, "Title")) == ("region", "region")
        assert writes(town) == ["PUT", "PUT"]


async def test_two_editors_of_one_field_get_one_write_and_one_conflict(redis_url: str) -> None:
    async with built_town(redis_url, replicas=2) as town:
        await reviews(town.anna, ONTO_PHONE)
        await reviews(town.cleo, f'/sync map "{LEADS}" company -> Phone')
        await asyncio.gather(town.anna.submit(), town.cleo.submit())
        told = [str(await modal_says(person, f": {LEADS}")) for person in (town.anna, town.cleo)]
        assert sorted("Conflict" in one for one in told) == [False, True]
        assert writes(town) == ["PUT"]


async def test_what_others_made_of_it_already_is_already_so(town: Town) -> None:
    await reviews(town.anna, ONTO_PHONE)
    town.polytomic.outsider_edits(town.polytomic.id_of(LEADS), remapped("Phone", "region"))
    await town.anna.submit()
    await modal_says(town.anna, "Already so", "The sync is already as you wanted it. Nothing was written.")
    assert writes(town) == []


async def test_a_mapping_removed_by_others_is_not_brought_back_unseen(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    town.polytomic.outsider_edits(
        sync_id, lambda doc: {**doc, "fields": [entry for entry in doc["fields"] if entry["target"] != "Phone"]}
    )
    await town.anna.submit()
    await modal_says(town.anna, "Conflict", "Mappings: Phone", "Now: (nothing)", "Yours: region (Region) → Phone")
    assert writes(town) == []
