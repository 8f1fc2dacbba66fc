"""What a person's hands do to a view or message: each act is one delivery, and what its answer changes."""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.slack import outcomes, payloads, state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.deliveries import Ack, Deliveries
from syncbot.sandbox.slack.files import described
from syncbot.sandbox.slack.filling import complaints, takes_file
from syncbot.sandbox.slack.finding import Spot
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.views import OpenView
from syncbot.sandbox.slack.workspace import Workspace

Place = OpenView | Message

PRESSED = ("text", "value", "style", "accessibility_label")


class Hands:
    """One person's."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, user: User) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._user = user

    async def press(self, place: Place, spot: Spot) -> Ack:
        """Press a button, or pick an entry of an overflow menu."""
        if spot.option is not None:
            return await self._act(place, spot, {"selected_option": spot.option})
        return await self._act(place, spot, {key: spot.element[key] for key in PRESSED if key in spot.element})

    async def hold(self, place: Place, spot: Spot, value: Any) -> None:
        """Give an element a value; nobody is told."""
        held = state.Held(spot.kind, state.nothing(spot.kind) if value is None else value, touched=True)
        if isinstance(place, OpenView):
            place.values[spot.key] = held
        else:
            self._workspace.keep_values(place, self._workspace.values_of(place) | {spot.key: held})
        await self._workspace.watch.changed()

    async def attach(self, place: Place, spot: Spot, name: str, content: bytes) -> None:
        """Choose one more file for a file input. Raises AssertionError when it does not take it."""
        chosen = list(self.values(place)[spot.key].value or [])
        takes_file(spot.element, name, size=len(content), beside=len(chosen))
        file = self._workspace.files.brought(name, content)
        await self.hold(place, spot, [*chosen, described(file, self._workspace.url)])

    async def tell(self, place: Place, spot: Spot) -> Ack:
        """Tell the app the value that an element has."""
        held = self.values(place)[spot.key]
        return await self._act(place, spot, {state.KINDS[spot.kind].value_key: held.value})

    def values(self, place: Place) -> state.State:
        """What is typed and chosen there."""
        return place.values if isinstance(place, OpenView) else self._workspace.values_of(place)

    async def ask_options(self, place: Place, spot: Spot, typed: str) -> list[Json]:
        """Let an external select ask for its options."""
        asked = {"block_id": spot.key[0], "action_id": spot.key[1], "value": typed}
        payload = payloads.suggestion(self._workspace, self._user, place, asked)
        return outcomes.options_answered(self._workspace, await self._deliveries.interaction(payload))

    async def submit(self, view: OpenView) -> Ack | None:
        """Submit a modal; None when the client itself refuses to."""
        view.errors = complaints(view)
        if view.errors:
            await self._workspace.watch.changed()
            return None
        ack = await self._deliveries.interaction(payloads.submission(self._workspace, view))
        outcomes.submission_answered(self._workspace, view, ack)
        await self._workspace.watch.changed()
        return ack

    async def close(self, view: OpenView) -> None:
        """Close the top modal; the whole stack when it says so."""
        stack = self._workspace.views.stacks[view.user_id]
        everything = bool(view.spec.get("clear_on_close"))
        gone = list(reversed(stack)) if everything else [view]
        self._workspace.views.pop(gone[-1])
        await self._workspace.watch.changed()
        for one in gone:
            if one.spec.get("notify_on_close"):
                payload = payloads.closed(self._workspace, one, is_cleared=everything)
                await self._deliveries.interaction(payload)

    async def _act(self, place: Place, spot: Spot, said: Json) -> Ack:
        block_id, action_id = spot.key
        action = {"type": spot.kind, "action_id": action_id, "block_id": block_id, **said}
        ack = await self._deliveries.interaction(self._payload(place, action))
        if not ack.acked:
            self._tell_failure(place, ack)
            await self._workspace.watch.changed()
        return ack

    def _payload(self, place: Place, action: Json) -> Json:
        if isinstance(place, OpenView):
            return payloads.view_action(self._workspace, place, action)
        return payloads.message_action(self._workspace, self._user, place, action)

    def _tell_failure(self, place: Place, ack: Ack) -> None:
        if isinstance(place, OpenView):
            place.banner = outcomes.TROUBLE
        self._workspace.notify(self._user.user_id, f"This app did not respond: {ack.failure}")
