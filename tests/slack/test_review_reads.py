"""How a review and what others changed read: in paragraphs, under headings that say each thing once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from syncbot.changes.model import Outcome, Result, Side
from syncbot.changes.states import State
from syncbot.slack import conflict_view, outcome, review
from syncbot.slack.upcoming import Upcoming
from syncbot.sync.document import Shape
from syncbot.sync.plan import make_plan
from tests.slack.extremes import CHANNEL, change
from tests.slack.extremes import review as a_review
from tests.slack.scenes import known, sync

CLASH = Side("Schedule", "Schedule", "at :15", "at :20", "at :45", mark="m")
"""Of a part that is one field."""


def paragraphs(view: dict[str, Any]) -> list[str]:
    """The texts of its headings and sections."""
    return [block["text"]["text"] for block in view["blocks"] if block["type"] in {"header", "section"}]


def test_a_review_is_a_heading_and_a_paragraph_for_each_thing_to_know() -> None:
    base = sync()
    plan = make_plan(base, {**base, "name": "Cold leads", "active": False}, known(), shape=Shape.GROUPED)
    found = replace(a_review("Leads", plan=plan, theirs=("Priya renamed it.",)), name="Leads & co")
    name, now, next_run, mind, approval, nothing = paragraphs(review.view(found, Upcoming("Soon."), who="@Ben"))
    assert name == "Leads & co"
    assert now.startswith(f"*{review.NOW}*\n_{review.NOW_MOMENT}_\n• Run options: changed Active")
    assert next_run.startswith(f"*{review.NEXT_RUN}*\n_Soon._\n• Name and mode: changed Name")
    assert mind.startswith(f"*{review.MIND}*\n• Priya renamed it.")
    assert approval == "This needs approval by @Ben."
    assert nothing.startswith("Nothing else changes: ")


def test_a_part_that_is_one_field_is_named_once() -> None:
    asked = json.dumps(conflict_view.view(a_review("Leads", clashes=(CLASH,)), close="Back"))
    clashed = Outcome(Result.CONFLICT, sides=(CLASH,))
    told = json.dumps(outcome.view(replace(change("Leads", State.CONFLICTED), outcome=clashed), CHANNEL))
    assert "*Schedule*" in asked
    assert "*Schedule*" in told
    assert "Schedule: Schedule" not in asked + told


@pytest.mark.parametrize(
    ("count", "who", "needs"),
    [
        (1, "@Ben", "by @Ben."),
        (1, "@Ben, @Cleo", "by one of: @Ben, @Cleo."),
        (2, "@Ben, @Cleo", "by 2 of: @Ben, @Cleo."),
        (1, "every other member", "by one of: every other member."),
    ],
)
def test_a_review_says_whose_approval_it_needs(count: int, who: str, needs: str) -> None:
    base = sync()
    plan = make_plan(base, {**base, "active": False}, known(), shape=Shape.GROUPED)
    asked = replace(a_review("Leads", plan=plan), approvals_needed=count, theirs=(), notes=())
    assert f"This needs approval {needs}" in paragraphs(review.view(asked, Upcoming("Soon."), who=who))
