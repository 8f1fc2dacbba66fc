"""The listeners of the review: shown, paged, confirmed. A confirm is stored before Slack is acknowledged."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from syncbot.changes.confirm import confirm as store_confirm
from syncbot.changes.model import Session
from syncbot.changes.review import Review
from syncbot.changes.review import review as make_review
from syncbot.errors import Moved, SyncbotError
from syncbot.slack import conflict_view, controls, outcome_window, review, waiting
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call, Payload
from syncbot.slack.linking import linked
from syncbot.slack.stage import Show
from syncbot.slack.upcoming import upcoming

log = logging.getLogger(__name__)

SETTLE_SECONDS = 1.0
"""Longer than Slack takes to read an acknowledgement, so that what it shows cannot come after the outcome."""
SETTLE_TIMES = 5
"""More moves than a change makes while a view is updated."""
CLOSE = "Close"


def pushed_name() -> str:
    """A name for a view that an acknowledgement pushes."""
    return f"syncbot-{secrets.token_urlsafe(12)}"


async def show_root(bot: Bot, session: Session, view_id: str, *, reason: str = "") -> None:
    """The review as the root of its modal, after a command."""
    if reason:
        session = replace(session, screen={**session.screen, "reason": reason})
        await bot.desk.sessions.show(session)
    await _show(bot, session, partial(bot.screens.update, view_id), close=CLOSE)


async def show_again(bot: Bot, session: Session, view_id: str) -> None:
    """The review of a change that was not written, on what is there now."""
    await _show(bot, session, partial(bot.screens.update, view_id), close=CLOSE)


async def show_pushed(bot: Bot, session: Session, external_id: str) -> None:
    """The review above the editor, in the view that an acknowledgement pushed."""
    await _show(bot, session, partial(bot.screens.update_pushed, external_id), close=review.BACK)


async def _show(bot: Bot, session: Session, show: Show, *, close: str, page: int = 0) -> None:
    made = await make_review(bot.desk, session)
    await show(await _view(bot, made, page=page, close=close))


async def _view(bot: Bot, made: Review, *, page: int, close: str) -> Payload:
    url = bot.home.sync_url(made.session.sync_id)
    if made.clashes:
        return linked(conflict_view.view(made, close=close), url)
    runs = upcoming(made, await bot.people.zone(made.session.owner), await bot.desk.clock.now())
    who = await bot.people.who_may("approve", besides=bot.desk.policy.left_out(made.session.owner))
    return linked(review.view(made, runs, page=page, who=who, close=close), url)


async def turn_page(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next*."""
    view = call.shown
    session_id, _, _ = review.read_meta(view.meta)
    session = await bot.desk.sessions.get(session_id, call.user_id)
    close = close_of(call)
    show = partial(bot.screens.update, view.view_id)
    return Answer(then=partial(_show, bot, session, show, close=close, page=controls.number(call.value)))


async def after_ack(work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` once Slack has read the acknowledgement, whose view would else come after what `work` shows."""
    await asyncio.sleep(SETTLE_SECONDS)
    await work()


def close_of(call: Call) -> str:
    """What the button that closes a review is called: nothing lies beneath the root."""
    view = call.shown
    return CLOSE if view.view_id == view.root_view_id else review.BACK


async def confirm(bot: Bot, call: Call) -> Answer:
    """*Apply* or *Request approval*: the change is stored, then the view says what happens with it."""
    view = call.shown
    form = review.read(view)
    try:
        change = await store_confirm(
            bot.desk,
            session_id=form.session_id,
            actor=call.user_id,
            revision=form.revision,
            plan_hash=form.plan_hash,
            reason=form.reason,
            emergency=form.emergency,
            stop_run=form.stop_run,
            operation_id=call.operation_id,
            view_id=view.view_id,
        )
    except Moved:
        return await _review_again(bot, call, form.session_id)
    return Answer(
        ack={"response_action": "update", "view": outcome_window.drawn(bot, change)},
        then=partial(settle, bot, change.change_id, view.view_id),
    )


async def _review_again(bot: Bot, call: Call, session_id: str) -> Answer:
    """What was confirmed is no longer what is stored: a new review, nothing written."""
    view = call.shown
    session = await bot.desk.sessions.get(session_id, call.user_id)
    close = close_of(call)
    return Answer(
        ack={"response_action": "update", "view": waiting.reading_view(review.TITLE)},
        then=partial(show_settled, bot, session, view.view_id, close),
    )


async def show_settled(bot: Bot, session: Session, view_id: str, close: str) -> None:
    """The review in a view whose submission was acknowledged with *Loading…*."""
    made = await make_review(bot.desk, session)
    await after_ack(partial(_update, bot, view_id, await _view(bot, made, page=0, close=close)))


async def _update(bot: Bot, view_id: str, view: Payload) -> None:
    await bot.screens.update(view_id, view)


async def settle(bot: Bot, change_id: str, view_id: str) -> None:
    """Show once more what came before Slack had read the acknowledgement: the outcome, or what is known so far.

    The change is stored, and the worker shows its outcome too. So a failure here is tried again and never shown: it
    would stand over that outcome, and say that the confirm may not have been kept.
    """
    for _ in range(SETTLE_TIMES):
        await asyncio.sleep(SETTLE_SECONDS)
        try:
            await _show_until_it_stands(bot, change_id, view_id)
        except SyncbotError as fault:
            log.info("What became of change %s could not be shown yet: %s", change_id, fault)
        else:
            return


async def _show_until_it_stands(bot: Bot, change_id: str, view_id: str) -> None:
    """What is stored between the reading and the showing would be covered by what is older."""
    change = await bot.desk.changes.get(change_id)
    for _ in range(SETTLE_TIMES):
        await outcome_window.show(bot, change, view_id)
        shown, change = change.version, await bot.desk.changes.get(change_id)
        if change.version == shown:
            return
