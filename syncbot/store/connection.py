"""The connection to Redis, set up to answer or fail in time.

The client's defaults are unsafe for an acknowledgement within 3 s: a Redis that is down fails after 2.9 to 4.5 s, one
that hangs after 58.8 s. Here every call has `DEADLINE_SECONDS` for all its attempts together, and nothing of redis-py
passes the edge: what fails is StoreUnavailable.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import Connection as TcpConnection
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.exceptions import RedisError

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import Misconfigured
from syncbot.observe import Part, Told, untold, watched
from syncbot.store.primary import Follower, SentinelPool, of_primary, sentinel_pool
from syncbot.store.refusals import unavailable
from syncbot.store.script import Script

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DEADLINE_SECONDS: Final = 0.9
"""Less than the 1.5 s that all which precedes an acknowledgement has together."""
SOCKET_SECONDS: Final = 0.5
SENTINEL_SECONDS: Final = 0.2
"""For one Sentinel; two that hang, one after the other, still leave time for the third and for the call."""
LONGEST_WAIT_SECONDS: Final = 10.0
"""The longest that one blocking read waits; its socket gets `SOCKET_SECONDS` more."""
CONNECTIONS: Final = 50
RETRIES: Final = 3

BAD_SENTINEL: Final = "SYNCBOT_REDIS_SENTINEL must read NAME@HOST:PORT,HOST:PORT,…"
BAD_URL: Final = (
    "REDIS_URL must begin with redis://, rediss:// or unix://, and its options must be ones that redis-py takes."
)

Client: TypeAlias = Any
"""A redis.asyncio.Redis. Its types say `bytes | str` of every answer; here each is bytes."""


class Connection:
    """Two clients of one Redis: one for calls that answer at once, one for reads that wait.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        sentinel: `NAME@HOST:PORT,HOST:PORT`, or empty. Then `url` gives the credentials, the database and whether the
            connection is encrypted; its host is not used.
        deadline_seconds: For one call, all attempts together.
        timepiece: This process's clock, for what is compared with Redis's.
        told: Of every call, by the script's name, `command` or `wait`.

    Raises:
        Misconfigured: `url` or `sentinel` cannot be read.
    """

    def __init__(
        self,
        url: str,
        *,
        sentinel: str = "",
        deadline_seconds: float = DEADLINE_SECONDS,
        timepiece: Timepiece | None = None,
        told: Told = untold,
    ) -> None:
        options = _options(url)
        self.timepiece = timepiece or Timepiece()
        self._deadline_seconds = deadline_seconds
        self._told = told
        pools = [
            _pool(options, sentinel, socket_timeout=waited + SOCKET_SECONDS) for waited in (0, LONGEST_WAIT_SECONDS)
        ]
        self._quick, self._patient = (Redis.from_pool(pool) for pool in pools)
        self._followed = [pool for pool in pools if isinstance(pool, SentinelPool)]
        self._follower = Follower(self._followed)

    @asynccontextmanager
    async def quickly(self, operation: str = "command") -> AsyncIterator[Client]:
        """The client for calls that answer at once; all calls inside share one deadline. Raises StoreUnavailable."""
        self._follower.look()
        with watched(self._told, Part.REDIS, operation):
            async with _translated(self._deadline_seconds):
                yield self._quick

    @asynccontextmanager
    async def patiently(self, wait_seconds: float) -> AsyncIterator[Client]:
        """The client for a read that waits up to `wait_seconds`. Raises StoreUnavailable."""
        self._follower.look()
        with watched(self._told, Part.REDIS, "wait"):
            async with _translated(wait_seconds + self._deadline_seconds):
                yield self._patient

    def script(self, name: str, *, copied: bool = False) -> Script:
        """The script `name`.lua beside this module, behind the functions of common.lua.

        With `copied`, and Sentinels to fail over by, what it stores survives the loss of the primary.
        """
        return Script(self, name, copied=copied and bool(self._followed))

    async def ping(self) -> None:
        """Ask whether Redis answers. Raises StoreUnavailable."""
        async with self.quickly() as redis:
            await redis.ping()

    async def follow(self) -> bool:
        """Whether the Sentinels name another primary than before; from now on every call goes there."""
        return await self._follower.follow()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._follower.aclose()
        await self._quick.aclose(close_connection_pool=True)
        await self._patient.aclose(close_connection_pool=True)


def _pool(options: dict[str, Any], sentinel: str, *, socket_timeout: float) -> BlockingConnectionPool:
    options = {**options, **_common(socket_timeout)}
    if not sentinel:
        kind = options.pop("connection_class", TcpConnection)
        return BlockingConnectionPool(connection_class=of_primary(kind), **options)
    name, addresses = _addresses(sentinel)
    own = _common(SENTINEL_SECONDS) | {"socket_connect_timeout": SENTINEL_SECONDS, "retry": Retry(NoBackoff(), 0)}
    del own["timeout"]
    return sentinel_pool(name, addresses, own=own, options=options)


@asynccontextmanager
async def _translated(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except (RedisError, OSError) as exc:  # an OSError too: TimeoutError
        raise unavailable(exc) from exc


def _common(socket_timeout: float) -> dict[str, Any]:
    return {
        "max_connections": CONNECTIONS,
        "timeout": SOCKET_SECONDS,
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": SOCKET_SECONDS,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.2), RETRIES),
        "protocol": 2,
        "legacy_responses": True,
    }


def _options(url: str) -> dict[str, Any]:
    try:
        return dict(parse_url(url))
    except ValueError as exc:
        raise Misconfigured((BAD_URL,)) from exc


def _addresses(sentinel: str) -> tuple[str, list[tuple[str, int]]]:
    name, _, rest = sentinel.partition("@")
    pairs = [address.strip().rpartition(":") for address in rest.split(",")]
    if not name or not all(host and port.isdecimal() for host, _, port in pairs):
        raise Misconfigured((BAD_SENTINEL,))
    return name, [(host, int(port)) for host, _, port in pairs]
