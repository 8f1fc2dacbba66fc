from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import MODES, SETTABLE, set_schedule, set_value
from syncbot.sync.known import NOTHING_KNOWN
from tests.sync.knowns import ONE_MODEL

DOC: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "active": True,
    "schedule": {"frequency": "daily", "hour": "6", "minute": "0", "future": None},
}


def value(key: str, text: str) -> object:
    doc = set_value(DOC, key, text, NOTHING_KNOWN)
    for step in key.split(".")[:-1]:
        doc = doc[step]
    return doc[key.rpartition(".")[2]]


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("name", " New name ", "New name"),
        ("name", "10", "10"),
        ("mode", "updateorcreate", "updateOrCreate"),
        ("active", "Yes", True),
        ("active", "off", False),
        ("sync_all_records", "true", True),
        ("only_enrich_updates", "0", False),
        ("skip_initial_backfill", "on", True),
        ("schedule.frequency", "Hourly", "hourly"),
        ("schedule.hour", "7", "7"),
        ("schedule.minute", "none", None),
        ("schedule.job_id", "9007199254740993", 9007199254740993),
        ("schedule.run_after_success_only", "no", False),
        ("schedule.run_after_success_only", "none", None),
    ],
)
def test_a_value_is_read_as_what_its_key_takes(key: str, text: str, expected: object) -> None:
    found = value(key, text)
    assert found == expected
    assert type(found) is type(expected)


def test_every_scalar_can_be_set() -> None:
    assert {"name", "mode", "active", "sync_all_records", "only_enrich_updates", "skip_initial_backfill"} <= set(
        SETTABLE
    )
    assert {"schedule.frequency", "schedule.hour", "schedule.minute", "schedule.day_of_week"} <= set(SETTABLE)
    assert not {"fields", "encryption_passphrase", "organization_id", "target"} & set(SETTABLE)


def test_setting_what_is_so_already_changes_nothing() -> None:
    assert set_value(DOC, "active", "yes", NOTHING_KNOWN) is DOC


def test_a_key_of_the_schedule_may_be_written_without_it() -> None:
    assert set_value(DOC, "hour", "7", NOTHING_KNOWN) == set_value(DOC, "schedule.hour", "7", NOTHING_KNOWN)
    assert set_value(DOC, "Sync-all records", "yes", NOTHING_KNOWN)["sync_all_records"] is True


def test_setting_one_key_of_the_schedule_leaves_its_others() -> None:
    doc = set_value(DOC, "schedule.hour", "7", NOTHING_KNOWN)
    assert doc["schedule"] == {**DOC["schedule"], "hour": "7"}
    assert set_value({}, "schedule.hour", "7", NOTHING_KNOWN) == {"schedule": {"hour": "7"}}


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("nmae", "Did you mean name?"),
        ("schedule.huor", "Did you mean schedule.hour?"),
        ("weekday", "Did you mean schedule.day_of_week?"),
        ("freq", "Did you mean schedule.frequency?"),
        ("repeat", "Did you mean schedule.frequency?"),
        ("backfill", "Did you mean skip_initial_backfill?"),
        ("logic", "Did you mean model_filters.logic or target_filters.logic?"),
        ("colour", "What can be set: active, "),
        ("owner", "What can be set: active, "),
        ("§§§", "What can be set: active, "),
        ("fields", "in the editor, part Mappings"),
        ("encryption_passphrase", "who runs syncbot gives it with syncbot passphrase."),
        ("organization_id", "a sync does not change its organization."),
        ("target.create", "an edit must not repeat it."),
    ],
)
def test_a_key_that_cannot_be_set_is_named_with_what_to_do(key: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        set_value(DOC, key, "x", NOTHING_KNOWN)
    assert key in caught.value.what
    assert says in caught.value.next_step
    assert caught.value.not_done == "Nothing was changed."


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("active", "maybe", "active takes yes or no, not maybe."),
        ("mode", "updte", "mode takes one of the modes create, update"),
        ("schedule.frequency", "yearly", "schedule.frequency takes one of manual"),
        ("schedule.job_id", "ten", "schedule.job_id takes a whole number, not ten."),
        ("schedule.job_id", "1.0", "takes a whole number"),
        ("name", " ", "name cannot be empty."),
        ("active", "", "active cannot be empty."),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_what_the_key_takes(key: str, text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        set_value(DOC, key, text, NOTHING_KNOWN)
    assert says in caught.value.what
    assert caught.value.field == key


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("day_of_week", "9", "Write a number from 0 to 6"),
        ("hour", "24", "Write a number from 0 to 23"),
        ("minute", "sixty", "Write a number from 0 to 59"),
        ("day_of_month", "0", "Write a number from 1 to 31"),
        ("month", "13", "Write a number from 1 to 12"),
    ],
)
@pytest.mark.parametrize("frequency", ["hourly", "manual", "custom"])
def test_a_part_of_the_clock_stays_in_its_range_whether_or_not_the_schedule_uses_it(
    frequency: str, key: str, text: str, says: str
) -> None:
    doc = {**DOC, "schedule": {"frequency": frequency, "minute": "0"}}
    with pytest.raises(InvalidInput) as caught:
        set_value(doc, key, text, NOTHING_KNOWN)
    assert text in caught.value.what
    assert says in caught.value.next_step
    assert (caught.value.field, caught.value.not_done) == (f"schedule.{key}", "Nothing was changed.")


