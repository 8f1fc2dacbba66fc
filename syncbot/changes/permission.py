"""Who may, checked at the click."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Final

from syncbot.changes.desk import Desk
from syncbot.changes.ports import Roles
from syncbot.errors import NotPermitted

NOT_ASKED: Final = "Slack did not say in time what you may do here."
NOT_ASKED_NEXT: Final = "Try again in a minute."
UNCHANGED: Final = "Nothing was changed."
REFUSED: Final = {
    "edit": "You may not change syncs here.",
    "approve": "You may not decide requests here.",
    "pause": "You may not pause before approval.",
}
WHO_MAY: Final = {
    "edit": "These people may: {who}.",
    "approve": "These people may: {who}.",
    "pause": "These people may: {who}. Request an ordinary pause instead.",
}
MAY_NOT_LOOK: Final = "You may not look at syncs here."
MAY_LOOK: Final = "These people can let you in: {who}."


class Role(StrEnum):
    """What a click needs; the values are those of `People.who_may`."""

    EDIT = "edit"
    APPROVE = "approve"
    PAUSE = "pause"


async def require(desk: Desk, actor: str, role: Role, *, fresh: bool = False, besides: str = "") -> Roles:
    """The actor's roles, when `role` is one of them; `fresh` asks Slack now, for at most `Timings.permission`.

    A refusal names those who may, without `besides`.

    Raises:
        NotPermitted: The actor may not, or Slack did not say.
    """
    roles = await _roles(desk, actor, fresh=fresh)
    if not roles.known:
        raise NotPermitted(NOT_ASKED, not_done=UNCHANGED, next_step=NOT_ASKED_NEXT)
    held = {Role.EDIT: roles.editor, Role.APPROVE: roles.approver, Role.PAUSE: roles.emergency}
    if not held[role]:
        who = await desk.people.who_may(role, besides=besides)
        raise NotPermitted(REFUSED[role], not_done=UNCHANGED, next_step=WHO_MAY[role].format(who=who))
    return roles


async def _roles(desk: Desk, actor: str, *, fresh: bool) -> Roles:
    try:
        async with asyncio.timeout(desk.timings.permission):
            return await desk.people.roles(actor, fresh=fresh)
    except TimeoutError:
        return Roles(editor=False, approver=False, known=False)


async def look(desk: Desk, actor: str) -> None:
    """Pass those who may look: editors and approvers.

    Raises:
        NotPermitted: The actor is neither, or Slack did not say.
    """
    roles = await _roles(desk, actor, fresh=False)
    if not roles.known:
        raise NotPermitted(NOT_ASKED, not_done=UNCHANGED, next_step=NOT_ASKED_NEXT)
    if not (roles.editor or roles.approver):
        who = await desk.people.who_may("look")
        raise NotPermitted(MAY_NOT_LOOK, next_step=MAY_LOOK.format(who=who))
