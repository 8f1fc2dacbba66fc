"""Who may what: the settings' ids, groups and `*`, looked up in Slack."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from syncbot.changes.ports import Roles
from syncbot.errors import InvalidInput, SlackFault
from syncbot.slack.screens import Screens
from syncbot.sync.zones import UTC_NAME, zone_named

EVERYONE = "*"
CACHE_SECONDS = 60.0
MENTIONED_AT_MOST = 5
NAMES_SECONDS = 0.4
"""How long a sentence waits for names."""
EVERY_MEMBER = "every full member of this workspace"
EVERY_OTHER_MEMBER = "every full member of this workspace but the requester"
NOBODY = "nobody yet"


_ahead: ContextVar[dict[str, asyncio.Task[dict[str, Any]]]] = ContextVar("ahead")
"""Whom `ahead` has begun to ask Slack about, until that is asked for."""


def mentions(ids: Iterable[str], *, besides: str = "") -> str:
    """Ids as Slack mentions, without `besides`, `*` in words; at most five and the count of the others."""
    ordered = sorted(set(ids) - {besides})
    if EVERYONE in ordered:
        return EVERY_OTHER_MEMBER if besides else EVERY_MEMBER
    shown = [f"<!subteam^{i}>" if i.startswith("S") else f"<@{i}>" for i in ordered[:MENTIONED_AT_MOST]]
    more = len(ordered) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "") or NOBODY


@dataclass(frozen=True, slots=True)
class Access:
    """The ids that the settings name for each role: users `U…`/`W…`, groups `S…`, or `*`."""

    editors: frozenset[str]
    approvers: frozenset[str]
    emergency: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person.

    Attributes:
        trusted: A full, active member of this workspace: not a guest, stranger, bot or deactivated.
        zone: IANA name, "UTC" when Slack does not say, or says one that nobody here knows.
        gone: Deactivated: may nothing, also where the settings name the person.
    """

    name: str
    zone: str
    trusted: bool
    gone: bool = False


def read_profile(user: dict[str, Any], team_id: str) -> Profile:
    """Read users.info's `user`."""
    profile = user.get("profile") or {}
    outside = (
        any(user.get(flag) for flag in ("deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot"))
        or (user.get("team_id") or team_id) != team_id
    )
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    zone = _zone_called(str(user.get("tz") or UTC_NAME))
    return Profile(name=str(name), zone=zone, trusted=not outside, gone=bool(user.get("deleted")))


def _zone_called(name: str) -> str:
    """The zone that Slack tells; UTC where this machine knows none of that name, so that times can still be told."""
    try:
        return zone_named(name).key
    except InvalidInput:
        return UTC_NAME


