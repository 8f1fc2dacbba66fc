"""A person's acts by ids: the element is named by its view or message, its block and its action."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from syncbot.sandbox.slack import payloads, state
from syncbot.sandbox.slack.answers import ApiError, Json
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.deliveries import Ack, Deliveries
from syncbot.sandbox.slack.filling import FILE_KINDS, TYPED_KINDS, dispatches, value_of
from syncbot.sandbox.slack.finding import Spot
from syncbot.sandbox.slack.hands import Hands, Place
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.rules.composition import options_of
from syncbot.sandbox.slack.rules.payload import elements_of
from syncbot.sandbox.slack.views import OpenView
from syncbot.sandbox.slack.workspace import Workspace

GONE = "That is no longer on screen."
NOT_OFFERED = "That is not offered any more."

_ONE_OF_OPTIONS = ("selected_option", "selected_options")


class CannotError(Exception):
    """What a person cannot do now; the text says why."""


class Pointing:
    """One person's hand with the pointer in it.

    `where` is `{"view": id}` or `{"channel": id, "ts": ts}`; with `block` and `action` it names an element.
    """

    def __init__(self, workspace: Workspace, deliveries: Deliveries, user: User) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._user = user
        self._hands = Hands(workspace, deliveries, user)
        self._offered: dict[tuple[str, state.Key], list[Json]] = {}

    async def press(self, where: Json, option: str | None = None) -> Ack:
        """Press a button, or pick the entry of an overflow menu that has this value."""
        place, spot = self._spot(where)
        if spot.kind == "overflow":
            picked = _with_value(options_of(spot.element), option)
            spot = Spot(spot.block, spot.element, (), "", picked)
        return await self._hands.press(place, spot)

    async def hold(self, where: Json, value: Any, *, entered: bool = False) -> Ack | None:
        """Type or choose: text, the value of an option, a list of such, or None for nothing.

        Args:
            where: The element.
            value: Options are named by their `value`.
            entered: Enter was pressed in it.

        Returns:
            How it was acked; None where the app is not told.
        """
        place, spot = self._spot(where)
        try:
            held = self._value(place, spot, value)
        except AssertionError as exc:
            raise CannotError(str(exc)) from exc
        await self._hands.hold(place, spot, held)
        if not _tells(spot, entered=entered):
            return None
        return await self._hands.tell(place, spot)

    async def attach(self, where: Json, name: str, content: str) -> None:
        """Choose one more file for a file input; its content in base64."""
        place, spot = self._spot(where)
        if spot.kind not in FILE_KINDS:
            raise CannotError(GONE)
        await self._hands.attach(place, spot, name, base64.b64decode(content))

    async def options(self, where: Json, typed: str) -> list[Json]:
        """What an external select offers for what was typed."""
        place, spot = self._spot(where)
        offered = await self._hands.ask_options(place, spot, typed)
        self._offered[_name(place), spot.key] = offered
        return offered

    async def submit(self, where: Json) -> Ack | None:
        """Press the submit of a modal; None when the client itself shows what is missing."""
        view = self._top(where)
        if not view.spec.get("submit") or view.spec.get("submit_disabled"):
            raise CannotError(GONE)
        return await self._hands.submit(view)

    async def close(self, where: Json) -> None:
        """Close the top modal."""
        await self._hands.close(self._top(where))

    async def shortcut(self, name: str, where: Json | None = None) -> Ack:
        """Use a shortcut by its name, on a message when it is one of messages."""
        chosen = self._workspace.app.shortcuts.get(name)
        if chosen is None:
            raise CannotError(GONE)
        message = self._message(where) if where else None
        ack = await self._deliveries.interaction(payloads.shortcut(self._workspace, self._user, chosen, message))
        if not ack.acked:
            self._workspace.notify(self._user.user_id, f"This app did not respond: {ack.failure}")
            await self._workspace.watch.changed()
        return ack

    def _spot(self, where: Json) -> tuple[Place, Spot]:
        place: Place = self._view(where) if "view" in where else self._message(where)
        for block in place.blocks:
            for element in elements_of(block):
                if (block["block_id"], element.get("action_id")) == (where["block"], where["action"]):
                    return place, Spot(block, element, (), "")
        raise CannotError(GONE)

    def _view(self, where: Json) -> OpenView:
        try:
            view = self._workspace.views.find(str(where["view"]))
        except ApiError as exc:
            raise CannotError(GONE) from exc
        if view.user_id != self._user.user_id:
            raise CannotError(GONE)
        return view

    def _top(self, where: Json) -> OpenView:
        view = self._view(where)
        if view is not self._workspace.views.top(self._user.user_id):
            raise CannotError(GONE)
        return view

    def _message(self, where: Json) -> Message:
        readable = self._workspace.channels.readable(self._user.user_id)
        wanted = (where["channel"], where["ts"])
        found = next((one for one in readable if (one.channel_id, one.ts) == wanted), None)
        if found is None:
            raise CannotError(GONE)
        return found

    def _value(self, place: Place, spot: Spot, value: Any) -> Any:
        kind = state.KINDS[spot.kind]
        if spot.kind in TYPED_KINDS:
            return value_of(spot.element, value or "")
        if kind.value_key not in _ONE_OF_OPTIONS or value is None:
            return value
        known = self._known(place, spot)
        return [_with_value(known, one) for one in value] if kind.several else _with_value(known, value)

    def _known(self, place: Place, spot: Spot) -> Iterable[Json]:
        """Every option that can be meant: those on offer, and those that are chosen already."""
        held = self._hands.values(place)[spot.key].value or []
        chosen = held if isinstance(held, list) else [held]
        return [*options_of(spot.element), *self._offered.get((_name(place), spot.key), ()), *chosen]


def _tells(spot: Spot, *, entered: bool) -> bool:
    """Whether the app is told: an input only when it dispatches, everything else always."""
    if spot.kind in TYPED_KINDS:
        return dispatches(spot.block, spot.element, "on_enter_pressed" if entered else "on_character_entered")
    return spot.block["type"] != "input" or bool(spot.block.get("dispatch_action"))


def _with_value(options: Iterable[Json], value: str | None) -> Json:
    for option in options:
        if option.get("value") == value:
            return option
    raise CannotError(NOT_OFFERED)


def _name(place: Place) -> str:
    return place.view_id if isinstance(place, OpenView) else f"{place.channel_id}/{place.ts}"


Act = Callable[[Pointing, Json], Awaitable[Any]]
ACTS: Mapping[str, Act] = {
    "press": lambda hand, said: hand.press(said["where"], said.get("option")),
    "hold": lambda hand, said: hand.hold(said["where"], said.get("value"), entered=bool(said.get("entered"))),
    "attach": lambda hand, said: hand.attach(said["where"], str(said["name"]), said["content"]),
    "options": lambda hand, said: hand.options(said["where"], str(said.get("typed", ""))),
    "submit": lambda hand, said: hand.submit(said["where"]),
    "close": lambda hand, said: hand.close(said["where"]),
    "shortcut": lambda hand, said: hand.shortcut(str(said["name"]), said.get("where")),
}
