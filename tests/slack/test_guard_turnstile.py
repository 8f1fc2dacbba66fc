"""The guard before people who are too fast, copies of requests, and a clock that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from syncbot.changes.turnstile import Passage
from syncbot.errors import ClockWrong, StoreUnavailable
from syncbot.slack import request, review
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.guard import Kind
from tests.slack.test_guard import Screens, Turnstile, ask, bot_of, button, command, submission

FAST = "You are faster than syncbot lets one person be, which is 240 requests in a minute. This one did nothing"


async def _not_reached(_bot: Bot, _call: Call) -> Answer:
    raise AssertionError


async def test_who_is_too_fast_is_told_so_and_when_to_go_on_and_nothing_is_done() -> None:
    screens = Screens()
    bot = bot_of(screens, Turnstile(Passage(wait_seconds=2.4)))
    [ack] = await ask(bot, Kind.COMMAND, {"": _not_reached}, command())
    assert ack["text"].startswith(FAST)
    assert ack["text"].endswith("Go on in 3 s.")
    assert await ask(bot, Kind.ACTION, {"approve": _not_reached}, button("approve")) == [{}]
    await screens.shown.wait()
    assert screens.said[0].startswith(FAST)


async def test_a_submission_is_counted_and_never_refused_for_being_too_fast() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        return Answer(ack={"response_action": "clear"})

    turnstile = Turnstile(Passage(wait_seconds=2.4))
    acks = await ask(bot_of(Screens(), turnstile), Kind.SUBMISSION, {"form": handler}, submission())
    assert acks == [{"response_action": "clear"}]
    assert turnstile.entered == [("U1", "")]


async def test_a_copy_of_a_request_that_was_taken_before_is_acknowledged_and_does_nothing() -> None:
    turnstile = Turnstile(Passage(repeated=True))
    bot = bot_of(Screens(), turnstile)
    assert await ask(bot, Kind.ACTION, {"run": _not_reached}, button("run")) == [{}]
    assert await ask(bot, Kind.COMMAND, {"": _not_reached}, command()) == [{}]
    assert turnstile.entered == [("U1", "U1:run:5"), ("U1", "U1:1.2.3")]


async def test_what_was_carried_out_is_remembered_and_what_failed_is_not() -> None:
    async def works(_bot: Bot, _call: Call) -> Answer:
        return Answer()

    async def fails(_bot: Bot, _call: Call) -> Answer:
        raise StoreUnavailable("Redis did not answer.")

    turnstile = Turnstile()
    bot = bot_of(Screens(), turnstile)
    await ask(bot, Kind.ACTION, {"run": fails}, button("run"))
    await bot.tasks.drain(timeout_seconds=1)
    assert turnstile.carried_out == []
    await ask(bot, Kind.ACTION, {"run": works}, button("run"))
    await bot.tasks.drain(timeout_seconds=1)
    assert turnstile.carried_out == ["U1:run:5"]


async def test_a_process_whose_clock_is_wrong_does_nothing_and_says_so() -> None:
    class Wrong(Turnstile):
        async def enter(self, person: str, operation_id: str = "") -> Passage:
            del person, operation_id
            raise ClockWrong("The clock is wrong.", not_done="It does nothing.")

    bot = bot_of(Screens(), Wrong())
    assert await ask(bot, Kind.COMMAND, {"": _not_reached}, command()) == [
        {"text": "The clock is wrong. It does nothing."}
    ]
    [ack] = await ask(bot, Kind.SUBMISSION, {"form": _not_reached}, submission())
    assert "The clock is wrong." in str(ack["view"])


class People:
    """Knows of whom Slack was asked ahead."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @contextmanager
    def ahead(self, user_id: str) -> Iterator[None]:
        self.asked.append(user_id)
        yield


@pytest.mark.parametrize("callback_id", [review.CALLBACK, request.READ_CALLBACK, request.REJECT_CALLBACK])
async def test_slack_is_asked_who_decides_while_it_is_asked_whether_that_is_to_be_done(callback_id: str) -> None:
    people: Any = People()

    class Asking(Turnstile):
        async def enter(self, person: str, operation_id: str = "") -> Passage:
            assert people.asked == [person]
            return await super().enter(person, operation_id)

    async def handler(_bot: Bot, _call: Call) -> Answer:
        return Answer(ack={"response_action": "clear"})

    bot = replace(bot_of(Screens(), Asking()), people=people)
    body = submission()
    body["view"]["callback_id"] = callback_id
    assert await ask(bot, Kind.SUBMISSION, {callback_id: handler}, body) == [{"response_action": "clear"}]
