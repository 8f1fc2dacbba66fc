"""One guard around every listener: the deadline before the acknowledgement, and errors made into sentences.

The only `except Exception` of the app stands here: whatever goes wrong, the person is told, with a reference that is in
the log, and nothing of the error itself.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, suppress
from enum import StrEnum
from math import ceil

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from syncbot import trace
from syncbot.errors import OurFault, StoreUnavailable, SyncbotError, TooFast
from syncbot.observe import Part, watched
from syncbot.slack import controls, problems, request, review
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call, read_call

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 1.5
OTHER_WORKSPACE = "This app belongs to another workspace, so nothing was read or changed."
TOO_SLOW = "That took too long on syncbot's side, so it was not done."
BROKEN = "Something went wrong on syncbot's side (reference {reference})."
NOTHING_WRITTEN = "Nothing was written to Polytomic by this step."
PRESS_AGAIN = "Try again in a moment."
TOO_FAST = "You are faster than syncbot lets one person be, which is {per_minute} requests in a minute."
UNKNOWN_ACTION = "unknown"
NOT_DONE = "This one did nothing; all that was accepted before goes on."
GO_ON = "Go on in {seconds} s."

Handler = Callable[[Bot, Call], Awaitable[Answer]]


class Kind(StrEnum):
    """What Slack sent; decides how it is acknowledged and where an error shows."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    OPTIONS = "options"
    CLOSED = "closed"
    SHORTCUT = "shortcut"
    EVENT = "event"


ONCE = frozenset({Kind.COMMAND, Kind.ACTION, Kind.SHORTCUT})
"""Kinds of which Slack sends each once: a copy comes from whoever keeps what was sent. Events know their copies
themselves, since Slack repeats them; a submission that comes again is answered like the first."""
NEVER_TOO_FAST = frozenset({Kind.SUBMISSION, Kind.CLOSED})
"""What ends a window is counted and never refused: to open one takes requests that are."""

DECIDING = frozenset({review.CALLBACK, request.READ_CALLBACK, request.REJECT_CALLBACK})
"""Submissions at which Slack is asked who the person is."""


def unexpected(error: Exception) -> OurFault:
    """Log an error that nobody expected, and make it one that a person can read."""
    reference = secrets.token_hex(4)
    log.error("unexpected %s, reference %s", type(error).__name__, reference, exc_info=error)
    return OurFault(BROKEN.format(reference=reference), not_done=NOTHING_WRITTEN, next_step=PRESS_AGAIN)


def find(table: Mapping[str, Handler], action_id: str) -> Handler | None:
    """The handler of an action id; what follows a colon is the control's own."""
    return table.get(action_id.split(":", 1)[0])


def _name(table: Mapping[str, Handler], action_id: str) -> str:
    """An action id as the log may show it: one of ours, never what somebody made up."""
    name = action_id.split(":", 1)[0]
    return name if name in table else UNKNOWN_ACTION


async def admit(bot: Bot, kind: Kind, call: Call) -> bool:
    """Whether this request is to be done; False for a copy of one that was taken before.

    Raises:
        TooFast: The person has made too many requests.
        ClockWrong: This process may do nothing.
    """
    passage = await bot.turnstile.enter(call.user_id, call.operation_id if kind in ONCE else "")
    if passage.wait_seconds and kind not in NEVER_TOO_FAST:
        what = TOO_FAST.format(per_minute=bot.turnstile.per_minute)
        raise TooFast(what, not_done=NOT_DONE, next_step=GO_ON.format(seconds=ceil(passage.wait_seconds)))
    return not passage.repeated


async def carry_out(bot: Bot, kind: Kind, call: Call, handler: Handler) -> Answer:
    """The handler's answer, unless this is a copy of what was done before.

    That it was done is remembered afterwards: where a process dies meanwhile, what Slack sends again is done then.
    """
    with _ahead(bot, kind, call):
        if not await admit(bot, kind, call):
            return NOTHING
        answer = await handler(bot, call)
    if kind in ONCE:
        bot.tasks.spawn(_remember(bot, call.operation_id), name=f"remember:{kind}")
    return answer


def _ahead(bot: Bot, kind: Kind, call: Call) -> ExitStack:
    """What is asked while it is asked whether the request is to be done.

    In the same question, the draft of the window is read, and what was typed kept; beside it, Slack is asked who it is.
    """
    stack = ExitStack()
    if kind is Kind.SUBMISSION and call.action_id in DECIDING:
        stack.enter_context(bot.people.ahead(call.user_id))
    draft = call.view.draft_id if call.view else ""
    if draft:
        typed = call.text if kind is Kind.OPTIONS else ""
        stack.enter_context(bot.desk.sessions.ahead(draft, call.user_id, typed=typed))
    return stack


async def _remember(bot: Bot, operation_id: str) -> None:
    with suppress(StoreUnavailable):
        await bot.turnstile.done(operation_id)


async def decide(bot: Bot, kind: Kind, call: Call, table: Mapping[str, Handler]) -> Answer:
    """The handler's answer within the deadline, or the error's."""
    handler = find(table, call.action_id)
    try:
        if handler is None:
            raise controls.unknown()  # noqa: TRY301 -- one way out
        async with asyncio.timeout(DEADLINE_SECONDS):
            return await carry_out(bot, kind, call, handler)
    except TimeoutError:
        problem: SyncbotError = OurFault(TOO_SLOW, not_done=NOTHING_WRITTEN, next_step=PRESS_AGAIN)
        trace.note(result="too_slow")
    except SyncbotError as error:
        problem = error
        trace.note(result=type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- the guard: nothing may escape Bolt, which would lose the ack
        problem = unexpected(error)
        trace.note(result="unexpected")
    return problems.answer(bot, kind, call, problem)


async def follow(bot: Bot, kind: Kind, call: Call, then: Callable[[], Awaitable[None]]) -> None:
    """Run what follows the acknowledgement; its errors are shown where the request came from."""
    try:
        try:
            with watched(bot.told, Part.FOLLOWING, kind):
                await then()
        except SyncbotError as error:
            await problems.show(bot, kind, call, error)
        except Exception as error:  # noqa: BLE001 -- the guard, as above
            await problems.show(bot, kind, call, unexpected(error))
    except SyncbotError as error:
        # Slack does not take the message either: the log is the only place left.
        log.warning("could not show an outcome: %s", error.what)


def guarded(bot: Bot, kind: Kind, table: Mapping[str, Handler]) -> Callable[[AsyncArgs], Awaitable[None]]:
    """A Bolt listener that looks the handler up in `table` and never raises."""

    async def listener(args: AsyncArgs) -> None:
        try:
            call = read_call(args)
        except (KeyError, TypeError, AttributeError, IndexError):
            log.warning("a %s request did not have its documented shape", kind)
            await args.ack()
            return
        trace.note(kind=kind, user=call.user_id, action=_name(table, call.action_id))
        if call.team_id != bot.home.team_id:
            answer = Answer(ack={"text": OTHER_WORKSPACE}) if kind is Kind.COMMAND else NOTHING
        else:
            answer = await decide(bot, kind, call, table)
        if kind is Kind.OPTIONS and not answer.ack:
            answer = Answer(ack={"options": []}, then=answer.then)
        await args.ack(**answer.ack)
        if answer.then is not None:
            bot.tasks.spawn(follow(bot, kind, call, answer.then), name=f"{kind}:{call.action_id}")

    return listener
