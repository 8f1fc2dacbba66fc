"""What an adapter of the sessions keeps to; the same tests prove the fake."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncbot.errors import Gone, Moved
from tests.store.values import HARD, a_session, same

if TYPE_CHECKING:
    from tests.store.worlds import World


WEEK = 7 * 24 * 3600


class SessionsContract:
    async def test_a_session_comes_back_as_it_was_stored(self, world: World) -> None:
        await world.sessions.create(a_session())
        assert same(await world.sessions.get("s1", "U1"), a_session())

    async def test_a_session_that_is_read_ahead_comes_back_as_it_was_stored(self, world: World) -> None:
        await world.sessions.create(a_session())
        with world.sessions.ahead("s1", "U1"):
            assert same(await world.sessions.get("s1", "U1"), a_session())
            saved = await world.sessions.save(a_session(draft={"x": 1}), expected_revision=0)
            assert await world.sessions.get("s1", "U1") == saved

    async def test_reading_ahead_what_is_not_there_or_anothers_says_so_to_who_asks(self, world: World) -> None:
        await world.sessions.create(a_session())
        with world.sessions.ahead("s1", "U2"), world.sessions.ahead("s2", "U1"):
            assert same(await world.sessions.get("s1", "U1"), a_session())
            for session_id, owner in (("s1", "U2"), ("s2", "U1")):
                with pytest.raises(Gone):
                    await world.sessions.get(session_id, owner)

    async def test_nobody_reaches_the_session_of_another_person(self, world: World) -> None:
        await world.sessions.create(a_session())
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U2")
        with pytest.raises(Gone):
            await world.sessions.save(a_session(owner="U2"), expected_revision=0)
        await world.sessions.show(a_session(owner="U2", screen={}))
        await world.sessions.discard("s1", "U2")
        assert same(await world.sessions.get("s1", "U1"), a_session())

    async def test_a_persons_drafts_are_those_that_are_there_and_not_direct(self, world: World) -> None:
        assert await world.sessions.drafts("U1") == ()
        await world.sessions.create(a_session())
        await world.sessions.create(a_session(session_id="s2", sync_id="other", direct=True))
        assert [draft.session_id for draft in await world.sessions.drafts("U1")] == ["s1"]
        assert await world.sessions.drafts("U2") == ()
        await world.sessions.discard("s1", "U1")
        assert await world.sessions.drafts("U1") == ()

    async def test_a_session_that_never_was_is_gone(self, world: World) -> None:
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")
        with pytest.raises(Gone):
            await world.sessions.save(a_session(), expected_revision=0)

    async def test_a_stored_edit_has_the_next_revision(self, world: World) -> None:
        await world.sessions.create(a_session())
        edited = replace(a_session(), draft={"name": "New"})
        saved = await world.sessions.save(edited, expected_revision=0)
        assert saved == replace(edited, revision=1)
        assert await world.sessions.get("s1", "U1") == saved

    async def test_an_edit_of_an_older_revision_is_refused_and_stores_nothing(self, world: World) -> None:
        await world.sessions.create(a_session())
        saved = await world.sessions.save(a_session(), expected_revision=0)
        with pytest.raises(Moved):
            await world.sessions.save(replace(a_session(), draft={}), expected_revision=0)
        assert await world.sessions.get("s1", "U1") == saved

    async def test_of_two_edits_at_once_one_is_stored(self, world: World) -> None:
        await world.sessions.create(a_session())
        edits = [replace(a_session(), draft={"by": name}) for name in ("first", "second")]
        answers = await asyncio.gather(
            *(world.sessions.save(edit, expected_revision=0) for edit in edits), return_exceptions=True
        )
        stored = await world.sessions.get("s1", "U1")
        assert stored in answers
        assert stored.revision == 1
        assert [type(answer) for answer in answers if answer != stored] == [Moved]

    async def test_a_repeated_operation_answers_what_the_first_answered(self, world: World) -> None:
        await world.sessions.create(a_session())
        first = await world.sessions.save(a_session(draft=HARD), expected_revision=0, operation_id="op")
        later = await world.sessions.save(a_session(draft={}), expected_revision=1, operation_id="op2")
        again = await world.sessions.save(a_session(draft={"x": 1}), expected_revision=0, operation_id="op")
        assert same(again, first)
        assert await world.sessions.get("s1", "U1") == later

    async def test_a_repeated_operation_answers_the_session_as_it_is_where_its_base_was_read_again(
        self, world: World
    ) -> None:
        await world.sessions.create(a_session())
        first = await world.sessions.save(a_session(draft={"x": 1}), expected_revision=0, operation_id="op")
        again = await world.sessions.save(replace(first, base={"read": "again"}), expected_revision=1)
        repeated = await world.sessions.save(a_session(draft={"x": 2}), expected_revision=0, operation_id="op")
        assert same(repeated, again)
        await world.sessions.discard("s1", "U1")
        with pytest.raises(Gone):
            await world.sessions.save(a_session(draft={"x": 2}), expected_revision=0, operation_id="op")

    async def test_a_refused_operation_may_be_tried_again(self, world: World) -> None:
        await world.sessions.create(a_session())
        await world.sessions.save(a_session(), expected_revision=0)
        with pytest.raises(Moved):
            await world.sessions.save(a_session(), expected_revision=0, operation_id="op")
        assert (await world.sessions.save(a_session(), expected_revision=1, operation_id="op")).revision == 2

    async def test_what_is_shown_is_kept_without_a_new_revision(self, world: World) -> None:
        await world.sessions.create(a_session())
        await world.sessions.show(replace(a_session(), screen={"page": 3}, reviewed_hash="h", draft={"not": "stored"}))
        assert await world.sessions.get("s1", "U1") == replace(a_session(), screen={"page": 3}, reviewed_hash="h")

    async def test_showing_or_discarding_what_is_gone_does_nothing(self, world: World) -> None:
        await world.sessions.show(a_session())
        await world.sessions.discard("s1", "U1")
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")

    async def test_a_session_lives_a_week_after_the_last_touch(self, world: World) -> None:
        await world.sessions.create(a_session())
        world.pass_time(WEEK - 60)
        await world.sessions.get("s1", "U1")
        world.pass_time(WEEK - 60)
        assert await world.sessions.others("sync-1", "U2") == ("U1",)
        world.pass_time(61)
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")
        assert await world.sessions.own_draft("U1", "sync-1") is None
        assert await world.sessions.others("sync-1", "U2") == ()

    async def test_an_own_draft_is_found_by_its_sync(self, world: World) -> None:
        await world.sessions.create(a_session())
        assert same(await world.sessions.own_draft("U1", "sync-1"), a_session())
        assert await world.sessions.own_draft("U1", "sync-2") is None
        assert await world.sessions.own_draft("U2", "sync-1") is None

    async def test_a_new_draft_of_the_same_sync_replaces_the_one_before(self, world: World) -> None:
        await world.sessions.create(a_session("s1"))
        await world.sessions.create(a_session("s2"))
        assert await world.sessions.own_draft("U1", "sync-1") == a_session("s2")
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")

    async def test_a_direct_session_leaves_drafts_alone_and_is_none(self, world: World) -> None:
        await world.sessions.create(a_session("s1", direct=True))
        assert await world.sessions.own_draft("U1", "sync-1") is None
        assert await world.sessions.others("sync-1", "U2") == ()
        await world.sessions.create(a_session("s2"))
        await world.sessions.create(a_session("s3", direct=True))
        assert await world.sessions.own_draft("U1", "sync-1") == a_session("s2")
        assert (await world.sessions.get("s1", "U1")).direct

    async def test_others_with_a_draft_of_the_sync_are_named(self, world: World) -> None:
        await world.sessions.create(a_session("s1", owner="U3"))
        await world.sessions.create(a_session("s2", owner="U2"))
        await world.sessions.create(a_session("s3", owner="U1"))
        await world.sessions.create(a_session("s4", owner="U4", sync_id="sync-2"))
        assert await world.sessions.others("sync-1", "U1") == ("U2", "U3")

    async def test_a_discarded_draft_is_gone_everywhere(self, world: World) -> None:
        await world.sessions.create(a_session())
        await world.sessions.discard("s1", "U1")
        assert await world.sessions.own_draft("U1", "sync-1") is None
        assert await world.sessions.others("sync-1", "U2") == ()
        with pytest.raises(Gone):
            await world.sessions.get("s1", "U1")

    async def test_typed_text_is_recalled_by_the_same_person_for_an_hour(self, world: World) -> None:
        text_id = await world.sessions.remember_text("U1", "Größe \ud83d")
        assert await world.sessions.recall_text("U1", text_id) == "Größe \ud83d"
        with pytest.raises(Gone):
            await world.sessions.recall_text("U2", text_id)
        world.pass_time(3600)
        with pytest.raises(Gone):
            await world.sessions.recall_text("U1", text_id)
