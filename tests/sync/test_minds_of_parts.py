from __future__ import annotations

from dataclasses import replace

from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.edits import (
    Comparison,
    Side,
    SourceField,
    add_filter,
    add_mapping,
    change_mapping,
    filters,
    mappings,
    remove_filter,
    remove_mapping,
    set_target,
)
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField, TargetMode
from syncbot.sync.plan import Mind, make_plan

EMAIL = SourceField("m1", "email")
LEAD = Target(
    "Lead",
    "Lead",
    (
        TargetField("Email", "Email", encryptable=True),
        TargetField("Name", "Name"),
        TargetField("Company", "Company", required=True),
        TargetField("Rating", "Rating", required=True),
    ),
    (
        TargetMode("update", requires_identity=True, supports_field_sync_mode=True),
        TargetMode("create"),
        TargetMode("remove", requires_identity=True),
    ),
)
KNOWN = Known({}, LEAD)
BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "fields": [
        {"source": EMAIL.raw, "target": "Email", "sync_mode": "create"},
        {"source": EMAIL.raw, "target": "Company"},
        {"source": EMAIL.raw, "target": "Rating"},
    ],
    "identities": {"mappings": [{"source": EMAIL.raw, "target": "Email", "function": "Equality"}]},
    "target": {"connection_id": "c", "object": "Lead"},
    "schedule": {"frequency": "manual"},
}
FIRST, COMPANY, RATING = (each.item_id for each in mappings(BASE))


def minds(draft: JsonObject, known: Known = KNOWN, base: JsonObject = BASE) -> dict[str, str]:
    found: tuple[Mind, ...] = make_plan(base, draft, known, shape=Shape.GROUPED).minds
    return {mind.code: mind.text for mind in found}


def test_what_stops_working_in_another_mode_is_said() -> None:
    assert minds({**BASE, "mode": "create"}) == {
        "mode:create:writes": "In the mode create what 1 mapping said under Write has no effect.",
        "mode:create:identity": "The mode create does not need the identity; the sync keeps it for a mode that does.",
    }
    plain = {**BASE, "fields": BASE["fields"][1:]}
    assert minds({**plain, "mode": "remove"}, base=plain) == {
        "mode:remove": "In the mode remove the sync removes records from the target."
    }
    back = {**BASE, "mode": "create"}
    assert minds(BASE, base=back) == {}
    assert set(minds({**BASE, "mode": "create"}, NOTHING_KNOWN)) == {"unchecked"}


def test_records_of_the_object_before_stay_there() -> None:
    found = minds(set_target(BASE, object_id="Contact"))
    assert found["target:records"].startswith("Records that the sync wrote to Lead stay there")
    first = {**BASE, "target": {"connection_id": "c"}}
    assert "target:records" not in minds(BASE, base=first)


def test_a_setting_that_the_schedule_does_not_use_is_said_to_change_nothing() -> None:
    base = {**BASE, "schedule": {"frequency": "hourly", "minute": "15", "hour": "6", "day_of_week": None}}
    found = minds({**base, "schedule": {**base["schedule"], "day_of_week": "3", "job_id": 7}}, base=base)
    assert found["schedule:unread:Day of the week,dbt Cloud job"] == (
        "A schedule of frequency hourly does not use Day of the week and dbt Cloud job: what is set there is kept, and "
        "changes nothing of when the sync runs."
    )
    assert minds({**base, "schedule": {**base["schedule"], "minute": "30"}}, base=base) == {}
    assert minds({**base, "schedule": {"frequency": "manual", "hour": "6"}}, base=base) == {}
    assert minds({**base, "schedule": {"frequency": "later", "hour": "7"}}, base=base) == {}


def test_records_that_were_sent_stay_whatever_a_filter_says() -> None:
    filtered = add_filter(BASE, Side.MODEL, source=EMAIL, comparison=Comparison("IsNull"))
    assert "stay in the target" in minds(filtered)["filters:records"]
    none = remove_filter(filtered, Side.MODEL, filters(filtered, Side.MODEL)[0].item_id)
    assert minds(none, base=filtered) == {}
    assert minds({**filtered, "name": "New"}, base=filtered) == {}


def test_what_the_target_requires_and_nothing_writes_is_said_when_mappings_are_touched() -> None:
    base = {**BASE, "mode": "create", "fields": BASE["fields"][:1]}
    draft = add_mapping(base, model_id="m1", field="x", target="Name")
    found = minds(draft, base=base)
    assert found["unmapped:Company,Rating"] == "Lead requires Company and Rating, and nothing writes them."
    one = {**base, "fields": BASE["fields"][:2]}
    assert minds(add_mapping(one, model_id="m1", field="x", target="Name"), base=one)["unmapped:Rating"].endswith("it.")
    assert minds({**base, "name": "New"}, base=base) == {}
    removed = {**BASE, "mode": "create"}
    assert set(minds(remove_mapping(removed, RATING), base=removed)) == {"required:Rating"}


def test_options_that_the_target_is_not_known_to_support_are_said() -> None:
    encrypted = change_mapping(change_mapping(BASE, COMPANY, encrypt=True), FIRST, encrypt=True)
    assert minds(encrypted)["encrypt:Company"] == "Polytomic does not say that Company can be encrypted."
    assert "encrypt:Company" not in minds({**encrypted, "name": "New"}, base=encrypted)
    silent = Known({}, replace(LEAD, fields=LEAD.fields[1:]))
    assert "encrypt:Company" not in minds(encrypted, silent)
    made = add_mapping(BASE, model_id="m1", field="x", target="Made", new=True)
    assert minds(made)["create:Made"] == "Polytomic does not say that Lead can get new fields: Made."
    assert "create:Made" not in minds(made, Known({}, replace(LEAD, supports_field_creation=True)))
    assert set(minds(made, NOTHING_KNOWN)) <= {"unchecked"}
    nameless = Known({}, replace(LEAD, name=""))
    assert "the target can get new fields" in minds(made, nameless)["create:Made"]
    twice = {**made, "fields": [*made["fields"], made["fields"][-1]]}
    assert "create:Made" in minds(twice)
