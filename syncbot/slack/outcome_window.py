"""The window of a confirmed review: what became of the change stands in it until the person goes on there."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from syncbot.changes.model import Change
from syncbot.changes.states import ENDED, State
from syncbot.errors import StoreUnavailable
from syncbot.slack import outcome
from syncbot.slack.bot import Bot
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
    is_known = change.state in SETTLED
    shown = outcome.view(change, bot.home.approval_channel) if is_known else outcome.working_view(change)
    await bot.screens.update(view_id, linked(shown, bot.home.sync_url(change.sync_id)))
