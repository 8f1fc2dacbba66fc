"""Editors who each add mappings of their own to one sync at the same time: through syncbot, or by a script each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from redis.asyncio import Redis

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Person
from syncbot.store import keys
from tests.bench.site import Site

LATENCY_SECONDS: Final = (0.0, 0.02)
"""The least and the most that a call, and its answer, are on their way."""
SEE_SECONDS: Final = 60.0
QUIET_SECONDS: Final = 120.0
SHOWN: Final = "Nothing else changes"
NOTHING: Final = "Nothing changed"
NOT_DONE: Final = "Not done"
APPLIED: Final = "Applied"
_OUTCOMES: Final = (APPLIED, "Already so", "Not applied", "Conflict", "Unclear", "Someone else wrote", NOT_DONE)
_OK: Final = 200
_WRITTEN: Final = (
    *("name", "mode", "fields", "target", "schedule", "active", "identities", "override_fields", "overrides"),
    *("model_filters", "target_filters", "policies", "sync_all_records", "only_enrich_updates"),
    "skip_initial_backfill",
)
"""What a careful script sends: everything that it was given and may write."""


@dataclass(slots=True)
class Arm:
    """What one way of editing did.

    Attributes:
        acknowledged: The targets whose addition was accepted.
        ended: How each accepted edit ended, in the first words that its editor saw; empty where the window told nothing
            for a minute, as on a busy machine it may.
        again: How often nothing was accepted and the editor did it once more.
        lost: Accepted, and not there at the end.
        spoiled: What is not as it was, beside the additions.
    """

    acknowledged: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    again: int = 0
    lost: int = 0
    spoiled: int = 0


@dataclass(slots=True)
class Crowd:
    """So many editors of one sync.

    Attributes:
        left: The targets that are still to be added.
    """

    site: Site
    sync_id: str
    left: Iterator[str]
    before: dict[str, Any]
    arm: Arm = field(default_factory=Arm)

    @classmethod
    def on_a_new_sync(cls, site: Site, number: int, targets: Sequence[str]) -> Crowd:
        """On a fresh sync like the one of the leads, whose target has these fields too."""
        like = site.polytomic.sync_named(LEADS)
        into = (like["target"]["connection_id"], like["target"]["object"])
        for target in targets:
            site.polytomic.world.add_target_field(into, target)
        document = {**like, "id": f"00000000-0000-4000-8000-{number:012}", "name": f"Edited at once {number}"}
        sync_id = site.polytomic.put_sync_doc(document)
        return cls(site, sync_id, iter(targets), site.polytomic.sync(sync_id))

    async def by_syncbot(self, people: Sequence[Person]) -> Arm:
        """Everybody adds one mapping after the other as a person does: line, review, confirm, outcome."""
        await asyncio.gather(*(self._types(person) for person in people))
        await self._quiet()
        return self._judged()

    async def by_scripts(self, editors: int) -> Arm:
        """Everybody's script reads the sync, adds a mapping, and writes the whole back."""
        await asyncio.gather(*(self._puts() for _ in range(editors)))
        return self._judged()

    async def _types(self, person: Person) -> None:
        for target in self.left:
            while not await self._adds(person, target):
                self.arm.again += 1

    async def _adds(self, person: Person, target: str) -> bool:
        """Add one mapping; False when the person is told that nothing was done, which on a busy machine may be."""
        self.site.slack.workspace.views.stacks.pop(person.user_id, None)  # as if closed, whatever stands there
        ack = await person.command(f"/sync map {self.sync_id} email -> {target}")
        if ack is None or not ack.acked or ack.body:
            return False
        shown = await self._sees(person, SHOWN, NOTHING, NOT_DONE)
        if shown == NOTHING:  # it was kept when the person was told that it might not have been
            self._accepted(target, APPLIED)
        if shown != SHOWN:
            return shown == NOTHING
        ack = await person.submit()
        if ack is None or not ack.acked or "errors" in ack.body:
            return False
        self._accepted(target, await self._sees(person, *_OUTCOMES))
        return True

    def _accepted(self, target: str, outcome: str) -> None:
        self.arm.acknowledged.append(target)
        self.arm.ended[outcome] += 1

    async def _sees(self, person: Person, *words: str) -> str:
        """Wait until the person's window says one of these; which, or nothing. Looks only when it is another one."""
        views, seen, said = self.site.slack.workspace.views, "", ""

        def has_said() -> bool:
            nonlocal seen, said
            top = views.top(person.user_id)
            if top is not None and top.hash != seen:
                seen = top.hash
                said = next((each for each in words if each in str(person.modal)), "")
            return bool(said)

        await self.site.slack.workspace.watch.until(has_said, deadline_seconds=SEE_SECONDS)
        return said

    async def _puts(self) -> None:
        polytomic, session = self.site.polytomic, self.site.session
        headers = {"Authorization": f"Bearer {polytomic.api_key}", "X-Polytomic-Version": "2025-09-18"}
        url = f"{polytomic.url}/api/syncs/{self.sync_id}"
        for target in self.left:
            async with session.get(url, headers=headers) as response:
                sync = (await response.json())["data"]
            source = {**sync["fields"][0]["source"], "field": "email"}
            sync["fields"].append({"source": source, "target": target})
            async with session.put(url, headers=headers, json=_writable(sync)) as response:
                if response.status == _OK:
                    self.arm.acknowledged.append(target)

    async def _quiet(self) -> None:
        """Wait until everything that was accepted has come to its end."""
        async with asyncio.timeout(QUIET_SECONDS), Redis.from_url(self.site.redis.url) as redis:
            while await redis.xlen(keys.JOBS):  # noqa: ASYNC110 -- the store tells nobody
                await asyncio.sleep(0.05)

    def _judged(self) -> Arm:
        after = self.site.polytomic.sync(self.sync_id)
        there = Counter(entry["target"] for entry in after["fields"])
        self.arm.lost = sum(there[target] == 0 for target in self.arm.acknowledged)
        known = {entry["target"] for entry in self.before["fields"]} | set(self.arm.acknowledged)
        strange = sum(number > 1 or target not in known for target, number in there.items())
        self.arm.spoiled = strange + sum(entry not in after["fields"] for entry in self.before["fields"])
        return self.arm


def _writable(sync: dict[str, Any]) -> dict[str, Any]:
    return {key: sync[key] for key in _WRITTEN if sync.get(key) is not None}
