"""A person says how an unclear change ended."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.permission import UNCHANGED, Role, require
from syncbot.changes.states import State, in_words
from syncbot.errors import Gone, NotPermitted

SAID_APPLIED: Final = "{name} looked and said that it was written."
SAID_FAILED: Final = "{name} looked and said that it was not written, and left it so."
NOT_UNCLEAR: Final = "This change is {state}; there is nothing to choose any more."
NOT_YOURS: Final = "Only its requester and those who may approve choose how an unclear change goes on."
NOT_YOURS_NEXT: Final = "These people may: {name}, {who}."


class Choice(StrEnum):
    """What can be said of an unclear change."""

    APPLIED = "applied"
    AGAIN = "queued"
    NOT_APPLIED = "failed"


async def resolve(desk: Desk, change_id: str, actor: str, choice: Choice) -> Change:
    """Store the choice. `AGAIN` merges and writes anew, as a fresh attempt on what is there then.

    Raises:
        NotPermitted: The actor neither made the change nor may approve.
        Gone: The change is not unclear any more, or not kept.
        Moved: Somebody chose at this moment.
    """
    change = await desk.changes.get(change_id)
    await _check_actor(desk, change, actor)
    if change.state is not State.UNCLEAR:
        raise Gone(NOT_UNCLEAR.format(state=in_words(change.state)), not_done=UNCHANGED)
    now = await desk.clock.now()
    return await desk.changes.move(change, _resolved(change, await desk.people.name_of(actor), choice, now))


async def _check_actor(desk: Desk, change: Change, actor: str) -> None:
    if actor == change.actor:
        await require(desk, actor, Role.EDIT, fresh=True)
        return
    try:
        await require(desk, actor, Role.APPROVE, fresh=True)
    except NotPermitted as exc:
        name, who = await desk.people.name_of(change.actor), await desk.people.who_may(Role.APPROVE)
        next_step = NOT_YOURS_NEXT.format(name=name, who=who)
        raise NotPermitted(NOT_YOURS, not_done=UNCHANGED, next_step=next_step) from exc


def _resolved(change: Change, name: str, choice: Choice, now: float) -> Change:
    if choice is Choice.AGAIN:
        return replace(change, state=State.QUEUED, attempt=None, outcome=None)
    if choice is Choice.APPLIED:
        after = change.outcome.after if change.outcome else None
        outcome = Outcome(Result.APPLIED, SAID_APPLIED.format(name=name), after=after)
        return replace(change, state=State.APPLIED, outcome=outcome, ended_at=now)
    outcome = Outcome(Result.NOT_APPLIED, SAID_FAILED.format(name=name))
    return replace(change, state=State.FAILED, outcome=outcome, ended_at=now)
