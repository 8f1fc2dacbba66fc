"""The ways in which a change comes, as people make it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Final

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.deliveries import Ack
from tests.chaos.site import Site, Sync
from tests.chaos.waiting import until

PUT: Final = "polytomic PUT /api/syncs/{id}"
ACTIVATE: Final = "polytomic POST /api/syncs/{id}/activate"
READ: Final = "polytomic GET /api/syncs/{id}"
REFUSED_AT_MOST: Final = 20

Document = dict[str, Any]


class Way(ABC):
    """One way.

    Attributes:
        name: In the table.
        write: The crossing that writes.
    """

    name: str
    write: str = PUT

    @abstractmethod
    async def prepare(self, site: Site, sync: Sync) -> None:
        """Everything up to the click that matters, which is to be made next."""

    async def click(self, site: Site, sync: Sync) -> Ack | None:
        """The click."""
        del sync
        return await site.anna.submit()

    async def finish(self, site: Site, sync: Sync) -> Ack | None:
        """The next click, of somebody else; None when there is none."""
        del site, sync
        return None

    def found(self, before: Document) -> Document:
        """The sync as the click finds it."""
        return before

    @abstractmethod
    def wanted(self, before: Document) -> Document:
        """The sync as the change wants it."""


class Direct(Way):
    """A mapping is changed; nobody has to approve that."""

    name = "direct"

    async def prepare(self, site: Site, sync: Sync) -> None:
        await site.anna.command(f"/sync map {sync.sync_id} region -> Phone")
        await site.anna.see("Review changes", "changed Phone")

    def wanted(self, before: Document) -> Document:
        fields = [
            {**entry, "source": {**entry["source"], "field": "region"}} if entry["target"] == "Phone" else entry
            for entry in before["fields"]
        ]
        return {**before, "fields": fields}


class TwoFields(Way):
    """Two settings are changed at once."""

    name = "two fields"

    async def prepare(self, site: Site, sync: Sync) -> None:
        await site.anna.command(f"/sync set {sync.sync_id} mode=update sync_all_records=true")
        await site.anna.see("Review changes", "Name and mode", "Run options")

    def wanted(self, before: Document) -> Document:
        return {**before, "mode": "update", "sync_all_records": True}


class Undo(Direct):
    """A mapping was changed, and that is undone."""

    name = "undo"

    async def prepare(self, site: Site, sync: Sync) -> None:
        await super().prepare(site, sync)
        await site.anna.submit()
        await site.settled(sync)
        await site.anna.close()
        site.turn_page(sync)
        await site.anna.command(f"/sync undo {sync.sync_id}")
        await site.anna.see("Review changes", "changed Phone")

    def found(self, before: Document) -> Document:
        return super().wanted(before)

    def wanted(self, before: Document) -> Document:
        return before


class Asked(Way):
    """A pause that somebody else has to approve; the click asks for that."""

    name = "asked"

    async def prepare(self, site: Site, sync: Sync) -> None:
        await site.anna.command(f"/sync pause {sync.sync_id} because the leads are doubled")
        await site.anna.see("Review changes")

    async def finish(self, site: Site, sync: Sync) -> Ack | None:
        if not site.waits_for_yes(sync):
            await self._asked(site, sync)
        return await site.ben.press("Approve")

    async def _asked(self, site: Site, sync: Sync) -> None:
        """Wait for the request; until here nothing may have been written."""
        await site.ben.see("please decide", sync.name)
        await until(site.is_quiet)
        site.note_unapproved(sync)

    def wanted(self, before: Document) -> Document:
        return {**before, "active": False}


class Approved(Asked):
    """The same; the click is the approval."""

    name = "approved"

    async def prepare(self, site: Site, sync: Sync) -> None:
        await super().prepare(site, sync)
        await site.anna.submit()
        await self._asked(site, sync)

    async def click(self, site: Site, sync: Sync) -> Ack | None:
        del sync
        return await site.ben.press("Approve")

    async def finish(self, site: Site, sync: Sync) -> Ack | None:
        del site, sync
        return None


class Emergency(Way):
    """A pause that is applied before anybody approves it."""

    name = "emergency"
    write = ACTIVATE

    async def prepare(self, site: Site, sync: Sync) -> None:
        await site.anna.command(f"/sync pause {sync.sync_id} because it deletes records")
        await site.anna.see("Review changes")
        await site.anna.tick("Pause now, ask for approval afterwards")

    def wanted(self, before: Document) -> Document:
        return {**before, "active": False}


class Switched(Approved):
    """An approved pause of a sync whose whole Polytomic refuses: only the switch is written."""

    name = "approved, by the switch"
    write = ACTIVATE

    async def prepare(self, site: Site, sync: Sync) -> None:
        await super().prepare(site, sync)
        site.polytomic.faults.answer(422, "PUT", f"/api/syncs/{sync.sync_id}", times=REFUSED_AT_MOST)


LIKE: Final = LEADS
WAYS: Final = (Direct(), Approved(), Emergency(), Switched(), Undo())
