"""What goes wrong, on order: each fault is used up by the next call that its method and path pattern match."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from syncbot.sandbox.polytomic.replies import ErrorShape, RefusalError, Reply, refuse

DEADLINE_SECONDS = 5.0
"""How long a test waits for something that should happen at once."""

_MESSAGES = {
    400: ("invalid_request", "the request is not valid"),
    401: ("unauthorized", "unauthorized"),
    403: ("forbidden", "you do not have permission to do this"),
    404: ("not_found", "not found"),
    409: ("conflict", "the request conflicts with another one"),
    422: ("validation_failed", "validation failed"),
    429: ("rate_limited", "too many requests"),
}
_PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Kind(StrEnum):
    """What a fault does to a call."""

    DELAY = "delay"
    ANSWER = "answer"
    DROP = "drop"
    TRUNCATE = "truncate"
    CUT = "cut"
    GARBLE = "garble"
    HANG = "hang"
    HOLD = "hold"
    LATE = "late"


class Held:
    """A call that waits for `release`."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._arrived = asyncio.Event()
        self._released = asyncio.Event()
        self._landed = asyncio.Event()

    def release(self) -> None:
        """Let it go on; it may be called before the call arrives."""
        self._released.set()

    async def reached(self) -> None:
        """Wait until the call has arrived."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            await self._arrived.wait()

    async def landed(self) -> None:
        """Wait until the call has been carried out."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            await self._landed.wait()

    async def wait(self) -> None:
        """What the call itself does: wait for the release, at most the seconds it was ordered with."""
        self._arrived.set()
        try:
            async with asyncio.timeout(self._seconds):
                await self._released.wait()
        except TimeoutError:
            self._released.set()

    def land(self) -> None:
        """Say that the call has been carried out."""
        self._landed.set()


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault for one call.

    Attributes:
        after_commit: The call is carried out first.
        reply: What is answered instead; None drops the connection.
        text: What is sent instead of the reply's JSON.
        seen: A late call has already passed the check of its idempotency key.
    """

    kind: Kind
    method: str
    path: str
    after_commit: bool = False
    reply: Reply | None = None
    text: str = ""
    delay_seconds: float = 0
    held: Held | None = None
    seen: bool = False

    def matches(self, method: str, path: str) -> bool:
        """Whether a call is this fault's."""
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


@dataclass(slots=True)
class Faults:
    """Orders of faults, used up in the order in which they were given.

    Everywhere `method` and `path` are patterns as of a shell (`PUT`, `/api/syncs/*`), and `times` says for how many
    calls.
    """

    queue: list[Fault] = field(default_factory=list)
    _holds: list[Held] = field(default_factory=list)

    def delay(self, method: str, path: str = "*", *, seconds: float, times: int = 1) -> None:
        """Answer as usual, but later."""
        self._order(Fault(Kind.DELAY, method, path, delay_seconds=seconds), times)

    def answer(
        self,
        status: int,
        method: str = "*",
        path: str = "*",
        *,
        message: str = "",
        key: str = "",
        names: str | None = None,
        shape: ErrorShape = ErrorShape.API,
        retry_after: float | str | None = None,
        after_commit: bool = False,
        times: int = 1,
    ) -> None:
        """Answer an error; after the commit when asked so.

        `names` is the field that `metadata` names, `retry_after` the header in seconds or as an HTTP date; key and
        message are the usual ones of the status unless given.
        """
        default_key, default_message = _MESSAGES.get(status, ("internal_error", "an internal error occurred"))
        metadata = {"field": names, "path": names} if names else {}
        reply = refuse(RefusalError(status, key or default_key, message or default_message, **metadata), shape)
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        reply = Reply(reply.status, reply.body, headers)
        self._order(Fault(Kind.ANSWER, method, path, after_commit=after_commit, reply=reply), times)

    def drop(self, method: str, path: str = "*", *, after_commit: bool = False, times: int = 1) -> None:
        """Close the connection without an answer: before the call is seen, or after the commit."""
        self._order(Fault(Kind.DROP, method, path, after_commit=after_commit), times)

    def truncate(self, method: str, path: str = "*", *, times: int = 1) -> None:
        """After the commit answer the first half of the JSON as a whole HTTP message."""
        self._order(Fault(Kind.TRUNCATE, method, path, after_commit=True), times)

    def cut(self, method: str, path: str = "*", *, times: int = 1) -> None:
        """After the commit close the connection in the middle of the body."""
        self._order(Fault(Kind.CUT, method, path, after_commit=True), times)

    def garble(
        self, method: str, path: str = "*", *, text: str = _PROXY_PAGE, status: int = 200, times: int = 1
    ) -> None:
        """After the commit answer something that is not JSON, as a proxy does."""
        reply = Reply(status)
        self._order(Fault(Kind.GARBLE, method, path, after_commit=True, reply=reply, text=text), times)

    def hang(self, method: str, path: str = "*") -> Held:
        """Never answer and carry nothing out: the call does not get through. Released, the connection is dropped."""
        return self._hold(Fault(Kind.HANG, method, path, held=Held()))

    def hold(self, method: str, path: str = "*", *, after_commit: bool = False) -> Held:
        """Let the call in, and carry it out and answer it when released; or carry it out, and answer when released."""
        return self._hold(Fault(Kind.HOLD, method, path, after_commit=after_commit, held=Held()))

    def late(
        self,
        method: str,
        path: str = "*",
        *,
        status: int | None = None,
        seconds: float | None = None,
        seen: bool = False,
    ) -> Held:
        """Answer `status` (None: drop the connection) at once, and carry the call out when released.

        After `seconds` it is released by itself. Unless `seen` the call is stuck on its way: its idempotency key is not
        known yet, and landing after a repetition with the same key it changes nothing. When `seen` it is stuck inside:
        its key is in flight.
        """
        reply = refuse(RefusalError(status, "internal_error", "an internal error occurred")) if status else None
        return self._hold(Fault(Kind.LATE, method, path, reply=reply, held=Held(seconds), seen=seen))

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault for this call, used up."""
        for index, fault in enumerate(self.queue):
            if fault.matches(method, path):
                return self.queue.pop(index)
        return None

    def release(self) -> None:
        """Release every held call."""
        for held in self._holds:
            held.release()

    def clear(self) -> None:
        """Forget what was ordered and not used up."""
        self.queue.clear()

    def _order(self, fault: Fault, times: int) -> None:
        self.queue.extend([fault] * times)

    def _hold(self, fault: Fault) -> Held:
        held = fault.held or Held()
        self._holds.append(held)
        self._order(fault, 1)
        return held
