"""What the Sentinels say of the primary they watch; all of them are asked at once.

Whoever knows of the latest failover is believed. That one is under way is known to the Sentinel alone that carries it
out; until it is over, the former primary still takes what it then throws away.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from redis.asyncio.connection import SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import MasterNotFoundError, Sentinel
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from syncbot.errors import Misconfigured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SENTINEL_SECONDS: Final = 0.4
"""For one Sentinel to answer, a TLS handshake included."""
GRACE_SECONDS: Final = 0.05
"""How long the others are waited for once one has answered: several times what one takes that is well."""
BAD_SENTINEL: Final = "SYNCBOT_REDIS_SENTINEL must read NAME@HOST:PORT,HOST:PORT,…"
BAD_SENTINEL_URL: Final = (
    "SYNCBOT_REDIS_SENTINEL_URL must begin with redis:// or rediss://, "
    "and its options must be ones that redis-py takes."
)
SLOW: Final = "It did not answer in time."
UNKNOWN: Final = "No Sentinel names a primary."

Address: TypeAlias = tuple[str, int]

_IN_PROGRESS: Final = "failover_in_progress"
_ELSEWHERE: Final = ("host", "port", "path", "db")


class HandingOver(RedisError):
    """Another server is becoming the primary, so that nothing is known to be kept."""


@dataclass(frozen=True, slots=True)
class Primary:
    """Which server it is.

    Attributes:
        is_moving: Whether a failover is under way, by which another one becomes it.
        copies: The replicas that follow it.
    """

    address: Address
    is_moving: bool
    copies: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one Sentinel says.

    Attributes:
        epoch: Of the failover that it knows of last.
        primary: None while it takes that for dead.
        is_moving: Whether it is carrying a failover out.
    """

    epoch: int
    primary: Primary | None
    is_moving: bool


class Sentinels(Sentinel):
    """All Sentinels of one primary.

    Args:
        setting: `NAME@HOST:PORT,HOST:PORT,…`.
        url: How they are talked to: user name, password, and `rediss://` for an encrypted connection; without a host.

    Raises:
        Misconfigured: One of them cannot be read.
    """

    def __init__(self, setting: str, url: str, *, common: Mapping[str, Any]) -> None:
        self.name, addresses = _addresses(setting)
        own = {**common, **_access(url), "retry": Retry(NoBackoff(), 0)}
        own |= {"socket_timeout": SENTINEL_SECONDS, "socket_connect_timeout": SENTINEL_SECONDS}
        own |= {"decode_responses": False}
        try:
            super().__init__(addresses, sentinel_kwargs=own)  # type: ignore[no-untyped-call] # redis-py left it untyped
        except TypeError as exc:  # an option that it does not know
            raise Misconfigured((BAD_SENTINEL_URL,)) from exc
        self.addresses = tuple(addresses)

    async def ask(self) -> tuple[Said | Exception, ...]:
        """What each says, in their order; why one does not, instead. Who is late while others answered is left out."""
        asking = [asyncio.create_task(self._ask(client)) for client in self.sentinels]
        pending, patience = set(asking), SENTINEL_SECONDS * 2
        try:
            while pending:
                done, pending = await asyncio.wait(pending, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    break
                if any(isinstance(one.result(), Said) for one in done):
                    patience = GRACE_SECONDS
        finally:
            await _end(pending)
        return tuple(RedisTimeoutError(SLOW) if one in pending else one.result() for one in asking)

    async def latest(self) -> Primary:
        """What is true by now, of all that they say. Raises MasterNotFoundError where none names a primary."""
        said = [one for one in await self.ask() if isinstance(one, Said)]
        named = [(one.epoch, one.primary) for one in said if one.primary is not None]
        if not named:
            raise MasterNotFoundError(UNKNOWN)
        _, newest = max(named, key=itemgetter(0))
        return replace(newest, is_moving=any(one.is_moving for one in said))

    async def discover_master(self, service_name: str) -> Address:
        """Where the primary is; redis-py asks for it at each new connection. Raises MasterNotFoundError."""
        del service_name
        return (await self.latest()).address

    async def _ask(self, client: Any) -> Said | Exception:
        try:
            async with client.pipeline(transaction=False) as pipe:
                pipe.execute_command("SENTINEL MASTER", self.name)
                pipe.execute_command("SENTINEL SLAVES", self.name)
                state, replicas = await pipe.execute()
        except (RedisError, OSError) as exc:
            return exc
        is_well = self.check_master_state(state, self.name)
        address = (str(state["ip"]), int(state["port"]))
        is_moving = _IN_PROGRESS in state["flags"]
        primary = Primary(address, is_moving, copies=sum(map(_follows, replicas))) if is_well else None
        return Said(int(state["config-epoch"]), primary, is_moving)


def _follows(replica: Mapping[str, Any]) -> bool:
    down = replica["is_sdown"] or replica["is_odown"] or replica["is_disconnected"]
    return not down and replica["role-reported"] == "slave"


async def _end(pending: set[asyncio.Task[Said | Exception]]) -> None:
    for one in pending:
        one.cancel()
    if pending:
        await asyncio.wait(pending)


def _access(url: str) -> dict[str, Any]:
    """What a URL says of how a connection is made, but for where to."""
    try:
        options = dict(parse_url(url))
    except ValueError as exc:
        raise Misconfigured((BAD_SENTINEL_URL,)) from exc
    if "path" in options:
        raise Misconfigured((BAD_SENTINEL_URL,))
    encrypted = options.pop("connection_class", None) is SSLConnection
    return {"ssl": encrypted, **{name: value for name, value in options.items() if name not in _ELSEWHERE}}


def _addresses(setting: str) -> tuple[str, Sequence[Address]]:
    name, _, rest = setting.partition("@")
    pairs = [address.strip().rpartition(":") for address in rest.split(",")]
    if not name or not all(host and port.isdecimal() for host, _, port in pairs):
        raise Misconfigured((BAD_SENTINEL,))
    return name, [(host.removeprefix("[").removesuffix("]"), int(port)) for host, _, port in pairs]
