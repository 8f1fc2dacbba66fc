"""A file is read from Slack alone: the token goes nowhere else. It is read whole, or refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from syncbot.errors import SlackFault
from syncbot.slack.chosen_file import FILE_BYTES
from syncbot.slack.screens import Screens


@asynccontextmanager
async def a_file_in(pieces: Sequence[bytes]) -> AsyncIterator[str]:
    """The address of a server that sends a file piece by piece, each on its own."""

    async def send(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for piece in pieces:
            await answer.write(piece)
        return answer

    app = web.Application()
    app.router.add_get("/file.csv", send)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_a_file_that_comes_in_pieces_is_read_to_its_end() -> None:
    pieces = [f"field_{number},Field_{number}\n".encode() * 500 for number in range(40)]
    async with a_file_in(pieces) as url:
        assert await Screens(token="xoxb-1", base_url=url).download(f"{url}file.csv") == b"".join(pieces)


async def test_a_file_over_the_limit_is_refused_with_the_limit_and_what_to_do() -> None:
    async with a_file_in([b"x" * FILE_BYTES, b"x"]) as url:
        with pytest.raises(SlackFault, match="more than 2 MB") as refused:
            await Screens(token="xoxb-1", base_url=url).download(f"{url}file.csv")
    assert "several files" in refused.value.next_step


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/x",
        "https://evil.example/files.slack.com",
        "http://files.slack.com/x",
        "https://files.slack.com@evil.example/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_is_sent_to_slack_alone_whatever_the_address_says(url: str) -> None:
    with pytest.raises(SlackFault) as refused:
        await Screens(token="xoxb-1", base_url="https://slack.com/api/").download(url)
    assert refused.value.code == "not_slacks"
