"""Why Redis did not do it, in words for whoever waits and for whoever runs it.

Redis names the reason at the head of an error, and redis-py makes some a class of their own. Redis 6.2 wraps what a
script met, so the word is looked for anywhere.
"""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from redis.asyncio.sentinel import MasterNotFoundError
from redis.exceptions import (
    AskError,
    AuthenticationError,
    AuthorizationError,
    BusyLoadingError,
    ClusterError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
)

from syncbot.errors import StoreUnavailable
from syncbot.store.sentinels import HandingOver

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_DONE: Final = "This step may not have been kept."
LATER: Final = "Try again in a minute; a second press never does a thing twice."
TELL: Final = "Tell whoever runs syncbot; until it is mended nothing can be changed."
LONGEST_CHAIN: Final = 5
NAMED: Final = "Redis, where syncbot keeps its work, {how}."


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason.

    Attributes:
        word: What Redis's error says, or empty.
        errors: What redis-py makes of it, where that is a class of its own.
        how: What people read, after "Redis, where syncbot keeps its work, ".
        next_step: For whoever waits, a whole sentence.
        mend: For whoever runs it, a whole sentence.
    """

    word: str
    errors: tuple[type[Exception], ...]
    how: str
    next_step: str
    mend: str

    @property
    def what(self) -> str:
        """What happened, a whole sentence."""
        return NAMED.format(how=self.how)

    def fits(self, error: BaseException) -> bool:
        """Whether this is why."""
        return isinstance(error, self.errors) or (bool(self.word) and self.word in str(error))


NO_ANSWER: Final = Refusal("", (), "did not answer in time", LATER, "Start it, or mend REDIS_URL.")
REFUSED: Final = Refusal(
    f"[Errno {errno.ECONNREFUSED}]",
    (ConnectionRefusedError, FileNotFoundError),
    "refused the connection",
    LATER,
    "Nothing listens there: start it, or mend REDIS_URL.",
)
NO_HOST: Final = Refusal(
    "",
    (socket.gaierror,),
    "is under a name that leads nowhere",
    TELL,
    "Mend the host in REDIS_URL, or the look-up of names on this machine.",
)
READ_ONLY: Final = Refusal(
    "READONLY",
    (ReadOnlyError,),
    "is only a copy now and takes nothing",
    LATER,
    "REDIS_URL leads to a replica; name the primary.",
)
LOADING: Final = Refusal(
    "LOADING",
    (BusyLoadingError,),
    "is starting and still reads what it kept",
    LATER,
    "Wait until it has.",
)
FULL: Final = Refusal(
    "OOM",
    (OutOfMemoryError,),
    "is full and takes nothing more",
    TELL,
    "Raise its maxmemory, and leave its maxmemory-policy at noeviction.",
)
DISK: Final = Refusal(
    "MISCONF",
    (),
    "cannot write to its disk and takes nothing more",
    TELL,
    "Make room on the disk that its dir is on.",
)
TOO_FEW_COPIES: Final = Refusal(
    "NOREPLICAS",
    (),
    "has too few copies at hand and takes nothing until they are back",
    LATER,
    "Start its replicas, or lower min-replicas-to-write.",
)
NOT_LET_IN: Final = Refusal(
    "NOPERM",
    (AuthenticationError, AuthorizationError, NoPermissionError),
    "does not let syncbot in",
    TELL,
    "Mend the user name and password in REDIS_URL; a user of its own needs ~{syncbot}* and +@all -@dangerous +info.",
)
CLUSTER: Final = Refusal(
    "MOVED",
    (AskError, ClusterError),
    "is a cluster, which syncbot cannot use",
    TELL,
    "Give syncbot one primary that is not part of a cluster.",
)
NO_PRIMARY: Final = Refusal(
    "",
    (MasterNotFoundError,),
    "has no primary that a Sentinel knows of",
    LATER,
    "Mend SYNCBOT_REDIS_SENTINEL, or wait until the Sentinels have chosen a primary.",
)
HANDED_OVER: Final = Refusal(
    "",
    (HandingOver,),
    "is handing its work over to another server just now",
    LATER,
    "Wait until the Sentinels have named the new primary.",
)
NOT_TRUSTED: Final = Refusal(
    "CERTIFICATE_VERIFY_FAILED",
    (ssl.SSLError,),
    "shows a certificate that syncbot does not trust",
    TELL,
    "Name the authority that signed it in REDIS_URL: rediss://…?ssl_ca_certs=/path/to/ca.pem.",
)
NO_DATABASE: Final = Refusal(
    "DB index is out of range",
    (),
    "has no database of the number that the settings name",
    TELL,
    "Name one that it has in REDIS_URL; 0 is always there.",
)
REFUSALS: Final = (
    REFUSED,
    NO_HOST,
    READ_ONLY,
    LOADING,
    FULL,
    DISK,
    TOO_FEW_COPIES,
    NOT_LET_IN,
    CLUSTER,
    NO_PRIMARY,
    HANDED_OVER,
    NOT_TRUSTED,
    NO_DATABASE,
)


def refusal_of(error: BaseException) -> Refusal:
    """Why, from what redis-py raised or what that came from."""
    chain = list(_chain(error))
    return next((one for one in REFUSALS for link in chain if one.fits(link)), NO_ANSWER)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from."""
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def unavailable(error: BaseException) -> StoreUnavailable:
    """What passes the edge instead."""
    refusal = refusal_of(error)
    return StoreUnavailable(refusal.what, not_done=NOT_DONE, next_step=refusal.next_step)
