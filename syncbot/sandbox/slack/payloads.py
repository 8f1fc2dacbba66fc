"""The JSON of commands, interactions and events, as Slack posts them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Channel, Message
from syncbot.sandbox.slack.people import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, User
from syncbot.sandbox.slack.triggers import Source
from syncbot.sandbox.slack.views import OpenView
from syncbot.sandbox.slack.workspace import Shortcut, Workspace

TOKEN = "sandbox-verification-token"  # noqa: S105 -- deprecated by Slack, still sent, opens nothing
_URL = re.compile(r"https?://[^\s<>|]+")
_WORD = re.compile(r"(?<![\w@#])([@#])([a-z0-9][\w.-]*)")


def command(workspace: Workspace, user: User, channel: Channel, line: str) -> dict[str, str]:
    """The form of a slash command."""
    name, _, text = line.partition(" ")
    url = workspace.response_urls.mint(user.user_id, channel.channel_id)
    shown = "directmessage" if channel.user_id else "privategroup" if channel.private else channel.name
    return {
        "token": TOKEN,
        "team_id": user.team_id,
        "team_domain": TEAM_DOMAIN if user.team_id == TEAM_ID else "elsewhere",
        "channel_id": channel.channel_id,
        "channel_name": shown,
        "user_id": user.user_id,
        "user_name": user.name,
        "command": name,
        "text": _escaped(workspace, text.strip()) if workspace.app.should_escape else text.strip(),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": f"{workspace.url}/response/{url.token}",
        "trigger_id": workspace.triggers.mint(user.user_id, Source.COMMAND),
    }


def shortcut(workspace: Workspace, user: User, chosen: Shortcut, message: Message | None) -> Json:
    """A global shortcut, or one of a message."""
    body = _common(user, "shortcut") | {
        "callback_id": chosen.callback_id,
        "action_ts": _action_ts(workspace),
        "trigger_id": workspace.triggers.mint(user.user_id, Source.SHORTCUT),
    }
    if message is None:
        return body
    return (
        body
        | _where(workspace, user, message)
        | {
            "type": "message_action",
            "message_ts": message.ts,
            "message": message.body(),
        }
    )


def view_action(workspace: Workspace, view: OpenView, action: Json) -> Json:
    """block_actions of a modal or home, with everything typed so far; no response URL."""
    body = _of_view(workspace, view, "block_actions", Source.ACTION)
    return body | {"container": {"type": "view", "view_id": view.view_id}, "actions": [_stamped(workspace, action)]}


def message_action(workspace: Workspace, user: User, message: Message, action: Json) -> Json:
    """block_actions of a message; an ephemeral one is not in the payload."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = _common(user, "block_actions") | _where(workspace, user, message)
    if message.ephemeral_to is None:
        body["message"] = message.body()
    return body | {
        "container": container,
        "state": state.payload(workspace.values_of(message), untouched_as_null=False),
        "actions": [_stamped(workspace, action)],
        "trigger_id": workspace.triggers.mint(user.user_id, Source.ACTION),
    }


def suggestion(workspace: Workspace, user: User, place: OpenView | Message, asked: Mapping[str, str]) -> Json:
    """block_suggestion: `asked` has `block_id`, `action_id` and the typed `value`."""
    body = _common(user, "block_suggestion") | dict(asked)
    if isinstance(place, OpenView):
        container: Json = {"type": "view", "view_id": place.view_id}
        return body | {"container": container, "view": _view(workspace, place)}
    container = {"type": "message", "message_ts": place.ts, "channel_id": place.channel_id}
    channel = workspace.channels.by_id[place.channel_id]
    return body | {"container": container, "channel": _channel(channel), "message": place.body()}


def submission(workspace: Workspace, view: OpenView) -> Json:
    """view_submission."""
    return _of_view(workspace, view, "view_submission", Source.SUBMISSION) | {"response_urls": []}


