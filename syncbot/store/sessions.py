"""Drafts in Redis: `syncbot.changes.ports.Sessions`."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from syncbot.errors import Gone, Moved
from syncbot.store import keys
from syncbot.store.records import session_fields, session_from, shown_again, shown_of, text_of
from syncbot.store.seen import Kept, Seen

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from syncbot.changes.model import Session
    from syncbot.store.connection import Connection

LIFE_SECONDS: Final = 7 * 24 * 3600
TEXT_SECONDS: Final = 3600
DRAFTS_KNOWN_SECONDS: Final = 90 * 24 * 3600
OPERATION_SECONDS: Final = 900
"""Slack repeats a delivery up to about six minutes later."""

GONE: Final = "This edit is no longer here: it was applied, discarded, or left untouched for too long."
GONE_NOT_DONE: Final = "Nothing was written."
GONE_NEXT: Final = "Open the sync again with /sync edit."
MOVED: Final = "This edit changed in another window meanwhile."
MOVED_NOT_DONE: Final = "What you did just now was not taken into it."
MOVED_NEXT: Final = "Look at it as it is now, then do it again."
TEXT_GONE: Final = "What you typed is no longer known, because it was typed over an hour ago."
TEXT_NEXT: Final = "Type it again."


_ahead: ContextVar[dict[tuple[str, str], asyncio.Task[Any]]] = ContextVar("ahead")
"""What `ahead` has begun until it is asked for: a session by id and owner, the id of a typed text by owner and text."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A session as Redis has it; `based` is the mark of its base there."""

    session: Session
    based: str


