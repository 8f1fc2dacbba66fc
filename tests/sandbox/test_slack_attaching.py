"""A person brings a file into a modal; the app is told where it is, and reads it with its token and scope alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import ScriptedBot, plain, shows

INPUT = {
    "type": "input",
    "block_id": "file",
    "label": plain("CSV file"),
    "element": {"type": "file_input", "action_id": "chosen", "filetypes": ["csv"], "max_files": 1},
}


async def described(bot: ScriptedBot, anna: Person) -> dict[str, Any]:
    await shows(bot, anna, INPUT)
    await anna.attach("CSV file", "mappings.csv", b"a,b")
    await anna.submit()
    [file] = bot.last("view_submission")["view"]["state"]["values"]["file"]["chosen"]["files"]
    found: dict[str, Any] = file
    return found


async def read(url: str, token: str) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.content_type, await answer.read()


async def test_the_app_is_told_of_the_file_and_reads_it(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    file = await described(bot, anna)
    assert (file["name"], file["filetype"], file["size"]) == ("mappings.csv", "csv", 3)
    assert b"a,b" not in repr(file).encode()
    assert await read(file["url_private_download"], slack.bot_token) == ("text/csv", b"a,b")


async def test_without_token_or_scope_there_is_a_page_to_sign_in(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    file = await described(bot, anna)
    kind, page = await read(file["url_private"], "")
    assert (kind, b"Sign in" in page) == ("text/html", True)
    slack.workspace.app = replace(slack.workspace.app, scopes=slack.workspace.app.scopes - {"files:read"})
    kind, _ = await read(file["url_private"], slack.bot_token)
    assert kind == "text/html"


async def test_what_the_input_does_not_take_cannot_be_attached(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, INPUT)
    with pytest.raises(AssertionError, match=r"takes csv; this is a\.pdf"):
        await anna.attach("CSV file", "a.pdf", b"")
    await anna.attach("CSV file", "a.csv", b"")
    with pytest.raises(AssertionError, match="enough files"):
        await anna.attach("CSV file", "b.csv", b"")
