"""One modal from *Loading…* to what it is for: opened at once, then only updated, errors shown in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from syncbot.errors import SyncbotError
from syncbot.slack import waiting
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Call, Payload
from syncbot.slack.guard import unexpected

Show = Callable[[Payload], Awaitable[bool]]


async def open_stage(bot: Bot, call: Call, line: str, fill: Callable[[str, str], Awaitable[None]]) -> None:
    """Spend the trigger on *Loading…*, then fill the view.

    Args:
        bot: The bot.
        call: With the trigger.
        line: What *Try again* does once more: the command line.
        fill: Takes the view's id and the id of the kept line.
    """
    retry_id = await bot.desk.sessions.remember_text(call.user_id, line)
    view_id = await bot.screens.open(call.trigger_id, waiting.loading_view(retry_id))
    await on_stage(bot, view_id, retry_id, lambda: fill(view_id, retry_id))


async def on_stage(bot: Bot, view_id: str, retry_id: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work`, which updates the view; an error is shown in the view instead."""
    try:
        await work()
    except SyncbotError as error:
        await bot.screens.update(view_id, waiting.problem_view(error, retry_id))
    except Exception as error:  # noqa: BLE001 -- a view must never stand at *Loading…*; the guard's rule, one view further
        await bot.screens.update(view_id, waiting.problem_view(unexpected(error), retry_id))
