"""Connections that end when their server is no longer the primary, so that a call is sent again to whoever is.

A replica carries nothing out, so that sending again is safe; a former primary that does not know yet does, and loses it
when it is told: the Sentinels are asked about it.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from redis.asyncio import BlockingConnectionPool
from redis.asyncio.connection import SSLConnection
from redis.asyncio.sentinel import (
    MasterNotFoundError,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from syncbot.store.refusals import READ_ONLY
from syncbot.store.sentinels import HandingOver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncbot.store.sentinels import Address, Primary, Sentinels

FOLLOW_SECONDS: Final = 1.0
"""How often the Sentinels are asked, while there is work, whether another server is primary."""
LOOK_SECONDS: Final = 0.05
"""How often they are asked whether a hand-over is over."""
MOST_LOOKS: Final = 600
"""After so many it is not waited for any more: it does not come to its end."""
HAND_OVER_SECONDS: Final = 0.7
"""How long one call waits for that: what it has is less than a second, of which a copy may have taken some."""

UNDER_WAY: Final = "The work is being handed over."


class NotPrimary(RedisConnectionError):
    """The server at the other end is not the primary any more."""


class _OfPrimary:
    """A connection that ends when its server answers as a replica does, and fails as redis-py's do when it was closed.

    redis-py does the first for Sentinel alone, and not for scripts as Redis 6.2 answers them.
    """

    async def send_packed_command(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().send_packed_command(*args, **options)  # type: ignore[misc] # the connection's
        except (RuntimeError, AttributeError) as exc:  # uvloop and redis-py, when it was closed a moment ago
            raise RedisConnectionError(str(exc)) from exc

    async def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().read_response(*args, **options)  # type: ignore[misc] # the connection's
        except ResponseError as exc:
            if not READ_ONLY.fits(exc):
                raise
            await self.disconnect()  # type: ignore[attr-defined] # the same
            raise NotPrimary(str(exc)) from exc


def of_primary(kind: type[Any]) -> type[Any]:
    """The same kind of connection, ending when its server has become a replica."""
    return type(f"Primary{kind.__name__}", (_OfPrimary, kind), {})


class _Led(_OfPrimary):
    """One that leads to whom the Sentinels name each time it is made; redis-py's, made again, leads to where it did."""

    host: str
    port: int
    is_connected: bool
    connection_pool: SentinelPool

    async def connect_to(self, address: Address) -> None:
        self.host, self.port = address
        await super().connect_check_health(check_health=False, retry_socket_connect=False)  # type: ignore[misc] # the connection's

    async def connect_check_health(self, *args: Any, **options: Any) -> None:
        if not self.is_connected:
            self.host, self.port = await self.connection_pool.get_master_address()  # type: ignore[no-untyped-call] # redis-py left it untyped
        await super().connect_check_health(*args, **options)  # type: ignore[misc] # the same


class Pool(BlockingConnectionPool):
    """Connections to the primary; waits for a free one instead of failing."""

    def is_former(self, connection: Any) -> bool:
        """Whether it leads to what is no longer the primary; where nobody is asked that is never known before."""
        del connection
        return False


class SentinelPool(SentinelConnectionPool, Pool):
    """Finds the primary through Sentinel."""

    def is_former(self, connection: Any) -> bool:
        """Whether the Sentinels name another primary than the one it leads to."""
        return self.master_address not in {None, (connection.host, connection.port)}

    async def release(self, connection: Any) -> None:
        """Take a connection back; one to a former primary is closed first."""
        if self.is_former(connection):
            await connection.disconnect()
        await super().release(connection)

    async def turn_to(self, address: Address) -> None:
        """Lead to this server: connections to another are closed, and what is under way on them is sent again."""
        before, self.master_address = self.master_address, address
        if before not in {None, address}:
            await self.disconnect(inuse_connections=True)


def sentinel_pool(sentinels: Sentinels, options: Mapping[str, Any]) -> SentinelPool:
    """A pool of connections to the primary that the Sentinels name.

    Args:
        sentinels: Who is asked.
        options: How the primary is talked to; with `connection_class` of an encrypted connection, encrypted.
    """
    options = dict(options)
    encrypted = options.pop("connection_class", None) is SSLConnection
    for elsewhere in ("host", "port", "path"):
        options.pop(elsewhere, None)
    kind = SentinelManagedSSLConnection if encrypted else SentinelManagedConnection
    led = type(f"Led{kind.__name__}", (_Led, kind), {})
    return SentinelPool(sentinels.name, sentinels, connection_class=led, **options)  # type: ignore[no-untyped-call] # redis-py left it untyped


class Follower:
    """Asks, at most once in `FOLLOW_SECONDS` and beside the work, which server is primary and how many follow it.

    Attributes:
        copies: How many replicas follow it, as far as is known; at least 1.
    """

    def __init__(self, sentinels: Sentinels | None, pools: Sequence[SentinelPool]) -> None:
        self.copies = 1
        self._sentinels = sentinels
        self._pools = pools
        self._asked_at = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._moving: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Ask if it is time to; whoever calls does not wait for the answer."""
        loop = asyncio.get_running_loop()
        if self._sentinels is None or loop.time() - self._asked_at < FOLLOW_SECONDS:
            return
        if self._asking is None or self._asking.done():
            self._asked_at = loop.time()
            self._asking = loop.create_task(self._look(self._sentinels), name="who is primary")

    async def settle(self) -> None:
        """Wait while the work is handed over to another server: what the former says is not to be built on.

        Raises HandingOver when that takes longer than a call may wait.
        """
        if self._moving is not None and not self._moving.done():
            await asyncio.wait({self._moving}, timeout=HAND_OVER_SECONDS)
            if not self._moving.done():
                raise HandingOver(UNDER_WAY)

    async def leads_elsewhere(self, address: Address | None) -> bool:
        """Ask now, and wait as `settle` does: whether another server than this is primary.

        False too where no Sentinel names one.
        """
        if self._sentinels is None:
            return False
        await self._look(self._sentinels)
        await self.settle()
        return any(pool.master_address not in {None, address} for pool in self._pools)

    async def aclose(self) -> None:
        """Ask no more."""
        for task in (self._asking, self._moving):
            if task is not None:
                task.cancel()
                await asyncio.wait({task})
        if self._sentinels is not None:
            await self._sentinels.aclose()

    async def _look(self, sentinels: Sentinels) -> None:
        with contextlib.suppress(MasterNotFoundError):
            primary = await sentinels.latest()
            await self._turn_to(primary)
            if primary.is_moving and (self._moving is None or self._moving.done()):
                self._moving = asyncio.create_task(self._until_moved(sentinels), name="a hand-over")

    async def _until_moved(self, sentinels: Sentinels) -> None:
        """Ask until no hand-over is under way, or nobody is left to say so."""
        with contextlib.suppress(MasterNotFoundError):
            for _ in range(MOST_LOOKS):
                primary = await sentinels.latest()
                await self._turn_to(primary)
                if not primary.is_moving:
                    return
                await asyncio.sleep(LOOK_SECONDS)

    async def _turn_to(self, primary: Primary) -> None:
        self.copies = max(1, primary.copies)
        for pool in self._pools:
            await pool.turn_to(primary.address)
