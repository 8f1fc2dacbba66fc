"""The methods of the Web API that the stand-in answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.api import chat, conversations, meta, views
from syncbot.sandbox.slack.arguments import Arguments
from syncbot.sandbox.slack.workspace import Workspace

# Calls a minute: Slack's rate tiers, and one message a second.
TIER_2, TIER_3, TIER_4, SPECIAL = 20, 50, 100, 60

_READS = ("channels:read", "groups:read", "im:read", "mpim:read")
_OPENS = ("im:write", "mpim:write", "channels:manage", "groups:write")


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Attributes:
        scopes: Any one of them lets the token call it; none are needed when it is empty.
        open_to_all: Whether no token is needed.
        for_app: Whether the app's own token is needed, and not the bot's.
    """

    answer: Callable[[Workspace, Arguments], Json]
    per_minute: int
    scopes: tuple[str, ...] = ()
    open_to_all: bool = False
    for_app: bool = False


METHODS: Mapping[str, Method] = {
    "api.test": Method(meta.api_test, TIER_4, open_to_all=True),
    "apps.connections.open": Method(meta.open_connection, TIER_3, for_app=True),
    "auth.test": Method(meta.auth_test, TIER_4),
    "blocks.validate": Method(meta.validate_blocks, TIER_4, open_to_all=True),
    "chat.delete": Method(chat.delete_message, TIER_3, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, TIER_4),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",)),
    "chat.update": Method(chat.update_message, TIER_3, ("chat:write",)),
    "conversations.info": Method(conversations.conversation_info, TIER_3, _READS),
    "conversations.list": Method(conversations.list_conversations, TIER_2, _READS),
    "conversations.members": Method(conversations.conversation_members, TIER_4, _READS),
    "conversations.open": Method(conversations.open_conversation, TIER_3, _OPENS),
    "files.completeUploadExternal": Method(meta.complete_upload, TIER_4, ("files:write",)),
    "files.getUploadURLExternal": Method(meta.upload_url, TIER_4, ("files:write",)),
    "usergroups.list": Method(conversations.list_groups, TIER_2, ("usergroups:read",)),
    "usergroups.users.list": Method(conversations.group_users, TIER_2, ("usergroups:read",)),
    "users.conversations": Method(conversations.user_conversations, TIER_3, _READS),
    "users.info": Method(conversations.user_info, TIER_4, ("users:read",)),
    "users.list": Method(conversations.list_users, TIER_2, ("users:read",)),
    "users.lookupByEmail": Method(conversations.lookup_by_email, TIER_3, ("users:read.email",)),
    "views.open": Method(views.open_view, TIER_4),
    "views.publish": Method(views.publish_view, TIER_4),
    "views.push": Method(views.push_view, TIER_4),
    "views.update": Method(views.update_view, TIER_4),
}
