"""How a request comes to its end, and what a later click is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from syncbot.changes.noticing import read_sync
from syncbot.changes.sweep import sweep
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import forgets_everything, passes
from tests.scenarios.town import Town

TTL_SECONDS = 259_200
NOTHING = "Nothing was changed."
Bring = Callable[[Town, str], Awaitable[None]]


async def _approved(town: Town, _: str) -> None:
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")


async def _rejected(town: Town, _: str) -> None:
    await town.ben.press("Reject")
    await town.ben.see("Reject request")
    await town.ben.fill("Why", "Not today.")
    await town.ben.submit()
    await town.ben.see(f"Rejected: {LEADS}")


async def _expired(town: Town, redis_url: str) -> None:
    await passes(redis_url, TTL_SECONDS + 60)
    bot = town.replicas[0]
    await sweep(bot.bot.desk, _Silent(), my_turn=_always)
    await town.anna.see("Expired", "Nobody decided in time.")


async def _cancelled(town: Town, _: str) -> None:
    await town.anna.see("[Cancel request]")
    await town.anna.press("Cancel request")
    await town.anna.see("Cancelled", "The request was withdrawn.")


async def _void(town: Town, _: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "mode": "update"}, by="Ines Duarte")
    await read_sync(town.replicas[0].bot.desk, sync_id)
    await town.anna.see("Not applied", "Last saved in Polytomic by Ines Duarte.")


async def _deleted(town: Town, redis_url: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.faults.answer(404, "GET", f"/api/syncs/{sync_id}", times=3)
    await passes(redis_url, 3600)
    await sweep(town.replicas[0].bot.desk, _Silent(), my_turn=_always)
    await town.anna.see("Not applied", "not in Polytomic any more")
    town.polytomic.faults.clear()


async def _superseded(town: Town, _: str) -> None:
    await town.anna.see("[Edit request]")
    await town.anna.press("Edit request")
    await town.anna.see("Edit Name and mode")
    await town.anna.press("Edit Name and mode")
    await town.anna.see("Back to the overview")
    await town.anna.fill("Name", "Leads, renamed")
    await town.anna.submit()
    await town.anna.see("Review changes", "Leads, renamed")
    await town.anna.submit()
    await town.anna.see("Waiting for approval", "The request is in")
    await town.anna.close()
    await town.ben.see("Replaced")


async def _gone(_: Town, redis_url: str) -> None:
    await forgets_everything(redis_url)


ENDS: dict[str, tuple[Bring, tuple[str, ...]]] = {
    "approved": (_approved, ("This request was approved by ben ", " UTC.", NOTHING)),
    "rejected": (_rejected, ("This request was rejected by ben ", " UTC.", NOTHING)),
    "expired": (_expired, ("This request expired ", "Nothing was written.", "Make the change again to ask again.")),
    "cancelled": (_cancelled, ("anna withdrew this request ", NOTHING)),
    "void": (_void, ("This request is void since ", "What this request rests on was changed", "Review it again")),
    "deleted": (_deleted, ("This request is void since ", "The sync is not in Polytomic any more")),
    "superseded": (_superseded, ("anna put a newer request in the place of this one ", "Decide the newer one.")),
    "gone": (_gone, ("This request is no longer kept, so the answer is no.", "Ask the requester to make it again.")),
}
"""How a request comes to its end, and what a later click is answered."""


class _Silent:
    """An announcer for a sweep of the test's own; people are told by the workers."""

    async def announce(self, change: object) -> None: ...

    async def tell_moved(self, seen: object, pending: object) -> None: ...


async def _always() -> bool:
    return True