class SlackPeople:
    """The `People` port over Slack."""

    def __init__(
        self, screens: Screens, access: Access, *, team_id: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._screens = screens
        self._access = access
        self._team_id = team_id
        self._monotonic = monotonic
        self._profiles: dict[str, tuple[float, Profile]] = {}
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}
        self._names: dict[str, str] = {}

    @contextmanager
    def ahead(self, user_id: str) -> Iterator[None]:
        """Begin to ask Slack who this is now; the first fresh `profile` in the block takes that. Nothing is raised."""
        asking = asyncio.create_task(self._screens.user(user_id), name="who is it")
        asking.add_done_callback(lambda task: task.cancelled() or task.exception())  # said to whoever asks, if any
        token = _ahead.set({user_id: asking})
        try:
            yield
        finally:
            _ahead.reset(token)
            asking.cancel()

    async def profile(self, user_id: str, *, fresh: bool = False) -> Profile:
        """A person's profile, at most a minute old. Raises SlackFault."""
        kept = self._profiles.get(user_id)
        if kept and not fresh and self._monotonic() - kept[0] < CACHE_SECONDS:
            return kept[1]
        begun = _ahead.get({}).pop(user_id, None) if fresh else None
        profile = read_profile(await (begun or self._screens.user(user_id)), self._team_id)
        self._profiles[user_id] = (self._monotonic(), profile)
        return profile

    async def zone(self, user_id: str) -> str:
        """A person's time zone; "UTC" when Slack cannot be asked."""
        try:
            return (await self.profile(user_id)).zone
        except SlackFault:
            return "UTC"

    async def roles(self, user_id: str, *, fresh: bool = False) -> Roles:
        """A person's roles; unknown when Slack cannot be asked, which permits nothing."""
        access = self._access
        try:
            profile = await self.profile(user_id, fresh=fresh)
            if profile.gone or (not profile.trusted and not self._named(user_id)):
                return Roles(editor=False, approver=False)
            names = {user_id, *([EVERYONE] if profile.trusted else [])}
            if profile.trusted:
                names |= await self._groups_of(user_id, fresh=fresh)
        except SlackFault:
            return Roles(editor=False, approver=False, known=False)
        return Roles(
            editor=bool(names & access.editors),
            approver=bool(names & access.approvers),
            emergency=bool(names & access.emergency),
        )

    def _named(self, user_id: str) -> bool:
        return user_id in self._access.editors | self._access.approvers

    async def _groups_of(self, user_id: str, *, fresh: bool) -> set[str]:
        """The groups of the settings that the person is in; each is asked for once, all at a time."""
        access = self._access
        groups = sorted(i for i in access.editors | access.approvers | access.emergency if i.startswith("S"))
        members = await asyncio.gather(*(self.members(group, fresh=fresh) for group in groups))
        return {group for group, inside in zip(groups, members, strict=True) if user_id in inside}

    async def members(self, group_id: str, *, fresh: bool = False) -> frozenset[str]:
        """The user ids of a user group, at most a minute old. Raises SlackFault."""
        kept = self._groups.get(group_id)
        if kept and not fresh and self._monotonic() - kept[0] < CACHE_SECONDS:
            return kept[1]
        members = await self._screens.group_members(group_id)
        self._groups[group_id] = (self._monotonic(), members)
        return members

    async def everybody_who_may(self, role: str) -> frozenset[str]:
        """The user ids of those who have `role` (`edit`, `approve`), groups opened, without people who left; or `*`.

        Raises:
            SlackFault: Slack does not say who is in a group.
        """
        ids = {"edit": self._access.editors, "approve": self._access.approvers}[role]
        if EVERYONE in ids:
            return frozenset({EVERYONE})
        groups = sorted(one for one in ids if one.startswith("S"))
        members = await asyncio.gather(*(self.members(group) for group in groups))
        people = sorted(ids.difference(groups).union(*members))
        profiles = await asyncio.gather(*(self.profile(one) for one in people))
        return frozenset(one for one, profile in zip(people, profiles, strict=True) if not profile.gone)

    async def learn_names(self) -> None:
        """Look up what the settings' ids are called, for sentences; an id that Slack does not know stays as it is."""
        access = self._access
        await self._learn(access.editors | access.approvers | access.emergency)

    async def _learn(self, ids: frozenset[str]) -> None:
        """Look up those that have no name yet, as many as Slack names."""
        unknown = sorted(one for one in ids - {EVERYONE} if one not in self._names and one not in self._profiles)
        groups = any(one.startswith("S") for one in unknown)
        people = (self._learn_person(one) for one in unknown if not one.startswith("S"))
        await asyncio.gather(*people, *([self._learn_groups()] if groups else []))

    async def _learn_person(self, user_id: str) -> None:
        with contextlib.suppress(SlackFault):
            self._names[user_id] = (await self.profile(user_id)).name

    async def _learn_groups(self) -> None:
        with contextlib.suppress(SlackFault):
            self._names.update(await self._screens.group_handles())

    async def _learn_soon(self, ids: frozenset[str]) -> None:
        """The same for a sentence that somebody waits for."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(NAMES_SECONDS):
                await self._learn(ids)

    async def who_may(self, role: str, *, besides: str = "") -> str:
        """The names of those who have `role` (`edit`, `look`, `approve`, `pause`), as plain text, without `besides`."""
        ids = {
            "edit": self._access.editors,
            "look": self._access.editors | self._access.approvers,
            "approve": self._access.approvers,
            "pause": self._access.emergency,
        }[role]
        if EVERYONE in ids:
            return EVERY_OTHER_MEMBER if besides else EVERY_MEMBER
        shown = sorted(ids - {besides})
        await self._learn_soon(frozenset(shown[:MENTIONED_AT_MOST]))
        named = [f"@{self._known_name(one)}" for one in shown]
        more = len(named) - MENTIONED_AT_MOST
        return ", ".join(named[:MENTIONED_AT_MOST]) + (f" and {more} more" if more > 0 else "") or NOBODY

    async def name_of(self, user_id: str) -> str:
        """A person's name as plain text; the id where Slack does not give it in time."""
        await self._learn_soon(frozenset({user_id}))
        return self._known_name(user_id)

    def _known_name(self, name_id: str) -> str:
        kept = self._profiles.get(name_id)
        return (kept[1].name if kept else self._names.get(name_id)) or name_id

    def mention_approvers(self, *, besides: str = "") -> str:
        """The approvers without `besides` as Slack mentions; `*` in words; at most five and the count of the others."""
        return mentions(self._access.approvers, besides=besides)
