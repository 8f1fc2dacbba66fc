"""Presses *Approve* twice at one moment, over two replicas, again and again, and counts what is written.

    python -m tests.scenarios.double_approvals --count 1000

Each time a request is made in the store as a confirm makes it, and two approvers press its button in Slack at once;
every fourth time the last press is delivered twice more. Exits 1 unless each request was approved and written once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from syncbot.changes.confirm import confirm
from syncbot.changes.desk import Desk
from syncbot.changes.model import Change
from syncbot.changes.open import open_session
from syncbot.changes.review import review
from syncbot.changes.states import ENDED, State
from syncbot.errors import StoreUnavailable
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.redis import RedisServer
from tests import ending
from tests.scenarios.acts import landed, request
from tests.scenarios.town import Town, built_town

T = TypeVar("T")

DEADLINE_SECONDS = 20.0
REDELIVERED_EVERY = 4
A_TOWN = 50
"""So many requests in one town: people look through all its messages for a button, so that a full one gets slow."""


@dataclass(slots=True)
class Tally:
    """What was counted.

    Attributes:
        refused: How often somebody was told that it is decided already; a press delivered again is told again.
        faults: What went wrong, a line each.
    """

    requests: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


async def asked(desk: Desk, actor: str, sync_id: str, number: int) -> Change:
    """A request to turn the sync off or on, whichever it is not."""
    opened = await persistently(lambda: open_session(desk, actor, sync_id, direct=True))
    draft = {**opened.draft, "active": opened.draft["active"] is not True}
    named = f"double-{number}-{opened.session_id}"
    edited = replace(opened, draft=draft)
    session = await persistently(lambda: desk.sessions.save(edited, expected_revision=0, operation_id=named))
    shown = await persistently(lambda: review(desk, session))
    return await persistently(
        lambda: confirm(
            desk,
            session_id=session.session_id,
            actor=actor,
            revision=shown.session.revision,
            plan_hash=shown.plan.hash,
            reason="doubled on purpose",
            operation_id=named,
            view_id="",
        )
    )


async def persistently(step: Callable[[], Awaitable[T]]) -> T:
    """What the step answers; on a machine that stood still for a while it is done again, as a person presses again."""
    while True:
        with suppress(StoreUnavailable):
            return await step()


async def _stored(town: Town, change: Change) -> Change:
    """The change as it stands."""
    return await persistently(lambda: town.replicas[0].bot.desk.changes.get(change.change_id))


async def _until_shown(town: Town, change: Change) -> None:
    """Wait until the request stands in the channel."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not (await _stored(town, change)).places.request_ts:  # noqa: ASYNC110 -- the store tells nobody
            await asyncio.sleep(0.005)


async def _ended(town: Town, change: Change) -> Change:
    """The change once it has ended and the channel shows it."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            stored = await _stored(town, change)
            if stored.state in ENDED and stored.places.told.startswith(str(stored.state)):
                return stored
            await asyncio.sleep(0.005)


async def doubled(town: Town, sync_id: str, number: int, tally: Tally) -> list[str]:
    """One request and two presses at once; what is wrong afterwards."""
    desk = town.replicas[number % len(town.replicas)].bot.desk
    before, told = landed(town), len(town.ben.ephemerals()) + len(town.cleo.ephemerals())
    change = await asked(desk, town.anna.user_id, sync_id, number)
    await _until_shown(town, change)
    await asyncio.gather(town.ben.press("Approve"), town.cleo.press("Approve"))
    if number % REDELIVERED_EVERY == 0:
        await town.slack.deliver_again(2)
    ended = await _ended(town, change)
    tally.requests += 1
    tally.refused += len(town.ben.ephemerals()) + len(town.cleo.ephemerals()) - told
    faults = []
    if ended.state is not State.APPLIED:
        faults.append(f"request {number} ended {ended.state}")
    if len(ended.decisions) != 1:
        faults.append(f"request {number} has {len(ended.decisions)} decisions")
    if landed(town) - before != 1:
        faults.append(f"request {number} was written {landed(town) - before} times")
    if request(town).text.count("Approved by") != 1:
        faults.append(f"request {number} does not show one approval")
    return faults


async def count_doubles(redis_url: str, count: int) -> Tally:
    """So many requests, each approved twice at once over two replicas."""
    tally = Tally()
    for first in range(0, count, A_TOWN):
        async with built_town(redis_url, replicas=2) as town:
            sync_id = town.polytomic.id_of(LEADS)
            for number in range(first, min(first + A_TOWN, count)):
                tally.faults += await doubled(town, sync_id, number, tally)
    return tally


def main() -> int:
    """Print the figures; 1 when anything was doubled, lost or refused to the wrong one."""
    parser = argparse.ArgumentParser(description="Approve twice at one moment over two replicas.")
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="syncbot-") as directory, RedisServer.start(Path(directory)) as server:
        tally = ending.run(count_doubles(server.url, options.count))
    faults = tally.faults
    sys.stdout.write("".join(f"{fault}\n" for fault in faults[:10]))
    sys.stdout.write(
        f"{tally.requests} requests approved twice at once over two replicas: {len(faults)} faults, "
        f"{tally.refused} second presses told so, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if faults or tally.requests < options.count else 0


if __name__ == "__main__":
    sys.exit(main())
