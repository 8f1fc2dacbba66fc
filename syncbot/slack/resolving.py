"""The buttons of an unclear outcome: a person looked, and says how it goes on. Stored before Slack is acknowledged."""

from __future__ import annotations

from functools import partial

from syncbot.changes import resolve as choices
from syncbot.changes.model import Change
from syncbot.slack import outcome, outcome_window, reviewing
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call


async def resolve(bot: Bot, call: Call) -> Answer:
    """*It was applied*, *Apply again*, *Leave it*."""
    change_id, choice = outcome.read_choice(call.value)
    change = await choices.resolve(bot.desk, change_id, call.user_id, choice)
    return NOTHING if call.view is None else Answer(then=partial(_show, bot, change, call.view.view_id))


async def _show(bot: Bot, change: Change, view_id: str) -> None:
    """What was said is seen at once where it was said."""
    await bot.screens.update(view_id, outcome_window.drawn(bot, change))
    await reviewing.settle(bot, change.change_id, view_id)
