"""All that one person sees of the workspace, as JSON: what a page needs to draw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Channel, Message
from syncbot.sandbox.slack.people import BOT_USER_ID, User
from syncbot.sandbox.slack.views import OpenView
from syncbot.sandbox.slack.workspace import Workspace

MESSAGES_SHOWN = 200
"""How many of a conversation are shown, the newest ones."""


def workspace_of(workspace: Workspace, user: User) -> Json:
    """Conversations with their messages, the stack of modals, home, and what Slack itself says.

    Threads are not resolved: a message in one has its `thread`.
    """
    direct = workspace.channels.direct(user.user_id)
    places = [one for one in workspace.channels.of(user.user_id) if one is not direct]
    home = workspace.views.homes.get(user.user_id)
    return {
        "me": person_of(user),
        "names": dict(workspace.people.names()) | {one.channel_id: one.name for one in places},
        "bot": BOT_USER_ID,
        "shortcuts": [{"name": one.name, "kind": one.kind} for one in workspace.app.shortcuts.values()],
        "has_home": workspace.app.home,
        "channels": [_channel(workspace, user, one) for one in [*places, direct]],
        "stack": [view_of(view) for view in workspace.views.stacks.get(user.user_id, ())],
        "home": view_of(home) if home else None,
        "notices": [{"text": one.text, "revision": one.revision} for one in workspace.notices(user.user_id)],
    }


def person_of(user: User) -> Json:
    """Who somebody is."""
    return {"id": user.user_id, "name": user.name, "real_name": user.real_name, "zone": user.zone}


def view_of(view: OpenView) -> Json:
    """A modal or home with what is typed and chosen in it."""
    shown = {key: view.spec.get(key) for key in ("type", "title", "submit", "close", "submit_disabled")}
    touched = any(held.touched for held in view.values.values())
    return {
        "id": view.view_id,
        **shown,
        "blocks": view.blocks,
        "values": _values(view.values),
        "errors": view.errors,
        "banner": view.banner,
        "touched": touched,
    }


def _channel(workspace: Workspace, user: User, channel: Channel) -> Json:
    standing = workspace.channels.messages(channel)
    seen = [one for one in standing if one.ephemeral_to in (None, user.user_id)]
    return {
        "id": channel.channel_id,
        "name": channel.name,
        "direct": channel.user_id is not None,
        "messages": [_message(workspace, one) for one in seen[-MESSAGES_SHOWN:]],
    }


def _message(workspace: Workspace, message: Message) -> Json:
    files = (workspace.files.by_id[file_id] for file_id in message.files)
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "text": message.text,
        "blocks": list(message.blocks),
        "author": message.author_id,
        "thread": message.thread_ts,
        "ephemeral": message.ephemeral_to is not None,
        "edited": message.edited,
        "revision": message.revision,
        "files": [{"id": one.file_id, "name": one.title or one.name, "bytes": one.length} for one in files],
        "values": _values(workspace.values_of(message)),
    }


def _values(held: state.State) -> Mapping[str, Mapping[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for (block_id, action_id), one in held.items():
        values.setdefault(block_id, {})[action_id] = one.value
    return values
