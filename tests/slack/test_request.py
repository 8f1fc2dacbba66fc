"""The thread under a request tells every decision and the end once, however fast the change moves on."""

from __future__ import annotations

from dataclasses import replace

from syncbot.changes.model import Change, Decision, Outcome, Places, Result, Side, Verdict
from syncbot.changes.present import Present
from syncbot.changes.states import State
from syncbot.sandbox.slack.rules.payload import blocks_too_long
from syncbot.slack import outcome, request, request_details
from syncbot.slack.whole_values import whole
from tests.slack.extremes import CHANNEL

YES = Decision("U0BEN", Verdict.APPROVED, 1_795_500_000.0)
SECOND = replace(YES, approver="U0CLEO")
NO = replace(YES, verdict=Verdict.REJECTED, why="Not today.")


def asked(state: State, *decisions: Decision, told: str = "", outcome: Outcome | None = None) -> Change:
    return Change(
        change_id="c1",
        sync_id="s1",
        sync_name="Leads",
        actor="U0ANNA",
        state=state,
        base={},
        draft={},
        lines=("Run options: changed Active",),
        plan_hash="h",
        created_at=0.0,
        decisions=decisions,
        outcome=outcome,
        places=Places(story=told),
    )


APPLIED = asked(State.APPLIED, YES, outcome=Outcome(Result.APPLIED))


def test_an_open_request_has_no_story() -> None:
    assert request.untold(asked(State.AWAITING_APPROVAL)) == ()


def test_each_decision_is_told_once() -> None:
    (first,) = request.untold(asked(State.AWAITING_APPROVAL, YES))
    assert first.startswith("Approved by <@U0BEN>")
    (second,) = request.untold(asked(State.QUEUED, YES, SECOND, told=first))
    assert second.startswith("Approved by <@U0CLEO>")
    assert request.untold(asked(State.APPLYING, YES, SECOND, told=second)) == ()


def test_a_rejection_is_the_end() -> None:
    (only,) = request.untold(asked(State.REJECTED, NO))
    assert only.startswith("Rejected by <@U0BEN>")
    assert request.untold(asked(State.REJECTED, NO, told=only)) == ()


def test_a_change_that_was_applied_before_its_approval_was_told_tells_both() -> None:
    approved, applied = request.untold(APPLIED)
    assert approved.startswith("Approved by <@U0BEN>")
    assert applied == "*Applied*."


def test_an_end_that_became_another_is_told_after_it_and_the_decision_not_again() -> None:
    unclear = asked(State.UNCLEAR, YES, outcome=Outcome(Result.UNCLEAR, "Nobody knows."))
    last = request.untold(unclear)[-1]
    assert last == "*Unclear*. Nobody knows."
    assert request.untold(asked(State.QUEUED, YES, told=last)) == ()
    assert request.untold(replace(APPLIED, places=Places(story=last))) == ("*Applied*.",)


def test_an_outcome_of_many_long_fields_fits_a_message_and_counts_those_left_out() -> None:
    long = "x" * 2000
    sides = tuple(Side("Filters", f"Filters {n}", base=long, theirs=long, ours=f"y{long}") for n in range(40))
    over = asked(State.CONFLICTED, YES, outcome=Outcome(Result.CONFLICT, "Others did. " * 100, sides))
    told = outcome.direct_message(replace(over, lines=("Mappings: " + "&" * 500,) * 40), CHANNEL)
    assert not blocks_too_long(told["blocks"])
    assert "… and 37 more fields." in str(told)


def test_a_line_longer_than_a_section_is_read_whole_in_the_details_and_not_cut_in_the_message() -> None:
    words = [f"word{n}" for n in range(3000)]
    waits = replace(asked(State.AWAITING_APPROVAL), lines=("Filters: " + " ".join(words),))
    assert not request.fits_a_message(waits)
    assert request.TOO_LONG in str(request.message(waits, approvers="<@U0BEN>"))
    reading = request_details.Reading("U0BEN")
    told = request_details.view(Present(waits, why_not="Nobody answered."), reading)
    shown = " ".join(block["text"]["text"] for block in told["blocks"] if block["type"] == "section").split()
    assert [word for word in words if word not in shown] == []


def test_a_line_whose_characters_have_to_be_escaped_is_whole_too() -> None:
    waits = replace(asked(State.AWAITING_APPROVAL), lines=("<&>" * 2000,))
    assert not request.fits_a_message(waits)
    told = request_details.view(Present(waits, why_not="x"), request_details.Reading("U0BEN"))
    texts = [block["text"]["text"] for block in told["blocks"] if block["type"] == "section"]
    assert sum(text.count("&amp;") for text in texts[1:]) == 2000


def test_long_values_stand_whole_in_the_details_as_far_as_anybody_reads_and_the_rest_is_counted() -> None:
    notes = {f"note {number:02}": f"{number:02}" + "x" * 2_000 for number in range(40)}
    target = {"connection_id": "c", "configuration": {}}
    change = replace(
        asked(State.AWAITING_APPROVAL),
        base={"target": target, "model_filters": {}},
        draft={"target": {**target, "configuration": notes}, "model_filters": {}},
    )
    heading, *told, more = whole(change)
    assert heading == "*Long values, whole*"
    assert [f"“{value}”" in line for value, line in zip(notes.values(), told, strict=False)] == [True] * len(told)
    assert more == f"… and {40 - len(told)} more long values."
    assert sum(map(len, told)) < 65_000
