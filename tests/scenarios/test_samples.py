"""Every sample, in every shape that it can be served in: one thing is changed through Slack, and nothing else moves."""

from __future__ import annotations

import asyncio

import pytest

from syncbot.sandbox.polytomic.syncs import DEFAULT_PASSPHRASE
from tests.scenarios.acts import writes
from tests.scenarios.samples import (
    SERVINGS,
    Desk,
    Serving,
    alone,
    assert_in_order,
    assert_same,
    mapped,
    samples_served,
    sent,
    settled,
    with_fields,
)
from tests.sync.samples_of_syncs import NAMES

ENCRYPTED, SEVERAL_IDENTITIES, DUPLICATES = "07", "24", "26"
SOME_MODEL = "7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb"
AT_ONCE = 3
NO_PASSPHRASE = "This sync has encrypted mappings, and syncbot keeps no passphrase for it."


@pytest.mark.parametrize("serving", SERVINGS.values(), ids=list(SERVINGS))
async def test_every_sample_is_renamed_and_a_mapping_added_changed_and_removed_and_nothing_else_moves(
    redis_url: str, serving: Serving
) -> None:
    classic = serving.classic or serving.version < "2025-09-18"
    names = [name for name in NAMES if not (classic and name.startswith(SEVERAL_IDENTITIES))]
    limit = asyncio.Semaphore(AT_ONCE)

    async def edits(name: str, desk: Desk) -> None:
        async with limit:
            try:
                await _edits_one(desk)
            except AssertionError as failed:
                failed.add_note(name)
                raise

    async with samples_served(redis_url, serving, *names) as desks, asyncio.TaskGroup() as all_of_them:
        for name, desk in desks.items():
            all_of_them.create_task(edits(name, desk))


async def _edits_one(desk: Desk) -> None:
    if any(entry.get("encryption_enabled") for entry in desk.stored()["fields"]):
        await desk.keeps_passphrase(DEFAULT_PASSPHRASE)
    await _renames(desk)
    await _adds(desk)
    await _changes(desk)
    await _removes(desk)


async def _renames(desk: Desk) -> None:
    before, name = desk.stored(), f"{desk.stored()['name']}, renamed"
    await desk.opens("name and mode", "Mode")
    await desk.person.fill("Name", name)
    outcome = await desk.writes_it("Name and mode: changed Name: ")
    assert "Applied" in outcome
    assert_same(desk.stored(), {**settled(before, desk.stored()), "name": name})
    assert_in_order(sent(desk), before)


async def _adds(desk: Desk) -> None:
    before, person = desk.stored(), desk.person
    await desk.opens("mappings", "Add mapping")
    await person.press("Add mapping")
    await person.see("Source field")
    if before["fields"]:
        models = {entry["source"]["model_id"] for entry in mapped(before)}
        model_id = before["fields"][0]["source"]["model_id"]
        model = f"Model {model_id[:4]}." if len(models) > 1 else ""
        await desk.chooses("Source field", f"{model}city (City)", typed="city")
        await desk.chooses("Target field", "spare_city (City)", typed="city")
    else:
        model_id = SOME_MODEL
        await desk.chooses("Source field", f'Use "{SOME_MODEL}.city"', typed=f"{SOME_MODEL}.city")
        await desk.chooses("Target field", 'Use "spare_city"', typed="spare_city")
    await person.submit()
    await person.see("In this draft", "Mappings: added", "spare_city")
    outcome = await desk.writes_it("Mappings: added ")
    assert "Applied: " in outcome
    added = {"source": {"model_id": model_id, "field": "city"}, "target": "spare_city"}
    expected = with_fields(before, [*mapped(before), added])
    assert_same(desk.stored(), {**expected, "model_ids": before["model_ids"] or [SOME_MODEL]})
    _assert_passphrase_was_sent(desk)


async def _changes(desk: Desk) -> None:
    before, person = desk.stored(), desk.person
    at = alone(before)
    mapping = mapped(before)[at]
    edits = [name for name in (await desk.opens("mappings", "Add mapping")).buttons if name.startswith("Edit ")]
    await person.press(edits[at])
    await person.see("Source field", "Target field")
    several = len({entry["source"]["model_id"] for entry in mapped(before)}) > 1
    model = f"Model {mapping['source']['model_id'][:4]}." if several else ""
    await desk.chooses("Source field", f"{model}website (Website)", typed="website")
    await person.submit()
    await person.see("In this draft", "Mappings: changed")
    outcome = await desk.writes_it("Mappings: changed ")
    assert "Applied: " in outcome
    changed = {**mapping, "source": {**mapping["source"], "field": "website"}}
    assert_same(desk.stored(), with_fields(before, [*mapped(before)[:at], changed, *mapped(before)[at + 1 :]]))
    _assert_passphrase_was_sent(desk)