def closed(workspace: Workspace, view: OpenView, *, is_cleared: bool) -> Json:
    """view_closed."""
    user = workspace.people.users[view.user_id]
    return _common(user, "view_closed") | {"view": _view(workspace, view), "is_cleared": is_cleared}


def home_opened(workspace: Workspace, user: User, event_id: str) -> Json:
    """The event app_home_opened in its envelope; the view is in it once one was published."""
    home = workspace.views.homes.get(user.user_id)
    event: Json = {
        "type": "app_home_opened",
        "user": user.user_id,
        "channel": workspace.channels.direct(user.user_id).channel_id,
        "tab": "home",
    }
    if home is not None:
        event["view"] = home.body()
    return enveloped(workspace, event, event_id)


def link_shared(workspace: Workspace, user: User, message: Message, event_id: str) -> Json | None:
    """The event link_shared of a message in its envelope; None when it has no link that the app is told of."""
    links = [{"url": url, "domain": urlsplit(url).hostname or ""} for url in _URL.findall(message.text)]
    told = [link for link in links if any(_is_of(link["domain"], host) for host in workspace.app.link_domains)]
    if not told:
        return None
    channel = workspace.channels.by_id[message.channel_id]
    event: Json = {
        "type": "link_shared",
        "channel": message.channel_id,
        "is_bot_user_member": BOT_USER_ID in channel.members,
        "user": user.user_id,
        "message_ts": message.ts,
        "unfurl_id": f"{message.channel_id}.{message.ts}",
        "source": "conversations_history",
        "links": told,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    return enveloped(workspace, event, event_id)


def enveloped(workspace: Workspace, event: Json, event_id: str) -> Json:
    """An event as it is posted."""
    now = workspace.clock.now()
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event | {"event_ts": f"{now:.6f}"},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [{"team_id": TEAM_ID, "user_id": BOT_USER_ID, "is_bot": True}],
    }


def _is_of(domain: str, host: str) -> bool:
    return domain == host or domain.endswith(f".{host}")


def _common(user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": user.team_id, "domain": TEAM_DOMAIN if user.team_id == TEAM_ID else "elsewhere"},
        "user": {"id": user.user_id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": APP_ID,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _of_view(workspace: Workspace, view: OpenView, kind: str, source: Source) -> Json:
    user = workspace.people.users[view.user_id]
    trigger_id = workspace.triggers.mint(user.user_id, source, view_id=_modal_id(view))
    return _common(user, kind) | {"trigger_id": trigger_id, "view": _view(workspace, view)}


def _modal_id(view: OpenView) -> str | None:
    return view.view_id if view.spec["type"] == "modal" else None


def _view(workspace: Workspace, view: OpenView) -> Json:
    return view.body(untouched_as_null=workspace.nulls_after_update)


def _where(workspace: Workspace, user: User, message: Message) -> dict[str, Any]:
    channel = workspace.channels.by_id[message.channel_id]
    url = workspace.response_urls.mint(
        user.user_id, channel.channel_id, message_ts=message.ts, thread_ts=message.thread_ts
    )
    return {"channel": _channel(channel), "response_url": f"{workspace.url}/response/{url.token}"}


def _channel(channel: Channel) -> Json:
    return {"id": channel.channel_id, "name": "directmessage" if channel.user_id else channel.name}


def _stamped(workspace: Workspace, action: Json) -> Json:
    return action | {"action_ts": _action_ts(workspace)}


def _action_ts(workspace: Workspace) -> str:
    return f"{workspace.clock.now():.6f}"


def _escaped(workspace: Workspace, text: str) -> str:
    """Entities, and @name and #name as live mentions."""
    people = {user.name: f"<@{user.user_id}|{user.name}>" for user in workspace.people.users.values()}
    channels = {one.name: f"<#{one.channel_id}|{one.name}>" for one in workspace.channels.by_id.values()}
    known = {"@": people, "#": channels}
    return _WORD.sub(lambda found: known[found[1]].get(found[2], found[0]), html.escape(text, quote=False))
