from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.edits import add_mapping, change_mapping, mappings, remove_mapping, set_schedule, set_value
from syncbot.sync.known import NOTHING_KNOWN, Known
from syncbot.sync.plan import Plan, difference, make_plan, moved
from tests.sync.documents import Generated, documents
from tests.sync.editing import edits_of
from tests.sync.samples_of_syncs import sample

BASE = sample("08")
CONFIG = configuration(BASE, Shape.GROUPED)
ON_TARGET = ("target", "target.configuration", "mode", "models")


def plan(draft: JsonObject, base: JsonObject = BASE, known: Known = NOTHING_KNOWN) -> Plan:
    return make_plan(base, draft, known, shape=Shape.GROUPED)


def changed(key: str, text: str, base: JsonObject = CONFIG) -> JsonObject:
    return set_value(base, key, text, NOTHING_KNOWN)


def added(base: JsonObject = CONFIG) -> JsonObject:
    return add_mapping(base, model_id=BASE["model_ids"][0], field="phone", target="phone")


@settings(max_examples=40)
@given(documents(), st.data())
def test_a_plan_has_the_differences_of_one_row_and_is_the_same_for_the_same_edit(
    generated: Generated, data: st.DataObject
) -> None:
    config = configuration(generated.raw, generated.shape)
    edit = data.draw(edits_of(config))
    one = make_plan(generated.raw, edit.apply(config), NOTHING_KNOWN, shape=generated.shape)
    two = make_plan(generated.raw, edit.apply(config), NOTHING_KNOWN, shape=generated.shape)
    assert one == two
    assert set(one.rows) <= {edit.row}
    assert one.items == difference(generated.raw, edit.apply(config), shape=generated.shape, known=NOTHING_KNOWN)
    assert len(one.now + one.next_run) == len(one.items)


def test_nothing_changed_is_an_empty_plan() -> None:
    empty = plan(CONFIG)
    assert (empty.items, empty.minds, empty.faults, empty.dependencies, empty.codes) == ((), (), (), (), ())
    assert empty.nothing_else == "Nothing changes."
    assert empty.only_toggle is None


def test_changes_stand_under_their_moment() -> None:
    found = plan(changed("name", "New", changed("active", "no", set_schedule(CONFIG, {"frequency": "manual"}))))
    assert [item.row for item in found.now] == ["schedule", "active"]
    assert [item.row for item in found.next_run] == ["name"]
    assert found.rows == ("schedule", "active", "name")
    assert found.codes == ("now:schedule", "now:active", "next run:name")


def test_exactly_a_change_of_active_is_a_toggle() -> None:
    paused = changed("active", "no")
    assert plan(paused).only_toggle == "pause"
    assert plan(CONFIG, base={**BASE, "active": False}).only_toggle == "resume"
    assert plan(changed("name", "New", paused)).only_toggle is None
    assert plan({key: value for key, value in CONFIG.items() if key != "active"}).only_toggle == "pause"


def test_a_yes_rests_on_what_the_table_says() -> None:
    assert plan(changed("active", "no")).dependencies == ()
    assert plan(CONFIG, base={**BASE, "active": False}).dependencies == ("*",)
    assert plan(added(), base={**BASE, "active": False}).dependencies == ("*",)
    assert plan(added()).dependencies == ON_TARGET
    assert plan(changed("name", "New")).dependencies == ("name",)
    assert plan(changed("name", "New", changed("active", "no"))).dependencies == ("name",)
    assert plan(changed("hour", "6")).dependencies == ("schedule",)


def test_what_a_yes_rests_on_is_told_when_it_moved() -> None:
    dependencies = (*ON_TARGET, "name")
    assert moved(dependencies, BASE, BASE, shape=Shape.GROUPED) == ()
    assert moved(dependencies, BASE, {**BASE, "active": False, "future": 1}, shape=Shape.GROUPED) == ()
    assert moved(dependencies, BASE, {**BASE, "mode": "create"}, shape=Shape.GROUPED) == ("mode",)
    assert moved(dependencies, BASE, {**BASE, "model_ids": BASE["model_ids"][:1]}, shape=Shape.GROUPED) == ("models",)
    object_moved = {**BASE, "target": {**BASE["target"], "object": "contacts"}}
    assert moved(dependencies, BASE, object_moved, shape=Shape.GROUPED) == ("target",)
    setting_moved = {**BASE, "target": {**BASE["target"], "configuration": {"a": 1}}}
    assert moved(dependencies, BASE, setting_moved, shape=Shape.GROUPED) == ("target.configuration",)