@pytest.mark.parametrize("text", ["0", "7", "monday", "1-5", "1,3", "*", "*/2"])
def test_a_part_of_the_clock_may_be_anything_that_a_schedule_takes(text: str) -> None:
    assert set_value(DOC, "day_of_week", text, NOTHING_KNOWN)["schedule"]["day_of_week"] == text


def test_a_list_of_clock_parts_is_kept_as_cron_has_it() -> None:
    assert set_value(DOC, "day_of_week", "1, 3", NOTHING_KNOWN)["schedule"]["day_of_week"] == "1,3"


def test_the_example_of_a_wrong_mode_is_the_nearest_one() -> None:
    with pytest.raises(InvalidInput) as caught:
        set_value(DOC, "mode", "updte", NOTHING_KNOWN)
    assert caught.value.next_step == "Write it like mode=update."


def test_a_known_target_says_which_modes_there_are() -> None:
    assert set_value(DOC, "mode", "remove", ONE_MODEL)["mode"] == "remove"
    with pytest.raises(InvalidInput, match="one of the modes update, create, remove"):
        set_value(DOC, "mode", "snapshot", ONE_MODEL)
    assert "snapshot" in MODES


def test_another_schedule_keeps_the_keys_that_nobody_has_heard_of() -> None:
    doc = set_schedule(DOC, {"frequency": "hourly", "minute": "15"})
    assert doc["schedule"] == {"frequency": "hourly", "minute": "15", "future": None}
    assert set_schedule({}, {"frequency": "manual"}) == {"schedule": {"frequency": "manual"}}


PLACED: JsonObject = {
    "target": {
        "connection_id": "c1",
        "object": "Lead",
        "search_values": {"o": 1},
        "configuration": {"format": "csv", "rows": 10.0, "on": True, "deep": {"a": 1}},
    },
    "model_filters": {
        "conditions": [
            {"source": {"model_id": "m", "field": "f"}, "function": "IsNull", "label": each} for each in "AB"
        ],
        "logic": "A AND B",
    },
    "identities": {"mappings": [{}, {}], "strategy": "priority"},
    "schedule": {"frequency": "dbtcloud", "job_id": 1},
}


@pytest.mark.parametrize(
    ("key", "text", "path", "expected"),
    [
        ("model_filters.logic", "a OR b".upper(), ("model_filters", "logic"), "A OR B"),
        ("filter_logic", "none", ("model_filters", "logic"), ""),
        ("strategy", "And", ("identities", "strategy"), "and"),
        ("schedule.connection_id", "c2", ("schedule", "connection_id"), "c2"),
        ("target.object", "Contact", ("target", "object"), "Contact"),
        ("target.connection_id", "c2", ("target", "connection_id"), "c2"),
        ("new_name", "Fresh", ("target", "new_name"), "Fresh"),
        ("target.configuration.format", "10", ("target", "configuration", "format"), "10"),
        ("target.configuration.rows", "10", ("target", "configuration", "rows"), 10),
        ("Target.Configuration.on", "no", ("target", "configuration", "on"), False),
        ("target.configuration.deep", "[null]", ("target", "configuration", "deep"), [None]),
        ("target.configuration.New.Key", "10", ("target", "configuration", "New.Key"), 10),
        ("target.configuration.new", "plain text", ("target", "configuration", "new"), "plain text"),
    ],
)
def test_target_logic_and_strategy_are_set_where_they_lie(
    key: str, text: str, path: tuple[str, ...], expected: object
) -> None:
    doc: object = set_value(PLACED, key, text, NOTHING_KNOWN)
    for step in path:
        assert isinstance(doc, dict)
        doc = doc[step]
    assert (doc, type(doc)) == (expected, type(expected))


def test_another_object_or_connection_drops_what_polytomic_works_out_from_it() -> None:
    for key, text in (("target.object", "Contact"), ("target.connection_id", "c2")):
        assert "search_values" not in set_value(PLACED, key, text, NOTHING_KNOWN)["target"]
    assert set_value(PLACED, "target.object", "Lead", NOTHING_KNOWN) is PLACED
    assert set_value(PLACED, "target.configuration.format", "csv", NOTHING_KNOWN) is PLACED


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("model_filters.logic", "A OR", "logic"),
        ("target_filters.logic", "A", "there is no condition with that label"),
        ("identities.strategy", "or", "no way to work together “or”"),
        ("schedule.frequency", "multi", "schedule.frequency takes one of manual"),
        ("target.configuration.rows", "ten", "“ten” is not a number"),
        ("target.object", "", "cannot be empty"),
        ("connection_id", "c", "connection_id is the name of several settings."),
        ("target.configuration.", "x", "There is no setting target.configuration.."),
    ],
)
def test_what_does_not_fit_there_is_refused(key: str, text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        set_value(PLACED, key, text, NOTHING_KNOWN)
    assert says in caught.value.what
    assert caught.value.not_done


def test_the_logic_on_the_target_has_a_key_of_its_own() -> None:
    doc = {**PLACED, "target_filters": {"conditions": [{"field": "S", "function": "IsNull"}]}}
    assert set_value(doc, "target.filter_logic", "A", NOTHING_KNOWN)["target_filters"]["logic"] == "A"
