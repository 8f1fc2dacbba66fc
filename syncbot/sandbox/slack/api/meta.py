"""The methods auth.test, api.test, apps.connections.open, blocks.validate and files.*."""

from __future__ import annotations

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.api.chat import postable
from syncbot.sandbox.slack.arguments import Arguments
from syncbot.sandbox.slack.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from syncbot.sandbox.slack.rules.check import Breach
from syncbot.sandbox.slack.rules.payload import breaches_of_blocks, breaches_of_view
from syncbot.sandbox.slack.workspace import Workspace

VALIDATED_CHARACTERS = 100_000
_PAYLOADS = {"blocks": Code.INVALID_BLOCKS, "message": Code.INVALID_MESSAGE, "view": Code.INVALID_VIEW}


def auth_test(workspace: Workspace, _args: Arguments) -> Json:
    """auth.test with the bot's token."""
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.example/",
        "team": TEAM_NAME,
        "user": workspace.people.user(BOT_USER_ID).name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, _args: Arguments) -> Json:
    """apps.connections.open: where one connection of Socket Mode can be opened, once."""
    address = workspace.url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={workspace.tickets.mint()}&app_id={APP_ID}"}


def api_test(_workspace: Workspace, args: Arguments) -> Json:
    """api.test: gives back what it gets, and the error it is asked for."""
    error = args.maybe("error")
    if error:
        raise ApiError(error, extra={"args": args.values})
    return {"args": args.values}


def validate_blocks(_workspace: Workspace, args: Arguments) -> Json:
    """blocks.validate: exactly one payload, as JSON text."""
    given = [name for name in _PAYLOADS if name in args.values]
    if len(given) != 1:
        raise ApiError(Code.INVALID_ARGUMENTS, ["must provide exactly one of `blocks`, `view`, or `message`"])
    name = given[0]
    if not isinstance(args.values[name], str) or len(args.values[name]) > VALIDATED_CHARACTERS:
        raise ApiError(
            Code.INVALID_ARGUMENTS, [f"`{name}` must be JSON text of at most {VALIDATED_CHARACTERS} characters"]
        )
    breaches = _breaches(name, args.json(name, Code.INVALID_ARGUMENTS))
    if breaches:
        errors = [{"code": "failed_constraint", "message": one.message, "pointer": one.pointer} for one in breaches]
        raise ApiError(_PAYLOADS[name], extra={"errors": errors})
    return {}


def upload_url(workspace: Workspace, args: Arguments) -> Json:
    """files.getUploadURLExternal."""
    length = args.number("length", 0)
    if length < 1:
        raise ApiError(Code.MISSING_ARGUMENT)
    file = workspace.files.announce(args.text("filename"), length)
    return {"upload_url": f"{workspace.url}/upload/{file.file_id}", "file_id": file.file_id}


def complete_upload(workspace: Workspace, args: Arguments) -> Json:
    """files.completeUploadExternal: shares the files in a channel when one is named."""
    listed = args.json("files", Code.INVALID_ARGUMENTS)
    if not isinstance(listed, list) or not listed:
        raise ApiError(Code.INVALID_ARGUMENTS, ["[ERROR] missing required field: files"])
    files = [workspace.files.get(str(one["id"])) for one in listed]
    if any(file.content is None for file in files):
        raise ApiError(Code.FILE_NOT_FOUND)
    for file, one in zip(files, listed, strict=True):
        file.title, file.shared = one.get("title") or file.name, True
    channel_id = args.maybe("channel_id")
    if channel_id:
        comment, ids = args.maybe("initial_comment") or "", tuple(file.file_id for file in files)
        channel, thread = postable(workspace, channel_id), args.maybe("thread_ts")
        workspace.channels.post(channel, comment, files=ids, thread_ts=thread)
    return {"files": [{"id": file.file_id, "title": file.title} for file in files]}


def _breaches(name: str, payload: object) -> list[Breach]:
    if name == "view":
        return breaches_of_view(payload)
    if name == "message":
        payload = payload.get("blocks", []) if isinstance(payload, dict) else payload
    return breaches_of_blocks(payload)
