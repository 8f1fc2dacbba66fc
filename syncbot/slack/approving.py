"""The buttons of an approval request. A decision is stored before Slack is acknowledged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from syncbot.changes import approve as decisions
from syncbot.changes.model import Change
from syncbot.changes.permission import look
from syncbot.changes.present import present_of
from syncbot.slack import request, request_details
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call
from syncbot.slack.linking import linked
from syncbot.slack.problems import FormErrors
from syncbot.slack.request_details import Reading

WHY_MISSING = "Say why, so that the requester knows what to change."


async def approve(bot: Bot, call: Call) -> Answer:
    """*Approve* on the message."""
    await decisions.approve(bot.desk, call.value, call.user_id, operation_id=call.operation_id)
    return NOTHING


async def approve_read(bot: Bot, call: Call) -> Answer:
    """*Approve* on the last page of *Read and approve*."""
    await decisions.approve(bot.desk, call.shown.meta, call.user_id, operation_id=call.operation_id)
    return Answer(ack={"response_action": "clear"})


async def ask_why(bot: Bot, call: Call) -> Answer:
    """*Reject*: opens the question; whether the person may is checked before they write and again when they send it."""
    change = await decisions.check_may_decide(bot.desk, call.value, call.user_id)

    async def then() -> None:
        view = linked(request.reject_view(change), bot.home.sync_url(change.sync_id))
        show = bot.screens.open if call.view is None else bot.screens.push
        await show(call.trigger_id, view)

    return Answer(then=then)


async def reject(bot: Bot, call: Call) -> Answer:
    """The answer to why."""
    why = request.read_why(call.shown)
    if not why:
        raise FormErrors({request.WHY_BLOCK: WHY_MISSING})
    await decisions.reject(bot.desk, call.shown.meta, call.user_id, why=why, operation_id=call.operation_id)
    return Answer(ack={"response_action": "clear"})


async def cancel(bot: Bot, call: Call) -> Answer:
    """*Cancel request*, in the requester's direct message."""
    await decisions.cancel(bot.desk, call.value, call.user_id)
    return NOTHING


async def details(bot: Bot, call: Call) -> Answer:
    """*Details* and *Read and approve*: the whole change in a modal, the sync as it is now once it is read."""
    await look(bot.desk, call.user_id)
    change = await bot.desk.changes.get(call.value)
    reading = await _reading(bot, call, deciding=call.action_id == request.READ)

    async def then() -> None:
        loading = linked(request_details.loading_view(change, reading), bot.home.sync_url(change.sync_id))
        view_id = await bot.screens.open(call.trigger_id, loading)
        await _show(bot, change, reading, view_id)

    return Answer(then=then)


async def turn_page(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next* in the modal."""
    await look(bot.desk, call.user_id)
    change_id, page, deciding = request_details.read_turn(call.value)
    change = await bot.desk.changes.get(change_id)
    reading = await _reading(bot, call, page=page, deciding=deciding)
    return Answer(then=partial(_show, bot, change, reading, call.shown.view_id))


async def _show(bot: Bot, change: Change, reading: Reading, view_id: str) -> None:
    reading = replace(reading, zone=await bot.people.zone(reading.reader))
    view = request_details.view(await present_of(bot.desk, change), reading)
    await bot.screens.update(view_id, linked(view, bot.home.sync_url(change.sync_id)))


async def _reading(bot: Bot, call: Call, *, page: int = 0, deciding: bool) -> Reading:
    return Reading(call.user_id, page, deciding=deciding, now=await bot.desk.clock.now())
