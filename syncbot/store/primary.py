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
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError

from syncbot.store.refusals import READ_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLLOW_SECONDS: Final = 1.0
"""How often the Sentinels are asked, while there is work, whether another server is primary."""


class NotPrimary(RedisConnectionError):
    """The server at the other end is not the primary any more."""


class _OfPrimary:
    """A connection that ends when its server answers as a replica does.

    redis-py does this for Sentinel alone, and not for scripts as Redis 6.2 answers them.
    """

    async def read_response(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 -- handed on as it comes
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


class SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """Finds the primary through Sentinel, and waits for a free connection instead of failing."""

    async def release(self, connection: Any) -> None:  # noqa: ANN401 -- of whatever kind the pool has
        """Take a connection back; one to a former primary is closed first."""
        if self.master_address not in {None, (connection.host, connection.port)}:
            await connection.disconnect()
        await super().release(connection)

    async def follow(self) -> bool:
        """Whether the Sentinels name another primary than before; then all connections to the former are closed.

        What is under way on them is sent again, to the new one. False too where no Sentinel answers.
        """
        before = self.master_address
        with contextlib.suppress(RedisError, OSError):
            now = await self.get_master_address()  # type: ignore[no-untyped-call] # redis-py left it untyped
            if before not in {None, now}:
                await self.disconnect(inuse_connections=True)
                return True
        return False


def sentinel_pool(
    name: str, addresses: Sequence[tuple[str, int]], *, own: dict[str, Any], options: dict[str, Any]
) -> SentinelPool:
    """A pool of connections to the primary that is watched under `name`.

    Args:
        name: What the Sentinels call it.
        addresses: Of the Sentinels.
        own: How the Sentinels are talked to.
        options: How the primary is; with `connection_class` of an encrypted connection, encrypted.
    """
    options = dict(options)
    encrypted = options.pop("connection_class", None) is SSLConnection
    for elsewhere in ("host", "port", "path"):
        options.pop(elsewhere, None)
    kind = of_primary(SentinelManagedSSLConnection if encrypted else SentinelManagedConnection)
    finder = Sentinel(list(addresses), sentinel_kwargs=own)  # type: ignore[no-untyped-call] # redis-py left it untyped
    return SentinelPool(name, finder, connection_class=kind, **options)  # type: ignore[no-untyped-call] # the same


class Follower:
    """Asks, at most once in `FOLLOW_SECONDS` and beside the work, whether another server is primary."""

    def __init__(self, pools: Sequence[SentinelPool]) -> None:
        self._pools = pools
        self._asked_at = 0.0
        self._asking: asyncio.Task[bool] | None = None

    def look(self) -> None:
        """Ask if it is time to; whoever calls does not wait for the answer."""
        loop = asyncio.get_running_loop()
        if not self._pools or loop.time() - self._asked_at < FOLLOW_SECONDS:
            return
        if self._asking is None or self._asking.done():
            self._asked_at = loop.time()
            self._asking = loop.create_task(self.follow(), name="who is primary")

    async def follow(self) -> bool:
        """Ask now: whether another server is primary; then no connection leads to the former any more."""
        return any([await pool.follow() for pool in self._pools])

    async def aclose(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})
        for pool in self._pools:
            for client in pool.sentinel_manager.sentinels:
                await client.aclose()
