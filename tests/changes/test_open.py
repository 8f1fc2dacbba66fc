from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.open import open_session
from syncbot.errors import Missing, NotPermitted
from tests.changes.world import ANNA, BEN, SYNC

if TYPE_CHECKING:
    from tests.changes.world import World


async def test_a_session_holds_what_was_read_and_a_draft_that_changes_nothing(world: World) -> None:
    session = await open_session(world.desk, ANNA, SYNC)
    assert session == await world.sessions.get(session.session_id, ANNA)
    assert session.base == world.sync
    assert session.draft["name"] == "Leads"
    assert "updated_at" not in session.draft
    assert (session.revision, session.direct) == (0, False)
    assert session.based_at == await world.clock.now()


async def test_a_direct_session_leaves_the_draft_alone(world: World) -> None:
    draft = await open_session(world.desk, ANNA, SYNC)
    direct = await open_session(world.desk, ANNA, SYNC, direct=True)
    assert direct.session_id != draft.session_id
    assert await world.sessions.own_draft(ANNA, SYNC) == draft


async def test_who_may_not_edit_opens_nothing(world: World) -> None:
    with pytest.raises(NotPermitted):
        await open_session(world.desk, BEN, SYNC)
    assert world.polytomic.calls == []


async def test_a_sync_that_is_not_there_says_so(world: World) -> None:
    with pytest.raises(Missing):
        await open_session(world.desk, ANNA, "gone")
