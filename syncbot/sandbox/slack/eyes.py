"""What a person sees: the top modal, their home, messages, and what Slack itself tells them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Channel, Message
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.screen import Screen, confirm_screen, message_screen, view_screen
from syncbot.sandbox.slack.workspace import Workspace

DEADLINE_SECONDS = 15.0
SHOWN_MESSAGES = 8


class Eyes:
    """One person's."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self._workspace = workspace
        self.user = user
        self.at_home = False
        self.question: Json | None = None

    @property
    def modal(self) -> Screen | None:
        """The top modal."""
        view = self._workspace.views.top(self.user.user_id)
        return view_screen(view, self._workspace.reader(self.user.user_id)) if view else None

    @property
    def home(self) -> Screen | None:
        """The app's home, once it was published."""
        view = self._workspace.views.homes.get(self.user.user_id)
        return view_screen(view, self._workspace.reader(self.user.user_id)) if view else None

    def screen_of(self, message: Message) -> Screen:
        """One message."""
        channel, reader = self._workspace.channels.by_id[message.channel_id], self._workspace.reader(self.user.user_id)
        place = "Direct message" if channel.user_id else f"#{channel.name}"
        return message_screen(message, self._workspace.values_of(message), reader, place)

    def messages(self, channel: Channel) -> list[Screen]:
        """All that stands in a conversation and everybody in it can read, threads included, oldest first."""
        if self.user.user_id not in channel.members:
            message = f"{self.user.name} is not in #{channel.name}."
            raise AssertionError(message)
        return [self.screen_of(one) for one in self._workspace.channels.messages(channel) if not one.ephemeral_to]

    def ephemerals(self) -> list[Screen]:
        """What only this person can read, the newest change last."""
        readable = self._workspace.channels.readable(self.user.user_id)
        return [self.screen_of(one) for one in readable if one.ephemeral_to]

    def looked_at(self) -> Iterator[Screen]:
        """What catches the eye: a question, the modal, home, the newest of each conversation and of Slack's own."""
        if self.question is not None:
            yield confirm_screen(self.question, self._workspace.reader(self.user.user_id))
        for screen in (self.modal, self.home if self.at_home else None):
            if screen is not None:
                yield screen
        for message in self._newest():
            yield self.screen_of(message)
        for notice in self._workspace.notices(self.user.user_id)[-1:]:
            yield Screen("notice", "Slack", notice.text)

    def find(self, words: str) -> Screen | None:
        """The first of what catches the eye that contains the words."""
        return next((screen for screen in self.looked_at() if words in screen), None)

    async def see(self, *words: str, deadline_seconds: float = DEADLINE_SECONDS) -> Screen:
        """Wait until one screen contains all the words.

        Raises:
            AssertionError: None did before the deadline; with all that is on screen.
        """

        def found() -> Screen | None:
            return next((s for s in self.looked_at() if all(one in s for one in words)), None)

        await self._workspace.watch.until(lambda: found() is not None, deadline_seconds=deadline_seconds)
        screen = found()
        if screen is None:
            self.refuse(f"does not see {' and '.join(f'“{one}”' for one in words)}")
        return screen

    async def sees_no_more(self, words: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        """Wait until no screen contains the words.

        Raises:
            AssertionError: One still did at the deadline.
        """
        await self._workspace.watch.until(lambda: self.find(words) is None, deadline_seconds=deadline_seconds)
        if self.find(words) is not None:
            self.refuse(f"still sees “{words}”")

    def refuse(self, what: str) -> NoReturn:
        """Say what this person cannot do, with the whole text of what is on screen.

        Raises:
            AssertionError: Always.
        """
        message = f"{self.user.name} {what}. On screen:\n{self.everything()}"
        raise AssertionError(message)

    def everything(self) -> str:
        """All that is on screen, and the newest messages."""
        uppermost = [screen for screen in self.looked_at() if screen.kind in ("confirmation", "modal", "home")]
        recent = self._workspace.channels.readable(self.user.user_id)[-SHOWN_MESSAGES:]
        notices = [Screen("notice", "Slack", one.text) for one in self._workspace.notices(self.user.user_id)[-2:]]
        shown = [*uppermost, *(self.screen_of(one) for one in reversed(recent)), *notices]
        return "\n".join(f"── {one.kind}: {one.title}\n{one.text}" for one in shown) or "(nothing)"

    def _newest(self) -> list[Message]:
        """Of each conversation, and each thread in it, the newest for everybody and for this person alone."""
        newest: dict[tuple[str, str | None, bool], Message] = {}
        for message in self._workspace.channels.readable(self.user.user_id):
            newest[(message.channel_id, message.thread_ts, message.ephemeral_to is None)] = message
        return sorted(newest.values(), key=lambda one: one.revision, reverse=True)
