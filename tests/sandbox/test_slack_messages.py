"""Messages, response URLs, files and the rest of the Web API, as the SDK's client calls them."""

from __future__ import annotations

import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, error_of, modal, section


async def test_auth_test_names_the_team_and_the_bot_and_the_scopes(bot: ScriptedBot) -> None:
    answer = await bot.client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["team"]) == ("T0ACME", "U0SYNCBOT", "Acme")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")
    assert (await bot.client.api_test(foo="bar"))["args"]["foo"] == "bar"


async def test_a_wrong_token_and_none_are_told_apart(slack: SlackStandIn) -> None:
    wrong = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
    assert await error_of(wrong.auth_test()) == "invalid_auth"
    assert await error_of(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"


async def test_reads_come_by_get_and_query_as_the_sdk_sends_them(bot: ScriptedBot) -> None:
    user = (await bot.client.users_info(user="U0ANNA"))["user"]
    assert (user["real_name"], user["tz"], user["is_restricted"]) == ("Anna Ruiz", "Europe/Berlin", False)
    members = {one["name"]: one for one in (await bot.client.users_list())["members"]}
    assert members["gus"]["is_restricted"]
    assert members["dora"]["deleted"]
    assert "zoe" not in members
    stranger = (await bot.client.users_info(user="U0ZOE"))["user"]
    assert stranger["is_stranger"]
    assert (await bot.client.users_lookupByEmail(email="ben@acme.example"))["user"]["id"] == "U0BEN"
    assert (await bot.client.usergroups_users_list(usergroup="S0REVOPS"))["users"] == ["U0ANNA", "U0CLEO"]
    groups = (await bot.client.usergroups_list(include_users=True))["usergroups"]
    assert [one["handle"] for one in groups] == ["revops", "approvers"]
    assert (await bot.client.conversations_info(channel="C0RANDOM"))["channel"]["is_member"] is False
    assert "U0BEN" in (await bot.client.conversations_members(channel="C0APPROVALS"))["members"]
    assert (await bot.client.conversations_open(users=["U0ANNA"]))["channel"]["id"] == "D0ANNA"
    mine = await bot.client.users_conversations(types="public_channel")
    assert [one["name"] for one in mine["channels"]] == ["general", "approvals", "sync-log", "partners"]


async def test_lists_come_in_pages(bot: ScriptedBot) -> None:
    names: list[str] = []
    cursor = ""
    while True:
        page = await bot.client.conversations_list(limit=2, cursor=cursor)
        names += [one["name"] for one in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["general", "approvals", "sync-log", "random", "partners"]
    assert await error_of(bot.client.conversations_list(cursor="?")) == "invalid_cursor"


async def test_a_message_is_posted_changed_and_deleted(slack: SlackStandIn, bot: ScriptedBot) -> None:
    ben = slack.person("ben")
    actions = {"type": "actions", "elements": [button("Approve")]}
    posted = await bot.client.chat_postMessage(
        channel="#approvals", text="Pause Leads?", blocks=[section("x"), actions]
    )
    assert ben.messages("approvals")[0].fallback == "Pause Leads?"
    assert ben.messages("approvals")[0].buttons == ("Approve",)
    await bot.client.chat_postMessage(channel="C0APPROVALS", text="Story", thread_ts=posted["ts"])
    assert ben.messages("approvals")[1].thread_ts == posted["ts"]
    await bot.client.chat_update(channel="C0APPROVALS", ts=posted["ts"], text="Approved", blocks=[section("Approved")])
    await ben.see("Approved")
    with pytest.raises(AssertionError, match="finds no “Approve”"):
        await ben.press("Approve")
    await bot.client.chat_delete(channel="C0APPROVALS", ts=posted["ts"])
    assert len(ben.messages("approvals")) == 1
    gone = bot.client.chat_update(channel="C0APPROVALS", ts=posted["ts"], text="x")
    assert await error_of(gone) == "message_not_found"
    assert slack.violations == []


async def test_a_permalink_leads_to_the_message(bot: ScriptedBot) -> None:
    posted = await bot.client.chat_postMessage(channel="C0GENERAL", text="x")
    link = await bot.client.chat_getPermalink(channel="C0GENERAL", message_ts=posted["ts"])
    assert link["permalink"].endswith("/archives/C0GENERAL/p" + posted["ts"].replace(".", ""))


@pytest.mark.parametrize(
    ("method", "args", "code", "recorded"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found", False),
        ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel", False),
        ("chat.postMessage", {"channel": "U0DORA", "text": "x"}, "channel_not_found", False),
        ("chat.postMessage", {"channel": "C0GENERAL"}, "no_text", True),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments", True),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "blocks": "[{"}, "invalid_blocks_format", True),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "blocks": [section("")]}, "invalid_blocks", True),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "blocks": [section("x" * 2900)] * 5},
            "msg_blocks_too_long",
            True,
        ),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "markdown_text": "x"},
            "markdown_text_conflict",
            True,
        ),
        ("chat.postEphemeral", {"channel": "C0APPROVALS", "user": "U0GUS", "text": "x"}, "user_not_in_channel", False),
        ("chat.update", {"channel": "general", "ts": "1.1", "text": "x"}, "channel_not_found", False),
        ("conversations.open", {"users": "U0DORA"}, "user_disabled", False),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found", False),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam", False),
        ("views.update", {"view": modal(section("x"))}, "invalid_arguments", True),
        ("views.open", {"trigger_id": "1.1.a", "view": "{"}, "invalid_arguments", True),
        ("chat.shout", {"text": "x"}, "unknown_method", True),
    ],
)
async def test_each_error_has_slacks_code_and_only_broken_rules_are_recorded(
    slack: SlackStandIn, bot: ScriptedBot, *, method: str, args: Json, code: str, recorded: bool
) -> None:
    if method == "views.open":
        await slack.person("anna").command("/sync")
        args = args | {"trigger_id": bot.last("command")["trigger_id"]}
    assert await error_of(bot.client.api_call(method, json=args)) == code
    assert len(slack.violations) == recorded


