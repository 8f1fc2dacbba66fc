"""The window of a confirmed review: what became of the change stands in it until the person goes on there."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from syncbot.changes.model import Change
from syncbot.changes.states import ENDED, State
from syncbot.errors import StoreUnavailable
from syncbot.slack import confirmed, outcome
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Payload
from syncbot.slack.linking import linked

SETTLED: Final = ENDED | {State.UNCLEAR}

LEFT_SECONDS: Final = 2 * 3600.0
"""Longer than telling an outcome is tried again."""

_LEFT: Final = "led-on:{change_id}:{view_id}"


async def leave(bot: Bot, change_id: str, view_id: str) -> None:
    """The person goes on in this window: what became of the change is shown in it no more."""
    with suppress(StoreUnavailable):
        await bot.kept.put(_LEFT.format(change_id=change_id, view_id=view_id), True, ttl_seconds=LEFT_SECONDS)  # noqa: FBT003 -- any JSON


async def show(bot: Bot, change: Change, view_id: str) -> None:
    """What became of the change, or what is known so far of a write that was not answered; nothing before that."""
    if not (change.state in SETTLED or change.outcome is not None):
        return
    if await bot.kept.get(_LEFT.format(change_id=change.change_id, view_id=view_id)):
        return
    await bot.screens.update(view_id, drawn(bot, change))


def drawn(bot: Bot, change: Change) -> Payload:
    """The window as the change stands: how it ended, that it waits for approval, or that it is worked on."""
    channel = bot.home.approval_channel
    if change.state in SETTLED:
        view = outcome.view(change, channel)
    elif change.state is State.AWAITING_APPROVAL:
        view = confirmed.waiting_view(change, channel)
    else:
        view = confirmed.working_view(change)
    return linked(view, bot.home.sync_url(change.sync_id))
