"""What Redis says of itself: whether it keeps what it is given, and what its settings cost.

From INFO, which every Redis answers, and CONFIG GET, which hosted ones often refuse: what it does not say is not
guessed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from redis.exceptions import ResponseError

from syncbot.changes.timepiece import TOLERATED_SECONDS
from syncbot.errors import ClockWrong, StoreUnavailable
from syncbot.findings import Finding
from syncbot.store.clock import RedisClock
from syncbot.store.refusals import refusal_of

if TYPE_CHECKING:
    from syncbot.store.connection import Client, Connection

REDIS: Final = "Redis"
PERSISTENCE: Final = "Redis persistence"
MEMORY: Final = "Redis memory"
CLOCK: Final = "Clock"

OLDEST: Final = (6, 2)
NEARLY_FULL: Final = 0.9
_PINGS: Final = 5

ANSWERS: Final = "Version {version} answers in {milliseconds:.1f} ms; {replicas}."
NO_REPLICA: Final = "it has no replica, so work stops while it is down"
REPLICAS: Final = "{count} with it, so a failover loses at most what it had not copied yet"
TOO_OLD: Final = "Version {version} is too old. Install Redis 6.2 or newer."
A_REPLICA: Final = "It is a replica, which takes no writes. Name its primary in REDIS_URL."
A_CLUSTER: Final = "It runs as a cluster, which syncbot does not use. Give it one primary without cluster-enabled."

ALWAYS: Final = "appendonly yes, appendfsync always: what was confirmed survives a crash of its machine."
EVERY_SECOND: Final = (
    "appendonly yes, appendfsync everysec: a crash of its machine can lose the last second, confirmed changes with it. "
    "Where none may be lost: CONFIG SET appendfsync always."
)
BY_KERNEL: Final = (
    "appendonly yes, appendfsync no: a crash of its machine can lose half a minute, confirmed changes with it. "
    "CONFIG SET appendfsync everysec, or always."
)
SOME_FSYNC: Final = "appendonly yes; how often it reaches the disk it does not say (appendfsync is not readable)."
_SLOWER: Final = {"everysec": EVERY_SECOND, "no": BY_KERNEL}
NO_LOG: Final = (
    "appendonly is no{snapshots}: a crash of Redis loses drafts, approvals and confirmed changes. "
    "CONFIG SET appendonly yes, and in its configuration file."
)
SNAPSHOTS: Final = " and it keeps snapshots only"
NOTHING_KEPT: Final = " and it keeps no snapshots either"
ONLY_REPLICAS: Final = (
    "appendonly is no: when Redis and its replicas are down together, drafts, approvals and confirmed changes are "
    "lost. CONFIG SET appendonly yes, and in its configuration file."
)
DISK_FAILED: Final = "Its last write to the disk failed, so it refuses writes. Make room on the disk of its dir."

NO_LIMIT: Final = "noeviction; {used} used, no limit set."
LIMIT: Final = "noeviction; {used} of {most} used."
FULL: Final = "noeviction; {used} of {most} used: when it is full it refuses writes. Raise maxmemory."
EVICTS: Final = (
    "{policy}: when it is full it throws away {what}. CONFIG SET maxmemory-policy noeviction, and keep it so."
)
WOULD_EVICT: Final = (
    "{policy}, which does nothing while no maxmemory is set. CONFIG SET maxmemory-policy noeviction, and keep it so."
)
ANYTHING: Final = "drafts, requests, confirmed changes and passphrases"
PASSING: Final = "drafts and the locks that keep two changes of one sync apart"

AGREES: Final = "Within {seconds:.0f} s of that of Redis."
SET_CLOCK: Final = "Set it right (NTP), or that of Redis: until then nothing is done."

NOT_TOLD: Final = "It does not say (INFO is refused), so it was not looked at. Let the user ask: ACL SETUSER … +info."


async def look(connection: Connection) -> tuple[Finding, ...]:
    """Whether it answers, what it keeps over a crash, and what it does when memory is full."""
    try:
        async with connection.quickly() as redis:
            milliseconds = await _round_trip(redis)
            told, settings = await _told(redis)
    except StoreUnavailable as exc:
        refusal = refusal_of(exc.__cause__ or exc)
        return (Finding.fault(REDIS, f"{refusal.what} {refusal.mend}"),)
    if not told:
        return (Finding.mind(REDIS, NOT_TOLD),)
    return read(told, settings, milliseconds=milliseconds)


def read(told: Mapping[str, Any], settings: Mapping[str, str], *, milliseconds: float) -> tuple[Finding, ...]:
    """What INFO and CONFIG GET say, in words. `settings` may lack any; `milliseconds` is one round trip."""
    return (_answers(told, milliseconds), _persistence(told, settings), _memory(told))


async def look_at_clock(connection: Connection) -> Finding:
    """Whether this machine's clock agrees with that of Redis. Raises StoreUnavailable."""
    try:
        await RedisClock(connection).check()
    except ClockWrong as exc:
        return Finding.fault(CLOCK, f"{exc.what} {SET_CLOCK}")
    return Finding.fine(CLOCK, AGREES.format(seconds=TOLERATED_SECONDS))


