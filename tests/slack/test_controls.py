"""What can be pressed, chosen, submitted or closed on a screen is what the bot's table of contents has, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from syncbot.changes.model import Result
from syncbot.changes.states import State
from syncbot.slack import dispatch, editor, items_table, outcome, request, review
from syncbot.slack.parts import unfinished
from syncbot.slack.parts.item_part import Spot
from syncbot.slack.scene import Place
from syncbot.slack.upcoming import Upcoming
from syncbot.sync.document import Shape
from syncbot.sync.fields import Effect, Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan
from tests.slack.every_sample import Screen
from tests.slack.every_screen import SCREENS
from tests.slack.extremes import CHANNEL, change, document
from tests.slack.extremes import review as a_review
from tests.slack.scenes import known, scene

NAME = "Leads"


def _small() -> Iterator[Screen]:
    """What only shows where little is there: a short request, a change that waits for a run, a fault, a half form."""
    yield request.message(replace(change(NAME), lines=("Mode: a → b",)), approvers="<@U0BEN>")
    yield outcome.view(change(NAME, State.APPLIED, Result.APPLIED, seen=(f"{Effect.NEXT_RUN}:fields",)), CHANNEL)
    nameless = make_plan(document(NAME), {**document(NAME), "name": ""}, NOTHING_KNOWN, shape=Shape.GROUPED)
    yield review.view(a_review(NAME, plan=nameless), Upcoming("soon", ()), page=99)
    yield _half_filled()


def _half_filled() -> Screen:
    there, spot = (
        scene(document(NAME), known(), place=Place(Part.SCHEDULE)),
        Spot(Part.SCHEDULE, item_id=items_table.ROOT_ITEM),
    )
    answers = items_table.form_of(spot).answers(there, spot)
    left = unfinished.Unfinished(spot, was=answers, given={**answers, "at": "noon"}, missing="A time is missing.")
    return editor.view(replace(there, session=unfinished.left(there.session, left)))


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return [*chain.from_iterable(made(NAME) for made in SCREENS.values()), *_small()]


def _elements(found: Any) -> Iterator[dict[str, Any]]:
    """Every element that tells what a person does with it at once, and every menu that asks what it offers."""
    if isinstance(found, dict):
        silent = found.get("type") == "input" and not found.get("dispatch_action")
        if "action_id" in found:
            yield found
        for value in found.values():
            yield from ({**one, "silent": True} if silent else one for one in _elements(value))
    elif isinstance(found, list):
        yield from chain.from_iterable(map(_elements, found))


def _ids(elements: Iterable[dict[str, Any]]) -> set[str]:
    return {each["action_id"].partition(":")[0] for each in elements}


def test_every_button_and_menu_is_registered_and_none_is_registered_in_vain(screens: list[Screen]) -> None:
    shown = [each for screen in screens for each in _elements(screen["blocks"])]
    assert _ids(each for each in shown if not each.get("silent")) == set(dispatch.ACTIONS)
    assert _ids(each for each in shown if "external" in each["type"]) == set(dispatch.OPTIONS)


def test_every_form_is_registered_and_none_is_registered_in_vain(screens: list[Screen]) -> None:
    assert {screen["callback_id"] for screen in screens if screen.get("submit")} == set(dispatch.SUBMISSIONS)
    assert {screen["callback_id"] for screen in screens if screen.get("notify_on_close")} == set(dispatch.CLOSED)


def test_what_follows_a_colon_is_a_controls_own() -> None:
    tables = (dispatch.ACTIONS, dispatch.SUBMISSIONS, dispatch.OPTIONS, dispatch.CLOSED)
    assert all(":" not in action_id for table in tables for action_id in table)
