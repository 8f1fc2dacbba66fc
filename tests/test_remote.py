from __future__ import annotations

import pytest

from syncbot.errors import Missing, NoAnswer, ServerFault
from tests.fakes import FakePolytomic, Fault


@pytest.fixture
def polytomic() -> FakePolytomic:
    return FakePolytomic(syncs={"s": {"id": "s", "name": "Old", "active": True, "updated_at": "before"}})


async def test_a_put_replaces_all_but_what_is_read_only(polytomic: FakePolytomic) -> None:
    reply = await polytomic.put_sync("s", {"name": "New", "encryption_passphrase": "x"}, key="k1")
    assert reply == await polytomic.get_sync("s")
    assert {**reply, "updated_at": ""} == {"id": "s", "name": "New", "updated_at": ""}
    assert reply["updated_at"] != "before"


async def test_the_outcome_of_a_key_is_replayed_errors_too(polytomic: FakePolytomic) -> None:
    polytomic.meet("put_sync", Fault(ServerFault("", status=500), landed=True))
    for _ in range(2):
        with pytest.raises(ServerFault):
            await polytomic.put_sync("s", {"name": "New"}, key="k1")
    assert (await polytomic.get_sync("s"))["name"] == "New"
    await polytomic.put_sync("s", {"name": "Newer"}, key="k2")
    assert (await polytomic.put_sync("s", {"name": "Ignored"}, key="k2"))["name"] == "Newer"
    assert len(polytomic.written("s")) == 4


async def test_a_write_without_an_answer_may_land_late_and_then_only_once(polytomic: FakePolytomic) -> None:
    polytomic.meet("put_sync", Fault(NoAnswer(""), late=True), NoAnswer(""))
    with pytest.raises(NoAnswer):
        await polytomic.put_sync("s", {"name": "Late"}, key="k1")
    assert (await polytomic.get_sync("s"))["name"] == "Old"
    with pytest.raises(NoAnswer):
        await polytomic.put_sync("s", {"name": "Never"}, key="k2")
    assert (await polytomic.put_sync("s", {"name": "Late"}, key="k1"))["name"] == "Late"
    polytomic.edit("s", name="Outsider")
    polytomic.land_late()
    assert (await polytomic.get_sync("s"))["name"] == "Outsider"


async def test_what_is_edited_meanwhile_is_seen_and_what_comes_afterwards_is_not(polytomic: FakePolytomic) -> None:
    polytomic.meet("get_sync", Fault(meanwhile=lambda: polytomic.edit("s", name="A")))
    polytomic.meet("get_sync", Fault(afterwards=lambda: polytomic.edit("s", name="B")))
    assert [(await polytomic.get_sync("s"))["name"] for _ in range(3)] == ["A", "A", "B"]


async def test_a_toggle_moves_nothing_else_and_a_stranger_is_missing(polytomic: FakePolytomic) -> None:
    await polytomic.activate_sync("s", active=False, key="k1")
    assert {**polytomic.syncs["s"], "updated_at": ""} == {"id": "s", "name": "Old", "active": False, "updated_at": ""}
    with pytest.raises(Missing):
        await polytomic.get_sync("other")
