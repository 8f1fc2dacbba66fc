from __future__ import annotations

import errno
import socket
import ssl

import pytest
from redis import exceptions
from redis.asyncio.sentinel import MasterNotFoundError

from syncbot.store import refusals
from syncbot.store.refusals import Refusal, refusal_of, unavailable
from syncbot.store.sentinels import HandingOver

SCRIPT_OF_6 = "Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write"
REASONS: list[tuple[Exception, Refusal]] = [
    (exceptions.ReadOnlyError("You can't write against a read only replica."), refusals.READ_ONLY),
    (exceptions.ResponseError(SCRIPT_OF_6), refusals.READ_ONLY),
    (exceptions.BusyLoadingError("Redis is loading the dataset in memory"), refusals.LOADING),
    (exceptions.OutOfMemoryError("command not allowed when used memory > 'maxmemory'."), refusals.FULL),
    (exceptions.ResponseError("MISCONF Errors writing to the AOF file: No space left"), refusals.DISK),
    (exceptions.ResponseError("NOREPLICAS Not enough good replicas to write."), refusals.TOO_FEW_COPIES),
    (exceptions.AuthenticationError("invalid username-password pair"), refusals.NOT_LET_IN),
    (exceptions.NoPermissionError("this user has no permissions"), refusals.NOT_LET_IN),
    (exceptions.MovedError("1234 127.0.0.1:7001"), refusals.CLUSTER),
    (exceptions.ClusterDownError("Hash slot not served"), refusals.CLUSTER),
    (MasterNotFoundError("No master found for 'mymaster'"), refusals.NO_PRIMARY),
    (exceptions.ConnectionError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), refusals.NOT_TRUSTED),
    (exceptions.TimeoutError("Timeout reading from socket"), refusals.NO_ANSWER),
    (ConnectionRefusedError(111, "Connection refused"), refusals.REFUSED),
    (exceptions.ConnectionError(f"Multiple exceptions: [Errno {errno.ECONNREFUSED}] Connect call"), refusals.REFUSED),
    (FileNotFoundError(2, "No such file or directory"), refusals.REFUSED),
    (socket.gaierror(-2, "Name or service not known"), refusals.NO_HOST),
    (HandingOver(), refusals.HANDED_OVER),
    (TimeoutError(), refusals.NO_ANSWER),
]


@pytest.mark.parametrize(("error", "reason"), REASONS)
def test_the_reason_is_known_by_class_or_by_word(error: Exception, reason: Refusal) -> None:
    assert refusal_of(error) is reason


def test_the_reason_behind_an_error_counts() -> None:
    behind = exceptions.ConnectionError("could not connect")
    behind.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    assert refusal_of(behind) is refusals.NOT_TRUSTED


@pytest.mark.parametrize("refusal", [refusals.NO_ANSWER, *refusals.REFUSALS])
def test_whoever_waits_reads_what_happened_and_what_to_do(refusal: Refusal) -> None:
    fault = unavailable(exceptions.ResponseError(refusal.word or "nothing known"))
    assert fault.what.startswith("Redis, where syncbot keeps its work, ")
    assert fault.not_done
    assert fault.next_step
