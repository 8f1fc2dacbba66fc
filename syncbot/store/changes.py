"""Changes in Redis: `syncbot.changes.ports.Changes`.

Each move is one script: compare the version, store, keep the indexes, release the lease, add the jobs. A script carries
a token of its call, so that the client's own repeat after a lost answer is answered as the first was.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from syncbot import trace
from syncbot.changes.states import ENDED, check_move
from syncbot.errors import Gone, Moved
from syncbot.store import keys
from syncbot.store.records import change_document, change_from, place_fields, places_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from syncbot.changes.model import Change, Places, Session
    from syncbot.changes.ports import Job
    from syncbot.store.connection import Connection

log = logging.getLogger(__name__)

KEPT_SECONDS: Final = 90 * 24 * 3600
OPERATION_SECONDS: Final = 3600
MOST_UNDECIDED: Final = 500

GONE: Final = "This change is no longer known to syncbot."
GONE_NEXT: Final = "Look at the sync with /sync show, then make the edit again if it is not there."
MOVED: Final = "This change moved on meanwhile."
MOVED_NOT_DONE: Final = "What you did just now did nothing."
MOVED_NEXT: Final = "Look at where it stands now."
SESSION_GONE: Final = (
    "This edit is no longer here: it was confirmed already, discarded, or left untouched for too long."
)
SESSION_GONE_NOT_DONE: Final = "Nothing was confirmed by this press."
SESSION_GONE_NEXT: Final = "Open the sync again with /sync edit."
SESSION_MOVED: Final = "This edit changed after the review was shown."
SESSION_MOVED_NOT_DONE: Final = "Nothing was confirmed."
SESSION_MOVED_NEXT: Final = "Read the new review, then confirm that."


class RedisChanges:
    """Changes as hashes, indexed by sync while they have not ended.

    Args:
        kept_seconds: How long a change is kept after it ended.
        came_to: Told of each change that was stored in a state that it was not in before.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        kept_seconds: int = KEPT_SECONDS,
        came_to: Callable[[Change], None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._came_to = came_to
        self._kept = kept_seconds
        self._create = connection.script("change_create", copied=True)
        self._move = connection.script("change_move", copied=True)
        self._amend = connection.script("change_amend", copied=True)
        self._places = connection.script("change_places")

    async def create(self, change: Change, *, operation_id: str, session: Session | None) -> Change:
        """Store a new change with its jobs and remove its session, in one script; see the port."""
        operation = keys.made(operation_id)
        named = [operation, keys.session(session.session_id) if session else operation, *_keys(change)]
        stored = (*self._arguments(change, quiet=False), *_flat(change.places))
        verdict, *made = await self._create(named, *_confirmed(session), OPERATION_SECONDS, uuid4().hex, *stored)
        _check_session(verdict)
        if verdict == b"repeated":
            return await self.get(made[0].decode())
        self._came_to(change)
        return change

    async def get(self, change_id: str) -> Change:
        """The change. Raises Gone."""
        async with self._connection.quickly() as redis:
            stored = await redis.hgetall(keys.change(change_id))
        if not stored:
            raise _gone()
        return change_from(stored)

    async def move(self, before: Change, after: Change, *, done: Job | None = None, quiet: bool = False) -> Change:
        """Store `after` if the stored version is `before.version`, with all that follows; see the port."""
        check_move(before.state, after.state)
        moved = replace(after, version=before.version + 1)
        ahead = (before.version, uuid4().hex, keys.WORKERS, done.job_id if done else "")
        answer = await self._move(_keys(moved), *ahead, *self._arguments(moved, quiet=quiet))
        stored = _as_stored(moved, answer)
        if before.state is not stored.state:
            self._came_to(stored)
        return stored

    async def amend(self, change: Change, *, new: Change, session: Session | None = None) -> tuple[Change, Change]:
        """`move` for `change`, whose version is the one that was read, and `create` for `new`: both or neither."""
        stored = await self.get(change.change_id)
        if stored.version != change.version:
            raise _moved()
        check_move(stored.state, change.state)
        moved = replace(change, version=change.version + 1)
        both = (*self._arguments(moved, quiet=False), *self._arguments(new, quiet=False))
        named = [
            *_keys(moved),
            *_keys(new),
            keys.session(session.session_id) if session else keys.change(new.change_id),
        ]
        ahead = (change.version, uuid4().hex, *_confirmed(session))
        amended = _as_stored(moved, await self._amend(named, *ahead, *both))
        for one in (*([amended] if stored.state is not amended.state else []), new):
            self._came_to(one)
        await self.note_places(new.change_id, new.places)
        return amended, new

    async def note_places(self, change_id: str, places: Places) -> None:
        """Merge the non-empty attributes of `places` into what is stored. Raises Gone."""
        flat = _flat(places)
        if flat and not await self._places([keys.change(change_id)], *flat):
            raise _gone()

    async def of_sync(self, sync_id: str) -> tuple[Change, ...]:
        """Changes of that sync that have not ended, oldest first."""
        async with self._connection.quickly() as redis:
            found = await redis.zrange(keys.open_changes(sync_id), 0, -1)
        return await self._all(found)

    async def undecided(self) -> tuple[Change, ...]:
        """Changes that await approval, that which ends first first; at most `MOST_UNDECIDED`."""
        async with self._connection.quickly() as redis:
            found = await redis.zrange(keys.UNDECIDED, 0, MOST_UNDECIDED - 1)
        return await self._all(found)

    async def _all(self, change_ids: Iterable[bytes]) -> tuple[Change, ...]:
        async with self._connection.quickly() as redis, redis.pipeline(transaction=False) as pipe:
            for change_id in change_ids:
                pipe.hgetall(keys.change(change_id.decode()))
            stored = await pipe.execute()
        found = []
        for one in filter(None, stored):
            if (change := _read(one)) is not None:
                found.append(change)
            await asyncio.sleep(0)  # of a large sync each takes a while: others have a turn in between
        return tuple(found)

    def _arguments(self, change: Change, *, quiet: bool) -> tuple[str | bytes | float, ...]:
        """The nine that `read_change` of common.lua reads."""
        expires_at = "" if change.expires_at is None else repr(change.expires_at)
        kept = self._kept if change.state in ENDED else ""
        stored = (change.change_id, change.version, change.state.value, change_document(change))
        told = (repr(change.created_at), expires_at, kept, int(quiet))
        return (*stored, *told, trace.current().trace_id)


def _read(stored: dict[bytes, bytes]) -> Change | None:
    """One of many; None, and a line in the log, for one that cannot be read and so may not keep the others back."""
    try:
        return change_from(stored)
    except (ValueError, LookupError):
        log.exception("A stored change cannot be read")
        return None


def _keys(change: Change) -> list[str]:
    """The six that `read_change` of common.lua reads."""
    sync_id = change.sync_id
    of_sync = [keys.open_changes(sync_id), keys.UNDECIDED, keys.lease(sync_id), keys.applying(sync_id)]
    return [keys.change(change.change_id), *of_sync, keys.JOBS]


def _confirmed(session: Session | None) -> tuple[str | int, ...]:
    """The three of a session that a script compares and forgets; empty for none."""
    return (session.session_id, session.owner, session.revision) if session else ("", "", "")


def _check_session(verdict: bytes) -> None:
    """Raise Gone or Moved when that is what a script says of the session."""
    if verdict == b"session gone":
        raise Gone(SESSION_GONE, not_done=SESSION_GONE_NOT_DONE, next_step=SESSION_GONE_NEXT)
    if verdict == b"session moved":
        raise Moved(SESSION_MOVED, not_done=SESSION_MOVED_NOT_DONE, next_step=SESSION_MOVED_NEXT)


def _flat(places: Places) -> list[str]:
    """Fields and values of places, as scripts read them."""
    return [part for pair in place_fields(places).items() for part in pair]


def _as_stored(moved: Change, answer: Sequence[bytes]) -> Change:
    """What a move answers: the change with its stored places. Raises Gone or Moved."""
    _check_session(answer[0])
    match answer[0]:
        case b"gone":
            raise _gone()
        case b"moved":
            raise _moved()
    return replace(moved, places=places_from(dict(zip(answer[1::2], answer[2::2], strict=True))))


def _gone() -> Gone:
    return Gone(GONE, next_step=GONE_NEXT)


def _moved() -> Moved:
    return Moved(MOVED, not_done=MOVED_NOT_DONE, next_step=MOVED_NEXT)
