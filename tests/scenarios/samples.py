"""The samples as syncs of a town, each with a person of its own; and what nothing else than one change looks like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from syncbot.bootstrap import Tuning, connect_store, open_passphrases
from syncbot.polytomic.client import Patience
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import without
from tests.scenarios.town import SHORT, Town, built_town, settings
from tests.sync.samples_of_syncs import sample

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Serving:
    """How Polytomic serves all syncs, and what the bot asks for."""

    classic: bool
    version: str


SERVINGS = {
    "grouped": Serving(classic=False, version="2025-09-18"),
    "classic though the present version is asked for": Serving(classic=True, version="2025-09-18"),
    "classic by version": Serving(classic=False, version="2024-02-08"),
}
UNHURRIED = replace(
    SHORT,
    timings=replace(SHORT.timings, patience=60.0),
    patience=Patience(),
    reclaim_seconds=Tuning().reclaim_seconds,
    lease_seconds=Tuning().lease_seconds,
)
"""Nobody here waits for a deadline, so a machine that is busy elsewhere gets the time that a real one has."""
LOADING_SECONDS = 30.0
ZERO_ID = "00000000-0000-0000-0000-000000000000"
SWITCHES = ("active", "sync_all_records", "only_enrich_updates", "skip_initial_backfill")
LISTS = ("overrides", "override_fields", "policies", "model_ids")


@dataclass(slots=True)
class Desk:
    """One person at one sample."""

    town: Town
    person: Person
    sync_id: str
    version: str

    def stored(self) -> Json:
        """What a GET shows now."""
        return self.town.polytomic.sync(self.sync_id, self.version)

    async def keeps_passphrase(self, passphrase: str) -> None:
        """What `syncbot passphrase` does."""
        given = settings(self.town.environment)
        connection = connect_store(given)
        try:
            await open_passphrases(given, connection).put(self.sync_id, passphrase)
        finally:
            await connection.aclose()

    async def opens(self, part: str, *words: str) -> Screen:
        """The editor at a part."""
        await self.person.command(f"/sync edit {self.sync_id} {part}")
        return await self.person.see("Edit sync", *words)

    async def chooses(self, label: str, option: str, *, typed: str) -> None:
        """What is still loading is asked for again, as the menu says."""
        async with asyncio.timeout(LOADING_SECONDS):
            while option not in await self.person.options(label, typed=typed):
                pass
        await self.person.choose(label, option, typed=typed)

    async def writes_it(self, line: str) -> str:
        """Review, apply, and what the outcome says; the review names the change and nothing else."""
        await self.person.submit()
        return await self.applies(line)

    async def applies(self, line: str) -> str:
        """The same from the review on."""
        review = await self.person.see("Review changes", "Nothing else changes")
        changes = [shown for shown in review.text.splitlines() if shown.startswith("• ")]
        assert [shown for shown in changes if line in shown], review.text
        await self.person.submit()
        outcome = await self.person.see("Outcome")
        await self.person.close()
        return outcome.text


@asynccontextmanager
async def samples_served(redis_url: str, serving: Serving, *names: str) -> AsyncIterator[dict[str, Desk]]:
    """A town with these samples, each with an editor of its own."""
    async with built_town(
        redis_url,
        tuning=UNHURRIED,
        seed=False,
        POLYTOMIC_API_VERSION=serving.version,
        SYNCBOT_APPROVAL_REQUIRED="none",
        SYNCBOT_EDITORS="*",
    ) as town:
        ids = town.polytomic.load_documents(sample(name) for name in names)
        for sync_id in ids:
            town.polytomic.serve_classic(sync_id, classic=serving.classic)
        desks = {}
        for at, (name, sync_id) in enumerate(zip(names, ids, strict=True)):
            editor = User(f"U0EDITOR{at:02}", f"editor{at}", f"Editor {at}")
            town.slack.people.add(editor)
            town.slack.channels.find("general").members.add(editor.user_id)
            desks[name] = Desk(town, town.slack.person(f"editor{at}"), sync_id, serving.version)
        yield desks


def assert_same(after: Json, expected: Json) -> None:
    """Equal, JSON types included: `3` is not `3.0`, not `"3"` and not true; lists in their order."""
    got, wanted = without(after), without(expected)
    for key in {**got, **wanted}:
        assert exact(got.get(key, "(none)")) == exact(wanted.get(key, "(none)")), key


def exact(value: Any) -> str:
    """A text that is the same only for the same value of the same type."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def assert_in_order(body: Any, read: Any) -> None:
    """What was sent has its keys in the order in which they were read, at every level."""
    if isinstance(body, dict) and isinstance(read, dict):
        assert [key for key in body if key in read] == [key for key in read if key in body]
        for key in body.keys() & read.keys():
            assert_in_order(body[key], read[key])
    elif isinstance(body, list) and isinstance(read, list) and len(body) == len(read):
        for ours, theirs in zip(body, read, strict=True):
            assert_in_order(ours, theirs)


def sent(desk: Desk) -> Json:
    """The body of the last PUT."""
    body = desk.town.polytomic.calls_of("PUT", f"*{desk.sync_id}")[-1].body
    assert isinstance(body, dict)
    return body


def mapped(doc: Json) -> list[Json]:
    """The mappings, without the fixed values that the classic shape lists among them."""
    return [entry for entry in doc["fields"] if entry.get("source", {}).get("model_id", ZERO_ID) != ZERO_ID]


def with_fields(doc: Json, mappings: list[Json]) -> Json:
    """The document with other mappings."""
    fixed = [entry for entry in doc["fields"] if entry not in mapped(doc)]
    return {**doc, "fields": [*mappings, *fixed]}


def alone(doc: Json) -> int:
    """The place of the first mapping whose target no other has."""
    targets = [entry["target"] for entry in mapped(doc)]
    return next(at for at, target in enumerate(targets) if targets.count(target) == 1)


def settled(doc: Json, after: Json) -> Json:
    """The document as any first full write leaves it: without nulls that mean nothing, with defaults where it had none.

    Args:
        doc: As it was read before.
        after: As it is read then; tells only which keys this shape reports.
    """
    emptied = {
        **doc,
        "fields": [
            _without_nulls(entry, "new", "sync_mode", "override_value", "encryption_enabled") for entry in doc["fields"]
        ],
        "schedule": _without_nulls(doc["schedule"], "connection_id", "run_after"),
        "target": {
            "configuration": {},
            **_without_nulls(doc["target"], "configuration", "search_values", "new_name", "create"),
        },
    }
    emptied = _without_nulls(emptied, "identities", "model_filters", "target_filters", "problems", *SWITCHES)
    defaults: Json = dict.fromkeys(SWITCHES, False) | {key: [] for key in LISTS}
    return {**{key: value for key, value in defaults.items() if key in after}, **emptied}


def _without_nulls(value: Json, *keys: str) -> Json:
    return {key: item for key, item in value.items() if item is not None or key not in keys}
