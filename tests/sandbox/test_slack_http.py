"""The Web API by its raw requests: where arguments come from, and what is refused before a method is asked."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from syncbot.sandbox.slack import Fault, Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, plain, section


async def call(slack: SlackStandIn, method: str, verb: str = "POST", **request: Any) -> Json:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(verb, slack.api_url + method, **request) as answer,
    ):
        body: Json = await answer.json()
        return body


@pytest.mark.parametrize(
    ("verb", "request_"),
    [
        ("GET", {"params": {"channel": "C0GENERAL", "text": "Hello"}}),
        ("POST", {"params": {"channel": "C0GENERAL"}, "data": {"text": "Hello"}}),
        ("POST", {"json": {"channel": "C0GENERAL", "text": "Hello"}}),
        ("POST", {"data": {"channel": "C0GENERAL", "text": "Hello", "blocks": json.dumps([section("Hello")])}}),
    ],
)
async def test_arguments_come_by_query_form_and_json(slack: SlackStandIn, verb: str, request_: Json) -> None:
    assert (await call(slack, "chat.postMessage", verb, **request_))["ok"]
    assert slack.person("anna").messages("general")[-1].fallback == "Hello"


@pytest.mark.parametrize(("data", "code"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_object_is_refused(slack: SlackStandIn, data: str, code: str) -> None:
    answer = await call(slack, "chat.postMessage", data=data, headers={"Content-Type": "application/json"})
    assert answer == {"ok": False, "error": code}
    assert slack.violations == [f"chat.postMessage: {code}"]


@pytest.mark.parametrize(
    ("method", "args", "code"),
    [
        ("api.test", {"error": "my_error"}, "my_error"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}, "too_many_users"),
        ("conversations.open", {"channel": "C0GENERAL"}, "method_not_supported_for_channel_type"),
        ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.list", {"limit": "many"}, "invalid_limit"),
        ("conversations.list", {"limit": 0}, "invalid_limit"),
        ("users.lookupByEmail", {"email": "dora@acme.example"}, "users_not_found"),
        ("files.getUploadURLExternal", {"filename": "a.csv", "length": 0}, "missing_argument"),
        ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
        ("blocks.validate", {"view": "{"}, "invalid_arguments"),
        ("blocks.validate", {"blocks": []}, "invalid_arguments"),
        ("blocks.validate", {"message": json.dumps({"blocks": [{"type": "marquee"}]})}, "invalid_message"),
        ("chat.postMessage", {"channel": "C0GENERAL", "blocks": {}}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ("chat.postMessage", {"channel": "C0GENERAL", "markdown_text": "x" * 12_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "thread_ts": "1.1"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C0GENERAL", "user": "U0ANNA", "text": "x" * 40_001}, "msg_too_long"),
        ("views.publish", {"user_id": "U0ANNA", "view": {"type": "modal"}}, "invalid_arguments"),
    ],
)
async def test_each_method_refuses_with_its_own_code(slack: SlackStandIn, method: str, args: Json, code: str) -> None:
    assert (await call(slack, method, json=args))["error"] == code


async def test_an_archived_and_a_private_channel_are_told_apart(slack: SlackStandIn) -> None:
    slack.channels.find("sync-log").archived = True
    slack.channels.find("random").private = True
    assert (await call(slack, "chat.postMessage", json={"channel": "sync-log", "text": "x"}))["error"] == "is_archived"
    hidden = await call(slack, "chat.postMessage", json={"channel": "random", "text": "x"})
    assert hidden["error"] == "channel_not_found"


async def test_a_message_of_somebody_else_cannot_be_changed(slack: SlackStandIn, anna: Person) -> None:
    said = anna.say("Mine")
    change = {"channel": "C0GENERAL", "ts": said.ts, "text": "Not mine"}
    assert (await call(slack, "chat.update", json=change))["error"] == "cant_update_message"
    assert (await call(slack, "chat.delete", json=change))["error"] == "cant_delete_message"


async def test_an_ephemeral_message_cannot_be_changed(slack: SlackStandIn) -> None:
    shown = await call(slack, "chat.postEphemeral", json={"channel": "C0GENERAL", "user": "U0ANNA", "text": "x"})
    change = {"channel": "C0GENERAL", "ts": shown["message_ts"], "text": "y"}
    assert (await call(slack, "chat.update", json=change))["error"] == "message_not_found"


async def test_an_update_without_blocks_keeps_them_and_an_empty_list_takes_them_away(slack: SlackStandIn) -> None:
    said = {"channel": "C0GENERAL", "text": "one", "blocks": [section("Block")]}
    message = {"channel": "C0GENERAL", "ts": (await call(slack, "chat.postMessage", json=said))["ts"]}
    kept = await call(slack, "chat.update", json=message | {"text": "two"})
    assert len(kept["message"]["blocks"]) == 1
    gone = await call(slack, "chat.update", json=message | {"text": "three", "blocks": []})
    assert "blocks" not in gone["message"]


async def test_a_home_needs_the_tab_and_the_current_hash(slack: SlackStandIn) -> None:
    home = {"user_id": "U0ANNA", "view": {"type": "home", "blocks": [section("x")]}}
    first = (await call(slack, "views.publish", json=home))["view"]["hash"]
    assert (await call(slack, "views.publish", json=home | {"hash": first}))["ok"]
    assert (await call(slack, "views.publish", json=home | {"hash": first}))["error"] == "hash_conflict"
    slack.install({"features": {"app_home": {"home_tab_enabled": False}}})
    assert (await call(slack, "views.publish", json=home))["error"] == "not_enabled"


async def test_a_response_url_can_fail_too_and_wants_an_object(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await anna.command("/sync list")
    url = bot.last("command")["response_url"]
    slack.faults.plan("response_url", Fault.SERVER_ERROR)
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"text": "x"}) as answer:
            assert answer.status == 500
        for body in ("{", "[]"):
            async with session.post(url, data=body) as answer:
                assert (answer.status, await answer.text()) == (400, "invalid_payload")
    assert anna.ephemerals() == []


async def test_an_upload_of_another_length_than_announced_is_refused(slack: SlackStandIn) -> None:
    announced = await call(slack, "files.getUploadURLExternal", json={"filename": "a.csv", "length": 3})
    async with aiohttp.ClientSession() as session:
        async with session.post(announced["upload_url"], data=b"four") as answer:
            assert answer.status == 400
        async with session.post(announced["upload_url"] + "0", data=b"abc") as answer:
            assert answer.status == 404
        form = aiohttp.FormData()
        form.add_field("file", b"abc", filename="a.csv")
        async with session.post(announced["upload_url"], data=form) as answer:
            assert answer.status == 200
    complete = {"files": [{"id": announced["file_id"]}]}
    assert (await call(slack, "files.completeUploadExternal", json=complete))["files"][0]["title"] == "a.csv"


async def test_what_a_message_shows_as_a_table_or_markdown_is_read_too(slack: SlackStandIn, anna: Person) -> None:
    cells = [[{"type": "raw_text", "text": "Source"}, {"type": "raw_text", "text": "Target"}]]
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich"}]}
    blocks = [
        {"type": "data_table", "caption": "Mappings", "rows": [*cells, [{"text": "email"}, {"text": "Email"}]]},
        {"type": "markdown", "text": "**Mind**"},
        {"type": "rich_text", "elements": [rich]},
        {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "A chart", "title": plain("Runs")},
        {
            "type": "context",
            "elements": [{"type": "image", "image_url": "https://a.example/i.png", "alt_text": "icon"}],
        },
        {"type": "section", "fields": [plain("one"), plain("two")], "accessory": button("Go")},
    ]
    await call(slack, "chat.postMessage", json={"channel": "C0GENERAL", "text": "Mappings", "blocks": blocks})
    assert anna.messages("general")[0].text.splitlines() == [
        "Mappings",
        "Source | Target",
        "email | Email",
        "**Mind**",
        "rich",
        "Runs",
        "A chart",
        "icon",
        "one",
        "two [Go]",
    ]


async def test_a_choice_in_a_message_is_told_and_kept_in_the_message(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    menu = {"type": "static_select", "action_id": "which", "placeholder": plain("Which one?")}
    options = [{"text": plain(name), "value": name} for name in ("Leads", "Contacts")]
    blocks = [{"type": "actions", "elements": [menu | {"options": options}]}]
    await call(slack, "chat.postMessage", json={"channel": "C0GENERAL", "text": "Which one?", "blocks": blocks})
    await anna.choose("Which one?", "Contacts")
    payload = bot.last("block_actions")
    assert payload["actions"][0]["selected_option"]["value"] == "Contacts"
    assert next(iter(payload["state"]["values"].values()))["which"]["selected_option"]["value"] == "Contacts"
    assert "Contacts" in anna.messages("general")[0]
