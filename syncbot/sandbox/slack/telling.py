"""The events that the app is told of by what a person does: only those that it is subscribed to."""

from __future__ import annotations

import uuid

from syncbot.sandbox.slack import payloads
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.deliveries import Ack, Deliveries
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.workspace import Workspace


class Telling:
    """One person's."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, user: User) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._user = user

    async def home_opened(self) -> Ack | None:
        """They opened the app's home; None when the app is not told."""
        if not self._workspace.app.is_told_of("app_home_opened"):
            return None
        return await self._deliveries.event(payloads.home_opened(self._workspace, self._user, _event_id()))

    def post(self, text: str, channel: str, thread_ts: str | None = None) -> Message:
        """They write a message; the app is told nothing."""
        place = self._workspace.channels.find(channel)
        return self._workspace.channels.post(place, text, author_id=self._user.user_id, thread_ts=thread_ts)

    async def paste(self, text: str, channel: str, thread_ts: str | None = None) -> Ack | None:
        """They post a message; None when it has no link that the app is told of."""
        message = self.post(text, channel, thread_ts)
        await self._workspace.watch.changed()
        event = payloads.link_shared(self._workspace, self._user, message, _event_id())
        if event is None or not self._workspace.app.is_told_of("link_shared"):
            return None
        return await self._deliveries.event(event)


def _event_id() -> str:
    return f"Ev{uuid.uuid4().hex[:10].upper()}"