async def test_text_over_4000_cannot_replace_a_message_and_over_40000_is_cut(
    slack: SlackStandIn, bot: ScriptedBot
) -> None:
    posted = await bot.client.chat_postMessage(channel="C0GENERAL", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    too_long = bot.client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="x" * 4001)
    assert await error_of(too_long) == "msg_too_long"
    assert len(slack.violations) == 2


async def test_blocks_without_a_text_are_shown_and_recorded(slack: SlackStandIn, bot: ScriptedBot) -> None:
    await bot.client.api_call("chat.postMessage", json={"channel": "C0GENERAL", "blocks": [section("Silent")]})
    assert slack.violations == ["chat.postMessage: blocks without a text for notifications and screen readers"]


async def test_a_scope_that_was_not_granted_is_missing(slack: SlackStandIn, bot: ScriptedBot) -> None:
    slack.install({"oauth_config": {"scopes": {"bot": ["commands"]}}})
    with pytest.raises(SlackApiError) as refused:
        await bot.client.chat_postMessage(channel="C0GENERAL", text="x")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"


async def respond(url: str, **body: object) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_takes_five_posts_within_thirty_minutes(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await anna.command("/sync list")
    url = bot.last("command")["response_url"]
    for number in range(5):
        assert await respond(url, text=f"Page {number}") == (200, "ok")
    assert await respond(url, text="Page 5") == (404, "used_url")
    assert [one.text for one in anna.ephemerals()] == [f"Page {number}" for number in range(5)]
    await anna.command("/sync list")
    slack.clock.advance(30 * 60 + 1)
    assert await respond(bot.last("command")["response_url"], text="late") == (404, "expired_url")
    assert slack.violations == ["response_url: used_url", "response_url: expired_url"]


async def test_a_response_url_replaces_and_deletes_the_message_it_came_from(bot: ScriptedBot, anna: Person) -> None:
    pick = {"type": "actions", "elements": [button("Leads")]}
    await bot.client.chat_postEphemeral(channel="C0GENERAL", user="U0ANNA", text="Which one?", blocks=[pick])
    await anna.press("Leads")
    payload = bot.last("block_actions")
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    await respond(payload["response_url"], text="Opening Leads", replace_original=True)
    assert [one.text for one in anna.ephemerals()] == ["Opening Leads"]
    await respond(payload["response_url"], delete_original=True)
    assert anna.ephemerals() == []


async def test_a_response_url_can_speak_to_everybody_and_refuses_what_is_no_message(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await anna.command("/sync list")
    url = bot.last("command")["response_url"]
    await respond(url, text="For all", response_type="in_channel")
    assert [one.text for one in slack.person("ben").messages("general")] == ["For all"]
    assert await respond(url) == (400, "no_text")


async def test_a_file_is_uploaded_in_three_steps_and_shared(slack: SlackStandIn, bot: ScriptedBot) -> None:
    await bot.client.files_upload_v2(
        filename="mappings.csv", content="source,target\n", channel="C0GENERAL", initial_comment="37 mappings"
    )
    assert [(one.name, one.content) for one in slack.files] == [("mappings.csv", b"source,target\n")]
    assert slack.person("anna").messages("general")[-1].text == "37 mappings"


async def test_blocks_validate_names_each_breach_with_its_pointer(bot: ScriptedBot) -> None:
    assert (await bot.client.api_call("blocks.validate", json={"view": json.dumps(modal(section("x")))}))["ok"]
    broken = bot.client.api_call("blocks.validate", json={"blocks": json.dumps([{"type": "marquee"}])})
    with pytest.raises(SlackApiError) as refused:
        await broken
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["errors"][0]["pointer"] == "/blocks/0/type"
    assert await error_of(bot.client.api_call("blocks.validate", json={})) == "invalid_arguments"


async def test_every_call_is_on_record(slack: SlackStandIn, bot: ScriptedBot) -> None:
    await bot.client.chat_postMessage(channel="C0GENERAL", text="x")
    call = slack.calls[-1]
    assert (call.method, call.error, call.args["text"]) == ("chat.postMessage", None, "x")
