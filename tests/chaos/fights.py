"""Several processes, clicks and people at once."""

from __future__ import annotations

import asyncio
from typing import Final

from syncbot.changes.model import Result
from tests.chaos.judging import judged, same
from tests.chaos.kills import clicked
from tests.chaos.site import Site
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import LIKE, Approved, Direct, Way

TARGETS: Final = ("Phone", "Country", "Title", "Company", "Campaign__c")
AGAIN: Final = 4


async def one_sync_many_changes(site: Site) -> Found:
    """Two workers and one sync: its changes come one after the other, each once, and none loses another."""
    sync = site.new_sync(LIKE)
    await site.rest()
    async with site.another("worker", name="second"):
        held = site.polytomic.faults.hold("PUT", f"/api/syncs/{sync.sync_id}")
        for target in TARGETS:
            await site.anna.command(f"/sync map {sync.sync_id} region -> {target}")
            await site.anna.see("Review changes", f"changed {target}")
            await site.anna.submit()
            await site.slack.deliver_again(AGAIN)
            site.slack.workspace.views.stacks.clear()
        held.release()
        site.mark()

        async def all_told() -> bool:
            return len(site.told(sync, "anna")) == len(TARGETS) and await site.is_quiet()

        told = await until(all_told)
        words = set(site.told(sync, "anna"))
        fields = [
            {**entry, "source": {**entry["source"], "field": "region"}} if entry["target"] in TARGETS else entry
            for entry in sync.before["fields"]
        ]
        there = same(site.polytomic.sync(sync.sync_id), {**sync.before, "fields": fields})
        wrong = [] if told and there and words == {Result.APPLIED} else [f"told {sorted(words)}, there: {there}"]
        wrong += site.violations()
        return Found(
            doubled=max(0, len(site.effects(sync)) - len(TARGETS)),
            lost=int(bool(wrong)),
            seconds=site.waited_seconds,
            what=", ".join(wrong),
        )


async def pressed_by_all(site: Site) -> Found:
    """Two approvers press at the same moment, and every click is delivered several times, with two workers there."""
    sync, way = site.new_sync(LIKE), Approved()
    await site.rest()
    async with site.another("worker", name="second"):
        await way.prepare(site, sync)
        await site.slack.deliver_again(AGAIN)
        cleo = site.slack.person("cleo")
        await asyncio.gather(site.ben.press("Approve"), cleo.press("Approve"))
        await site.slack.deliver_again(AGAIN)
        site.mark()
        return await judged(site, sync, way)


async def many_syncs(site: Site, *, changes: int = 6, way: Way | None = None) -> list[Found]:
    """Two workers and changes of several syncs, one of the workers killed in the middle of it."""
    way = way or Direct()
    await site.rest()
    async with site.another("worker", name="second") as second:
        syncs = [site.new_sync(LIKE) for _ in range(changes)]
        for number, sync in enumerate(syncs):
            await way.prepare(site, sync)
            await clicked(site, sync, way)
            site.slack.workspace.views.stacks.clear()
            if number == changes // 2:
                second.kill()
        site.mark()
        return [await judged(site, sync, way) for sync in syncs]