async def _removes(desk: Desk) -> None:
    if len(mapped(desk.stored())) == 1:
        await desk.person.command(f"/sync map {desk.sync_id} email -> spare_phone")
        await desk.applies("Mappings: added ")
    before = desk.stored()
    at = alone(before)
    removes = [name for name in (await desk.opens("mappings", "Add mapping")).buttons if name.startswith("Remove ")]
    await desk.person.press(removes[at])
    await desk.person.see("In this draft", "Mappings: removed")
    outcome = await desk.writes_it("Mappings: removed ")
    assert "Applied: " in outcome
    assert_same(desk.stored(), with_fields(before, [*mapped(before)[:at], *mapped(before)[at + 1 :]]))


def _assert_passphrase_was_sent(desk: Desk) -> None:
    """With an encrypted mapping the passphrase goes with every write and is there after it; else none is sent."""
    encrypted = any(entry.get("encryption_enabled") for entry in desk.stored()["fields"])
    assert sent(desk).get("encryption_passphrase") == (DEFAULT_PASSPHRASE if encrypted else None)
    assert desk.town.polytomic.passphrase(desk.sync_id) == (DEFAULT_PASSPHRASE if encrypted else None)


@pytest.mark.parametrize("serving", SERVINGS.values(), ids=list(SERVINGS))
async def test_an_encrypted_sample_without_its_passphrase_can_be_paused_and_nothing_else(
    redis_url: str, serving: Serving
) -> None:
    [name] = [name for name in NAMES if name.startswith(ENCRYPTED)]
    async with samples_served(redis_url, serving, name) as desks:
        desk, person = desks[name], desks[name].person
        before = desk.stored()
        await desk.opens("encryption", "No passphrase is kept for this sync", "syncbot passphrase")
        await person.close()
        await desk.opens("name and mode", "Mode")
        await person.fill("Name", "Other")
        await person.submit()
        await person.see("Review changes", "Nothing else changes")
        await person.submit()
        await person.see(NO_PASSPHRASE, "Nothing was written.", f"syncbot passphrase {desk.sync_id}")
        await person.close()
        await person.close()
        assert writes(desk.town) == []

        await person.command(f"/sync pause {desk.sync_id}")
        await person.see("Review changes", "which pauses the sync")
        await person.submit()
        await person.see("Applied: ", "Only the on/off switch was written; nothing else of the sync was sent.")
        assert writes(desk.town) == ["activate"]
        assert_same(desk.stored(), {**before, "active": False})
        assert desk.town.polytomic.passphrase(desk.sync_id) == DEFAULT_PASSPHRASE
        await person.close()

        await desk.keeps_passphrase(DEFAULT_PASSPHRASE)
        await desk.opens("", "You have a draft of this sync")
        await person.press("Continue")
        await person.see("Name and mode", "[Review changes]")
        await desk.writes_it("Name and mode: changed Name: ")
        assert_same(desk.stored(), {**before, "active": False, "name": "Other"})
        _assert_passphrase_was_sent(desk)


async def test_what_the_classic_shape_cannot_hold_is_refused_whole_and_named(redis_url: str) -> None:
    [name] = [name for name in NAMES if name.startswith(SEVERAL_IDENTITIES)]
    async with samples_served(redis_url, SERVINGS["classic by version"], name) as desks:
        desk, before = desks[name], desks[name].town.polytomic.sync(desks[name].sync_id)
        await desk.opens("name and mode", "Mode")
        await desk.person.fill("Name", "Other")
        outcome = await desk.writes_it("Name and mode: changed Name: ")
        assert "Not applied: " in outcome
        assert "Polytomic did not accept the value of identities. Nothing was written." in outcome
        assert desk.town.polytomic.sync(desk.sync_id) == before


async def test_who_touches_one_of_two_mappings_to_a_target_is_asked_to_leave_only_one(redis_url: str) -> None:
    [name] = [name for name in NAMES if name.startswith(DUPLICATES)]
    async with samples_served(redis_url, SERVINGS["grouped"], name) as desks:
        desk, person, before = desks[name], desks[name].person, desks[name].stored()
        await desk.opens("mappings", "Add mapping")
        await person.press("Edit Email", near="backup_email")
        await person.see("Source field")
        await desk.chooses("Source field", "website (Website)", typed="website")
        await person.submit()
        await person.see("In this draft")
        await person.submit()
        await person.see("To mend first", "2 mappings go to Email: from email, website. Remove all but one.")
        assert "Apply" not in str(person.modal)
        await person.close()
        await person.press("Remove Email", near="website (Website)")
        await person.see("Put back Email")
        await desk.writes_it("Mappings: changed Email: ")
        assert_same(desk.stored(), {**before, "fields": before["fields"][:2], "overrides": []})
