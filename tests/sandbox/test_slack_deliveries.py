"""Signed deliveries: acks measured, replicas in turn, sent again; and faults on Slack's side."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.sandbox.slack import Fault, Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, modal, section, served, text_input


async def test_a_command_comes_as_slack_sends_it(bot: ScriptedBot, anna: Person) -> None:
    await anna.command("/sync map Leads email -> Email", channel="approvals")
    form = bot.last("command")
    assert form["command"] == "/sync"
    assert form["text"] == "map Leads email -> Email"
    assert (form["team_id"], form["user_id"], form["user_name"]) == ("T0ACME", "U0ANNA", "anna")
    assert (form["channel_id"], form["channel_name"]) == ("C0APPROVALS", "approvals")
    assert form["trigger_id"].count(".") == 2


async def test_a_manifest_decides_what_is_escaped_and_which_commands_there_are(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    slack.install({"features": {"slash_commands": [{"command": "/sync", "should_escape": True}]}})
    await anna.command("/sync pause Leads because @ben > #general & @nobody")
    assert bot.last("command")["text"] == ("pause Leads because <@U0BEN|ben> &gt; <#C0GENERAL|general> &amp; @nobody")
    assert await anna.command("/synk list") is None
    await anna.see("/synk is not a valid command.")
    assert len(bot.requests) == 1


async def test_a_command_in_a_thread_is_refused_by_slack_itself(bot: ScriptedBot, anna: Person) -> None:
    posted = await bot.client.chat_postMessage(channel="C0GENERAL", text="x")
    assert await anna.command("/sync list", thread=posted["ts"]) is None
    await anna.see("/sync is not supported in threads. Sorry!")
    assert bot.requests == []


async def test_somebody_of_another_workspace_comes_with_their_own_team(slack: SlackStandIn, bot: ScriptedBot) -> None:
    await slack.person("zoe").command("/sync list", channel="partners")
    assert bot.last("command")["team_id"] == "T0OTHER"
    with pytest.raises(AssertionError, match="zoe is not in #general"):
        await slack.person("zoe").command("/sync list")


async def test_shortcuts_are_used_by_name(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    shortcuts = [
        {"name": "Edit a sync", "type": "global", "callback_id": "edit_a"},
        {"name": "Edit this sync", "type": "message", "callback_id": "edit_this"},
    ]
    slack.install({"features": {"shortcuts": shortcuts}})
    await anna.shortcut("Edit a sync")
    assert bot.last("shortcut")["callback_id"] == "edit_a"
    anna.say("Leads failed again")
    await anna.shortcut("Edit this sync", on="Leads failed")
    payload = bot.last("message_action")
    assert payload["message"]["text"] == "Leads failed again"
    assert payload["channel"]["id"] == "C0GENERAL"
    with pytest.raises(AssertionError, match="finds no such shortcut"):
        await anna.shortcut("Edit that sync")


async def test_a_late_ack_is_an_operation_timeout(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    never = asyncio.Event()

    async def hang(_payload: Json) -> None:
        await never.wait()

    bot.scripts["command"] = hang
    slack.deliveries.ack_seconds = 0.05
    ack = await anna.command("/sync list")
    never.set()
    assert ack is not None
    assert ack.outcome == "operation_timeout"
    await anna.see("/sync failed with the error “operation_timeout”")
    assert slack.violations == ["command: no answer within 0.05 s"]


async def test_a_bot_that_is_not_there_is_seen_and_breaks_no_rule(slack: SlackStandIn, anna: Person) -> None:
    slack.bot_urls = ["http://127.0.0.1:9"]
    ack = await anna.command("/sync list")
    assert ack is not None
    assert ack.outcome == "unreachable"
    await anna.see("/sync failed with the error “dispatch_failed”")
    assert slack.violations == []


async def test_every_ack_is_measured(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await anna.command("/sync list")
    assert bot.requests
    assert [(ack.kind, ack.status) for ack in slack.acks] == [("command", 200)]
    assert 0 < slack.acks[0].seconds < 3


async def test_two_replicas_take_turns(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    other = ScriptedBot(AsyncWebClient(token=slack.bot_token, base_url=slack.api_url))
    async with served(other) as url:
        slack.bot_urls = [*slack.bot_urls, f"{url}/slack/events"]
        for _ in range(4):
            await anna.command("/sync list")
    assert (len(bot.requests), len(other.requests)) == (2, 2)


async def test_the_last_interaction_is_delivered_again_byte_for_byte(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await anna.command("/sync list")
    acks = await slack.deliver_again(4)
    assert [ack.acked for ack in acks] == [True] * 4
    assert [one == bot.requests[0] for one in bot.requests] == [True] * 5
    assert len({headers["X-Slack-Signature"] for headers in bot.headers}) == 1


async def test_nothing_can_be_delivered_again_before_anything_was(slack: SlackStandIn) -> None:
    with pytest.raises(AssertionError, match="Nothing was delivered yet"):
        await slack.deliver_again()


async def test_an_event_that_is_not_acked_is_sent_again_with_its_number(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    acked = asyncio.Event()

    async def fail_twice(_payload: Json) -> int | None:
        if len(bot.requests) <= 2:
            return 500
        acked.set()
        return None

    bot.scripts["app_home_opened"] = fail_twice
    slack.deliveries.event_retry_seconds = (0, 0, 0)
    await anna.open_home()
    async with asyncio.timeout(2):
        await acked.wait()
    assert len({one["event_id"] for one in bot.requests}) == 1
    retries = [(one.get("X-Slack-Retry-Num"), one.get("X-Slack-Retry-Reason")) for one in bot.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def api_status(slack: SlackStandIn, method: str) -> tuple[int, str | None]:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession() as session, session.post(slack.api_url + method, headers=headers) as answer:
        return answer.status, answer.headers.get("Retry-After")


async def test_a_planned_fault_hits_the_next_matching_calls_only(slack: SlackStandIn) -> None:
    slack.faults.plan("auth.test", Fault.RATE_LIMITED, retry_after_seconds=7)
    slack.faults.plan("auth.*", Fault.SERVER_ERROR, times=2)
    assert await api_status(slack, "api.test") == (200, None)
    assert await api_status(slack, "auth.test") == (429, "7")
    assert await api_status(slack, "auth.test") == (500, None)
    assert await api_status(slack, "auth.test") == (500, None)
    assert await api_status(slack, "auth.test") == (200, None)
    assert slack.violations == []


@pytest.mark.parametrize("fault", [Fault.EXPIRED_TRIGGER, Fault.HASH_CONFLICT, Fault.NOT_FOUND, "fatal_error"])
async def test_a_planned_error_is_answered_without_being_anybodys_fault(
    slack: SlackStandIn, bot: ScriptedBot, fault: str
) -> None:
    slack.faults.plan("views.*", fault)
    with pytest.raises(SlackApiError) as refused:
        await bot.client.views_update(view_id="V1", view=modal(section("x")))
    assert refused.value.response["error"] == fault
    assert slack.violations == []


async def test_a_hanging_call_goes_on_once_released(slack: SlackStandIn) -> None:
    slack.faults.plan("auth.test", Fault.HANG)
    call = asyncio.create_task(api_status(slack, "auth.test"))
    await slack.workspace.watch.until(lambda: bool(slack.calls), deadline_seconds=0.05)
    assert not call.done()
    slack.faults.release()
    assert (await call)[0] == 504


async def test_a_lost_answer_comes_after_the_message_was_posted(slack: SlackStandIn, bot: ScriptedBot) -> None:
    slack.faults.plan("chat.postMessage", Fault.LOST_ANSWER)
    with pytest.raises(aiohttp.ClientError):
        await bot.client.chat_postMessage(channel="C0GENERAL", text="Posted")
    assert [one.text for one in slack.person("anna").messages("general")] == ["Posted"]


async def test_rates_are_held_when_switched_on(slack: SlackStandIn, bot: ScriptedBot) -> None:
    slack.enforce_rates = True
    for _ in range(20):
        await bot.client.users_list()
    assert await api_status(slack, "users.list") == (429, "60")
    slack.clock.advance(61)
    assert await api_status(slack, "users.list") == (200, None)
    assert slack.violations == []


async def test_a_submission_is_signed_and_carries_what_was_typed(bot: ScriptedBot, anna: Person) -> None:
    async def open_it(payload: Json) -> None:
        view = modal(text_input("Name", "name"), private_metadata="opaque", callback_id="editor")
        await bot.client.views_open(trigger_id=payload["trigger_id"], view=view)

    bot.scripts["command"] = open_it
    await anna.command("/sync edit Leads")
    await anna.fill("Name", "Leads → Salesforce")
    await anna.submit()
    view = bot.last("view_submission")["view"]
    assert (view["private_metadata"], view["callback_id"]) == ("opaque", "editor")
    assert view["state"]["values"]["name"]["typed"]["value"] == "Leads → Salesforce"
