"""What Slack says of the app: its token and scopes, the people and groups of the settings, the channels it is in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from syncbot.changes.policy import Policy
from syncbot.errors import SlackFault
from syncbot.findings import Finding
from syncbot.slack.people import EVERYONE, SlackPeople
from syncbot.slack.quorum import quorum_fault
from syncbot.slack.screens import Identity, Screens

TOKEN: Final = "Slack token"  # noqa: S105 -- what a line is about
SCOPES: Final = "Slack scopes"
PEOPLE: Final = "Slack people"
CHANNELS: Final = "Slack channels"
SOCKET: Final = "Slack socket"

TAKEN: Final = "Works in {team} as @{user}."

OPENS: Final = "Opens connections for SLACK_APP_TOKEN (Socket Mode)."

ALL_GRANTED: Final = "All {count} that the manifest asks for are granted."
WITHOUT_OPTIONAL: Final = "All that are needed are granted; {missing} is not, so channels are not looked at."
MISSING: Final = (
    "{missing} is missing. Give the app the manifest that `syncbot manifest` prints, then install it in the workspace "
    "again."
)
MORE: Final = "{text} Granted beyond them: {more}."
NOT_SAID: Final = "Slack does not say which are granted, so they were not compared with the manifest."

ALL_KNOWN: Final = "Slack knows everybody in the settings."
UNKNOWN: Final = "Slack knows no {ids}. Mend them in {names}."
LEFT: Final = "{ids} was deactivated and may nothing. Take it out of {names}."
EMPTY: Final = "Nobody is in the user group {ids}, which {names} names. Add people to it, or name others."
NOT_ASKED: Final = "Not looked at: the token lacks {scopes}."

JOINED: Final = "The app is in {channels}."
NOT_JOINED: Final = (
    "The app is not in #{name} ({setting}), so nothing can be told there. In Slack: /invite @{user} there."
)
NO_CHANNEL: Final = (
    "Slack finds no channel {channel} ({setting}). Mend the id; or, if it is private: /invite @{user} there."
)
ARCHIVED: Final = "#{name} ({setting}) is archived, so nothing can be told there. Name another one, or open it again."
NO_CHANNELS: Final = "The settings name none."

_GROUP: Final = "S"


async def look_at_token(screens: Screens) -> tuple[Finding, Identity | None]:
    """Whether Slack takes the token, and whose it is."""
    try:
        identity = await screens.identity()
    except SlackFault as exc:
        return Finding.fault(TOKEN, exc.sentences), None
    return Finding.fine(TOKEN, TAKEN.format(team=identity.team, user=identity.user)), identity


async def look_at_socket(screens: Screens, app_token: str) -> tuple[Finding, ...]:
    """Whether Slack would open a connection of Socket Mode; none is opened."""
    try:
        await screens.connection_url(app_token)
    except SlackFault as exc:
        return (Finding.fault(SOCKET, exc.sentences),)
    return (Finding.fine(SOCKET, OPENS),)


def compare_scopes(granted: frozenset[str], *, required: Iterable[str], optional: Iterable[str]) -> Finding:
    """The token's scopes with those of the manifest."""
    required, optional = tuple(required), tuple(optional)
    if not granted:
        return Finding.mind(SCOPES, NOT_SAID)
    if missing := [scope for scope in required if scope not in granted]:
        return Finding.fault(SCOPES, MISSING.format(missing=", ".join(missing)))
    unused = [scope for scope in optional if scope not in granted]
    text = WITHOUT_OPTIONAL.format(missing=", ".join(unused)) if unused else ALL_GRANTED.format(
        count=len(required) + len(optional)
    )  # fmt: skip
    more = sorted(granted.difference(required, optional))
    return Finding.fine(SCOPES, MORE.format(text=text, more=", ".join(more)) if more else text)


async def look_at_people(
    people: SlackPeople, policy: Policy, *, named: Mapping[str, Iterable[str]], scopes: frozenset[str]
) -> tuple[Finding, ...]:
    """Whether Slack knows the ids, and whether the approvers are enough.

    Args:
        people: Where they are looked up.
        policy: How many approvers are needed.
        named: The ids by the variable that names them.
        scopes: What the token may; empty where it is not known.
    """
    ids = {one for names in named.values() for one in names if one != EVERYONE and one[0] in "UWS"}
    needed = {"usergroups:read" if one.startswith(_GROUP) else "users:read" for one in ids}
    if scopes and (lacking := sorted(needed - scopes)):
        return (Finding.mind(PEOPLE, NOT_ASKED.format(scopes=", ".join(lacking))),)
    kinds = dict(zip(sorted(ids), await asyncio.gather(*(_wrong(people, one) for one in sorted(ids))), strict=True))
    found = [
        Finding.fault(PEOPLE, text.format(ids=one, names=", ".join(n for n, listed in named.items() if one in listed)))
        for one, text in kinds.items()
        if text
    ]
    if fault := await quorum_fault(policy, people):
        found.append(Finding.fault(PEOPLE, fault))
    return tuple(found) or (Finding.fine(PEOPLE, ALL_KNOWN),)


async def _wrong(people: SlackPeople, one: str) -> str:
    """What is wrong with an id, as a text with places for it; empty when nothing is. Raises SlackFault."""
    try:
        if one.startswith(_GROUP):
            return "" if await people.members(one) else EMPTY
        return LEFT if (await people.profile(one)).gone else ""
    except SlackFault as exc:
        if exc.code in {"user_not_found", "no_such_subteam", "subteam_not_found"}:
            return UNKNOWN
        raise


async def look_at_channels(
    screens: Screens, identity: Identity, *, named: Mapping[str, str], optional: Iterable[str]
) -> tuple[Finding, ...]:
    """Whether the app is where the settings want it to tell something.

    Args:
        screens: Where they are looked up.
        identity: Whose token it is.
        named: The channel ids by the variable that names them.
        optional: The scopes that it takes to look.
    """
    channels: dict[str, str] = {}
    for name, channel in named.items():
        if channel:
            channels.setdefault(channel, name)
    if not channels:
        return (Finding.fine(CHANNELS, NO_CHANNELS),)
    if identity.scopes and (lacking := [scope for scope in optional if scope not in identity.scopes]):
        return (Finding.mind(CHANNELS, NOT_ASKED.format(scopes=", ".join(lacking))),)
    looked = await asyncio.gather(*(_channel(screens, one, identity.user, channels[one]) for one in channels))
    faults = tuple(Finding.fault(CHANNELS, text) for text, is_in in looked if not is_in)
    return faults or (Finding.fine(CHANNELS, JOINED.format(channels=", ".join(text for text, _ in looked))),)


async def _channel(screens: Screens, channel_id: str, user: str, setting: str) -> tuple[str, bool]:
    """The channel's name and True, or what is wrong with it and False."""
    words = {"channel": channel_id, "user": user, "setting": setting}
    try:
        channel = await screens.channel(channel_id)
    except SlackFault as exc:
        if exc.code == "channel_not_found":
            return NO_CHANNEL.format(**words), False
        raise
    name = str(channel.get("name") or channel_id)
    if channel.get("is_archived"):
        return ARCHIVED.format(name=name, **words), False
    if not channel.get("is_member"):
        return NOT_JOINED.format(name=name, **words), False
    return f"#{name}", True
