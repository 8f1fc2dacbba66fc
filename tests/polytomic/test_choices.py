from __future__ import annotations

import asyncio

from syncbot.changes.choices import Offer, Offered
from syncbot.changes.ports import Cache, Choices
from syncbot.polytomic.choices import SCHEMAS, SYNCS, CachedChoices
from syncbot.sync.known import Connection, Policy, ScheduleOption, TargetMode, TargetObject
from tests.polytomic.shelf import Shelf, Workspace

PATIENT = 5.0
OFFERS = (
    Offer(Offered.MODEL, ("m1",)),
    Offer(Offered.TARGET, ("c1", "Contact")),
    Offer(Offered.OBJECTS, ("c1",)),
    *(Offer(each) for each in Offered if each not in {Offered.MODEL, Offered.TARGET, Offered.OBJECTS}),
)


def test_it_is_the_port_over_the_cache_port(choices: CachedChoices, shelf: Shelf) -> None:
    port: Choices = choices
    cache: Cache = shelf
    assert port is choices
    assert cache is shelf


async def test_everything_that_can_be_chosen_is_read_once_and_then_known(
    choices: CachedChoices, workspace: Workspace
) -> None:
    for _ in range(2):
        model = await choices.model("m1", wait_seconds=PATIENT)
        models = await choices.models(wait_seconds=PATIENT)
        target = await choices.target("c1", "Contact", wait_seconds=PATIENT)
        syncs = await choices.syncs(wait_seconds=PATIENT)
        assert model is not None
        assert target is not None
        assert models == (model,)
        assert [field.name for field in model.fields] == ["email"]
        assert (target.object_id, target.connection_name) == ("Contact", "Salesforce")
        assert syncs == ({"id": "s1", "name": "Leads"},)
        assert await choices.connection_name("c1", wait_seconds=PATIENT) == "Salesforce"
        assert await choices.connection_name("c9", wait_seconds=PATIENT) is None
    assert sorted(workspace.calls) == ["c1/Contact", "connections", "m1", "models", "syncs"]


