"""What a confirmed review shows once Slack has read the acknowledgement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.outcomes import READING
from syncbot.changes.states import State
from syncbot.errors import SlackFault, StoreUnavailable, SyncbotError
from syncbot.slack import outcome_window, reviewing
from syncbot.slack.bot import Home
from syncbot.slack.calls import Payload

UNANSWERED = Change(
    change_id="change-1",
    sync_id="sync-1",
    sync_name="Leads",
    actor="U1",
    state=State.APPLYING,
    base={},
    draft={},
    lines=("Name and mode: changed Name: “Leads” → “Cold leads”",),
    plan_hash="",
    created_at=0.0,
    outcome=Outcome(Result.UNCLEAR, READING),
)
APPLIED = replace(UNANSWERED, version=2, state=State.APPLIED, outcome=Outcome(Result.APPLIED))


@dataclass
class Desk:
    """A store and a modal. The outcome is stored, and shown by a worker, right after the listener has read."""

    stored: Change = UNANSWERED
    shown: list[str] = field(default_factory=list)

    async def get(self, _: str) -> Change:
        found = self.stored
        if found is UNANSWERED:
            self.stored = APPLIED
            self.shown.append("Outcome")
        return found

    async def update(self, _: str, view: Payload) -> bool:
        self.shown.append(view["title"]["text"])
        return True


@dataclass
class Kept:
    """A cache in memory."""

    values: dict[str, Any] = field(default_factory=dict)

    async def get(self, key: str) -> Any:
        return self.values.get(key)

    async def put(self, key: str, value: Any, *, ttl_seconds: float) -> None:
        assert ttl_seconds > 0
        self.values[key] = value


def bot_at(desk: Desk) -> Any:
    return SimpleNamespace(desk=SimpleNamespace(changes=desk), screens=desk, home=Home("T1"), kept=Kept())


async def settled(desk: Desk) -> None:
    await reviewing.settle(bot_at(desk), UNANSWERED.change_id, "V1")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "SETTLE_SECONDS", 0)


async def test_an_outcome_stored_while_an_older_state_was_shown_is_shown_last() -> None:
    desk = Desk()
    await settled(desk)
    assert desk.shown == ["Outcome", "Working on it", "Outcome"]


async def test_a_store_or_slack_that_does_not_answer_then_is_asked_again_and_never_shown_over_the_outcome() -> None:
    away: list[SyncbotError] = [StoreUnavailable("Redis is away."), SlackFault("Slack is away.", code="no_answer")]

    class Failing(Desk):
        async def get(self, _: str) -> Change:
            if away:
                raise away.pop()
            return APPLIED

    desk = Failing()
    await settled(desk)
    assert desk.shown == ["Outcome"]


async def test_a_store_that_stays_away_is_left_to_the_worker() -> None:
    class Away(Desk):
        async def get(self, _: str) -> Change:
            raise StoreUnavailable(UNANSWERED.change_id)

    desk = Away()
    await settled(desk)
    assert desk.shown == []


async def test_what_stands_is_shown_once() -> None:
    desk = Desk(APPLIED)
    await settled(desk)
    assert desk.shown == ["Outcome"]


async def test_nothing_is_shown_where_the_person_has_gone_on_and_the_next_change_in_that_view_is() -> None:
    desk = Desk(APPLIED)
    bot = bot_at(desk)
    await outcome_window.leave(bot, APPLIED.change_id, "V1")
    await reviewing.settle(bot, APPLIED.change_id, "V1")
    assert desk.shown == []
    desk.stored = replace(APPLIED, change_id="change-2")
    await reviewing.settle(bot, "change-2", "V1")
    assert desk.shown == ["Outcome"]
