"""Who may do what to a request: every role, own or another's, in every state, the role lost or won before the click.

What is rendered does not count: the roles that a person had then are replaced before they press.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.approve import approve, cancel, reject
from syncbot.changes.ports import Roles
from syncbot.changes.resolve import Choice, resolve
from syncbot.changes.states import State
from syncbot.errors import Gone, NotPermitted, UserFault
from tests.changes.world import ANNA, CARL, World, paused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncbot.changes.model import Change

NOBODY = Roles(editor=False, approver=False)
ROLES = {
    "nobody": NOBODY,
    "editor": Roles(editor=True, approver=False),
    "approver": Roles(editor=False, approver=True),
    "both": Roles(editor=True, approver=True),
    "unknown": Roles(editor=False, approver=False, known=False),
}
"""What Slack says at the click: *unknown* when it does not answer, *nobody* also for guests, strangers, leavers."""

Act = tuple[str, "Callable[[World, Change, str], Awaitable[Change]]", "Callable[[Roles, bool, State], bool]"]


def _approve(world: World, change: Change, actor: str) -> Awaitable[Change]:
    return approve(world.desk, change.change_id, actor, operation_id=world.click())


def _reject(world: World, change: Change, actor: str) -> Awaitable[Change]:
    return reject(world.desk, change.change_id, actor, why="No.", operation_id=world.click())


def _cancel(world: World, change: Change, actor: str) -> Awaitable[Change]:
    return cancel(world.desk, change.change_id, actor)


def _resolve(world: World, change: Change, actor: str) -> Awaitable[Change]:
    return resolve(world.desk, change.change_id, actor, Choice.NOT_APPLIED)


def _decides(roles: Roles, own: bool, state: State) -> bool:
    return roles.approver and not own and state is State.AWAITING_APPROVAL


def _cancels(_roles: Roles, own: bool, state: State) -> bool:
    return own and state in (State.AWAITING_APPROVAL, State.CANCELLED)


def _resolves(roles: Roles, own: bool, state: State) -> bool:
    return state is State.UNCLEAR and (roles.editor if own else roles.approver)


ACTS: list[Act] = [
    ("approve", _approve, _decides),
    ("reject", _reject, _decides),
    ("cancel", _cancel, _cancels),
    ("resolve", _resolve, _resolves),
]
STATES = [state for state in State if state is not State.PROPOSED]
RENDERED = ("nobody", "both")
"""What they had when it was rendered: none of it, and all."""
CELLS = list(itertools.product(RENDERED, ROLES, (True, False), STATES))


@pytest.mark.parametrize(("name", "act", "may"), ACTS, ids=[name for name, *_ in ACTS])
async def test_no_cell_of_the_matrix_is_wrong(
    name: str,
    act: Callable[[World, Change, str], Awaitable[Change]],
    may: Callable[[Roles, bool, State], bool],
) -> None:
    wrong = []
    for before, after, own, state in CELLS:
        world = World()
        change = await world.confirmed(paused)
        world.changes.stored[change.change_id] = replace(change, state=state)
        actor = ANNA if own else CARL
        world.people.by_user[actor] = ROLES[before]
        await world.people.roles(actor)
        world.people.by_user[actor] = ROLES[after]
        expected = may(ROLES[after], own, state)
        done = await _outcome(world, act(world, change, actor))
        if done is not expected:
            wrong.append(f"{name}: {before} → {after}, {'own' if own else 'not own'}, {state}: {done}")
    assert wrong == []
    assert len(CELLS) == 2 * len(ROLES) * 2 * len(STATES)


async def _outcome(world: World, pressed: Awaitable[Change]) -> bool:
    """Whether the press was allowed; one that was not has to say so and leave everything as it was."""
    stored, jobs = dict(world.changes.stored), list(world.jobs.waiting)
    refusal: UserFault | None = None
    try:
        await pressed
    except (NotPermitted, Gone) as exc:
        refusal = exc
    if refusal is None:
        return True
    assert refusal.what
    assert world.changes.stored == stored
    assert world.jobs.waiting == jobs
    assert world.polytomic.own_writes == 0
    return False


async def test_the_requester_decides_where_the_settings_let_them() -> None:
    world = World()
    world.with_policy(self_approval=True)
    change = await world.confirmed(paused, actor=CARL)
    assert (await _approve(world, change, CARL)).state is State.QUEUED
