"""Every error that syncbot raises on purpose.

    SyncbotError
    ├── UserFault               what was asked cannot be done as it was asked
    │   ├── InvalidInput        a value is wrong; names the field
    │   ├── NotPermitted        the person may not; names who may
    │   ├── NotFound            no such sync, or several
    │   ├── TooFast             more requests than one person may make; names when to go on
    │   └── Gone                a draft, request or view that no longer exists
    ├── Conflict                the state moved between reading and writing
    │   └── Moved               a stored change is no longer in the expected version
    ├── RemoteFault             Polytomic did not do it
    │   ├── Refused             an HTTP answer of 4xx: nothing was written
    │   │   ├── Rejected        400 or 422, the body is not acceptable
    │   │   ├── Unauthorized    401, the key is wrong
    │   │   ├── Forbidden       403, the key may not
    │   │   ├── Missing         404, deleted or of another organization
    │   │   ├── Busy            409
    │   │   └── RateLimited     429, `retry_after_seconds`
    │   └── Uncertain           whether a write landed is not known
    │       ├── ServerFault     an HTTP answer of 5xx
    │       ├── NoAnswer        time-out or lost connection
    │       └── Unreadable      an answer that is not the documented JSON
    ├── SlackFault              Slack did not do it; `code`
    └── OurFault                syncbot's own side
        ├── StoreUnavailable    Redis did not answer in time, or may not be used
        │   └── ClockWrong      this process's clock is not that of the others
        ├── SecretMissing       a passphrase that the whole sync needs is not at hand
        ├── Misconfigured       settings with which it cannot start; `faults`
        ├── NotStarted          it cannot serve: the port is taken, Slack opens no connection
        └── IllegalMove         a move the state table does not have; nothing happened

Adapters raise these with `from exc`; nothing of httpx, redis or Slack passes the edge. Each error knows the sentences a
person reads: what happened, what was not done, what to do next.
"""

from __future__ import annotations


class SyncbotError(Exception):
    """The root.

    Attributes:
        what: What happened, one whole sentence for the person.
        not_done: What was not done, a whole sentence; empty when the outcome itself says it.
        next_step: What to do now, a whole sentence; empty when there is nothing to do.
        field: The path of the field it is about (`fields`, `schedule.hour`), or None.
    """

    def __init__(self, what: str, *, not_done: str = "", next_step: str = "", field: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.not_done = not_done
        self.next_step = next_step
        self.field = field

    @property
    def sentences(self) -> str:
        """All that the person reads, in order, joined by spaces."""
        return " ".join(part for part in (self.what, self.not_done, self.next_step) if part)


class UserFault(SyncbotError):
    """What was asked cannot be done as it was asked."""


class InvalidInput(UserFault):
    """A value is wrong; `field` names where."""


class NotPermitted(UserFault):
    """The person may not; the sentence names who may."""


class NotFound(UserFault):
    """No sync matches, or several do."""


class TooFast(UserFault):
    """More requests than one person may make; nothing was done for this one."""


class Gone(UserFault):
    """A draft, request or view that no longer exists."""


class Conflict(SyncbotError):
    """The state moved between reading and writing."""


class Moved(Conflict):
    """A stored value is no longer in the version that the caller read; nothing was stored."""


class RemoteFault(SyncbotError):
    """Polytomic did not do what was asked.

    Attributes:
        status: The HTTP status, or None when nothing was answered.
        message: Polytomic's own words, or an empty string.
        key: Polytomic's error key, or an empty string.
        retry_after_seconds: How long the answer asks to be left alone, or None when it does not say.
    """

    def __init__(
        self,
        what: str,
        *,
        status: int | None = None,
        message: str = "",
        key: str = "",
        retry_after_seconds: float | None = None,
        not_done: str = "",
        next_step: str = "",
        field: str | None = None,
    ) -> None:
        super().__init__(what, not_done=not_done, next_step=next_step, field=field)
        self.status = status
        self.message = message
        self.key = key
        self.retry_after_seconds = retry_after_seconds


class Refused(RemoteFault):
    """An HTTP answer of 4xx: nothing was written."""


class Rejected(Refused):
    """400 or 422: the body is not acceptable."""


class Unauthorized(Refused):
    """401: the key is wrong."""


class Forbidden(Refused):
    """403: the key may not."""


class Missing(Refused):
    """404: deleted, or of another organization."""


class Busy(Refused):
    """409: a run is in progress, or the same idempotency key is in flight."""


class RateLimited(Refused):
    """429; `retry_after_seconds` is what the answer asked for, or None."""


class Uncertain(RemoteFault):
    """Whether a write landed is not known."""


class ServerFault(Uncertain):
    """An HTTP answer of 5xx; it may have come after the commit."""


class NoAnswer(Uncertain):
    """Time-out or lost connection."""


class Unreadable(Uncertain):
    """A 2xx answer that is not the documented JSON."""


class SlackFault(SyncbotError):
    """Slack did not do what was asked.

    Attributes:
        code: Slack's error code (`hash_conflict`, `channel_not_found`), or `no_answer`.
    """

    def __init__(self, what: str, *, code: str, not_done: str = "", next_step: str = "") -> None:
        super().__init__(what, not_done=not_done, next_step=next_step)
        self.code = code


class OurFault(SyncbotError):
    """Syncbot's own side."""


class StoreUnavailable(OurFault):
    """Redis did not answer in time, or may not be used; a step that was under way may have been kept."""


class ClockWrong(StoreUnavailable):
    """This process's clock is not that of the others, so it stores and writes nothing."""


class SecretMissing(OurFault):
    """A passphrase that the whole sync needs is not at hand."""


class Misconfigured(OurFault):
    """Settings with which syncbot cannot start.

    Attributes:
        faults: One sentence each, every one that was found; none repeats a secret.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults), not_done="syncbot did not start.")
        self.faults = faults


class NotStarted(OurFault):
    """It cannot serve; the sentences say why, or that the log does."""


class IllegalMove(OurFault):
    """A move that the state table does not have; nothing happened."""
