"""The methods chat.*, and posts to response URLs, which say things by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.arguments import Arguments
from syncbot.sandbox.slack.channels import Channel, Message
from syncbot.sandbox.slack.people import BOT_USER_ID
from syncbot.sandbox.slack.response_urls import ResponseUrl
from syncbot.sandbox.slack.rules.payload import blocks_too_long, breaches_of_blocks
from syncbot.sandbox.slack.views import identified
from syncbot.sandbox.slack.workspace import Workspace

TEXT_POSTED = 40_000
TEXT_UPDATED = 4_000
MARKDOWN_TEXT = 12_000
ATTACHMENTS = 100


def post_message(workspace: Workspace, args: Arguments) -> Json:
    """chat.postMessage: to a channel that the bot is in, by id or name, or to a person."""
    channel = postable(workspace, args.text("channel"))
    text, blocks = said(workspace, args, "chat.postMessage")
    if len(text) > TEXT_POSTED:
        workspace.violate("chat.postMessage", f"text over {TEXT_POSTED} characters is cut off")
        text = text[:TEXT_POSTED]
    message = workspace.channels.post(channel, text, blocks, thread_ts=_thread(workspace, args, channel))
    return {"channel": channel.channel_id, "ts": message.ts, "message": message.body()}


def post_ephemeral(workspace: Workspace, args: Arguments) -> Json:
    """chat.postEphemeral: for one person, who must be in the channel."""
    channel = postable(workspace, args.text("channel"))
    user = args.text("user")
    if user not in channel.members:
        raise ApiError(Code.USER_NOT_IN_CHANNEL)
    text, blocks = said(workspace, args, "chat.postEphemeral")
    if len(text) > TEXT_POSTED:
        raise ApiError(Code.MSG_TOO_LONG)
    thread = _thread(workspace, args, channel)
    message = workspace.channels.post(channel, text, blocks, ephemeral_to=user, thread_ts=thread)
    return {"message_ts": message.ts}


def update_message(workspace: Workspace, args: Arguments) -> Json:
    """chat.update: of the bot's own message, not of an ephemeral one; blocks that are not given stay."""
    message = _own(workspace, args, Code.CANT_UPDATE_MESSAGE)
    keeps = message.blocks if "blocks" not in args.values else ()
    text, blocks = said(workspace, args, "chat.update")
    if len(text) > TEXT_UPDATED:
        raise ApiError(Code.MSG_TOO_LONG)
    changed = workspace.channels.change(message, text, blocks or keeps)
    return {"channel": message.channel_id, "ts": message.ts, "text": changed.text, "message": changed.body()}


def delete_message(workspace: Workspace, args: Arguments) -> Json:
    """chat.delete: of the bot's own message."""
    message = _own(workspace, args, Code.CANT_DELETE_MESSAGE)
    workspace.channels.delete(message)
    return {"channel": message.channel_id, "ts": message.ts}


def get_permalink(workspace: Workspace, args: Arguments) -> Json:
    """chat.getPermalink."""
    channel = workspace.channels.find(args.text("channel"))
    message = workspace.channels.message(channel, args.text("message_ts"))
    path = f"/archives/{channel.channel_id}/p{message.ts.replace('.', '')}"
    query = f"?thread_ts={quote(message.thread_ts)}&cid={channel.channel_id}" if message.thread_ts else ""
    return {"channel": channel.channel_id, "permalink": f"https://acme.slack.example{path}{query}"}


def postable(workspace: Workspace, reference: str) -> Channel:
    """The conversation that the bot may post to.

    Raises:
        ApiError: `channel_not_found`, `not_in_channel` or `is_archived`.
    """
    user = workspace.people.users.get(reference)
    if user is not None:
        if user.deactivated or user.bot:
            raise ApiError(Code.CHANNEL_NOT_FOUND)
        return workspace.channels.direct(reference)
    channel = workspace.channels.find(reference)
    if BOT_USER_ID not in channel.members:
        raise ApiError(Code.CHANNEL_NOT_FOUND if channel.private else Code.NOT_IN_CHANNEL)
    if channel.archived:
        raise ApiError(Code.IS_ARCHIVED)
    return channel


