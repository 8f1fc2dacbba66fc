"""The listener of a conflict: the chosen sides are kept, then comes a new review on what is there now."""

from __future__ import annotations

from functools import partial

from syncbot.changes.conflict import take_sides
from syncbot.slack import conflict_view, reviewing, waiting
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call


async def settle(bot: Bot, call: Call) -> Answer:
    """*Review again* under the sides."""
    view = call.shown
    session = await take_sides(bot.desk, view.meta, call.user_id, conflict_view.read(view))
    close = reviewing.close_of(call)
    return Answer(
        ack={"response_action": "update", "view": waiting.reading_view(conflict_view.TITLE)},
        then=partial(reviewing.show_settled, bot, session, view.view_id, close),
    )
