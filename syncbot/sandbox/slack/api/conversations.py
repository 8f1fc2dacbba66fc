"""The methods conversations.*, users.* and usergroups.*."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.arguments import Arguments
from syncbot.sandbox.slack.channels import Channel
from syncbot.sandbox.slack.people import BOT_USER_ID
from syncbot.sandbox.slack.workspace import Workspace

_Item = TypeVar("_Item")

PAGE = 100
MOST = 1000
DIRECT_AT_MOST = 8


def open_conversation(workspace: Workspace, args: Arguments) -> Json:
    """conversations.open: the direct message with one person."""
    resumed, users = args.maybe("channel"), [one for one in (args.maybe("users") or "").split(",") if one]
    if resumed:
        channel = workspace.channels.find(resumed)
        if not channel.user_id:
            raise ApiError(Code.METHOD_NOT_SUPPORTED_FOR_CHANNEL_TYPE)
        return {"channel": {"id": channel.channel_id}, "no_op": True, "already_open": True}
    if not users:
        raise ApiError(Code.USERS_LIST_NOT_SUPPLIED)
    if len(users) > DIRECT_AT_MOST:
        raise ApiError(Code.TOO_MANY_USERS)
    if workspace.people.user(users[0]).deactivated:
        raise ApiError(Code.USER_DISABLED)
    channel = workspace.channels.direct(users[0])
    return {"channel": channel.body() if args.flag("return_im") else {"id": channel.channel_id}}


def conversation_info(workspace: Workspace, args: Arguments) -> Json:
    """conversations.info; a private channel that the bot is not in is not found."""
    return {"channel": _visible(workspace, args).body()}


def conversation_members(workspace: Workspace, args: Arguments) -> Json:
    """conversations.members."""
    members, cursor = _page(sorted(_visible(workspace, args).members), args)
    return {"members": list(members), **cursor}


def list_conversations(workspace: Workspace, args: Arguments) -> Json:
    """conversations.list."""
    every = [one for one in workspace.channels.by_id.values() if _is_of(one, args) and _seen(one)]
    page, cursor = _page(every, args)
    return {"channels": [one.body() for one in page], **cursor}


def user_conversations(workspace: Workspace, args: Arguments) -> Json:
    """users.conversations: the ones that a person, or the bot, is in."""
    user_id = args.maybe("user") or BOT_USER_ID
    page, cursor = _page([one for one in workspace.channels.of(user_id) if _is_of(one, args)], args)
    return {"channels": [one.body() for one in page], **cursor}


def user_info(workspace: Workspace, args: Arguments) -> Json:
    """users.info."""
    return {"user": workspace.people.user(args.text("user")).body()}


def list_users(workspace: Workspace, args: Arguments) -> Json:
    """users.list: strangers from shared channels are not in it."""
    mine = [one for one in workspace.people.users.values() if not one.stranger]
    page, cursor = _page(mine, args)
    return {"members": [one.body() for one in page], "cache_ts": int(workspace.clock.now()), **cursor}


def lookup_by_email(workspace: Workspace, args: Arguments) -> Json:
    """users.lookupByEmail."""
    email = args.text("email")
    for user in workspace.people.users.values():
        if not user.deactivated and user.body()["profile"].get("email") == email:
            return {"user": user.body()}
    raise ApiError(Code.USERS_NOT_FOUND)


def list_groups(workspace: Workspace, args: Arguments) -> Json:
    """usergroups.list."""
    with_users = args.flag("include_users")
    return {"usergroups": [one.body(with_users=with_users) for one in workspace.people.groups.values()]}


def group_users(workspace: Workspace, args: Arguments) -> Json:
    """usergroups.users.list."""
    return {"users": list(workspace.people.group(args.text("usergroup")).user_ids)}


def _visible(workspace: Workspace, args: Arguments) -> Channel:
    channel = workspace.channels.by_id.get(args.text("channel"))
    if channel is None or not _seen(channel):
        raise ApiError(Code.CHANNEL_NOT_FOUND)
    return channel


def _seen(channel: Channel) -> bool:
    return BOT_USER_ID in channel.members or not channel.private


def _is_of(channel: Channel, args: Arguments) -> bool:
    kinds = (args.maybe("types") or "public_channel").replace(" ", "").split(",")
    if set(kinds) - {"public_channel", "private_channel", "mpim", "im"}:
        raise ApiError(Code.INVALID_TYPES)
    kind = "im" if channel.user_id else "private_channel" if channel.private else "public_channel"
    return kind in kinds and not (channel.archived and args.flag("exclude_archived"))


def _page(items: Sequence[_Item], args: Arguments) -> tuple[Sequence[_Item], Json]:
    """One page of them by `limit` and `cursor`."""
    limit, cursor = args.number("limit", PAGE), args.maybe("cursor") or ""
    if not 1 <= limit <= MOST:
        raise ApiError(Code.INVALID_LIMIT)
    try:
        start = int(base64.b64decode(cursor, validate=True)) if cursor else 0
    except ValueError as exc:
        raise ApiError(Code.INVALID_CURSOR) from exc
    after = start + limit
    following = base64.b64encode(str(after).encode()).decode() if after < len(items) else ""
    return items[start:after], {"response_metadata": {"next_cursor": following}}
