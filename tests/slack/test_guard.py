from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from syncbot.changes.turnstile import FREE, Passage
from syncbot.errors import InvalidInput, StoreUnavailable
from syncbot.slack import guard
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.guard import Kind, guarded
from tests.memory import FakeSessions
from tests.slack.bots import a_bot

SECRET = "xoxb-very-secret"


class Screens:
    """Records what would be shown."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.pushed: list[dict[str, Any]] = []
        self.shown = asyncio.Event()

    async def respond(self, _url: str, message: dict[str, Any], *, replace: bool = False) -> None:
        del replace
        self.said.append(message["text"])
        self.shown.set()

    async def push(self, _trigger: str, view: dict[str, Any]) -> str:
        self.pushed.append(view)
        self.shown.set()
        return "V1"


class Turnstile:
    """Answers the same to everybody, and remembers what passed."""

    per_minute = 240

    def __init__(self, passage: Passage = FREE) -> None:
        self.passage = passage
        self.entered: list[tuple[str, str]] = []
        self.carried_out: list[str] = []

    async def enter(self, person: str, operation_id: str = "") -> Passage:
        self.entered.append((person, operation_id))
        return self.passage

    async def done(self, operation_id: str) -> None:
        self.carried_out.append(operation_id)


def bot_of(screens: Screens, turnstile: Turnstile | None = None) -> Bot:
    desk = SimpleNamespace(sessions=FakeSessions())
    return a_bot(desk=desk, screens=screens, turnstile=turnstile or Turnstile())


class _Args:
    """A Bolt request, and what it was acknowledged with."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.acks: list[dict[str, Any]] = []

    async def ack(self, **more: Any) -> None:
        self.acks.append(more)


def command(text: str = "list") -> dict[str, Any]:
    return {"team_id": "T1", "user_id": "U1", "text": text, "trigger_id": "1.2.3", "response_url": "http://r"}


def button(action_id: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.3",
        "response_url": "http://r",
        "actions": [{"action_id": action_id, "action_ts": "5", "value": "x"}],
    }


def submission(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.3",
        "view": {"id": "V1", "callback_id": "form", "private_metadata": "s", "hash": "h", "blocks": list(blocks)},
    }


async def ask(bot: Bot, kind: Kind, table: dict[str, guard.Handler], body: dict[str, Any]) -> list[dict[str, Any]]:
    args: Any = _Args(body)
    await guarded(bot, kind, table)(args)
    acks: list[dict[str, Any]] = args.acks
    return acks


async def test_a_fault_of_the_person_is_said_in_the_acknowledgement_of_a_command() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise InvalidInput("There is no such verb.", next_step="Write /sync help.")

    acks = await ask(bot_of(Screens()), Kind.COMMAND, {"": handler}, command())
    assert acks == [{"text": "There is no such verb. Write /sync help."}]


async def test_an_unexpected_error_is_told_by_a_reference_that_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise ValueError(SECRET)

    [ack] = await ask(bot_of(Screens()), Kind.COMMAND, {"": handler}, command())
    assert SECRET not in ack["text"]
    reference = ack["text"].split("reference ")[1].split(")")[0]
    assert reference in caplog.text


async def test_a_handler_that_takes_too_long_is_answered_for_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "DEADLINE_SECONDS", 0.01)

    async def handler(_bot: Bot, _call: Call) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    [ack] = await ask(bot_of(Screens()), Kind.COMMAND, {"": handler}, command())
    assert "took too long" in ack["text"]


async def test_a_button_of_another_version_says_so_to_the_one_who_pressed_it() -> None:
    screens = Screens()
    acks = await ask(bot_of(screens), Kind.ACTION, {}, button("gone"))
    await screens.shown.wait()
    assert acks == [{}]
    assert "older version" in screens.said[0]


async def test_what_follows_a_colon_in_an_action_id_is_the_controls_own() -> None:
    seen: list[str] = []

    async def handler(_bot: Bot, call: Call) -> Answer:
        seen.append(call.action_id)
        return Answer()

    await ask(bot_of(Screens()), Kind.ACTION, {"turn": handler}, button("turn:next"))
    assert seen == ["turn:next"]


async def test_a_request_of_another_workspace_reaches_no_handler() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise AssertionError

    bot = bot_of(Screens())
    [ack] = await ask(bot, Kind.COMMAND, {"": handler}, command() | {"team_id": "T2"})
    assert "another workspace" in ack["text"]
    assert await ask(bot, Kind.ACTION, {"a": handler}, button("a") | {"user": {"id": "U1", "team_id": "T2"}}) == [{}]


async def test_an_error_of_a_submission_stands_at_its_first_input_so_that_nothing_typed_is_lost() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise StoreUnavailable("Redis did not answer.", next_step="Try again.")

    body = submission({"type": "section", "block_id": "s"}, {"type": "input", "block_id": "reason"})
    [ack] = await ask(bot_of(Screens()), Kind.SUBMISSION, {"form": handler}, body)
    assert ack == {"response_action": "errors", "errors": {"reason": "Redis did not answer. Try again."}}


async def test_an_error_of_a_submission_without_inputs_takes_its_place() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise StoreUnavailable("Redis did not answer.")

    [ack] = await ask(bot_of(Screens()), Kind.SUBMISSION, {"form": handler}, submission())
    assert ack["response_action"] == "update"
    assert "Redis did not answer." in str(ack["view"])


async def test_an_error_after_the_acknowledgement_is_shown_over_the_view_it_came_from() -> None:
    screens = Screens()

    async def then() -> None:
        raise StoreUnavailable("Redis did not answer.")

    async def handler(_bot: Bot, _call: Call) -> Answer:
        return Answer(then=then)

    body = button("a") | {"view": {"id": "V1", "callback_id": "form"}}
    await ask(bot_of(screens), Kind.ACTION, {"a": handler}, body)
    await screens.shown.wait()
    assert "Redis did not answer." in str(screens.pushed[0])


async def test_options_are_always_a_list_even_when_the_handler_fails() -> None:
    async def handler(_bot: Bot, _call: Call) -> Answer:
        raise StoreUnavailable("Redis did not answer.")

    body = {"type": "block_suggestion", "team": {"id": "T1"}, "user": {"id": "U1"}, "action_id": "menu", "value": "e"}
    assert await ask(bot_of(Screens()), Kind.OPTIONS, {"menu": handler}, body) == [{"options": []}]


async def test_a_payload_without_its_documented_shape_is_acknowledged_and_logged_without_its_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    body = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"note": SECRET}}
    assert await ask(bot_of(Screens()), Kind.SUBMISSION, {}, body) == [{}]
    assert "documented shape" in caplog.text
    assert SECRET not in caplog.text
