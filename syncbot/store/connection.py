"""The connection to Redis, set up to answer or fail in time.

The client's defaults are unsafe for an acknowledgement within 3 s: a Redis that is down fails after 2.9 to 4.5 s, one
that hangs after 58.8 s. Here every call has `DEADLINE_SECONDS` for all its attempts together, and nothing of redis-py
passes the edge: what fails is StoreUnavailable.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from redis.asyncio import Redis
from redis.asyncio.connection import Connection as TcpConnection
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import Misconfigured
from syncbot.observe import Part, Told, untold, watched
from syncbot.store.primary import Follower, Pool, of_primary, sentinel_pool
from syncbot.store.questions import Questions
from syncbot.store.refusals import unavailable
from syncbot.store.script import Script
from syncbot.store.sentinels import Sentinels

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from syncbot.store.sentinels import Address

DEADLINE_SECONDS: Final = 0.9
"""Less than the 1.5 s that all which precedes an acknowledgement has together."""
SOCKET_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 10.0
"""The longest that one blocking read waits; its socket gets `SOCKET_SECONDS` more."""
CONNECTIONS: Final = 50
RETRIES: Final = 3

_OF_POOL: Final = frozenset({"connection_class", "max_connections", "timeout", "retry"})
_BYTES: Final = {"encoding": "utf-8", "encoding_errors": "strict", "decode_responses": False}
"""What no URL may have otherwise: texts go out as UTF-8, and every answer is bytes."""

NO_ACCESS: Final = "redis://"
"""Neither TLS nor a password."""
BAD_URL: Final = (
    "REDIS_URL must begin with redis://, rediss:// or unix://, and its options must be ones that redis-py takes."
)

Client: TypeAlias = Any
"""A redis.asyncio.Redis. Its types say `bytes | str` of every answer; here each is bytes."""


class Connection:
    """Three ways to one Redis: questions, a client for calls that answer at once, and one for reads that wait.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        sentinel: `NAME@HOST:PORT,HOST:PORT`, or empty. Then `url` gives the credentials, the database and whether the
            connection is encrypted; its host is not used.
        sentinel_url: The same for the Sentinels.
        deadline_seconds: For one call, all attempts together.
        timepiece: This process's clock, for what is compared with Redis's.
        told: Of every call, by the script's name, `command` or `wait`.

    Raises:
        Misconfigured: `url`, `sentinel` or `sentinel_url` cannot be read.
    """

    def __init__(
        self,
        url: str,
        *,
        sentinel: str = "",
        sentinel_url: str = NO_ACCESS,
        deadline_seconds: float = DEADLINE_SECONDS,
        timepiece: Timepiece | None = None,
        told: Told = untold,
    ) -> None:
        options = _options(url)
        self.timepiece = timepiece or Timepiece()
        self._deadline_seconds = deadline_seconds
        self._told = told
        self.sentinels = Sentinels(sentinel, sentinel_url, common=_common(SOCKET_SECONDS)) if sentinel else None
        waits = (SOCKET_SECONDS, LONGEST_WAIT_SECONDS + SOCKET_SECONDS, None)
        made = [{**options, **_common(waited), "timeout": SOCKET_SECONDS} for waited in waits]
        found = [sentinel_pool(self.sentinels, one) for one in made] if self.sentinels else []
        pools: Sequence[Pool] = found or [_pool(one) for one in made]
        self._follower = Follower(self.sentinels, found)
        self._quick, self._patient = (Redis.from_pool(pool) for pool in pools[:2])
        self._questions = Questions(
            pools[2], self._follower.settle, attempt_seconds=SOCKET_SECONDS, deadline_seconds=deadline_seconds
        )

    @contextmanager
    def asking(self, operation: str = "command") -> Iterator[Questions]:
        """What takes questions, each of which may be sent twice. Raises StoreUnavailable."""
        self._follower.look()
        with watched(self._told, Part.REDIS, operation):
            try:
                yield self._questions
            except (RedisError, OSError) as exc:
                raise unavailable(exc) from exc

    @asynccontextmanager
    async def quickly(self, operation: str = "command") -> AsyncIterator[Client]:
        """The client for calls that answer at once; all calls inside share one deadline. Raises StoreUnavailable."""
        self._follower.look()
        with watched(self._told, Part.REDIS, operation):
            async with _translated(self._deadline_seconds):
                await self._follower.settle()
                yield self._quick

    @asynccontextmanager
    async def patiently(self, wait_seconds: float) -> AsyncIterator[Client]:
        """The client for a read that waits up to `wait_seconds`. Raises StoreUnavailable."""
        self._follower.look()
        with watched(self._told, Part.REDIS, "wait"):
            async with _translated(wait_seconds + self._deadline_seconds):
                await self._follower.settle()
                yield self._patient

    def script(self, name: str, *, copied: bool = False) -> Script:
        """The script `name`.lua beside this module, behind the functions of common.lua.

        With `copied`, and Sentinels to fail over by, what it stores survives the loss of the primary.
        """
        return Script(self, name, copied=copied and self.sentinels is not None)

    async def ping(self) -> None:
        """Ask whether Redis answers. Raises StoreUnavailable."""
        async with self.quickly() as redis:
            await redis.ping()

    @property
    def copies(self) -> int:
        """How many replicas what must survive a failover is waited for to reach."""
        return self._follower.copies

    async def leads_elsewhere(self, address: Address | None) -> bool:
        """Whether the Sentinels name another primary than this; see `Follower.leads_elsewhere`."""
        return await self._follower.leads_elsewhere(address)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._follower.aclose()
        await self._questions.aclose()
        await self._quick.aclose(close_connection_pool=True)
        await self._patient.aclose(close_connection_pool=True)


def _pool(options: dict[str, Any]) -> Pool:
    kind = of_primary(options.pop("connection_class", TcpConnection))
    return Pool(connection_class=kind, **options)


@asynccontextmanager
async def _translated(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except (RedisError, OSError) as exc:  # an OSError too: TimeoutError
        raise unavailable(exc) from exc


def _common(socket_timeout: float | None) -> dict[str, Any]:
    return {
        "max_connections": CONNECTIONS,
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": SOCKET_SECONDS,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.2), RETRIES),
        "protocol": 2,
        "legacy_responses": True,
    }


def _options(url: str) -> dict[str, Any]:
    """What a URL says of a connection. One is made of it, which asks nobody, to see that it takes all that it is told.

    Raises:
        Misconfigured: It is no URL of a Redis, or has an option that no connection has.
    """
    try:
        options = dict(parse_url(url))
        kind: Any = options.get("connection_class", TcpConnection)
        kind(**{name: value for name, value in options.items() if name not in _OF_POOL})
    except (ValueError, TypeError) as exc:
        raise Misconfigured((BAD_URL,)) from exc
    return {**options, **_BYTES}
