from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.changes.timepiece import TOLERATED_SECONDS, Timepiece
from syncbot.errors import ClockWrong
from tests.memory import START


class Machine:
    """A machine's clock."""

    def __init__(self) -> None:
        self.seconds = START

    def now(self) -> float:
        return self.seconds


def compared(there: float, *, took: float = 0.0, precision: float = 0.0) -> Timepiece:
    """A timepiece at `START` that has asked another clock, which took so long."""
    machine = Machine()
    timepiece = Timepiece(machine.now)
    asked_at = timepiece.now()
    machine.seconds += took
    timepiece.compare("that of Redis", there, asked_at=asked_at, precision=precision)
    machine.seconds = START
    return timepiece


@given(st.floats(0, 5), st.floats(-TOLERATED_SECONDS, TOLERATED_SECONDS))
def test_a_clock_that_may_be_within_the_tolerance_is_taken_for_right(took: float, off: float) -> None:
    timepiece = compared(START + took / 2 + off, took=took)
    timepiece.check()
    assert timepiece.times() == (START,)


@pytest.mark.parametrize(
    ("off", "words"),
    [(400.0, "is 400 s behind that of Redis"), (-31.0, "is 31 s ahead of that of Redis")],
)
def test_a_clock_that_is_wrong_refuses_and_says_by_how_much(off: float, words: str) -> None:
    timepiece = compared(START + off)
    with pytest.raises(ClockWrong, match=words) as caught:
        timepiece.check()
    assert "It does nothing until both agree." in caught.value.sentences
    assert timepiece.times() == (START, START + off)


@pytest.mark.parametrize("order", [("that of Redis", "that of Slack"), ("that of Slack", "that of Redis")])
def test_of_two_clocks_that_agree_the_same_one_is_named_whichever_was_asked_first(order: tuple[str, str]) -> None:
    timepiece = Timepiece(Machine().now)
    for whose in order:
        timepiece.compare(whose, START + 400, asked_at=START)
    with pytest.raises(ClockWrong, match="behind that of Redis"):
        timepiece.check()


def test_the_time_that_the_question_took_is_no_error() -> None:
    compared(START + 60, took=60).check()
    compared(START, took=60).check()


def test_whole_seconds_are_no_error() -> None:
    compared(START - TOLERATED_SECONDS - 0.9, precision=1.0).check()


def test_a_clock_that_was_set_right_is_right_again() -> None:
    timepiece = compared(START + 400)
    timepiece.compare("that of Slack", START, asked_at=START)
    with pytest.raises(ClockWrong):
        timepiece.check()
    timepiece.compare("that of Redis", START, asked_at=START)
    timepiece.check()
