from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.conflict import Keep, take_sides
from syncbot.changes.review import review
from syncbot.errors import Gone, NotPermitted
from tests.changes.world import ANNA, BEN, CARL, DIRECT, SYNC, World, mapped, mapping

if TYPE_CHECKING:
    from syncbot.changes.model import Session, Side
    from syncbot.changes.review import Review
    from syncbot.sync.document import JsonObject

OLD = 61
POLICY = DIRECT


def mine(doc: JsonObject) -> JsonObject:
    """A name, a mode and a mapping of one's own."""
    return mapped("Name", "mine")({**doc, "name": "Mine", "mode": "update"})


@pytest.fixture
async def session(world: World) -> Session:
    """A draft of which others changed every field too, and another one."""
    session = await world.draft(mine)
    world.polytomic.outsider(
        SYNC,
        name="Theirs",
        mode="replace",
        fields=[mapping("Email", "email"), mapping("Name", "theirs")],
        sync_all_records=True,
    )
    world.clock.advance(OLD)
    return session


async def _chosen(world: World, session: Session, **sides: Keep) -> Review:
    """The review once a side was chosen for each field of that label."""
    shown = await review(world.desk, session)
    marks = {side.mark: sides[side.label] for side in shown.clashes if side.label in sides}
    return await review(world.desk, await take_sides(world.desk, session.session_id, ANNA, marks))


def _labels(sides: tuple[Side, ...]) -> list[str]:
    return [side.label for side in sides]


async def test_each_field_takes_the_side_that_was_chosen_for_it(world: World, session: Session) -> None:
    shown = await _chosen(world, session, Name=Keep.MINE, Mode=Keep.THEIRS)
    assert shown.clashes == ()
    assert [(item.old, item.new) for item in shown.plan.items if item.row == "name"] == [("Theirs", "Mine")]
    assert "Mode" in " ".join(shown.theirs)
    await world.done(await world.confirm(shown.session, shown.plan.hash))
    assert (world.sync["name"], world.sync["mode"], world.sync["sync_all_records"]) == ("Mine", "replace", True)
    assert mapping("Name", "mine") in world.sync["fields"]


async def test_what_was_not_chosen_is_asked_again_and_nothing_is_lost(world: World, session: Session) -> None:
    shown = await _chosen(world, session, Mode=Keep.THEIRS)
    assert sorted(_labels(shown.clashes)) == ["Name", "Name"]
    shown = await _chosen(world, shown.session, Name=Keep.THEIRS)
    assert shown.clashes == ()
    assert shown.nothing


async def test_a_choice_counts_only_for_the_values_that_were_shown(world: World, session: Session) -> None:
    first = await review(world.desk, session)
    world.polytomic.outsider(SYNC, mode="create")
    sides = {side.mark: Keep.MINE for side in first.clashes}
    shown = await review(world.desk, await take_sides(world.desk, session.session_id, ANNA, sides))
    assert _labels(shown.clashes) == ["Mode"]
    assert world.polytomic.own_writes == 0


async def test_what_both_only_added_is_kept_from_both(world: World) -> None:
    over = {"field": {"model_id": "m", "field": "x"}, "function": "IsNull", "override": 1}
    session = await world.draft(lambda doc: {**doc, "overrides": [over]})
    world.polytomic.outsider(SYNC, overrides=[{**over, "override": 2}])
    world.clock.advance(OLD)
    (side,) = (await review(world.desk, session)).clashes
    assert side.both
    shown = await review(world.desk, await take_sides(world.desk, session.session_id, ANNA, {side.mark: Keep.BOTH}))
    assert [one["override"] for one in shown.session.draft["overrides"]] == [2, 1]


async def test_both_cannot_be_kept_of_what_is_one_value(world: World, session: Session) -> None:
    assert not any(side.both for side in (await review(world.desk, session)).clashes)
    shown = await _chosen(world, session, Mode=Keep.BOTH, Name=Keep.MINE)
    assert _labels(shown.clashes) == ["Mode"]


async def test_nobody_chooses_for_another(world: World, session: Session) -> None:
    with pytest.raises(Gone):
        await take_sides(world.desk, session.session_id, CARL, {})
    with pytest.raises(NotPermitted):
        await take_sides(world.desk, session.session_id, BEN, {})