async def test_connections_objects_policies_schedules_and_names_of_syncs_are_read_once_and_then_known(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    for _ in range(2):
        assert await choices.connections(wait_seconds=PATIENT) == (Connection("c1", "Salesforce", "sf"),)
        objects = await choices.target_objects("c1", wait_seconds=PATIENT)
        assert objects == (TargetObject("Lead", "Lead", (TargetMode("create", "create"),)),)
        assert await choices.policies(wait_seconds=PATIENT) == (Policy("p1", "Finance"),)
        assert await choices.schedule_options(wait_seconds=PATIENT) == (ScheduleOption("daily", "Daily"),)
        assert await choices.sync_names(wait_seconds=PATIENT) == {"s1": "Leads"}
    assert sorted(workspace.calls) == ["connections", "objects of c1", "policies", "schedules", "syncs"]
    assert "SELECT" not in repr(shelf.entries)


async def test_of_a_dead_polytomic_none_of_them_is_known(choices: CachedChoices, workspace: Workspace) -> None:
    workspace.dead = True
    assert await choices.connections(wait_seconds=PATIENT) is None
    assert await choices.target_objects("c1", wait_seconds=PATIENT) is None
    assert await choices.policies(wait_seconds=PATIENT) is None
    assert await choices.schedule_options(wait_seconds=PATIENT) is None
    assert await choices.sync_names(wait_seconds=PATIENT) is None
    assert await choices.refresh(*OFFERS, wait_seconds=PATIENT) is False


async def test_a_refresh_reads_everything_again_whatever_the_cache_has(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    assert {each.offered for each in OFFERS} == set(Offered)
    assert await choices.refresh(*OFFERS, wait_seconds=PATIENT)
    keys = set(shelf.entries)
    workspace.calls.clear()
    workspace.target_name = "Person"
    assert await choices.refresh(*OFFERS, wait_seconds=PATIENT)
    assert sorted(workspace.calls) == [
        *("c1/Contact!", "connections", "m1", "models", "objects of c1", "policies", "schedules", "syncs")
    ]
    workspace.calls.clear()
    target = await choices.target("c1", "Contact", wait_seconds=0)
    assert target is not None
    assert (target.name, target.connection_id, target.connection_name) == ("Person", "c1", "Salesforce")
    assert await choices.policies(wait_seconds=0) == (Policy("p1", "Finance"),)
    assert await choices.target_objects("c1", wait_seconds=0) is not None
    assert (workspace.calls, set(shelf.entries)) == ([], keys)


async def test_a_refresh_that_fails_says_so_keeps_what_there_was_and_may_be_tried_again(
    choices: CachedChoices, workspace: Workspace
) -> None:
    await choices.target("c1", "Contact", wait_seconds=PATIENT)
    workspace.dead = True
    for _ in range(2):
        assert await choices.refresh(Offer(Offered.TARGET, ("c1", "Contact")), wait_seconds=PATIENT) is False
        target = await choices.target("c1", "Contact", wait_seconds=0)
        assert target is not None
        assert target.name == "Contact"
    assert workspace.calls.count("c1/Contact!") == 2


async def test_a_refresh_that_takes_too_long_says_so_and_is_there_once_it_is_read(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    workspace.open.clear()
    assert await choices.refresh(Offer(Offered.POLICIES), wait_seconds=0.01) is False
    workspace.open.set()
    await asyncio.wait_for(shelf.stored.wait(), PATIENT)
    assert await choices.policies(wait_seconds=0) == (Policy("p1", "Finance"),)


async def test_what_the_choices_do_not_need_is_not_kept(choices: CachedChoices, shelf: Shelf) -> None:
    await choices.model("m1", wait_seconds=PATIENT)
    assert "SELECT" not in repr(shelf.entries)
    assert shelf.kept_for == {"model:m1": SCHEMAS.usable_seconds}


async def test_a_cold_answer_that_takes_too_long_is_not_known_yet_and_known_the_next_time(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    workspace.open.clear()
    assert await choices.model("m1", wait_seconds=0.01) is None
    workspace.open.set()
    await asyncio.wait_for(shelf.stored.wait(), PATIENT)
    assert await choices.model("m1", wait_seconds=0) is not None
    assert workspace.calls == ["m1"]


async def test_a_stale_answer_is_given_at_once_and_read_again_behind(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    await choices.model("m1", wait_seconds=PATIENT)
    shelf.age(SCHEMAS.fresh_seconds + 1)
    workspace.model_name = "Customers"
    stale = await choices.model("m1", wait_seconds=0)
    await asyncio.wait_for(shelf.stored.wait(), PATIENT)
    fresh = await choices.model("m1", wait_seconds=0)
    assert stale is not None
    assert fresh is not None
    assert (stale.name, fresh.name) == ("Leads", "Customers")


async def test_a_list_of_syncs_older_than_half_a_minute_is_not_given(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    await choices.syncs(wait_seconds=PATIENT)
    shelf.age(SYNCS.usable_seconds + 1)
    workspace.dead = True
    assert SYNCS.usable_seconds == 30
    assert await choices.syncs(wait_seconds=PATIENT) is None


async def test_many_who_ask_at_once_make_one_call(choices: CachedChoices, workspace: Workspace) -> None:
    workspace.open.clear()
    asking = [asyncio.create_task(choices.model("m1", wait_seconds=PATIENT)) for _ in range(20)]
    await asyncio.wait_for(workspace.asked.wait(), PATIENT)
    workspace.open.set()
    found = await asyncio.gather(*asking)
    assert {model.name for model in found if model} == {"Leads"}
    assert len(found) == 20
    assert workspace.calls == ["m1"]


async def test_one_who_gives_up_does_not_stop_the_reading_for_another(
    choices: CachedChoices, workspace: Workspace
) -> None:
    workspace.open.clear()
    impatient = asyncio.create_task(choices.model("m1", wait_seconds=PATIENT))
    patient = asyncio.create_task(choices.model("m1", wait_seconds=PATIENT))
    await asyncio.wait_for(workspace.asked.wait(), PATIENT)
    impatient.cancel()
    workspace.open.set()
    assert await patient is not None


async def test_a_dead_polytomic_is_not_known_and_is_left_alone_for_a_while(
    choices: CachedChoices, workspace: Workspace
) -> None:
    workspace.dead = True
    for _ in range(3):
        assert await choices.model("m1", wait_seconds=PATIENT) is None
        assert await choices.target("c1", "Contact", wait_seconds=PATIENT) is None
        assert await choices.connection_name("c1", wait_seconds=PATIENT) is None
        assert await choices.models(wait_seconds=PATIENT) is None
    assert sorted(workspace.calls) == ["c1/Contact", "connections", "m1", "models"]


async def test_after_the_pause_a_dead_polytomic_is_asked_again(shelf: Shelf, workspace: Workspace) -> None:
    choices = CachedChoices(workspace, shelf, pause_seconds=0.0)
    workspace.dead = True
    assert await choices.model("m1", wait_seconds=PATIENT) is None
    workspace.dead = False
    assert await choices.model("m1", wait_seconds=PATIENT) is not None
    await choices.aclose()


async def test_a_stale_answer_outlives_a_dead_polytomic(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    await choices.model("m1", wait_seconds=PATIENT)
    shelf.age(SCHEMAS.usable_seconds - 1)
    workspace.dead = True
    for _ in range(3):
        assert await choices.model("m1", wait_seconds=PATIENT) is not None


async def test_a_dead_cache_is_no_reason_to_fail(choices: CachedChoices, shelf: Shelf) -> None:
    shelf.dead = True
    assert await choices.model("m1", wait_seconds=PATIENT) is not None


async def test_a_target_without_its_connections_name_is_still_a_target(
    choices: CachedChoices, workspace: Workspace, shelf: Shelf
) -> None:
    shelf.entries["target:c1:Contact"] = ({"name": "Contact"}, 0.0)
    workspace.dead = True
    target = await choices.target("c1", "Contact", wait_seconds=PATIENT)
    assert target is not None
    assert (target.name, target.connection_name) == ("Contact", "")


async def test_closing_stops_what_is_still_being_read(choices: CachedChoices, workspace: Workspace) -> None:
    workspace.open.clear()
    waiting = asyncio.create_task(choices.model("m1", wait_seconds=PATIENT))
    await asyncio.wait_for(workspace.asked.wait(), PATIENT)
    await choices.aclose()
    assert await waiting is None