async def _round_trip(redis: Client) -> float:
    """Milliseconds of the quickest of a few: the first opens a connection, and others may hold this process up."""
    taken = []
    for _ in range(_PINGS):
        begun = time.monotonic()
        await redis.ping()
        taken.append((time.monotonic() - begun) * 1000)
    return min(taken)


async def _told(redis: Client) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """INFO and CONFIG GET; empty where they are refused."""
    try:
        told = await redis.info()
    except ResponseError:
        return {}, {}
    settings: dict[str, str] = {}
    for name in ("appendfsync", "save"):
        try:
            settings |= await redis.config_get(name)
        except ResponseError:
            break
    return told, {_text(key): _text(value) for key, value in settings.items()}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _answers(told: Mapping[str, Any], milliseconds: float) -> Finding:
    version = str(told["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        return Finding.fault(REDIS, TOO_OLD.format(version=version))
    if told.get("cluster_enabled"):
        return Finding.fault(REDIS, A_CLUSTER)
    if told.get("role") != "master":
        return Finding.fault(REDIS, A_REPLICA)
    count = _replicas(told)
    named = "1 replica" if count == 1 else f"{count} replicas"
    replicas = REPLICAS.format(count=named) if count else NO_REPLICA
    return Finding.fine(REDIS, ANSWERS.format(version=version, milliseconds=milliseconds, replicas=replicas))


def _persistence(told: Mapping[str, Any], settings: Mapping[str, str]) -> Finding:
    if "err" in {told.get("aof_last_write_status"), told.get("rdb_last_bgsave_status")}:
        return Finding.fault(PERSISTENCE, DISK_FAILED)
    if not told.get("aof_enabled"):
        if _replicas(told):
            return Finding.mind(PERSISTENCE, ONLY_REPLICAS)
        kept = {None: "", "": NOTHING_KEPT}.get(settings.get("save"), SNAPSHOTS)
        return Finding.fault(PERSISTENCE, NO_LOG.format(snapshots=kept))
    fsync = settings.get("appendfsync", "")
    if fsync == "always":
        return Finding.fine(PERSISTENCE, ALWAYS)
    return Finding.mind(PERSISTENCE, _SLOWER.get(fsync, SOME_FSYNC))


def _memory(told: Mapping[str, Any]) -> Finding:
    policy, most, used = str(told["maxmemory_policy"]), int(told["maxmemory"]), int(told["used_memory"])
    if policy != "noeviction":
        what = PASSING if policy.startswith("volatile") else ANYTHING
        if most:
            return Finding.fault(MEMORY, EVICTS.format(policy=policy, what=what))
        return Finding.mind(MEMORY, WOULD_EVICT.format(policy=policy))
    sizes = {"used": _size(used), "most": _size(most)}
    if not most:
        return Finding.fine(MEMORY, NO_LIMIT.format(**sizes))
    full = used >= most * NEARLY_FULL
    return Finding.fault(MEMORY, FULL.format(**sizes)) if full else Finding.fine(MEMORY, LIMIT.format(**sizes))


def _replicas(told: Mapping[str, Any]) -> int:
    return int(told.get("connected_slaves") or 0)


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB"
