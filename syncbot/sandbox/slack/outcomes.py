"""What the bot's answer to a delivery does on the person's screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from syncbot.sandbox.slack.answers import ApiError, Json
from syncbot.sandbox.slack.api.chat import say_back
from syncbot.sandbox.slack.deliveries import Ack, decoded
from syncbot.sandbox.slack.rules.composition import OPTIONS_ANSWER, options_of
from syncbot.sandbox.slack.views import OpenView, accepted
from syncbot.sandbox.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
NO_RESULT = "No result"
_SUBMISSION = "view_submission"


class BadAnswerError(Exception):
    """An answer that Slack cannot use; the person sees that connecting failed."""


def command_answered(workspace: Workspace, form: Mapping[str, str], ack: Ack) -> None:
    """A slash command: the answer's body, when there is one, is a message; a failure is told to the person."""
    if not ack.acked:
        text = f"{form['command']} failed with the error “{ack.failure}”"
        workspace.notify(form["user_id"], text)
        return
    answer = decoded(ack)
    if answer is None:
        return
    target = workspace.response_urls.get(form["response_url"].rpartition("/")[2])
    values = answer if isinstance(answer, dict) else {"text": str(answer)}
    try:
        say_back(workspace, target, values)
    except ApiError as error:
        workspace.violate("command", f"answered with {error.code}", error.messages)


def options_answered(workspace: Workspace, ack: Ack) -> list[Json]:
    """The options that the person is offered: none when the answer breaks a rule."""
    if not ack.acked:
        return []
    answer = decoded(ack)
    breaches = list(OPTIONS_ANSWER(answer, ""))
    if breaches or not isinstance(answer, dict):
        workspace.violate("block_suggestion", f"shown as {NO_RESULT}", [str(breach) for breach in breaches[:3]])
        return []
    return options_of(answer)


def submission_answered(workspace: Workspace, view: OpenView, ack: Ack) -> None:
    """A submission: close, show errors, update, push or clear; what cannot be used shows that connecting failed."""
    view.errors, view.banner = {}, ""
    if not ack.acked:
        view.banner = TROUBLE
        return
    try:
        answer = decoded(ack)
        if answer in (None, {}):
            _close(workspace, view, {})
        else:
            _act(workspace, view, answer)
    except (BadAnswerError, ApiError) as error:
        workspace.violate(_SUBMISSION, str(error), getattr(error, "messages", ()))
        view.banner = TROUBLE


def _act(workspace: Workspace, view: OpenView, answer: object) -> None:
    if not isinstance(answer, dict) or answer.get("response_action") not in _ACTIONS:
        message = f"answered with something else than a response_action: {str(answer)[:80]}"
        raise BadAnswerError(message)
    if workspace.views.is_open(view):
        _ACTIONS[answer["response_action"]](workspace, view, answer)


def _close(workspace: Workspace, view: OpenView, _answer: Json) -> None:
    workspace.views.pop(view)
    workspace.views.renew_hash(view.user_id)


def _show_errors(_workspace: Workspace, view: OpenView, answer: Json) -> None:
    errors: Any = answer.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        message = "errors without any"
        raise BadAnswerError(message)
    if not all(isinstance(text, str) and text for text in errors.values()):
        message = "an error without words"
        raise BadAnswerError(message)
    if set(errors) - inputs:
        message = f"errors for what is no input block: {', '.join(sorted(set(errors) - inputs))}"
        raise BadAnswerError(message)
    view.errors = dict(errors)


def _update(workspace: Workspace, view: OpenView, answer: Json) -> None:
    spec = accepted(answer.get("view"), kinds=("modal",))
    workspace.note_confirms(_SUBMISSION, spec)
    workspace.views.update(view, spec)


def _push(workspace: Workspace, view: OpenView, answer: Json) -> None:
    spec = accepted(answer.get("view"), kinds=("modal",))
    workspace.note_confirms(_SUBMISSION, spec)
    workspace.views.push(view.user_id, spec)


def _clear(workspace: Workspace, view: OpenView, _answer: Json) -> None:
    workspace.views.stacks.pop(view.user_id, None)


_ACTIONS: Mapping[str, Callable[[Workspace, OpenView, Json], None]] = {
    "errors": _show_errors,
    "update": _update,
    "push": _push,
    "clear": _clear,
}
