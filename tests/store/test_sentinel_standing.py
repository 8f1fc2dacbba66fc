"""What `check` says of the Sentinels, whatever they answer."""

from __future__ import annotations

import pytest
from redis import exceptions

from syncbot.findings import Verdict
from syncbot.store.sentinel_standing import read
from syncbot.store.sentinels import Primary, Said

WELL = Said(7, Primary(("10.0.0.1", 6379), is_moving=False, copies=2), is_moving=False)
ADDRESSES = ["a:1", "b:2", "c:3"]


@pytest.mark.parametrize(
    ("said", "verdict", "words"),
    [
        ([WELL, WELL, WELL], Verdict.FINE, "3 answer and name 10.0.0.1:6379 the primary of main."),
        ([WELL], Verdict.MIND, "10.0.0.1:6379 is the primary of main; 1 of them cannot fail over when one is lost."),
        ([WELL, WELL], Verdict.MIND, "2 of them cannot fail over when one is lost. Run three"),
        ([WELL, ConnectionRefusedError(), WELL], Verdict.MIND, "but b:2 refused the connection."),
        ([WELL, exceptions.TimeoutError(), WELL], Verdict.MIND, "but b:2 did not answer in time."),
        ([WELL, Said(6, None, is_moving=False), WELL], Verdict.MIND, "but b:2 takes it for dead."),
        (
            [exceptions.ResponseError("No such master with that name")] * 3,
            Verdict.FAULT,
            "None names the primary of main: a:1 watches none of that name, b:2 watches none of that name",
        ),
        ([exceptions.AuthenticationError("WRONGPASS")] * 2, Verdict.FAULT, "a:1 does not let syncbot in"),
    ],
)
def test_each_that_does_not_help_is_named_with_its_reason(
    said: list[Said | Exception], verdict: Verdict, words: str
) -> None:
    told = read("main", ADDRESSES[: len(said)], said)
    assert (told.subject, told.verdict) == ("Redis Sentinels", verdict)
    assert words in told.text
