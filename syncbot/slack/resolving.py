"""The buttons of an unclear outcome: a person looked, and says how it goes on. Stored before Slack is acknowledged."""

from __future__ import annotations

from syncbot.changes import resolve as choices
from syncbot.slack import outcome
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call


async def resolve(bot: Bot, call: Call) -> Answer:
    """*It was applied*, *Apply again*, *Leave it*."""
    change_id, choice = outcome.read_choice(call.value)
    await choices.resolve(bot.desk, change_id, call.user_id, choice)
    return NOTHING
