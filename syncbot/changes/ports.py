"""What the use cases need of the world: each has an adapter in `store`, `polytomic` or `slack`, and a fake."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from syncbot.changes.choices import Cache, Choices
from syncbot.changes.jobs import Job, JobKind, Jobs
from syncbot.changes.model import Change, Places, Session
from syncbot.changes.past import History
from syncbot.sync.document import JsonObject

__all__ = [
    "Announcer",
    "Cache",
    "Changes",
    "Choices",
    "Clock",
    "History",
    "Job",
    "JobKind",
    "Jobs",
    "Leases",
    "People",
    "Polytomic",
    "Roles",
    "Secrets",
    "Sessions",
]


class Polytomic(Protocol):
    """The calls of the model-sync API that a change needs. All raise `syncbot.errors.RemoteFault`."""

    async def get_sync(self, sync_id: str) -> JsonObject:
        """The `data` of GET /api/syncs/{id}, raw."""

    async def put_sync(self, sync_id: str, body: JsonObject, *, key: str) -> JsonObject:
        """Write once, never retried; the `data` of the answer, raw. `key` is the Idempotency-Key."""

    async def activate_sync(self, sync_id: str, *, active: bool, key: str) -> None:
        """POST /api/syncs/{id}/activate, once, never retried."""

    async def cancel_sync(self, sync_id: str) -> None:
        """Ask for the run in progress to stop; once."""

    async def get_status(self, sync_id: str) -> JsonObject:
        """The `data` of GET /api/syncs/{id}/status, raw."""

    async def list_syncs(self) -> list[JsonObject]:
        """Every item of GET /api/syncs, all pages, in the API's order (last changed first)."""


class Sessions(Protocol):
    """Drafts, kept for the session's life after the last touch. All raise StoreUnavailable."""

    async def create(self, session: Session) -> None:
        """Store a new session; a non-direct one becomes its owner's draft of that sync, replacing the one before."""

    def ahead(self, session_id: str, owner: str, *, typed: str = "") -> AbstractContextManager[None]:
        """Begin to read it, and to keep what was `typed`, together with what else is asked at this moment.

        The first `get` and `remember_text` in the block take that. Nothing is raised here, also where there is no such
        session.
        """

    async def get(self, session_id: str, owner: str) -> Session:
        """The session, its life renewed. Raises Gone when there is none or it is another person's."""

    async def save(self, session: Session, *, expected_revision: int, operation_id: str = "") -> Session:
        """Store `session` with revision `expected_revision + 1`.

        A repeated `operation_id` stores nothing and answers what the first answered, or where the base was read again
        since then the session as it is. Raises Moved when the stored revision is another, Gone when there is none.
        """

    async def show(self, session: Session) -> None:
        """Store `session.screen` and `reviewed_hash` without a new revision; silently nothing when it is gone."""

    async def own_draft(self, owner: str, sync_id: str) -> Session | None:
        """The owner's draft of that sync."""

    async def others(self, sync_id: str, owner: str) -> tuple[str, ...]:
        """Who else has a draft of that sync, user ids."""

    async def drafts(self, owner: str) -> tuple[Session, ...]:
        """The owner's drafts of every sync, in no order; their life is not renewed."""

    async def discard(self, session_id: str, owner: str) -> None:
        """Forget it; silently nothing when it is gone."""

    async def remember_text(self, owner: str, text: str) -> str:
        """Keep typed text for an hour; an opaque id for an option's value."""

    async def recall_text(self, owner: str, text_id: str) -> str:
        """The text. Raises Gone."""


class Changes(Protocol):
    """Stored changes. Every move is compare-and-set on `version`; all raise StoreUnavailable."""

    async def create(self, change: Change, *, operation_id: str, session: Session | None) -> Change:
        """Store a new change in state `queued` or `awaiting_approval`, in one script with its jobs.

        `session` is removed in the same script; if its stored revision is not `session.revision`, raises Moved and
        stores nothing; if it is gone, Gone. A repeated `operation_id` answers the stored change of the first.
        A `queued` change gets an apply job; every change gets an announce job.
        """

    async def get(self, change_id: str) -> Change:
        """The change. Raises Gone."""

    async def move(self, before: Change, after: Change, *, done: Job | None = None, quiet: bool = False) -> Change:
        """Store `after` with version `before.version + 1` if the stored version is `before.version`.

        Checks the state table first (IllegalMove). Raises Moved when another move came first. In the same script: a
        move to `queued` adds an apply job; a move that ends the change, or to `unclear`, releases its lease; unless
        `quiet`, an announce job is added; `done` is acknowledged. Places are kept from what is stored.
        """

    async def amend(self, change: Change, *, new: Change, session: Session | None = None) -> tuple[Change, Change]:
        """`move` for `change` (compare-and-set) and `create` for `new` of `session`, in one script: both or neither."""

    async def note_places(self, change_id: str, places: Places) -> None:
        """Merge the non-empty attributes of `places` into what is stored; not a move, keeps the version."""

    async def of_sync(self, sync_id: str) -> tuple[Change, ...]:
        """Changes of that sync that have not ended, oldest first."""

    async def undecided(self) -> tuple[Change, ...]:
        """Changes that await approval, that which ends first first."""


class Leases(Protocol):
    """One change at a time on a sync."""

    async def take(self, sync_id: str, change_id: str) -> bool:
        """Take or renew the sync's lease for this change; False when another change has it, or asked before.

        A change in state `applying` keeps other changes from its sync also when its lease has run out. Whoever asked
        first gets it first, as long as it goes on asking.
        """

    async def seconds_left(self, sync_id: str, change_id: str) -> float:
        """How long this change still has the lease; 0 when it has not."""

    async def release(self, sync_id: str, change_id: str) -> None:
        """Give it back; silently nothing when it was not this change's."""


class Secrets(Protocol):
    """Encryption passphrases, kept encrypted."""

    async def passphrase(self, sync_id: str) -> str | None:
        """The passphrase, or None when none is kept. Raises SecretMissing when none of the keys opens the one kept."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What a person may.

    Attributes:
        known: False when Slack could not be asked; then all the others are False.
    """

    editor: bool
    approver: bool
    emergency: bool = False
    known: bool = True


class People(Protocol):
    """Who may what."""

    async def roles(self, user_id: str, *, fresh: bool = False) -> Roles:
        """A person's roles; `fresh` asks Slack now, else an answer up to a minute old will do."""

    async def who_may(self, role: str, *, besides: str = "") -> str:
        """The names of those who have `role` (`edit`, `look`, `approve`, `pause`) as plain text, without `besides`."""

    async def name_of(self, user_id: str) -> str:
        """A person's name as plain text, for a sentence; the id where no name is to be had in time."""


class Clock(Protocol):
    """The store's time."""

    async def now(self) -> float:
        """Seconds since the epoch. Raises ClockWrong when this process's clock is too far from it."""

    async def check(self) -> None:
        """Raise ClockWrong when this process's clock is too far from the store's."""


class Announcer(Protocol):
    """Brings what Slack shows in line with a change."""

    async def announce(self, change: Change) -> None:
        """Show the present state in every place; repeatable.

        Raises when a place could not be reached and it should be tried again.
        """

    async def tell_moved(self, seen: Change, pending: tuple[Change, ...]) -> None:
        """Tell what moved from outside: in the threads of the pending requests, else in the log channel.

        Raises when it could not be told anywhere and should be tried again.
        """
