"""What counts as an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.bench.load import PATH, Failed, Load, Request

REFUSAL = {"response_action": "errors", "errors": {"a": "It is mapped already."}}


@pytest.fixture
async def load() -> AsyncIterator[Load]:
    """Posts to a server that refuses everything."""

    async def refuse(_: web.Request) -> web.Response:
        return web.json_response(REFUSAL)

    app = web.Application()
    app.router.add_post(PATH, refuse)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield Load(session, [str(server.make_url("")).rstrip("/")])


async def test_a_refusal_is_no_acknowledgement_to_measure(load: Load) -> None:
    with pytest.raises(Failed, match="It is mapped already"):
        await load.send(Request("Done", {"payload": "{}"}))


async def test_among_many_in_flight_a_refusal_is_an_answer(load: Load) -> None:
    assert len(await load.rolling([Request("Done", {"payload": "{}"})] * 3, in_flight=2)) == 3
