"""Choosing in menus, lists and pickers: what is offered, and the value that a choice gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.finding import Spot, option_called
from syncbot.sandbox.slack.hands import Hands, Place
from syncbot.sandbox.slack.mrkdwn import Reader, spoken
from syncbot.sandbox.slack.outcomes import NO_RESULT
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.rules.composition import options_of
from syncbot.sandbox.slack.state import KINDS
from syncbot.sandbox.slack.workspace import Workspace

_LEAST_QUERY = 3
_WRITTEN: Mapping[str, str] = {
    "datepicker": r"\d{4}-\d{2}-\d{2}",
    "timepicker": r"([01]\d|2[0-3]):[0-5]\d",
    "datetimepicker": r"\d{10}",
}


class Choosing:
    """One person's choices."""

    def __init__(self, workspace: Workspace, hands: Hands, user: User) -> None:
        self._workspace = workspace
        self._hands = hands
        self._user = user

    @property
    def _reader(self) -> Reader:
        return self._workspace.reader(self._user.user_id)

    async def offered(self, place: Place, spot: Spot, typed: str | None) -> list[Json]:
        """The options on offer, those of an external select asked for with what was typed.

        Raises:
            AssertionError: Less was typed than the select needs before it asks.
        """
        query = typed or ""
        if not spot.kind.endswith("external_select"):
            options = options_of(spot.element)
            return [one for one in options if query.lower() in one["text"]["text"].lower()]
        least = spot.element.get("min_query_length", _LEAST_QUERY)
        if len(query) < least:
            message = f"The menu asks for options once {least} characters are typed; typed was “{query}”."
            raise AssertionError(message)
        return await self._hands.ask_options(place, spot, query)

    async def names(self, place: Place, spot: Spot, typed: str | None) -> list[str]:
        """What the offered options read, or that there are none."""
        options = await self.offered(place, spot, typed)
        return [spoken(one["text"], self._reader) for one in options] or [NO_RESULT]

    async def pick(self, place: Place, spot: Spot, name: str, *, typed: str | None) -> None:
        """Choose by what it reads; where several can be chosen it is one more.

        Raises:
            AssertionError: It is not offered, or no more can be chosen.
        """
        picked = await self._value(place, spot, name, typed)
        if not KINDS[spot.kind].several:
            await self._hands.hold(place, spot, picked)
            return
        chosen = [*(self._hands.values(place)[spot.key].value or []), picked]
        most = spot.element.get("max_selected_items")
        if most and len(chosen) > most:
            message = f"No more than {most} can be chosen."
            raise AssertionError(message)
        await self._hands.hold(place, spot, chosen)

    async def drop(self, place: Place, spot: Spot, name: str) -> None:
        """Take back one of several.

        Raises:
            AssertionError: It was not chosen.
        """
        chosen = list(self._hands.values(place)[spot.key].value or [])
        chosen.remove(option_called(chosen, name, self._reader))
        await self._hands.hold(place, spot, chosen)

    async def _value(self, place: Place, spot: Spot, name: str, typed: str | None) -> Json | str | int:
        if spot.kind in _WRITTEN:
            if not re.fullmatch(_WRITTEN[spot.kind], name):
                message = f"The {spot.kind} does not take “{name}”."
                raise AssertionError(message)
            return int(name) if spot.kind == "datetimepicker" else name
        if spot.kind.endswith(("users_select", "channels_select", "conversations_select")):
            return self._id(spot, name)
        return option_called(await self.offered(place, spot, typed), name, self._reader)

    def _id(self, spot: Spot, name: str) -> str:
        """The id of a person or conversation, by handle, real name or channel name."""
        people = self._workspace.people.users.values()
        known = {called: one.user_id for one in people if not one.deactivated for called in (one.name, one.real_name)}
        if not spot.kind.endswith("users_select"):
            known = {one.name: one.channel_id for one in self._workspace.channels.by_id.values()}
        if name.lstrip("@#") not in known:
            message = f"“{name}” is not offered."
            raise AssertionError(message)
        return known[name.lstrip("@#")]
