"""One request of Slack, reduced to what handlers use, and what a handler answers.

Payload shapes: docs.slack.dev, *Interaction payloads* and *Slash commands*.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from syncbot.errors import Gone

Payload = dict[str, Any]

NO_VIEW = "This button belongs to a window that is no longer there."


@dataclass(frozen=True, slots=True)
class ViewCall:
    """The view that a request came from.

    Attributes:
        is_modal: False for the app's home.
        values: `view.state.values`: block id, then action id, then the element's state.
        meta: The view's `private_metadata`: opaque ids only.
    """

    view_id: str
    root_view_id: str
    previous_view_id: str
    callback_id: str
    meta: str
    hash: str
    values: dict[str, dict[str, Any]]
    is_modal: bool = True

    @property
    def draft_id(self) -> str:
        """What the meta of every window of a draft begins with: its id. In other windows something else, or empty."""
        return self.meta.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Call:
    """One request of Slack.

    Attributes:
        operation_id: The same for every delivery of one act of a person.
        action_id: Of a button or menu; the callback id of a submission or shortcut; else empty.
        value: A button's value, the chosen option's value, or the text of an input that dispatches on Enter.
        text: What was typed after a slash command, or what an options request searches for.
        trigger_id: Spent within 3 s, once; empty in options requests.
        response_url: Empty in modals.
        channel_id, message_ts: Of the message that a button stands in, else empty.
        message: That message, or the one that a shortcut was used on, else an empty object.
        event: What an event tells, else an empty object.
        input_blocks: Block ids of the view's inputs, in order: where Slack can show an error.
    """

    team_id: str
    user_id: str
    operation_id: str
    action_id: str = ""
    block_id: str = ""
    value: str = ""
    text: str = ""
    trigger_id: str = ""
    response_url: str = ""
    channel_id: str = ""
    message_ts: str = ""
    message: Payload = field(default_factory=dict)
    event: Payload = field(default_factory=dict)
    view: ViewCall | None = None
    input_blocks: tuple[str, ...] = ()

    @property
    def press_id(self) -> str:
        """The same for every press of one button in one drawing of a view, as a double click makes them."""
        if self.view is None:
            return self.operation_id
        return f"{self.user_id}:{self.view.view_id}:{self.view.hash}:{self.action_id}:{self.value}"

    @property
    def shown(self) -> ViewCall:
        """The view. Raises Gone where a handler of views is reached from elsewhere, which no screen of syncbot does."""
        if self.view is None:
            raise Gone(NO_VIEW)
        return self.view


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is acknowledged with, and what follows the acknowledgement.

    Attributes:
        ack: Arguments of Bolt's `ack()`.
        then: Runs after the acknowledgement in a tracked task; may call Slack and Polytomic.
    """

    ack: Payload = field(default_factory=dict)
    then: Callable[[], Awaitable[None]] | None = None


NOTHING = Answer()


def _team_of(body: Payload) -> str:
    team = body.get("team") or {}
    user = body.get("user") or {}
    # A shared channel's guest carries their own team on the user: that is the one to refuse by.
    return str((user.get("team_id") if isinstance(user, dict) else "") or team.get("id") or body.get("team_id") or "")


def _user_of(body: Payload) -> str:
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("id", ""))
    return str(body.get("user_id") or (body.get("event") or {}).get("user") or "")


def _view_of(body: Payload) -> ViewCall | None:
    view = body.get("view")
    if not view:
        return None
    return ViewCall(
        view_id=view["id"],
        root_view_id=view.get("root_view_id") or view["id"],
        previous_view_id=view.get("previous_view_id") or "",
        callback_id=view.get("callback_id", ""),
        meta=view.get("private_metadata", ""),
        hash=view.get("hash", ""),
        values=(view.get("state") or {}).get("values") or {},
        is_modal=view.get("type", "modal") == "modal",
    )


def chosen(element: Payload) -> str:
    """The value of an element's state or of an action: text, option value, time, or empty."""
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    for key in ("value", "selected_time", "selected_date", "selected_user"):
        if element.get(key) is not None:
            return str(element[key])
    return ""


def _operation_of(body: Payload, action: Payload) -> str:
    """An id that every delivery of the same act shares (facts: action_ts, trigger_id, view id and hash)."""
    user = _user_of(body)
    if body.get("type") == "view_submission":
        view = body["view"]
        return f"{user}:{view['id']}:{view.get('hash', '')}"
    if action:
        return f"{user}:{action.get('action_id', '')}:{action.get('action_ts') or body.get('trigger_id', '')}"
    return f"{user}:{body.get('trigger_id') or body.get('event_id', '')}"


def read_call(args: AsyncArgs) -> Call:
    """Reduce a Bolt request to a Call.

    Raises:
        KeyError: The payload lacks what its kind always has.
    """
    body: Payload = args.body
    action: Payload = dict(body["actions"][0]) if body.get("actions") else {}
    is_options = body.get("type") == "block_suggestion"
    container: Payload = body.get("container") or {}
    view = _view_of(body)
    event: Payload = body.get("event") or {}
    return Call(
        team_id=_team_of(body),
        user_id=_user_of(body),
        operation_id=_operation_of(body, action),
        action_id=str(
            action.get("action_id")
            or body.get("action_id")
            or body.get("callback_id")
            or event.get("type")
            or (view.callback_id if view else "")
        ),
        block_id=str(action.get("block_id") or body.get("block_id") or ""),
        value=chosen(action),
        text=str((body.get("value") if is_options else body.get("text")) or ""),
        trigger_id=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
        channel_id=str(container.get("channel_id") or body.get("channel_id") or ""),
        message_ts=str(container.get("message_ts") or ""),
        message=body.get("message") or {},
        event=event,
        view=view,
        input_blocks=tuple(
            block["block_id"] for block in (body.get("view") or {}).get("blocks", ()) if block.get("type") == "input"
        ),
    )
