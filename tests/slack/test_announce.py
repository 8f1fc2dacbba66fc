"""How a change ended is shown once: a second announcement of the same end asks nothing of Slack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from syncbot.changes.model import Places
from syncbot.changes.states import State
from syncbot.slack.announce import SlackAnnouncer
from tests.slack.extremes import change

if TYPE_CHECKING:
    from syncbot.slack.bot import Bot
    from syncbot.slack.request_places import RequestPlaces

NOWHERE = SlackAnnouncer(cast("Bot", None), cast("RequestPlaces", None))
"""Fails at whatever it would show."""
APPLIED = replace(change("Leads", State.APPLIED), version=7)


async def test_an_end_that_every_place_shows_is_not_shown_again() -> None:
    await NOWHERE.announce(replace(APPLIED, places=Places(told="applied:7")))


@pytest.mark.parametrize("told", ["", "applied:6", "applying:7"])
async def test_whatever_came_after_what_is_shown_is_shown(told: str) -> None:
    with pytest.raises(AttributeError):
        await NOWHERE.announce(replace(APPLIED, places=Places(told=told)))


async def test_a_request_that_waits_is_shown_again_since_what_stands_beside_it_may_have_changed() -> None:
    waiting = replace(change("Leads", State.AWAITING_APPROVAL), version=7)
    with pytest.raises(AttributeError):
        await NOWHERE.announce(replace(waiting, places=Places(told="awaiting_approval:7")))
