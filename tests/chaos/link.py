"""A connection of the process, and the way on to the service."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from tests.chaos.wire import Reading, Request

CHUNK: Final = 65536


@dataclass(frozen=True, slots=True)
class Link:
    """A connection of the process.

    Attributes:
        reader: What it sends.
        gone: Set when the process has closed the connection, or is dead.
    """

    service: str
    ask: Reading
    answer: Callable[[StreamReader], Awaitable[bytes | None]]
    writer: StreamWriter
    reader: StreamReader = field(default_factory=StreamReader)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def pump(self, reader: StreamReader) -> None:
        """Take in what the process sends as it comes, so that its end is noticed at any time."""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                self.reader.feed_data(data)
        self.reader.feed_eof()
        self.gone.set()

    async def answers(self, request: Request, up: StreamReader) -> bytes:
        """All that answers the request; nothing when the service closed the connection instead."""
        answers = [await self.answer(up) for _ in range(request.replies)]
        return b"" if None in answers else b"".join(answer for answer in answers if answer is not None)

    async def while_there(self, request: Request, up: StreamReader) -> bytes:
        """`answers`, but nothing once the process is gone: a job that comes then is not given to it."""
        answering = asyncio.ensure_future(self.answers(request, up))
        gone = asyncio.ensure_future(self.gone.wait())
        try:
            await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
            return answering.result() if answering.done() else b""
        finally:
            answering.cancel()
            gone.cancel()


async def connect(url: str) -> tuple[StreamReader, StreamWriter]:
    """A connection to what a URL names."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return await asyncio.open_unix_connection(parts.path)
    return await asyncio.open_connection(parts.hostname, parts.port)
