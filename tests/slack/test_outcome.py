"""What the outcome of an emergency pause says of the request that follows it, wherever it is read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.states import State
from syncbot.slack import outcome
from tests.slack.extremes import CHANNEL, change

WRITTEN = Outcome(Result.APPLIED)
PAUSE = replace(change("Leads", State.APPLIED), emergency=True, outcome=WRITTEN, lines=("Active: yes → no",))
PLACES = (outcome.view, outcome.direct_message, outcome.log_message)


def words(shown: Change) -> list[str]:
    """The outcome in the window, the direct message and the log."""
    return [json.dumps(place(shown, CHANNEL), ensure_ascii=False) for place in PLACES]


def test_a_written_emergency_pause_says_where_it_is_decided_and_what_a_rejection_does() -> None:
    for told in words(PAUSE):
        assert "Approval to keep it paused is asked for in <#C0APPROVALS>" in told
        assert "if it is rejected, the sync turns on again at once" in told
        assert "without a decision it stays paused" in told


@pytest.mark.parametrize(
    "other",
    [
        replace(PAUSE, emergency=False),
        replace(PAUSE, about="pause-1"),
        replace(PAUSE, outcome=Outcome(Result.ALREADY_SO)),
        replace(PAUSE, state=State.FAILED, outcome=Outcome(Result.NOT_APPLIED)),
    ],
    ids=["approved before", "the request itself", "paused by others", "not written"],
)
def test_whatever_has_no_pause_to_decide_says_nothing_of_it(other: Change) -> None:
    assert not any("Approval to keep it paused" in told for told in words(other))
