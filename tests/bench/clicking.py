"""People who click and look: each waits for the screen that comes of a click before the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from syncbot.sandbox.slack import Person


async def opens_editor(person: Person, sync_id: str) -> None:
    """The editor on the sync, at its overview."""
    await person.command(f"/sync edit {sync_id}")
    await person.see("Edit sync", "[Edit Filters]")


async def clicks(people: Sequence[Person], rounds: int) -> float:
    """Everybody goes into the mappings and back so many times, all at once; clicks and their screens a second."""
    began = time.perf_counter()
    await asyncio.gather(*(_to_and_fro(person, rounds) for person in people))
    return 2 * rounds * len(people) / (time.perf_counter() - began)


async def _to_and_fro(person: Person, rounds: int) -> None:
    for _ in range(rounds):
        await person.press("Edit Mappings")
        await person.see("[Add mapping]")
        await person.press("Back to the overview")
        await person.see("[Edit Filters]")


async def renames(person: Person, sync_id: str, name: str) -> None:
    """A whole edit: the command, the review, the confirm, the outcome."""
    await person.command(f'/sync set {sync_id} name="{name}"')
    await person.see("Review changes", "Nothing else changes")
    await person.submit()
    await person.see("Outcome", "Applied")
    await person.close()
