"""The Redis of the demo: the one that `REDIS_URL` names, borrowed, or a private one that ends with the demo."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from syncbot.errors import OurFault, StoreUnavailable
from syncbot.sandbox.redis import RedisServer
from syncbot.store.connection import Connection
from syncbot.store.keys import TAG

VARIABLE: Final = "REDIS_URL"
OWN: Final = "a private one, started in a directory of its own and removed with it"
BORROWED: Final = "the one that REDIS_URL names; what the demo stores there is removed afterwards"

DEAD: Final = "REDIS_URL is set, but no Redis answers there."
TAKEN: Final = "The Redis that REDIS_URL names already holds keys of a syncbot, and the demo does not mix with them."
NOTHING_DONE: Final = "Nothing was started or stored."
OR_UNSET: Final = "Start it, correct REDIS_URL, or unset it: then the demo starts a Redis of its own."
UNSET: Final = "Unset REDIS_URL, and the demo starts a Redis of its own; or name an empty database."
NO_DIRECTORY: Final = "The demo found no directory for the socket of its Redis. {why}."
OTHER_DIRECTORY: Final = "Name one that can be written to in TMPDIR, or a Redis that runs already in REDIS_URL."
NO_SERVER: Final = "The demo cannot start a Redis of its own. {why}"

_MARK: Final = f"{TAG}:demo"
_MARK_SECONDS: Final = 300
_ALL: Final = f"{TAG}*"
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Store:
    """Where the demo keeps its work; `words` say what it is."""

    url: str
    words: str


@asynccontextmanager
async def a_redis() -> AsyncIterator[Store]:
    """A Redis while the block runs.

    Raises:
        Misconfigured: `REDIS_URL` cannot be read.
        StoreUnavailable: No Redis answers there.
        OurFault: A syncbot lives there already; or no Redis can be started, and the sentence says what to install.
    """
    url = os.environ.get(VARIABLE, "").strip()
    if url:
        async with _borrowed(url):
            yield Store(url, BORROWED)
        return
    with _scratch() as directory, _started(Path(directory)) as server:
        yield Store(server.url, OWN)


def _scratch() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="syncbot-demo-")
    except OSError as exc:  # the disk is full, or nothing may be written
        raise OurFault(NO_DIRECTORY.format(why=exc), not_done=NOTHING_DONE, next_step=OTHER_DIRECTORY) from exc


def _started(directory: Path) -> RedisServer:
    try:
        return RedisServer.start(directory)
    except (OSError, ValueError) as exc:  # no binary, a path too long for a socket, no answer in time
        raise OurFault(NO_SERVER.format(why=exc)) from exc


@asynccontextmanager
async def _borrowed(url: str) -> AsyncIterator[None]:
    connection = Connection(url)
    try:
        await _claim(connection)
        try:
            yield
        finally:
            with suppress(StoreUnavailable):
                await _clear(connection)
    finally:
        await connection.aclose()


async def _claim(connection: Connection) -> None:
    """Mark it as the demo's, unless a syncbot or another demo uses it."""
    try:
        async with connection.quickly() as redis:
            is_first = await redis.set(_MARK, "1", nx=True, ex=_MARK_SECONDS)
        if is_first and await _keys(connection) == {_MARK.encode()}:
            return
    except StoreUnavailable as exc:
        raise StoreUnavailable(DEAD, not_done=NOTHING_DONE, next_step=OR_UNSET) from exc
    if is_first:
        async with connection.quickly() as redis:
            await redis.delete(_MARK)
    raise OurFault(TAKEN, not_done=NOTHING_DONE, next_step=UNSET)


async def _clear(connection: Connection) -> None:
    found = await _keys(connection)
    async with connection.quickly() as redis:
        await redis.unlink(*found, _MARK)


async def _keys(connection: Connection) -> set[bytes]:
    """Every key of a syncbot, in as many small steps as the size of the database asks for."""
    found: set[bytes] = set()
    cursor = 0
    while True:
        async with connection.quickly() as redis:
            cursor, page = await redis.scan(cursor, match=_ALL, count=_AT_ONCE)
        found.update(page)
        if not cursor:
            return found
