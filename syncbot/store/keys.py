"""The name of every key in Redis. One hash tag, so that one script may touch several, on a cluster too."""

from __future__ import annotations

from typing import Final

TAG: Final = "{syncbot}"

CLOCK_OFFSET: Final = f"{TAG}:clock-offset"
"""Seconds added to Redis TIME. Only tests set it."""

JOBS: Final = f"{TAG}:jobs"
"""Stream of jobs; fields `kind`, `change`, and `trace`: the id of the trace that added it, or empty."""

WORKERS: Final = "workers"
"""The consumer group of `JOBS`; not a key of its own."""

SWEEPER: Final = f"{TAG}:sweeper"
"""The worker that has the turn to sweep; ends when it is not taken again."""

UNDECIDED: Final = f"{TAG}:undecided"
"""Sorted set of change ids that await approval, by when they expire."""


DRAFTS: Final = f"{TAG}:drafts"
"""Sorted set of the names of `own_draft`, by when each ends. Only for counting."""

WATCHES: Final = f"{TAG}:watches"
"""Sorted set of the ids of watches, by when they are due."""


def watch(watch_id: str) -> str:
    """A watch, as JSON."""
    return f"{TAG}:watch:{watch_id}"


def drafts(owner: str) -> str:
    """Set of the ids of syncs of which a person has, or had, a draft; `own_draft` says of which still."""
    return f"{TAG}:drafts:{owner}"


def session(session_id: str) -> str:
    """Hash: owner, revision, token, document, base, based, screen, and the names of its indexes below."""
    return f"{TAG}:session:{session_id}"


def own_draft(owner: str, sync_id: str) -> str:
    """The session id of a person's draft of a sync."""
    return f"{TAG}:draft:{sync_id}:{owner}"


def editing(sync_id: str) -> str:
    """Set of those who have, or had, a draft of a sync; `own_draft` says who still has."""
    return f"{TAG}:editing:{sync_id}"


def typed_text(owner: str, text_id: str) -> str:
    """A text that a person typed into a typeahead, as JSON."""
    return f"{TAG}:text:{owner}:{text_id}"


def saved(operation_id: str) -> str:
    """Hash: what the save of a session with that operation id answered."""
    return f"{TAG}:saved:{operation_id}"


def made(operation_id: str) -> str:
    """The id of the change that an operation made."""
    return f"{TAG}:made:{operation_id}"


def seen(event_id: str) -> str:
    """Who was first to see an event or a request; see `operations`."""
    return f"{TAG}:seen:{event_id}"


def turnstile(person: str) -> str:
    """Until when a person's requests have taken up the time that each of them takes, seconds since the epoch."""
    return f"{TAG}:turnstile:{person}"


def taken(operation_id: str) -> str:
    """There while a request with that operation id is worked on, and after it was carried out."""
    return f"{TAG}:taken:{operation_id}"


def change(change_id: str) -> str:
    """Hash: version, state, document, token, and a field `place:NAME` for each place in Slack."""
    return f"{TAG}:change:{change_id}"


def open_changes(sync_id: str) -> str:
    """Sorted set of the ids of changes that have not ended, by when they were made."""
    return f"{TAG}:open:{sync_id}"


def lease(sync_id: str) -> str:
    """The id of the change that has the sync's lease."""
    return f"{TAG}:lease:{sync_id}"


def line(sync_id: str) -> str:
    """Sorted set of the changes that wait for the sync's lease, by when they first asked, microseconds."""
    return f"{TAG}:line:{sync_id}"


def asking(sync_id: str, change_id: str) -> str:
    """There while a change that waits for the sync's lease goes on asking for it."""
    return f"{TAG}:asking:{sync_id}:{change_id}"


def applying(sync_id: str) -> str:
    """The id of the change of that sync in state `applying`; it has no end of its own."""
    return f"{TAG}:applying:{sync_id}"


def passphrase(sync_id: str) -> str:
    """An encrypted passphrase."""
    return f"{TAG}:passphrase:{sync_id}"


def cached(key: str) -> str:
    """Hash: mark, when it was put, for how long, and the value as compressed JSON."""
    return f"{TAG}:cache:{key}"


def history(sync_id: str) -> str:
    """Sorted set of the ids of recorded changes, by when they ended."""
    return f"{TAG}:history:{sync_id}"


def record(change_id: str) -> str:
    """A recorded change, compressed JSON."""
    return f"{TAG}:record:{change_id}"


def last_known(sync_id: str) -> str:
    """The sync as last seen, and when; compressed JSON."""
    return f"{TAG}:last-known:{sync_id}"


def known_since(sync_id: str) -> str:
    """When the sync was first noted, seconds since the epoch."""
    return f"{TAG}:known-since:{sync_id}"


WRITTEN: Final = f"{TAG}:written"
"""Sorted set of the ids of syncs changed through syncbot, by when the last change of each ended."""


def told(change_id: str) -> str:
    """There when people were told of an entry of the history that was seen from outside."""
    return f"{TAG}:told:{change_id}"
