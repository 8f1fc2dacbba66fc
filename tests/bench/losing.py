"""What a rename costs: how many values of the samples are lost by syncbot, and by the scripts that one would write.

Each sample is renamed in each way that Polytomic serves it. A value counts as lost when it was there before, means
something, and is gone or another afterwards; values that are written as they are read cost nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from syncbot.sandbox.polytomic.syncs import DEFAULT_PASSPHRASE
from syncbot.sandbox.redis import RedisServer
from tests.bench.figures import Figure
from tests.bench.scripts import Place, rename_by_keys, rename_by_sdk
from tests.scenarios.acts import without
from tests.scenarios.samples import SERVINGS, Desk, Serving, exact, samples_served, settled
from tests.sync.samples_of_syncs import NAMES

AT_ONCE = 4
SYNCBOT, SDK, KEYS = "syncbot", "the official SDK", "a script that sends the keys it knows"
Rename = Callable[[Desk, str], Awaitable[None]]


async def figures() -> list[Figure]:
    """Values lost, syncs damaged, and renames refused, over every sample as it is served in three ways."""
    lost: dict[str, Counter[str]] = {name: Counter() for name in RENAMES}
    for serving in SERVINGS.values():
        for name, rename in RENAMES.items():
            lost[name] += await _all_samples(serving, rename)
    found = []
    for name, counts in lost.items():
        of = f"of {counts['renamed'] + counts['refused']} renames"
        budget = 0.0 if name == SYNCBOT else None
        other = SDK if name == SYNCBOT else SYNCBOT
        found += [
            Figure(
                f"values lost by {name}, {counts['renamed']} renames",
                counts["values"],
                "",
                lost[other]["values"],
                other,
                budget,
                "none",
            ),
            Figure(f"syncs damaged by {name}", counts["syncs"], of, lost[other]["syncs"], other),
            Figure(f"passphrases cleared by {name}", counts["passphrases"], of, lost[other]["passphrases"], other),
            Figure(f"renames that were refused to {name}", counts["refused"], of, lost[other]["refused"], other),
        ]
    return found


async def _all_samples(serving: Serving, rename: Rename) -> Counter[str]:
    """Rename every sample in a town of its own."""
    counts: Counter[str] = Counter()
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(desk: Desk) -> None:
        async with turn:
            counts.update(await _renamed(desk, rename))

    with tempfile.TemporaryDirectory(prefix="syncbot-") as folder, RedisServer.start(Path(folder)) as redis:
        async with samples_served(redis.url, serving, *NAMES) as desks:
            await asyncio.gather(*(one(desk) for desk in desks.values()))
            desks[NAMES[0]].town.polytomic.violations.clear()  # those of the scripts are what is counted
    return counts


async def _renamed(desk: Desk, rename: Rename) -> Counter[str]:
    before, name = desk.stored(), f"{desk.stored()['name']}, renamed"
    had_passphrase = desk.town.polytomic.passphrase(desk.sync_id) is not None
    await rename(desk, name)
    after = desk.stored()
    if after["name"] != name:
        return Counter({"refused": 1})
    values = len(lost_values({**settled(before, after), "name": name}, after))
    cleared = had_passphrase and desk.town.polytomic.passphrase(desk.sync_id) is None
    return Counter({"renamed": 1, "values": values, "syncs": bool(values or cleared), "passphrases": cleared})


def lost_values(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The paths of the values that were there before and are gone or another now."""
    now = dict(_values(without(after)))
    return [path for path, value in _values(without(before)) if now.get(path) != value]


def _values(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value that is no object and no list, and every empty one, with its path."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}")
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from _values(item, f"{path}[{at}]")
    else:
        yield path, exact(value)


async def _by_syncbot(desk: Desk, name: str) -> None:
    if desk.town.polytomic.passphrase(desk.sync_id) is not None:
        await desk.keeps_passphrase(DEFAULT_PASSPHRASE)
    await desk.person.command(f'/sync set {desk.sync_id} name="{name}"')
    await desk.applies("Name and mode: changed Name: ")


def _by_script(rename: Callable[[Place, str, str], None]) -> Rename:
    async def by_script(desk: Desk, name: str) -> None:
        place = Place(desk.town.polytomic.url, desk.town.polytomic.api_key, desk.version)
        try:
            await asyncio.to_thread(rename, place, desk.sync_id, name)
        except Exception:  # noqa: BLE001 -- whatever ends the script: what counts is what stands in the sync then
            return

    return by_script


RENAMES: dict[str, Rename] = {
    SYNCBOT: _by_syncbot,
    SDK: _by_script(rename_by_sdk),
    KEYS: _by_script(rename_by_keys),
}
