"""The page's own little server, with the town behind it and a client in front."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from syncbot.demo.running_bot import RunningBot
from syncbot.demo.town import Town, built
from syncbot.demo.workspace import served
from syncbot.sandbox.polytomic.seed_syncs import LEADS


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built(redis_url, RunningBot()) as town:
        yield town


@pytest.fixture
async def client(town: Town) -> AsyncIterator[aiohttp.ClientSession]:
    async with served(town, 0) as page, aiohttp.ClientSession(page.url) as session:
        yield session


async def test_a_stream_begins_with_all_that_a_person_sees(client: aiohttp.ClientSession) -> None:
    async with client.get("events/gus") as stream:
        assert await stream.content.readline() == b"event: slack\n"
        shown = json.loads((await stream.content.readline()).removeprefix(b"data: "))
    assert shown["me"]["real_name"] == "Gus Moreau"
    assert [one["role"] for one in shown["cast"]] == ["editor", "approver", "guest"]
    assert [one["name"] for one in shown["channels"]] == ["general", "approvals", ""]
    assert shown["commands"][0]["name"] == "/sync"


async def test_trouble_is_made_on_request(client: aiohttp.ClientSession, town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    for said in (
        {"what": "outside", "sync": sync_id, "edit": "name"},
        {"what": "fail"},
        {"what": "slow"},
        {"what": "restart"},
    ):
        async with client.post("do/trouble", json=said) as answer:
            assert answer.status == 200
    assert town.polytomic.sync(sync_id)["name"] != LEADS
    assert len(town.polytomic.faults.queue) > 1
    assert town.bot.starts == 2


async def test_a_pasted_link_to_a_sync_is_answered_as_in_slack(client: aiohttp.ClientSession, town: Town) -> None:
    link = f"{town.polytomic.url}/syncs/{town.polytomic.id_of(LEADS)}"
    said = {"as": "anna", "act": "write", "text": f"see {link}", "channel": "general"}
    async with client.post("do/act", json=said) as answer:
        assert answer.status == 200
    card = await town.anna.see("Last run: Completed", f"[Edit {LEADS}]")
    assert card.kind == "ephemeral"
    assert town.slack.violations == []


async def test_a_link_to_a_sync_opens_words_in_place_of_polytomics_page(
    client: aiohttp.ClientSession, town: Town
) -> None:
    for sync_id, status, words in ((town.polytomic.id_of(LEADS), 200, LEADS), ("gone", 404, "no such sync")):
        async with client.get(f"{town.polytomic.url}/syncs/{sync_id}") as answer:
            assert answer.status == status
            assert words in await answer.text()


async def test_what_cannot_be_done_is_refused_in_words(client: aiohttp.ClientSession) -> None:
    for path, said in (("do/trouble", {"what": "rain"}), ("do/act", {"as": "anna", "act": "fly"}), ("do/act", {})):
        async with client.post(path, json=said) as answer:
            assert answer.status == 409
            assert "refused" in await answer.json()


async def test_a_post_that_another_site_could_make_is_refused(client: aiohttp.ClientSession) -> None:
    async with client.post("do/trouble", data={"what": "slow"}) as answer:
        assert answer.status == 415


async def test_the_json_of_a_sync_and_of_a_call_is_there_to_look_at(client: aiohttp.ClientSession, town: Town) -> None:
    async with client.post("do/look", json={"sync": town.polytomic.id_of(LEADS)}) as answer:
        assert json.loads((await answer.json())["now"])["name"] == LEADS
    await town.anna.command("/sync list")
    await town.anna.see("1 to 8 of 8")
    async with client.post("do/look", json={"call": 0}) as answer:
        assert "data" in (await answer.json())["answered"]


async def test_a_file_is_handed_to_those_who_can_read_it(client: aiohttp.ClientSession, town: Town) -> None:
    file = town.slack.workspace.files.announce("mappings.csv", 3)
    file.content, file.shared = b"a,b", True
    channel = town.slack.channels.direct(town.anna.user_id)
    town.slack.channels.post(channel, "Here", files=(file.file_id,))
    async with client.get(f"file/anna/{file.file_id}") as answer:
        assert await answer.read() == b"a,b"
        assert "mappings.csv" in answer.headers["Content-Disposition"]
    async with client.get(f"file/ben/{file.file_id}") as answer:
        assert answer.status == 404
