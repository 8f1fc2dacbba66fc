"""Requests that no screen of syncbot sends: another person, another workspace, another session."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from syncbot.sandbox.slack import Person, payloads
from syncbot.sandbox.slack.deliveries import Ack
from syncbot.sandbox.slack.finding import Spot, fields, matching, pressables
from syncbot.sandbox.slack.people import OTHER_TEAM_ID
from syncbot.sandbox.slack.views import OpenView
from tests.scenarios.town import Town

Json = dict[str, Any]


def top(town: Town, person: Person) -> OpenView:
    """The modal that a person looks at."""
    view = town.slack.workspace.views.top(person.user_id)
    assert view is not None
    return view


def click(town: Town, person: Person, name: str) -> Json:
    """The request of a button in a person's modal, not sent."""
    view = top(town, person)
    spot = _only(
        matching(pressables(view.blocks, view.values, town.slack.workspace.reader(person.user_id)), name, None)
    )
    pressed: Json = {key: spot.element[key] for key in ("text", "value") if key in spot.element}
    action: Json = {"type": spot.kind, "action_id": spot.key[1], "block_id": spot.key[0], **pressed}
    return payloads.view_action(town.slack.workspace, view, action)


def asking(town: Town, person: Person, label: str, typed: str) -> Json:
    """The request for the options of a menu in a person's modal, not sent."""
    view = top(town, person)
    spot = _only(matching(fields(view.blocks, view.values, town.slack.workspace.reader(person.user_id)), label, None))
    asked = {"block_id": spot.key[0], "action_id": spot.key[1], "value": typed}
    return payloads.suggestion(town.slack.workspace, person.user, view, asked)


def submission(town: Town, person: Person) -> Json:
    """The submission of a person's modal, not sent."""
    return payloads.submission(town.slack.workspace, top(town, person))


def by(person: Person, payload: Json) -> Json:
    """The same request as another person's."""
    user = {
        "id": person.user_id,
        "username": person.user.name,
        "name": person.user.name,
        "team_id": person.user.team_id,
    }
    return {**deepcopy(payload), "user": user, "team": {"id": person.user.team_id, "domain": "acme"}}


def from_elsewhere(payload: Json) -> Json:
    """The same request from another workspace."""
    moved = deepcopy(payload)
    moved["team"]["id"] = moved["user"]["team_id"] = OTHER_TEAM_ID
    return moved


def of_session(payload: Json, meta: str) -> Json:
    """The same request with another view's `private_metadata`."""
    forged = deepcopy(payload)
    forged["view"]["private_metadata"] = meta
    return forged


async def send(town: Town, payload: Json) -> Ack:
    """Send it, signed."""
    return await town.slack.deliveries.interaction(payload)


def _only(spots: list[Spot]) -> Spot:
    assert len(spots) == 1
    return spots[0]
