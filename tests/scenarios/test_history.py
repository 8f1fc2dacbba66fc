"""What was changed is remembered, and taken back without losing what came later."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import asks_to_pause, request, reviews, without, writes
from tests.scenarios.town import Town


async def presses(person: Person, screen: Screen, start: str) -> None:
    """The newest button on a screen whose name begins so."""
    await person.press(next(name for name in screen.buttons if name.startswith(start)))


async def unmaps(town: Town, target: str) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" {target}')
    await town.anna.submit()
    await town.anna.see("Applied")
    await town.anna.close()


async def test_the_history_tells_syncbots_changes_and_those_from_outside(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await unmaps(town, "Phone")
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await town.cleo.command(f'/sync history "{LEADS}"')
    shown = await town.cleo.see("History", "syncbot knows this sync since")
    assert "in Polytomic, last saved by Ines Duarte" in shown
    assert "Name and mode: changed Mode" in shown
    assert "Applied: @Anna Ruiz" in shown
    assert "Run options: changed Active: yes → no" in shown
    assert "Mappings: removed" in shown
    await presses(town.cleo, shown, "Details: Run options: changed Active")
    whole = await town.cleo.see("Details", "Why: the leads are doubled", "Approved by @Ben Okafor")
    assert "Took effect at once: Active." in whole
    assert "Written as a whole" in whole
    await town.cleo.close()
    await town.cleo.command(f'/sync history "{LEADS}" schedule')
    await town.cleo.see("Only what touches Schedule.", "Nothing of Schedule was changed since then.")


async def test_an_undo_keeps_what_came_later_and_says_what_it_cannot_bring_back(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    before = town.polytomic.sync(sync_id)
    await unmaps(town, "Phone")
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"})
    await town.anna.command(f'/sync undo "{LEADS}"')
    review = await town.anna.see("Review changes", "added phone (Phone) → Phone", "Nothing else changes")
    assert "records that runs have sent already stay as they are" in review
    assert "Changed meanwhile" in review
    await town.anna.submit()
    await town.anna.see("Applied", "added phone (Phone) → Phone")
    after = town.polytomic.sync(sync_id)
    assert after["mode"] == "update"
    assert without(after, "mode") == without(before, "mode")
    assert writes(town) == ["PUT", "PUT"]


async def test_an_undo_from_the_log_is_approved_like_any_other_change(town: Town) -> None:
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    logged = await town.cleo.see(f"Applied: {LEADS}", "By @Anna Ruiz")
    await presses(town.cleo, logged, "Undo: Run options: changed Active")
    review = await town.cleo.see("Review changes", "Active: no → yes", "This needs approval by")
    assert review.inputs["Reason"].startswith("Undo of the change by anna of ")
    await town.cleo.submit()
    await town.cleo.see("Waiting for approval")
    await town.cleo.see("[Cancel request]")
    assert request(town).fallback.startswith(f"@Cleo Lindqvist asks to change {LEADS}")
    await town.ben.press("Approve")
    await town.cleo.see("Applied", "Active: no → yes", "Approved by @Ben Okafor")
    assert town.polytomic.sync_named(LEADS)["active"] is True


async def test_what_was_changed_in_polytomic_is_put_back(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.anna.command(f'/sync show "{LEADS}"')
    await town.anna.see("Every hour at :15")
    before = town.polytomic.sync(sync_id)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await town.anna.command(f'/sync history "{LEADS}"')
    shown = await town.anna.see("last saved by Ines Duarte")
    await presses(town.anna, shown, "Put back: Name and mode: changed Mode")
    await town.anna.see("Review changes", "changed Mode")
    await town.anna.submit()
    await town.anna.see("Applied")
    assert without(town.polytomic.sync(sync_id)) == without(before)


async def undoes_what_was_changed_again(town: Town) -> None:
    """Anna takes back a mode that somebody else has changed since."""
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, f'/sync set "{LEADS}" mode=update')
    await town.anna.submit()
    await town.anna.see("Applied")
    await town.anna.close()
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "create"}, by="Ines Duarte")
    await town.anna.command(f'/sync undo "{LEADS}"')


async def test_an_undo_of_what_was_changed_again_names_the_overlap(town: Town) -> None:
    await undoes_what_was_changed_again(town)
    await town.anna.see("Name and mode: Mode", "When you opened it", "last saved by Ines Duarte")
    assert writes(town) == ["PUT"]


async def test_those_without_a_role_see_no_history_and_nothing_to_undo_is_said(town: Town) -> None:
    await town.mallory.command(f'/sync history "{LEADS}"')
    await town.mallory.see("You may not look at syncs here.")
    await town.ben.command(f'/sync undo "{LEADS}"')
    await town.ben.see("You may not change syncs here.")
    await town.anna.command(f'/sync undo "{LEADS}"')
    await town.anna.see("No change of this sync was written through syncbot", "Nothing was changed.")


async def test_an_undo_that_overlaps_goes_on_with_the_chosen_side(town: Town) -> None:
    await undoes_what_was_changed_again(town)
    asked = await town.anna.see("Name and mode: Mode", "Yours: updateOrCreate")
    assert await town.anna.submit() is None  # nothing is chosen yet
    await town.anna.choose("Name and mode: Mode", "Keep mine")
    assert "Keep both" not in asked
    await town.anna.submit()
    await town.anna.see("Review changes", "changed Mode", "→ updateOrCreate")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied", "→ updateOrCreate")
    assert town.polytomic.sync_named(LEADS)["mode"] == "updateOrCreate"


async def test_the_command_line_tells_the_same_history(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await unmaps(town, "Phone")
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await town.anna.command(f'/sync history "{LEADS}"')
    await town.anna.see("last saved by Ines Duarte")
    told = await said(town, "history", sync_id)
    assert "In Polytomic, last saved by Ines Duarte" in told
    assert "Applied, by anna\n    Mappings: removed phone (Phone) → Phone" in told
    outside, own = map(json.loads, (await said(town, "history", sync_id, "--json")).splitlines())
    assert (outside["from_outside"], outside["last_saved_by"]) == (True, "Ines Duarte")
    assert (own["by"], own["way"], own["result"]) == (town.anna.user_id, "put", "Applied")
    assert own["effects"] == {"next run": ["fields"]}
    assert len(own["before"]["fields"]) == len(own["after"]["fields"]) + 1


async def said(town: Town, *arguments: str) -> str:
    """What a command writes to standard output."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "syncbot", *arguments, env={**os.environ, **town.environment}, stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()