def said(workspace: Workspace, args: Arguments, where: str) -> tuple[str, tuple[Json, ...]]:
    """What a message says: its text and its blocks, once they keep all rules.

    Raises:
        ApiError: `no_text`, `markdown_text_conflict`, `invalid_blocks_format`, `invalid_blocks`,
            `msg_blocks_too_long` or `too_many_attachments`.
    """
    text, marked = args.maybe("text") or "", args.maybe("markdown_text")
    blocks, attachments = _blocks(args), args.json("attachments", Code.INVALID_ATTACHMENTS)
    if marked and (text or blocks):
        raise ApiError(Code.MARKDOWN_TEXT_CONFLICT)
    if marked and len(marked) > MARKDOWN_TEXT:
        raise ApiError(Code.MSG_TOO_LONG)
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS:
        raise ApiError(Code.TOO_MANY_ATTACHMENTS)
    if not (text or blocks or attachments or marked):
        raise ApiError(Code.NO_TEXT)
    if blocks and not text:
        workspace.violate(where, "blocks without a text for notifications and screen readers")
    return text or marked or "", blocks


def _blocks(args: Arguments) -> tuple[Json, ...]:
    blocks = args.json("blocks", Code.INVALID_BLOCKS_FORMAT)
    if blocks is None:
        return ()
    if not isinstance(blocks, list):
        raise ApiError(Code.INVALID_BLOCKS_FORMAT)
    breaches = breaches_of_blocks(blocks)
    if breaches:
        errors = [f"{breach.message} [json-pointer:{breach.pointer}]" for breach in breaches]
        raise ApiError(Code.INVALID_BLOCKS, [str(breach) for breach in breaches], {"errors": errors})
    if blocks_too_long(blocks):
        raise ApiError(Code.MSG_BLOCKS_TOO_LONG)
    return tuple(identified({"blocks": blocks})["blocks"])


def _thread(workspace: Workspace, args: Arguments, channel: Channel) -> str | None:
    thread_ts = args.maybe("thread_ts")
    if thread_ts is None:
        return None
    parent = workspace.channels.message(channel, thread_ts)
    return parent.thread_ts or parent.ts


def _own(workspace: Workspace, args: Arguments, refusal: str) -> Message:
    channel = workspace.channels.by_id.get(args.text("channel"))
    if channel is None:
        raise ApiError(Code.CHANNEL_NOT_FOUND)
    message = workspace.channels.message(channel, args.text("ts"))
    if message.ephemeral_to:
        raise ApiError(Code.MESSAGE_NOT_FOUND)
    if message.author_id != BOT_USER_ID:
        raise ApiError(refusal)
    return message


def respond(workspace: Workspace, token: str, values: Mapping[str, Any]) -> None:
    """A post to a response URL.

    Raises:
        ApiError: `expired_url`, `used_url`, and what `said` raises.
    """
    say_back(workspace, workspace.response_urls.spend(token), values)


def say_back(workspace: Workspace, target: ResponseUrl, values: Mapping[str, Any]) -> None:
    """Post, replace or delete where the person acted; for them alone unless it asks for `in_channel`.

    Raises:
        ApiError: What `said` raises.
    """
    args = Arguments(values)
    channel = workspace.channels.by_id[target.channel_id]
    original = _original(workspace, channel, target.message_ts)
    if args.flag("delete_original"):
        if original:
            workspace.channels.delete(original)
        return
    text, blocks = said(workspace, args, "response_url")
    if args.flag("replace_original") and original:
        workspace.channels.change(original, text, blocks)
        return
    everybody = args.maybe("response_type") == "in_channel"
    thread = target.thread_ts or args.maybe("thread_ts")
    hidden = None if everybody else target.user_id
    posted = workspace.channels.post(channel, text, blocks, ephemeral_to=hidden, thread_ts=thread)
    target.message_ts = target.message_ts or posted.ts


def _original(workspace: Workspace, channel: Channel, ts: str | None) -> Message | None:
    try:
        return workspace.channels.message(channel, ts or "")
    except ApiError:
        return None
