"""The connection to Redis, set up to answer or fail in time.

The client's defaults are unsafe for an acknowledgement within 3 s: a Redis that is down fails after 2.9 to 4.5 s, one
that hangs after 58.8 s. Here every call has `DEADLINE_SECONDS` for all its attempts together, and nothing of redis-py
passes the edge: what fails is StoreUnavailable.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import Connection as TcpConnection
from redis.asyncio.connection import SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError, ResponseError

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import Misconfigured
from syncbot.observe import Part, Told, untold, watched
from syncbot.store.refusals import READ_ONLY, unavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

DEADLINE_SECONDS: Final = 0.9
"""Less than the 1.5 s that all which precedes an acknowledgement has together."""
SOCKET_SECONDS: Final = 0.5
SENTINEL_SECONDS: Final = 0.2
"""For one Sentinel; two that hang, one after the other, still leave time for the third and for the call."""
COPY_MS: Final = 100
"""How long what must survive a failover waits for a replica to have it; measured: 0.2 ms where one is well."""
LONGEST_WAIT_SECONDS: Final = 10.0
"""The longest that one blocking read waits; its socket gets `SOCKET_SECONDS` more."""
CONNECTIONS: Final = 50
RETRIES: Final = 3

NOT_COPIED: Final = "No replica had %s within %d ms; a failover now could lose it"
BAD_SENTINEL: Final = "SYNCBOT_REDIS_SENTINEL must read NAME@HOST:PORT,HOST:PORT,…"
BAD_URL: Final = (
    "REDIS_URL must begin with redis://, rediss:// or unix://, and its options must be ones that redis-py takes."
)

log = logging.getLogger(__name__)

_SCRIPTS: Final = Path(__file__).parent

Client: TypeAlias = Any
"""A redis.asyncio.Redis. Its types say `bytes | str` of every answer; here each is bytes."""


class _OfPrimary:
    """A connection that ends when its server has become a replica: the call is sent again, to whoever is primary then.

    A replica carries nothing out. redis-py does this for Sentinel alone, and not for scripts as Redis 6.2 answers them.
    """

    async def read_response(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 -- handed on as it comes
        try:
            return await super().read_response(*args, **options)  # type: ignore[misc] # the connection's
        except ResponseError as exc:
            if not READ_ONLY.fits(exc):
                raise
            await self.disconnect()  # type: ignore[attr-defined] # the same
            raise BecameReplica(str(exc)) from exc


class BecameReplica(RedisConnectionError):
    """The server at the other end takes no writes any more."""


def _of_primary(kind: type[Any]) -> type[Any]:
    return type(f"Primary{kind.__name__}", (_OfPrimary, kind), {})


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
        self._sentinels: list[Sentinel] = []
        self._quick = self._client(options, sentinel, socket_timeout=SOCKET_SECONDS)
        self._patient = self._client(options, sentinel, socket_timeout=LONGEST_WAIT_SECONDS + SOCKET_SECONDS)

    @asynccontextmanager
    async def quickly(self, operation: str = "command") -> AsyncIterator[Client]:
        """The client for calls that answer at once; all calls inside share one deadline. Raises StoreUnavailable."""
        with watched(self._told, Part.REDIS, operation):
            async with _translated(self._deadline_seconds):
                yield self._quick

    @asynccontextmanager
    async def patiently(self, wait_seconds: float) -> AsyncIterator[Client]:
        """The client for a read that waits up to `wait_seconds`. Raises StoreUnavailable."""
        with watched(self._told, Part.REDIS, "wait"):
            async with _translated(wait_seconds + self._deadline_seconds):
                yield self._patient

    def script(self, name: str, *, copied: bool = False) -> Script:
        """The script `name`.lua beside this module, behind the functions of common.lua.

        With `copied`, and Sentinels to fail over by, what it stores survives the loss of the primary.
        """
        return Script(self, name, copied=copied and bool(self._sentinels))

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
        kind = options.pop("connection_class", TcpConnection)
        if not sentinel:
            return Redis.from_pool(BlockingConnectionPool(connection_class=_of_primary(kind), **options))
        name, addresses = _addresses(sentinel)
        found = SentinelManagedSSLConnection if kind is SSLConnection else SentinelManagedConnection
        for elsewhere in ("host", "port", "path"):
            options.pop(elsewhere, None)
        own = _common(SENTINEL_SECONDS) | {"socket_connect_timeout": SENTINEL_SECONDS, "retry": Retry(NoBackoff(), 0)}
        del own["timeout"]
        finder = Sentinel(addresses, sentinel_kwargs=own)  # type: ignore[no-untyped-call] # redis-py left it untyped
        self._sentinels.append(finder)
        pool = _SentinelPool(name, finder, connection_class=_of_primary(found), **options)  # type: ignore[no-untyped-call] # the same
        return Redis.from_pool(pool)


class Script:
    """One Lua script, sent by its hash, and whole only where the server does not have it.

    Args:
        copied: Whether to wait, for a moment, until a replica has it too. A failover then keeps what the script stored.
            When none has it in time the work goes on, and the log says so.
    """

    def __init__(self, connection: Connection, name: str, *, copied: bool) -> None:
        self._connection = connection
        self._name = name
        self._copied = copied
        self._text = "\n".join((_SCRIPTS / f"{part}.lua").read_text() for part in ("common", name))
        self._hash = hashlib.sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, keys: Sequence[str], *args: str | bytes | float) -> Any:  # noqa: ANN401 -- what the script returns
        """Run it; bytes in what it returns stay bytes. Raises StoreUnavailable."""
        run = self._run_and_copy if self._copied else self._run
        async with self._connection.quickly(self._name) as redis:
            try:
                return await run(redis, "EVALSHA", self._hash, len(keys), *keys, *args)
            except NoScriptError:
                return await run(redis, "EVAL", self._text, len(keys), *keys, *args)

    async def _run(self, redis: Client, *command: str | bytes | float) -> Any:  # noqa: ANN401 -- as above
        return await redis.execute_command(*command)

    async def _run_and_copy(self, redis: Client, *command: str | bytes | float) -> Any:  # noqa: ANN401 -- as above
        async with redis.pipeline(transaction=False) as pipe:  # one connection: WAIT is for its own writes
            pipe.execute_command(*command)
            pipe.wait(1, COPY_MS)
            answer, copies = await pipe.execute(raise_on_error=False)
        if isinstance(answer, Exception):
            raise answer
        if not copies:
            log.warning(NOT_COPIED, self._name, COPY_MS)
        return answer


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
