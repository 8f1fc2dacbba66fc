"""The shape that every request of Slack has, checked before anything is looked up in it.

Only what is looked up is asked for; docs.slack.dev, *Interaction payloads*, *Slash commands* and *Events API*.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from syncbot.slack.calls import Payload

_NEEDS: Final = {
    "block_actions": {"user", "actions"},
    "block_suggestion": {"user", "action_id"},
    "event_callback": {"event"},
    "message_action": {"user", "callback_id"},
    "shortcut": {"user", "callback_id"},
    "url_verification": {"challenge"},
    "view_closed": {"user", "view"},
    "view_submission": {"user", "view"},
}
"""Every kind of interaction and event, with what it never lacks."""
_Objects = list[dict[str, Any]]


class _Shape(BaseModel):
    """Text is text, an object an object; what is not named may be anything."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _Identified(_Shape):
    id: str
    team_id: str | None = None


class _Option(_Shape):
    value: str


class _Element(_Shape):
    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_time: str | None = None
    selected_date: str | None = None
    selected_user: str | None = None
    files: _Objects | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Element]] | None = None


class _Block(_Shape):
    type: str = ""
    block_id: str = ""


class _View(_Shape):
    id: str
    type: str
    hash: str | None = None
    callback_id: str | None = None
    private_metadata: str | None = None
    root_view_id: str | None = None
    previous_view_id: str | None = None
    team_id: str | None = None
    app_installed_team_id: str | None = None
    state: _State | None = None
    blocks: list[_Block] | None = None


class _Action(_Element):
    action_id: str
    action_ts: str = ""
    block_id: str = ""
    type: str = ""


class _Container(_Shape):
    channel_id: str | None = None
    message_ts: str | None = None


class _Event(_Shape):
    type: str
    user: str | dict[str, Any] | None = None


class _Request(_Shape):
    type: str = ""
    command: str = ""
    text: str = ""
    value: str | None = None
    team: _Identified | None = None
    user: _Identified | None = None
    team_id: str | None = None
    user_id: str | None = None
    trigger_id: str | None = None
    event_id: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    callback_id: str | None = None
    channel_id: str | None = None
    response_url: str | None = None
    response_urls: _Objects | None = None
    authorizations: _Objects | None = None
    channel: _Identified | None = None
    container: _Container | None = None
    message: dict[str, Any] | None = None
    view: _View | None = None
    actions: Annotated[list[_Action], Field(min_length=1)] | None = None
    challenge: str | None = None
    event: _Event | None = None


def is_known(payload: Payload) -> bool:
    """Whether it says to be of a kind that Slack sends."""
    return "command" in payload or str(payload.get("type")) in _NEEDS


def is_well_formed(payload: Payload) -> bool:
    """Whether everything that is looked up in it is of its documented type, and what its kind needs is there."""
    try:
        found = _Request.model_validate(payload)
    except ValidationError:
        return False
    return all(getattr(found, name) is not None for name in _NEEDS.get(found.type, ()))


def known_part(payload: Payload) -> Payload:
    """The payload without the keys that no shape names."""
    return {key: value for key, value in payload.items() if key in _Request.model_fields}
