"""What the panel shows of Polytomic, and the trouble that it makes."""

from __future__ import annotations

import json

import pytest

from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.polytomic.panel import EDITS, Panel
from syncbot.sandbox.polytomic.seed_syncs import LEADS


@pytest.fixture
def polytomic() -> PolytomicStandIn:
    return PolytomicStandIn()


@pytest.fixture
def panel(polytomic: PolytomicStandIn) -> Panel:
    return Panel(polytomic)


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_from_outside_is_shown_beside_what_was_there_before(
    polytomic: PolytomicStandIn, panel: Panel, what: str
) -> None:
    sync_id = polytomic.id_of(LEADS)
    assert panel.shown()["latest"] == ""
    panel.edit_outside(sync_id, what)
    assert panel.shown()["latest"] == sync_id
    shown = panel.sync(sync_id)
    assert shown is not None
    before, now = json.loads(shown["before"]), json.loads(shown["now"])
    moved = {key for key in now if now[key] != before[key]} - {"updated_at", "updated_by"}
    assert moved == {{"mapping": "fields"}.get(what, what)}
    assert list(now)[-2:] == ["updated_at", "updated_by"]


def test_a_sync_renamed_twice_has_its_name_again(polytomic: PolytomicStandIn, panel: Panel) -> None:
    sync_id = polytomic.id_of(LEADS)
    for _ in range(2):
        panel.edit_outside(sync_id, "name")
    assert polytomic.sync(sync_id)["name"] == LEADS


def test_trouble_is_taken_back_by_a_second_press_and_a_failure_comes_before_slowness(
    polytomic: PolytomicStandIn, panel: Panel
) -> None:
    panel.slow_down()
    panel.fail_after_writing()
    assert (panel.shown()["slow"], panel.shown()["failing"]) == (True, True)
    fault = polytomic.faults.take("PUT", "/api/syncs/x")
    assert fault is not None
    assert fault.after_commit
    assert panel.shown()["failing"] is False
    panel.fail_after_writing()
    panel.fail_after_writing()
    panel.slow_down()
    assert polytomic.faults.queue == []


def test_what_is_not_there_is_nothing(panel: Panel) -> None:
    assert panel.sync("nowhere") is None
    assert panel.call(7) is None
    with pytest.raises(KeyError):
        panel.edit_outside("nowhere", "name")
