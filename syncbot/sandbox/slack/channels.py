"""Conversations and the messages in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.clock import Clock
from syncbot.sandbox.slack.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, USERS
from syncbot.sandbox.slack.watch import Watch

MEMBERS = frozenset(user.user_id for user in USERS if not user.deactivated and not user.guest and not user.stranger)


@dataclass(slots=True)
class Channel:
    """A conversation. A direct message with the bot has the other person's `user_id`."""

    channel_id: str
    name: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    user_id: str | None = None

    def body(self) -> Json:
        """The conversation object of the Web API."""
        if self.user_id:
            return {
                "id": self.channel_id,
                "is_im": True,
                "user": self.user_id,
                "is_open": True,
                "created": 1_763_900_000,
            }
        return {
            "id": self.channel_id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": BOT_USER_ID in self.members,
            "created": 1_763_900_000,
            "num_members": len(self.members),
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Slack keeps it.

    Attributes:
        text: The fallback: what a phone shows in its notification.
        ephemeral_to: The one person who sees it, or None when everybody does.
        revision: Grows with every change on the workspace; the newest has the greatest.
        author_id: A user, or the bot.
    """

    channel_id: str
    ts: str
    text: str
    blocks: tuple[Json, ...]
    revision: int
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    author_id: str = BOT_USER_ID
    edited: bool = False
    files: tuple[str, ...] = ()

    def body(self) -> Json:
        """The message object of the Web API and of interactions."""
        body: Json = {"type": "message", "ts": self.ts, "text": self.text, "user": self.author_id, "team": TEAM_ID}
        if self.author_id == BOT_USER_ID:
            body |= {"bot_id": BOT_ID, "app_id": APP_ID}
        if self.blocks:
            body["blocks"] = list(self.blocks)
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.edited:
            body["edited"] = {"user": BOT_USER_ID, "ts": self.ts}
        return body


class Rest(TypedDict, total=False):
    """What a message may have beside its words; see `Message`."""

    thread_ts: str | None
    ephemeral_to: str | None
    author_id: str
    files: tuple[str, ...]


SEED = (
    Channel("C0GENERAL", "general", set(MEMBERS | {"U0GUS"})),
    Channel("C0APPROVALS", "approvals", set(MEMBERS)),
    Channel("C0SYNCLOG", "sync-log", set(MEMBERS)),
    Channel("C0RANDOM", "random", set(MEMBERS - {BOT_USER_ID})),
    Channel("C0SHARED", "partners", {"U0ANNA", "U0ZOE", BOT_USER_ID}),
)


class Channels:
    """Every conversation and every message that still stands."""

    def __init__(self, clock: Clock, watch: Watch) -> None:
        self._clock = clock
        self._watch = watch
        self._last_micros = 0
        self.by_id = {one.channel_id: replace(one, members=set(one.members)) for one in SEED}
        self._messages: dict[str, dict[str, Message]] = {}

    def find(self, reference: str) -> Channel:
        """The conversation with this id or name; a user's id opens the direct message with them.

        Raises:
            ApiError: `channel_not_found`.
        """
        named = {one.name: one for one in self.by_id.values() if one.name}
        found = self.by_id.get(reference) or named.get(reference.removeprefix("#"))
        if found is None:
            raise ApiError(Code.CHANNEL_NOT_FOUND)
        return found

    def direct(self, user_id: str) -> Channel:
        """The direct message between this person and the bot, opened when it is not."""
        channel_id = f"D{user_id.removeprefix('U')}"
        if channel_id not in self.by_id:
            self.by_id[channel_id] = Channel(channel_id, "", {user_id, BOT_USER_ID}, user_id=user_id)
        return self.by_id[channel_id]

    def of(self, user_id: str) -> list[Channel]:
        """The conversations that this person is in."""
        return [one for one in self.by_id.values() if user_id in one.members]

    def post(self, channel: Channel, text: str, blocks: Iterable[Json] = (), **rest: Unpack[Rest]) -> Message:
        """Put a new message there; `rest` are further attributes of the message."""
        message = Message(channel.channel_id, self._next_ts(), text, tuple(blocks), self._watch.count(), **rest)
        self._messages.setdefault(channel.channel_id, {})[message.ts] = message
        return message

    def message(self, channel: Channel, ts: str) -> Message:
        """The message that still stands.

        Raises:
            ApiError: `message_not_found`.
        """
        found = self._messages.get(channel.channel_id, {}).get(ts)
        if found is None:
            raise ApiError(Code.MESSAGE_NOT_FOUND)
        return found

    def change(self, message: Message, text: str, blocks: Sequence[Json]) -> Message:
        """Replace what a message says."""
        changed = replace(message, text=text, blocks=tuple(blocks), edited=True, revision=self._watch.count())
        self._messages[message.channel_id][message.ts] = changed
        return changed

    def delete(self, message: Message) -> None:
        """Take a message away."""
        self._watch.count()
        del self._messages[message.channel_id][message.ts]

    def messages(self, channel: Channel) -> list[Message]:
        """All that stands in the conversation, threads and ephemeral messages included, in the order it was posted."""
        return list(self._messages.get(channel.channel_id, {}).values())

    def readable(self, user_id: str) -> list[Message]:
        """All that this person can read, the newest change last."""
        seen = [one for channel in self.of(user_id) for one in self.messages(channel)]
        mine = [one for one in seen if one.ephemeral_to in (None, user_id)]
        return sorted(mine, key=lambda one: one.revision)

    def _next_ts(self) -> str:
        self._last_micros = max(self._last_micros + 1, int(self._clock.now() * 1_000_000))
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"