class RedisSessions:
    """Sessions as hashes; a draft that is not direct is also its owner's draft of that sync.

    Args:
        life_seconds: A session's life after its last touch.
    """

    def __init__(self, connection: Connection, *, life_seconds: int = LIFE_SECONDS) -> None:
        self._connection = connection
        self._life = life_seconds
        self._seen: Seen[_Stored] = Seen()
        self._create = connection.script("session_create")
        self._get = connection.script("session_get")
        self._save = connection.script("session_save")
        self._show = connection.script("session_show")
        self._discard = connection.script("session_discard")

    async def create(self, session: Session) -> None:
        """Store a new session; a non-direct one becomes its owner's draft of that sync, replacing the one before."""
        owner, sync_id = session.owner, session.sync_id
        named = [keys.session(session.session_id), keys.own_draft(owner, sync_id), keys.editing(sync_id), keys.DRAFTS]
        document, screen = session_fields(session)
        base, token = text_of(session.base), uuid4().hex
        if not session.direct:
            await self._index(owner, sync_id)
        stored = (session.session_id, owner, session.revision, token, document, base, screen, self._life)
        await self._create(named, *stored, int(session.direct), keys.session(""))
        self._keep(session, token, based=token, weight=len(document) + len(base))

    @contextmanager
    def ahead(self, session_id: str, owner: str, *, typed: str = "") -> Iterator[None]:
        """Read it now, and keep what was typed, for who first asks for it in the block; see the port."""
        begun: dict[tuple[str, str], asyncio.Task[Any]] = {}
        begun[session_id, owner] = _begun(self._read(session_id, owner, life=self._life))
        if typed:
            begun[owner, typed] = _begun(self._keep_text(owner, typed))
        token = _ahead.set(begun)
        try:
            yield
        finally:
            _ahead.reset(token)
            for task in begun.values():
                task.cancel()

    async def get(self, session_id: str, owner: str) -> Session:
        """The session, its life renewed. Raises Gone when there is none or it is another person's."""
        reading = _ahead.get({}).pop((session_id, owner), None)
        session = await (reading or self._read(session_id, owner, life=self._life))
        if session is None:
            raise _gone()
        return session

    async def _read(self, session_id: str, owner: str, *, life: int) -> Session | None:
        """The session; only what this process does not have already is sent and decoded."""
        had = self._seen.get(session_id)
        marks = (had.mark, had.value.based) if had else ("", "")
        stored = await self._get([keys.session(session_id)], session_id, owner, life, *marks)
        if stored is None:
            self._seen.forget(session_id)
            return None
        mark, screen, *told = stored
        if had and not told:
            return shown_again(had.value.session, screen)
        document, based, *base = told
        same_base = had.value.session.base if had and not base else json.loads(*base)
        session = session_from(mark, screen, document, same_base)
        token = mark.decode().partition(":")[2]
        self._keep(session, token, based=based.decode(), weight=sum(map(len, (document, *base))))
        return session

    def _keep(self, session: Session, token: str, *, based: str, weight: int) -> None:
        """Keep it for later; a base that was not sent again weighs what it did."""
        had = self._seen.get(session.session_id)
        if had and had.value.based == based:
            weight = max(weight, had.weight)
        stored = _Stored(session, based)
        self._seen.keep(session.session_id, Kept(f"{session.revision}:{token}", stored, weight))

    async def save(self, session: Session, *, expected_revision: int, operation_id: str = "") -> Session:
        """Store `session` with revision `expected_revision + 1`; see the port."""
        saved, token = replace(session, revision=expected_revision + 1), uuid4().hex
        document, screen = session_fields(saved)
        had = self._seen.get(session.session_id)
        if had and had.value.session.base is session.base:
            based, base = had.value.based, ""
        else:
            based, base = token, text_of(session.base)
        own = keys.session(session.session_id)
        verdict, *answer = await self._save(
            [own, keys.saved(operation_id) if operation_id else own],
            *(session.session_id, session.owner, expected_revision, saved.revision, token),
            *(document, screen, based, base, self._life, OPERATION_SECONDS if operation_id else 0),
        )
        match verdict:
            case b"gone":
                raise _gone()
            case b"moved":
                raise _moved()
            case b"repeated":
                mark, shown, told, base_then = answer
                return session_from(mark, shown, told, json.loads(base_then))
        self._keep(saved, token, based=based, weight=len(document) + len(base))
        return saved

    async def show(self, session: Session) -> None:
        """Store `session.screen` and `reviewed_hash` without a new revision; silently nothing when it is gone."""
        own = [keys.session(session.session_id)]
        await self._show(own, session.session_id, session.owner, shown_of(session), self._life)

    async def own_draft(self, owner: str, sync_id: str) -> Session | None:
        """The owner's draft of that sync; its life is not renewed."""
        with self._connection.asking() as questions:
            session_id = await questions.ask("GET", keys.own_draft(owner, sync_id))
        return await self._read(session_id.decode(), owner, life=0) if session_id else None

    async def drafts(self, owner: str) -> tuple[Session, ...]:
        """The owner's drafts of every sync; their life is not renewed."""
        async with self._connection.quickly() as redis:
            members = await redis.smembers(keys.drafts(owner))
        ids = [member.decode() for member in members]
        found = [(sync_id, await self.own_draft(owner, sync_id)) for sync_id in ids]
        gone = [sync_id for sync_id, draft in found if draft is None]
        if gone:
            async with self._connection.quickly() as redis:
                await redis.srem(keys.drafts(owner), *gone)
        return tuple(draft for _, draft in found if draft is not None)

    async def _index(self, owner: str, sync_id: str) -> None:
        """Before the draft is there, so that none is missed; `own_draft` tells which are."""
        async with self._connection.quickly() as redis, redis.pipeline(transaction=True) as pipe:
            pipe.sadd(keys.drafts(owner), sync_id)
            pipe.expire(keys.drafts(owner), DRAFTS_KNOWN_SECONDS)
            await pipe.execute()

    async def others(self, sync_id: str, owner: str) -> tuple[str, ...]:
        """Who else has a draft of that sync, user ids, sorted."""
        async with self._connection.quickly() as redis:
            members = await redis.smembers(keys.editing(sync_id))
            people = sorted(member.decode() for member in members if member.decode() != owner)
            if not people:
                return ()
            drafts = await redis.mget([keys.own_draft(person, sync_id) for person in people])
        return tuple(person for person, draft in zip(people, drafts, strict=True) if draft is not None)

    async def discard(self, session_id: str, owner: str) -> None:
        """Forget it; silently nothing when it is gone."""
        await self._discard([keys.session(session_id)], session_id, owner)

    async def remember_text(self, owner: str, text: str) -> str:
        """Keep typed text for an hour; an opaque id for an option's value."""
        keeping = _ahead.get({}).pop((owner, text), None)
        return str(await (keeping or self._keep_text(owner, text)))

    async def _keep_text(self, owner: str, text: str) -> str:
        stored = text_of(text)
        text_id = hashlib.sha256(stored.encode()).hexdigest()[:24]
        with self._connection.asking() as questions:
            await questions.ask("SET", keys.typed_text(owner, text_id), stored, "EX", TEXT_SECONDS)
        return text_id

    async def recall_text(self, owner: str, text_id: str) -> str:
        """The text. Raises Gone."""
        with self._connection.asking() as questions:
            stored = await questions.ask("GET", keys.typed_text(owner, text_id))
        if stored is None:
            raise Gone(TEXT_GONE, not_done=GONE_NOT_DONE, next_step=TEXT_NEXT)
        return str(json.loads(stored))


def _begun(asking: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    task = asyncio.create_task(asking, name="asked ahead")
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # said to whoever asks, if any
    return task


def _gone() -> Gone:
    return Gone(GONE, not_done=GONE_NOT_DONE, next_step=GONE_NEXT)


def _moved() -> Moved:
    return Moved(MOVED, not_done=MOVED_NOT_DONE, next_step=MOVED_NEXT)
