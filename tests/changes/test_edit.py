from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.changes.edit import edit
from syncbot.changes.open import open_session
from syncbot.errors import Gone, InvalidInput, Moved, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, SYNC, renamed

if TYPE_CHECKING:
    from syncbot.sync.document import JsonObject
    from tests.changes.world import World


async def test_an_edit_makes_a_new_revision_of_the_draft(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)
    edited = await edit(world.desk, session, renamed("New"), expected_revision=0, operation_id=world.click())
    assert (edited.draft["name"], edited.revision) == ("New", 1)
    assert await world.sessions.get(session.session_id, ANNA) == edited


async def test_a_delivery_that_comes_twice_is_one_edit(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)

    def once(draft: JsonObject) -> JsonObject:
        if draft["name"] == "New":
            msg = "It has that name already."
            raise InvalidInput(msg)
        return {**draft, "name": "New"}

    click = world.click()
    first = await edit(world.desk, session, once, expected_revision=0, operation_id=click)
    again = await edit(world.desk, session, once, expected_revision=0, operation_id=click)
    assert first == again


async def test_an_act_that_comes_again_on_what_it_left_is_answered_with_that(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)

    def take_one(draft: JsonObject) -> JsonObject:
        if not draft["fields"]:
            msg = "There is none any more."
            raise InvalidInput(msg)
        return {**draft, "fields": draft["fields"][1:]}

    session = await edit(
        world.desk,
        session,
        lambda draft: {**draft, "fields": draft["fields"][:1]},
        expected_revision=0,
        operation_id="a",
    )
    first = await edit(world.desk, session, take_one, expected_revision=1, operation_id="press")
    assert await edit(world.desk, first, take_one, expected_revision=2, operation_id="press") == first
    with pytest.raises(InvalidInput):
        await edit(world.desk, first, take_one, expected_revision=2, operation_id="another press")
    assert await world.sessions.get(session.session_id, ANNA) == first


async def test_an_edit_of_an_older_revision_is_refused(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)
    for expected, name in ((0, "One"), (0, "Two")):
        change = edit(world.desk, session, renamed(name), expected_revision=expected, operation_id=world.click())
        if name == "One":
            await change
        else:
            with pytest.raises(Moved):
                await change
    assert (await world.sessions.get(session.session_id, ANNA)).draft["name"] == "One"


async def test_an_edit_that_is_refused_stores_nothing(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)

    def refuse(_: JsonObject) -> JsonObject:
        msg = "No."
        raise InvalidInput(msg)

    with pytest.raises(InvalidInput):
        await edit(world.desk, session, refuse, expected_revision=0, operation_id=world.click())
    assert await world.sessions.get(session.session_id, ANNA) == session


async def test_nobody_reaches_the_draft_of_another(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)
    for actor, error in ((CARL, Gone), (BEN, NotPermitted)):
        with pytest.raises(error):
            await edit(
                world.desk,
                replace(session, owner=actor),
                renamed("X"),
                expected_revision=0,
                operation_id=world.click(),
            )
