from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.model import Result
from syncbot.changes.resolve import Choice, resolve
from syncbot.changes.states import State
from syncbot.errors import Gone, Missing, NoAnswer, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, DIRECT, DORA, SYNC, World, renamed
from tests.fakes import Fault

if TYPE_CHECKING:
    from syncbot.changes.model import Change


POLICY = DIRECT


@pytest.fixture
async def unclear(world: World) -> Change:
    """A write that was not answered, over which somebody wrote."""
    change = await world.confirmed(renamed("New"))
    fault = Fault(NoAnswer("Lost."), afterwards=lambda: world.polytomic.outsider(SYNC, mode="replace"))
    world.polytomic.meet("put_sync", fault)
    return await world.done(change)


async def test_a_person_says_that_it_was_written(world: World, unclear: Change) -> None:
    ended = await resolve(world.desk, unclear.change_id, ANNA, Choice.APPLIED)
    assert ended.state is State.APPLIED
    assert ended.outcome is not None
    assert ended.outcome.after == world.sync
    assert f"{ANNA} looked" in ended.outcome.sentences


async def test_a_person_says_that_it_was_not_written(world: World, unclear: Change) -> None:
    ended = await resolve(world.desk, unclear.change_id, BEN, Choice.NOT_APPLIED)
    assert ended.state is State.FAILED
    assert ended.outcome is not None
    assert ended.outcome.result is Result.NOT_APPLIED
    await world.work()
    assert world.told(unclear) is State.FAILED


async def test_a_person_has_it_written_on_what_is_there_now(world: World, unclear: Change) -> None:
    again = await resolve(world.desk, unclear.change_id, CARL, Choice.AGAIN)
    assert (again.state, again.attempt, again.outcome) == (State.QUEUED, None, None)
    assert (await world.done(unclear)).state is State.APPLIED
    assert (world.sync["name"], world.sync["mode"]) == ("New", "replace")


async def test_others_do_not_choose(world: World, unclear: Change) -> None:
    with pytest.raises(NotPermitted) as refusal:
        await resolve(world.desk, unclear.change_id, DORA, Choice.APPLIED)
    assert ANNA in refusal.value.sentences
    assert (await world.stored(unclear)).state is State.UNCLEAR


async def test_a_requester_who_may_not_edit_any_more_does_not_choose(world: World, unclear: Change) -> None:
    del world.people.by_user[ANNA]
    with pytest.raises(NotPermitted):
        await resolve(world.desk, unclear.change_id, ANNA, Choice.APPLIED)


async def test_what_is_not_unclear_has_nothing_to_choose(world: World, unclear: Change) -> None:
    await resolve(world.desk, unclear.change_id, ANNA, Choice.NOT_APPLIED)
    with pytest.raises(Gone) as refusal:
        await resolve(world.desk, unclear.change_id, ANNA, Choice.APPLIED)
    assert "This change is not applied;" in refusal.value.what


async def test_what_was_never_read_is_resolved_without_a_document(world: World) -> None:
    change = await world.confirmed(renamed("New"))
    world.polytomic.meet("put_sync", NoAnswer("Lost."))
    world.polytomic.meet("get_sync", Fault(), Missing("Gone.", status=404))
    unclear = await world.done(change)
    ended = await resolve(world.desk, unclear.change_id, ANNA, Choice.APPLIED)
    assert ended.outcome is not None
    assert ended.outcome.after is None
