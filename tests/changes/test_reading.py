from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncbot.changes.reading import known_of, saved_by
from syncbot.sync.document import NOWHERE
from syncbot.sync.known import Known, Model, Policy, Target
from tests.changes.world import MODEL, leads, mapping

if TYPE_CHECKING:
    from syncbot.sync.document import JsonObject
    from tests.changes.world import World

PEOPLE = Model(MODEL, "People", ())
ORDERS = Model("orders", "Orders", ())


async def test_what_is_known_are_the_models_that_any_state_names_and_the_target(world: World) -> None:
    base = leads()
    draft = {**base, "model_ids": [], "fields": [{**mapping("X", "x"), "source": {"model_id": "orders", "field": "x"}}]}
    world.choices.known_models = {MODEL: PEOPLE, "orders": ORDERS}
    target = Target("Lead", "Lead", ())
    world.choices.targets[base["target"]["connection_id"], "Lead"] = target
    known = await known_of(world.desk, draft, base, wait_seconds=1, running=True)
    assert known == Known(models={"orders": ORDERS, MODEL: PEOPLE}, target=target, running=True)


async def test_what_is_not_known_is_left_out(world: World) -> None:
    assert await known_of(world.desk, leads(), wait_seconds=0) == Known(models={})


async def test_policies_connections_and_syncs_are_named_where_the_sync_refers_to_them(world: World) -> None:
    base = {**leads(), "policies": ["p1"]}
    draft = {
        **base,
        "target": {**base["target"], "connection_id": "c2"},
        "schedule": {"run_after": {"sync_ids": ["s1"]}},
    }
    world.choices.connection_names = {"c2": "Sandbox", "c9": "Elsewhere"}
    world.choices.known_policies = (Policy("p1", "Finance"),)
    world.choices.listed = ({"id": "s1", "name": "Accounts"},)
    known = await known_of(world.desk, draft, base, wait_seconds=0)
    assert known.names == {"p1": "Finance", "s1": "Accounts", "c2": "Sandbox"}
    world.choices.connection_names, world.choices.known_policies, world.choices.listed = {}, None, None
    assert (await known_of(world.desk, draft, base, wait_seconds=0)).names == {}


@pytest.mark.parametrize("target", [None, {}, {"connection_id": "c"}, {"object": "Lead"}])
async def test_a_sync_without_target_or_real_model_asks_for_none(world: World, target: JsonObject | None) -> None:
    doc = {"model_ids": [NOWHERE], "target": target}
    assert await known_of(world.desk, doc, wait_seconds=0) == Known(models={})


@pytest.mark.parametrize(("actor", "name"), [({"name": "Jane"}, "Jane"), ({"name": None}, ""), (None, ""), ("x", "")])
def test_who_saved_last_is_a_name_or_nothing(actor: object, name: str) -> None:
    assert saved_by({"updated_by": actor}) == name
