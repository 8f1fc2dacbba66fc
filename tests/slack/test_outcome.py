"""What an outcome says, wherever it is read: what happened, by whose decision, and what can be done next."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from syncbot.changes.model import Change, Decision, Outcome, Result, Side, Verdict
from syncbot.changes.states import State
from syncbot.slack import endings, outcome, request
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


NO = Decision("U0BEN", Verdict.REJECTED, 0.0, "Not today.")
ASKED = replace(PAUSE, emergency=False, outcome=None, decisions=(), ended_at=None)
ABOUT_PAUSE = replace(ASKED, emergency=True, about="pause-1")


def test_a_rejection_names_who_rejected_and_why_beside_the_reason_of_the_request() -> None:
    rejected = replace(ASKED, state=State.REJECTED, decisions=(NO,), reason="It is doubled.")
    for told in words(rejected):
        assert "Rejected by <@U0BEN>. Why: Not today." in told
    assert words(rejected)[-1].count("Reason: ") == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.EXPIRED, State.VOID])
def test_who_asked_in_vain_can_review_and_edit_it_again_and_others_cannot(state: State) -> None:
    window, message, log = words(replace(ASKED, state=state))
    for button in ("Review again", "Edit again"):
        assert button in window
        assert button in message
        assert button not in log


@pytest.mark.parametrize("state", [State.REJECTED, State.EXPIRED])
def test_the_request_about_an_emergency_pause_leads_to_no_second_pause(state: State) -> None:
    assert not any("Review again" in told for told in words(replace(ABOUT_PAUSE, state=state)))


@pytest.mark.parametrize(
    ("shown", "first"),
    [
        (PAUSE, "Applied: <@U0ANNA> changed Leads"),
        (replace(PAUSE, outcome=Outcome(Result.ALREADY_SO)), "Already so: <@U0ANNA> wanted to change Leads"),
        (replace(ASKED, state=State.EXPIRED), "Expired: <@U0ANNA> wanted to change Leads"),
        (replace(ABOUT_PAUSE, state=State.REJECTED), "Rejected: <@U0ANNA> asked to keep Leads paused"),
    ],
)
def test_the_log_says_changed_only_of_what_was_changed(shown: Change, first: str) -> None:
    assert outcome.log_message(shown, CHANNEL)["text"] == first


@pytest.mark.parametrize("state", [State.APPROVED, State.QUEUED, State.APPLYING])
def test_what_is_not_written_yet_is_being_worked_on(state: State) -> None:
    assert endings.headline(replace(ASKED, state=state)) == "Being worked on"


@pytest.mark.parametrize(
    ("state", "means"),
    [
        (State.EXPIRED, "*Expired*. Nobody decided in time. Nothing was written."),
        (State.CANCELLED, "*Cancelled*. The request was withdrawn. Nothing was written."),
        (State.SUPERSEDED, "*Replaced*. A newer request took its place. Nothing was written by this one."),
    ],
)
def test_the_thread_and_the_request_say_what_an_end_without_a_decision_means(state: State, means: str) -> None:
    ended = replace(ASKED, state=state)
    assert request.story(ended) == (means,)
    assert endings.told(ended) in json.dumps(request.message(ended, approvers="<@U0BEN>"))


def test_a_field_that_the_change_itself_leaves_alone_has_no_side_of_its_own() -> None:
    moved, clash = Side("Name and mode", "Mode", "a", "b", "a"), Side("Name and mode", "Name", "a", "b", "c")
    shown = replace(ASKED, state=State.CONFLICTED, outcome=Outcome(Result.CONFLICT, "Moved.", (moved, clash)))
    for told in words(shown):
        assert told.count("Yours: ") == 1
        assert "Yours: c" in told


@pytest.mark.parametrize(("lines", "rest"), [(20, ""), (21, "… and 1 more change."), (22, "… and 2 more changes.")])
def test_lines_that_are_left_out_are_counted_one_as_one(lines: int, rest: str) -> None:
    assert outcome.changes_in_words(("a",) * lines)[20:] == ([rest] if rest else [])
