from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.inverse import inverse
from syncbot.sync.merge import merge
from tests.sync import undoing
from tests.sync.documents import Generated, documents

BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "active": True,
    "fields": [{"source": {"model_id": "m", "field": name}, "target": name.title()} for name in ("email", "tel")],
    "policies": ["p1"],
    "schedule": {"frequency": "hourly", "minute": "15"},
    "target": {"connection_id": "c", "object": "Lead", "configuration": {"a": 1}},
    "model_filters": {"conditions": [{"function": "IsNull", "label": "A"}], "logic": "A"},
}


def undone(meant: JsonObject, *, after: JsonObject | None = None, before: JsonObject = BASE) -> JsonObject:
    return inverse(before, meant, after or meant, shape=Shape.GROUPED)


def test_undoing_one_of_many_edits_keeps_every_later_one_that_does_not_overlap() -> None:
    tally, found = undoing.count_faults(100)
    assert found == []
    assert tally.kept > 50


def test_the_command_says_how_many_sequences_it_undid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["undoing", "--count", "20"])
    assert undoing.main() == 0
    assert "0 faults" in capsys.readouterr().out


def test_the_command_fails_when_an_undo_takes_later_edits_along(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def whole(before: JsonObject, _meant: JsonObject, _after: JsonObject, *, shape: Shape) -> JsonObject:
        assert shape
        return {**before, "name": "taken along"}

    monkeypatch.setattr(undoing, "inverse", whole)
    monkeypatch.setattr(sys, "argv", ["undoing", "--count", "20"])
    assert undoing.main() == 1
    assert "moved without being undone" in capsys.readouterr().out


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.data())
def test_undoing_every_edit_from_the_last_leads_back_to_the_beginning(
    generated: Generated, data: st.DataObject
) -> None:
    states = undoing.walked(data, generated)
    assert undoing.changes(states[0], undoing.all_undone(states, generated.shape), generated.shape) == {}


def test_a_removed_mapping_comes_back_in_its_place() -> None:
    assert undone({**BASE, "fields": BASE["fields"][1:]}) == BASE


def test_what_polytomic_keeps_in_another_form_is_taken_back_in_that_form() -> None:
    meant = {**BASE, "schedule": {"frequency": "daily", "hour": "6"}}
    kept = {**BASE, "schedule": {"frequency": "daily", "hour": "06", "minute": "0"}}
    assert undone(meant, after=kept) == BASE


def test_what_others_changed_between_the_write_and_its_reading_stays() -> None:
    meant = {**BASE, "active": False}
    assert undone(meant, after={**meant, "name": "By Otto"}) == {**BASE, "name": "By Otto"}


def test_a_later_edit_of_the_same_field_clashes() -> None:
    after = {**BASE, "mode": "replace"}
    result = merge(after, undone(after), {**after, "mode": "create", "name": "Later"}, shape=Shape.GROUPED)
    (clash,) = result.clashes
    assert (clash.key, clash.base, clash.theirs, clash.ours) == ("mode", "replace", "create", "update")
    assert result.merged["name"] == "Later"
