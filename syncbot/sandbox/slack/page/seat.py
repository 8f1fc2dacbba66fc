"""Where a person sits who uses the workspace through a page."""

from __future__ import annotations

import html
from collections.abc import Awaitable
from typing import Any

from syncbot.sandbox.slack.answers import ApiError, Json
from syncbot.sandbox.slack.deliveries import Ack
from syncbot.sandbox.slack.files import File
from syncbot.sandbox.slack.page.pointing import ACTS, GONE, CannotError, Pointing
from syncbot.sandbox.slack.page.shown import workspace_of
from syncbot.sandbox.slack.person import Person
from syncbot.sandbox.slack.stand_in import SlackStandIn

UNREADABLE = "The page asked for something that cannot be done: {what}."


class Seat:
    """One person's."""

    def __init__(self, slack: SlackStandIn, name: str) -> None:
        self._slack = slack
        self._person: Person = slack.person(name)
        self._hand = Pointing(slack.workspace, slack.deliveries, self._person.user)

    def shown(self) -> Json:
        """All that this person sees."""
        return workspace_of(self._slack.workspace, self._person.user)

    async def act(self, said: Json) -> Json:
        """Do what the page says: `act` names it, the rest is its own.

        Returns:
            `acked` (None when nothing was sent) and `seconds`, or the `options` that were asked for.

        Raises:
            CannotError: It cannot be done, or not any more.
        """
        try:
            done: Any = await self._doing(said)
        except (AssertionError, ApiError) as exc:
            raise CannotError(str(exc)) from exc
        except (KeyError, TypeError, AttributeError) as exc:
            raise CannotError(UNREADABLE.format(what=said.get("act"))) from exc
        if isinstance(done, list):
            return {"options": done}
        return {"acked": done.acked, "seconds": done.seconds} if isinstance(done, Ack) else {"acked": None}

    def file(self, file_id: str) -> File:
        """A file that was shared where this person can read it."""
        readable = self._slack.channels.readable(self._person.user_id)
        if not any(file_id in message.files for message in readable):
            raise CannotError(GONE)
        return self._slack.workspace.files.get(file_id)

    def _doing(self, said: Json) -> Awaitable[Any]:
        if said["act"] == "write":
            return self._writes(str(said["text"]), str(said["channel"]))
        if said["act"] == "home":
            return self._person.open_home()
        return ACTS[said["act"]](self._hand, said)

    async def _writes(self, text: str, channel: str) -> Ack | None:
        """Send what stands in the composer: a slash command, or a message."""
        if text.startswith("/"):
            return await self._person.command(text, channel=channel)
        return await self._person.paste(html.escape(text, quote=False), channel)
