"""The connection to Redis, set up to answer or fail in time.

The client's defaults are unsafe for an acknowledgement within 3 s: a Redis that is down fails after 2.9 to 4.5 s, one
that hangs after 58.8 s. Here every call has `DEADLINE_SECONDS` for all its attempts together, and nothing of redis-py
passes the edge: what fails is StoreUnavailable.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import Misconfigured
from syncbot.store.refusals import unavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

DEADLINE_SECONDS: Final = 0.9
"""Less than the 1.5 s that all which precedes an acknowledgement has together."""
SOCKET_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 10.0
"""The longest that one blocking read waits; its socket gets `SOCKET_SECONDS` more."""
CONNECTIONS: Final = 50
RETRIES: Final = 3

BAD_SENTINEL: Final = "SYNCBOT_REDIS_SENTINEL must read NAME@HOST:PORT,HOST:PORT,…"
BAD_URL: Final = (
    "REDIS_URL must begin with redis://, rediss:// or unix://, and its options must be ones that redis-py takes."
)

_SCRIPTS: Final = Path(__file__).parent

Client: TypeAlias = Any
"""A redis.asyncio.Redis. Its types say `bytes | str` of every answer; here each is bytes."""


class _SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """Finds the master through Sentinel, and waits for a free connection instead of failing."""


class Connection:
    """Two clients of one Redis: one for calls that answer at once, one for reads that wait.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        sentinel: `NAME@HOST:PORT,HOST:PORT`, or empty. Then `url` gives the credentials, the database and whether the
            connection is encrypted; its host is not used.
        deadline_seconds: For one call, all attempts together.
        timepiece: This process's clock, for what is compared with Redis's.

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
    ) -> None:
        options = _options(url)
        self.timepiece = timepiece or Timepiece()
        self._deadline_seconds = deadline_seconds
        self._sentinels: list[Sentinel] = []
        self._quick = self._client(options, sentinel, socket_timeout=SOCKET_SECONDS)
        self._patient = self._client(options, sentinel, socket_timeout=LONGEST_WAIT_SECONDS + SOCKET_SECONDS)

    @asynccontextmanager
    async def quickly(self) -> AsyncIterator[Client]:
        """The client for calls that answer at once; all calls inside share one deadline. Raises StoreUnavailable."""
        async with _translated(self._deadline_seconds):
            yield self._quick

    @asynccontextmanager
    async def patiently(self, wait_seconds: float) -> AsyncIterator[Client]:
        """The client for a read that waits up to `wait_seconds`. Raises StoreUnavailable."""
        async with _translated(wait_seconds + self._deadline_seconds):
            yield self._patient

    def script(self, name: str) -> Script:
        """The script `name`.lua beside this module, behind the functions of common.lua."""
        return Script(self, name)

    async def ping(self) -> None:
        """Ask whether Redis answers. Raises StoreUnavailable."""
        async with self.quickly() as redis:
            await redis.ping()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._quick.aclose(close_connection_pool=True)
        await self._patient.aclose(close_connection_pool=True)
        for sentinel in self._sentinels:
            for client in sentinel.sentinels:
                await client.aclose()

    def _client(self, options: dict[str, Any], sentinel: str, *, socket_timeout: float) -> Redis:
        options = {**options, **_common(socket_timeout)}
        if not sentinel:
            return Redis.from_pool(BlockingConnectionPool(**options))
        name, addresses = _addresses(sentinel)
        ssl = options.pop("connection_class", None) is SSLConnection
        for elsewhere in ("host", "port", "path"):
            options.pop(elsewhere, None)
        own = _common(SOCKET_SECONDS)
        del own["timeout"]
        finder = Sentinel(addresses, sentinel_kwargs=own)  # type: ignore[no-untyped-call] # redis-py left it untyped
        self._sentinels.append(finder)
        return Redis.from_pool(_SentinelPool(name, finder, ssl=ssl, **options))  # type: ignore[no-untyped-call] # the same


class Script:
    """One Lua script, sent by its hash, and whole only where the server does not have it."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        text = "\n".join((_SCRIPTS / f"{part}.lua").read_text() for part in ("common", name))
        self._script = connection._quick.register_script(text)  # noqa: SLF001 -- its maker, in this module

    async def __call__(self, keys: Sequence[str], *args: str | bytes | float) -> Any:  # noqa: ANN401 -- what the script returns
        """Run it; bytes in what it returns stay bytes. Raises StoreUnavailable."""
        async with self._connection.quickly():
            return await self._script(keys=list(keys), args=list(args))


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