def test_a_resume_rests_on_everything_unknown_keys_included() -> None:
    assert moved(("*",), BASE, BASE, shape=Shape.GROUPED) == ()
    other = {**BASE, "future": 1, "name": "New", "model_ids": []}
    assert moved(("*",), BASE, other, shape=Shape.GROUPED) == ("name", "future", "models")
    assert moved((), BASE, other, shape=Shape.GROUPED) == ()


def test_models_are_compared_by_mappings_where_one_side_does_not_tell_them() -> None:
    assert moved(("models",), BASE, CONFIG, shape=Shape.GROUPED) == ()
    fewer = {**CONFIG, "fields": CONFIG["fields"][:1]}
    assert moved(("models",), BASE, fewer, shape=Shape.GROUPED) == ("models",)


def test_the_hash_tells_values_types_and_what_a_yes_rests_on_apart() -> None:
    drafts = [changed("name", "New"), changed("name", "Newer"), changed("hour", "6"), changed("hour", "06"), added()]
    drafts += [
        {**CONFIG, "overrides": [{"function": "True", "override": value}]} for value in (1, 1.0, True, None, "1")
    ]
    drafts.append({**CONFIG, "overrides": [{"function": "True"}]})
    assert len({plan(draft).hash for draft in drafts}) == len(drafts)
    assert plan(added()).hash != plan(added(), base={**BASE, "model_ids": BASE["model_ids"][:2]}).hash


def test_the_hash_is_the_same_for_the_same_change_whatever_else_is_there() -> None:
    other = {**BASE, "only_enrich_updates": False, "future": 1}
    assert plan(changed("name", "New")).hash == plan({**other, "name": "New"}, base=other).hash


def test_the_last_line_counts_what_stays() -> None:
    assert plan(changed("name", "New")).nothing_else == (
        "Nothing else changes: 4 mappings, 1 identity, 1 policy and 9 other settings."
    )
    assert plan(remove_mapping(CONFIG, mappings(CONFIG)[0].item_id)).nothing_else.startswith(
        "Nothing else changes: 3 other mappings, 1 identity,"
    )
    assert plan(added()).nothing_else.startswith("Nothing else changes: 4 other mappings,")
    wide = sample("14")
    text = plan(changed("mode", "update", configuration(wide, Shape.GROUPED)), base=wide).nothing_else
    assert "120 mappings, 30 filters on the models, 10 fixed values" in text


def test_the_last_line_names_no_settings_where_none_is_left() -> None:
    base: JsonObject = {"name": "Old", "fields": [{"target": "a"}]}
    assert plan({**base, "name": "New"}, base=base).nothing_else == "Nothing else changes: 1 mapping."
    assert plan({"name": "New"}, base={"name": "Old"}).nothing_else == "Nothing else changes."


def test_classic_filters_are_counted_and_a_list_that_changes_is_not() -> None:
    base = sample("21")
    config = configuration(base, Shape.CLASSIC)
    renamed = make_plan(base, changed("name", "New", config), NOTHING_KNOWN, shape=Shape.CLASSIC)
    assert "3 filters, 1 override" in renamed.nothing_else
    cleared = make_plan(base, {**config, "filters": [], "filter_logic": ""}, NOTHING_KNOWN, shape=Shape.CLASSIC)
    assert "filter" not in cleared.nothing_else


@pytest.mark.parametrize("running", [True, False, None])
def test_codes_hold_effects_and_warnings_but_not_what_could_not_be_checked(running: bool | None) -> None:
    found = plan(added(), known=Known({}, running=running))
    assert found.codes == ("next run:fields", *(["running"] if running else []))
    assert [mind.code for mind in found.minds] == [*(["running"] if running else []), "unchecked"]


def test_faults_and_warnings_are_part_of_the_plan() -> None:
    found = plan(change_mapping(changed("name", "New"), mappings(CONFIG)[0].item_id, target="other"))
    assert found.faults == ()
    assert plan({**CONFIG, "name": " "}).faults[0].field == "name"
