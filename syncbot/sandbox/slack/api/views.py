"""The methods views.*: open, push, update, publish."""

from __future__ import annotations

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.arguments import Arguments
from syncbot.sandbox.slack.triggers import Source, Trigger
from syncbot.sandbox.slack.views import OpenView, accepted
from syncbot.sandbox.slack.workspace import Workspace


def open_view(workspace: Workspace, args: Arguments) -> Json:
    """views.open."""
    trigger = _trigger(workspace, args)
    spec = _spec(workspace, args, "views.open", "modal")
    if trigger.source is Source.SUBMISSION:
        workspace.violate("views.open", "called for a view_submission; answer it with response_action")
    view = workspace.views.open(trigger.user_id, spec)
    trigger.exchanged = True
    return _answer(workspace, view)


def push_view(workspace: Workspace, args: Arguments) -> Json:
    """views.push: only for what a person did in a modal that is still open."""
    trigger = _trigger(workspace, args)
    spec = _spec(workspace, args, "views.push", "modal")
    if trigger.view_id is None:
        raise ApiError(Code.INVALID_TRIGGER_ID, ["[ERROR] the trigger does not come from a modal"])
    workspace.views.find(trigger.view_id)
    view = workspace.views.push(trigger.user_id, spec)
    trigger.exchanged = True
    return _answer(workspace, view)


def update_view(workspace: Workspace, args: Arguments) -> Json:
    """views.update: by view_id or external_id, against a hash when one is given."""
    view_id, external_id = args.maybe("view_id"), args.maybe("external_id")
    if bool(view_id) == bool(external_id):
        raise ApiError(Code.INVALID_ARGUMENTS, ["[ERROR] must provide exactly one of view_id and external_id"])
    spec = _spec(workspace, args, "views.update", "modal", "home")
    view = workspace.views.find(view_id, external_id)
    if view.spec["type"] != spec["type"]:
        raise ApiError(Code.INVALID_ARGUMENTS, ["[ERROR] the type of a view cannot change [json-pointer:/view/type]"])
    _check_hash(args, view)
    workspace.views.update(view, spec)
    return _answer(workspace, view)


def publish_view(workspace: Workspace, args: Arguments) -> Json:
    """views.publish."""
    user = workspace.people.user(args.text("user_id"))
    spec = _spec(workspace, args, "views.publish", "home")
    if not workspace.app.home:
        raise ApiError(Code.NOT_ENABLED)
    current = workspace.views.homes.get(user.user_id)
    if current is not None:
        _check_hash(args, current)
    return _answer(workspace, workspace.views.publish(user.user_id, spec))


def _trigger(workspace: Workspace, args: Arguments) -> Trigger:
    return workspace.triggers.check(args.maybe("trigger_id") or args.maybe("interactivity_pointer"))


def _spec(workspace: Workspace, args: Arguments, method: str, *kinds: str) -> Json:
    spec = accepted(args.json("view", Code.INVALID_ARGUMENTS), kinds=kinds)
    workspace.note_confirms(method, spec)
    return spec


def _check_hash(args: Arguments, view: OpenView) -> None:
    given = args.maybe("hash")
    if given and given != view.hash:
        raise ApiError(Code.HASH_CONFLICT)


def _answer(workspace: Workspace, view: OpenView) -> Json:
    return {"view": view.body(untouched_as_null=workspace.nulls_after_update)}
