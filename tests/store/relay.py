"""A name that stays while the server behind it changes; with a certificate, what ends TLS before a plain Redis."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Relay:
    """Hands every connection on to `target`, a port of loopback.

    Attributes:
        target: Where new connections lead; those that are open stay where they are.
        port: Where it listens.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0

    @classmethod
    @asynccontextmanager
    async def to(cls, target: int, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Relay]:
        """A relay while the block runs."""
        relay = cls(target)
        tasks: set[asyncio.Task[None]] = set()

        def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.ensure_future(relay._join(reader, writer)))

        server = await asyncio.start_server(taken, "127.0.0.1", 0, ssl=tls)
        relay.port = server.sockets[0].getsockname()[1]
        try:
            yield relay
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward, back = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            await asyncio.gather(_pump(reader, back), _pump(onward, writer))
        finally:
            back.close()
            writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()
    sink.close()
