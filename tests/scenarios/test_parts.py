"""Every value of every enum that a person may choose is set through the modal, and read back from Polytomic.

The values that nobody can choose, and why, are in `syncbot.sync.not_editable`; here they are shown and kept.
"""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.rules import FILTER_FUNCTIONS, FREQUENCIES, IDENTITY_FUNCTIONS, MODES
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, CUSTOMERS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sync.not_editable import NOT_CHOOSABLE
from syncbot.sync.vocabulary import FILTER_FUNCTIONS as WORDS
from syncbot.sync.vocabulary import IDENTITY_FUNCTIONS as MATCHES
from tests.scenarios.acts import without
from tests.scenarios.editing import opens
from tests.scenarios.forms import adds_filter, opens_form, takes, writes
from tests.scenarios.town import Town

ON_MODEL = "Add filter: Records from the model"
VALUES: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(("OnOrAfter", "OnOrBefore"), ("2026-11-23", "2026-11-23")),
    **dict.fromkeys(("GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"), ("10.5", 10.5)),
    **dict.fromkeys(("StringOneOf", "StringNotOneOf"), ("a\nb", ["a", "b"])),
    "Between": ("1\n2", [1, 2]),
}
NO_VALUE = frozenset({"IsNull", "IsNotNull", "True", "False"})


def stored(town: Town, name: str = LEADS) -> dict[str, Any]:
    return town.polytomic.sync(town.polytomic.id_of(name))


def target_of(town: Town, connection: str, object_id: str) -> Any:
    return town.polytomic.world.targets[identifier("connection", connection), object_id]


async def test_every_function_of_a_filter_on_the_model_is_set_and_read_back(town: Town) -> None:
    town.polytomic.outsider_edits(
        town.polytomic.id_of(LEADS), lambda doc: {key: doc[key] for key in doc if key != "model_filters"}
    )
    await opens(town, part="filters")
    for function in FILTER_FUNCTIONS:
        typed = {} if function in NO_VALUE else {"value": VALUES.get(function, ("x", "x"))[0]}
        await adds_filter(town, ON_MODEL, "country (Country)", WORDS[function].strip(","), **typed)
    await writes(town)
    conditions = stored(town)["model_filters"]["conditions"]
    assert [each["function"] for each in conditions] == list(FILTER_FUNCTIONS)
    for each in conditions:
        expected = VALUES.get(each["function"], ("x", "x"))[1]
        assert ("value" not in each) if each["function"] in NO_VALUE else each["value"] == expected


async def test_a_filter_in_the_target_takes_a_value_or_a_field_of_the_model(town: Town) -> None:
    await opens(town, CONTACTS, "filters")
    await adds_filter(town, "Add filter: Records in Contact", "MRR__c (MRR)", "is", value="129.5")
    await opens_form(town, "Add filter: Records in Contact")
    await town.anna.choose("Field", "Title", typed="Title")
    await town.anna.choose("Condition", "is not")
    await town.anna.see("Compare with")
    await town.anna.choose("Compare with", "A field of the model")
    await town.anna.see("Field to compare with")
    await town.anna.choose("Field to compare with", "job_title (Job title)", typed="job")
    await town.anna.choose("How it combines", "Either this, or the new one")
    await town.anna.see("Then: (A AND B) OR C")
    await takes(town, "(A AND B) OR C")
    await writes(town)
    found = stored(town, CONTACTS)["target_filters"]
    source = {"model_id": identifier("model", "Contacts"), "field": "job_title"}
    assert found["logic"] == "(A AND B) OR C"
    assert found["conditions"][1] == {"field": "MRR__c", "function": "Equality", "value": 129.5, "label": "B"}
    assert found["conditions"][2]["value_source"] == source
    assert "value" not in found["conditions"][2]


async def test_filters_of_a_sync_in_the_classic_shape_say_on_which_side_they_are(town: Town) -> None:
    await opens(town, COMPANIES, "filters")
    await adds_filter(town, ON_MODEL, "Accounts.industry (Industry)", "is", value="Mining")
    await writes(town)
    [found] = [each for each in stored(town, COMPANIES)["filters"] if each.get("field_type") == "Model"]
    assert (found["function"], found["value"]) == ("Equality", "Mining")


async def test_logic_is_checked_while_it_is_written_and_rewritten_when_a_condition_moves_or_goes(town: Town) -> None:
    await opens(town, part="filters")
    await opens_form(town, "Edit logic: Records from the model")
    await town.anna.enter("Logic", "A AND B")
    await town.anna.see("The logic does not name C.")
    await town.anna.enter("Logic", "(A OR B) AND C")
    await town.anna.see("This logic can be read.")
    await takes(town, "(A OR B) AND C")
    await town.anna.press("Move lead_score (Lead score) is at least 60 down")
    await town.anna.see("How they combine: (B OR A) AND C")
    await town.anna.press("Remove region (Region) is “AMER”")
    await town.anna.see("How they combine: A AND B", "Put back")
    await writes(town, "Filters: ")
    found = stored(town)["model_filters"]
    assert (found["logic"], [each["source"]["field"] for each in found["conditions"]]) == (
        "A AND B",
        ["lead_score", "source"],
    )


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("Text", "3", "3"),
        ("Number", "10.0", 10.0),
        ("Yes or no", "yes", True),
        ("JSON: lists, objects, null", '{"a": [1, null]}', {"a": [1, None]}),
        ("JSON: lists, objects, null", "null", None),
    ],
)
async def test_an_override_replaces_with_a_value_of_any_json_type(
    town: Town, kind: str, typed: str, value: object
) -> None:
    await opens(town, CONTACTS, "overrides")
    await opens_form(town, "Add override")
    await town.anna.choose("Field", "mrr (MRR)", typed="mrr")
    await town.anna.choose("Condition", "is less than")
    await town.anna.see("Value:")
    await town.anna.fill("Value", "0")
    if kind != "Text":
        await town.anna.choose("Kind of value", kind)
        await town.anna.see({"Number": "A number, like", "Yes or no": "Replace with: ▾"}.get(kind, "As JSON"))
    fill = town.anna.choose if value is True else town.anna.fill
    await fill("Replace with", typed)
    await takes(town, "mrr (MRR) is less than 0")
    await writes(town, "Overrides: ")
    last = stored(town, CONTACTS)["overrides"][-1]
    assert (last["function"], last["value"], last["override"]) == ("LessThan", 0, value)
    assert type(last["override"]) is type(value)


async def test_json_that_does_not_parse_is_named_at_its_input_by_line_and_column(town: Town) -> None:
    await opens(town, CONTACTS, "overrides")
    await opens_form(town, "Edit lifecycle (Lifecycle) is empty")
    await town.anna.choose("Kind of value", "JSON: lists, objects, null")
    await town.anna.see("As JSON")
    await town.anna.fill("Replace with", '{"a":\n 1,}')
    await town.anna.submit()
    await town.anna.see("! This is not JSON: line 2, column 4")


async def test_a_fixed_value_is_added_changed_and_never_empty(town: Town) -> None:
    await opens(town, part="fixed values")
    await opens_form(town, "Add fixed value")
    await town.anna.choose("Target field", "Status (Lead Status)", typed="Status")
    await town.anna.see("Fixed value: ▾")
    await town.anna.choose("Fixed value", "Working", typed="Work")
    await takes(town, "Status (Lead Status): always “Working”")
    await opens_form(town, "Edit LeadSource (Lead Source)")
    await town.anna.choose("Fixed value", 'Use "Referral"', typed="Referral")
    await takes(town, "always “Referral”")
    await writes(town, "Fixed values: ")
    assert stored(town)["override_fields"] == [
        {"target": "LeadSource", "override_value": "Referral"},
        {"target": "Status", "override_value": "Working"},
    ]


async def test_every_function_of_an_identity_is_set_and_read_back(town: Town) -> None:
    for field in target_of(town, "Salesforce (production)", "Contact").fields.values():
        field["identity_functions"] = [{"id": each, "label": each} for each in IDENTITY_FUNCTIONS]
    await opens(town, CONTACTS, "identity")
    for function in IDENTITY_FUNCTIONS:
        screen = await town.anna.see("Edit email")
        name = next(each for each in screen.buttons if each.startswith("Edit email"))
        await opens_form(town, name)
        await town.anna.choose("Match", MATCHES[function].strip(","))
        await takes(town)
        if function != "Equality":
            await writes(town, "Identity: ")
            assert stored(town, CONTACTS)["identities"]["mappings"][1]["function"] == function
            await town.anna.close()
            await opens(town, CONTACTS, "identity")


async def test_identities_are_added_moved_and_work_together_as_chosen(town: Town) -> None:
    await opens(town, CONTACTS, "identity")
    await town.anna.press("Move email (E-mail) equals Email up")
    await town.anna.see("Move email (E-mail) equals Email down")
    await opens_form(town, "Edit how they work together")
    await town.anna.choose("How they work together", "and (all of them must match)")
    await takes(town, "and (all of them must match)")
    await writes(town, "Identity: ")
    found = stored(town, CONTACTS)["identities"]
    assert found["strategy"] == "and"
    assert [each["target"] for each in found["mappings"]] == ["Email", "External_Id__c"]


async def test_every_mode_is_set_and_read_back(town: Town) -> None:
    target = target_of(town, "Salesforce (production)", "Lead")
    known = target.document["modes"][0]
    target.document["modes"] = [{**known, "mode": mode, "requires_identity": False} for mode in MODES]
    for mode in (*(mode for mode in MODES if mode != "updateOrCreate"), "updateOrCreate"):
        await opens(town, part="name and mode")
        offered = await town.anna.options("Mode")
        await town.anna.choose("Mode", next(each for each in offered if each.partition(" ")[0] == mode))
        await writes(town, "Name and mode: ")
        assert stored(town)["mode"] == mode
        await town.anna.close()


@pytest.mark.parametrize("write", ["create", "update", "updateOrCreate"])
async def test_every_way_to_write_a_mapping_is_set_and_read_back(town: Town, write: str) -> None:
    await opens(town, part="mappings")
    await opens_form(town, "Edit Phone")
    offered = await town.anna.options("Write")
    await town.anna.choose("Write", next(each for each in offered if each.partition(" ")[0] == write))
    await takes(town, "Changed in this draft")
    await writes(town, "Mappings: changed Phone")
    assert next(each for each in stored(town)["fields"] if each["target"] == "Phone")["sync_mode"] == write


CLOCKED = {
    "manual": ("Only when started by hand", ""),
    "continuous": ("Continuously, at most every 5 minutes", ""),
    "hourly": ("Every hour", ":40"),
    "daily": ("Every day", "6:00"),
    "weekly": ("Every Monday", "9:30"),
    "custom": ("By a cron expression", "0 6 1 * *"),
    "builder": ("By the parts of Polytomic's schedule builder", "0 6 1 * *"),
}


@pytest.mark.parametrize("frequency", CLOCKED)
async def test_every_frequency_on_a_clock_is_set_and_read_back(town: Town, frequency: str) -> None:
    repeat, at = CLOCKED[frequency]
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", repeat)
    await town.anna.see(f"Repeat: ▾ {repeat}")
    if at:
        await town.anna.see("Time zone")
        await town.anna.fill("At", at)
    await writes(town, "Takes effect now", "Schedule: ")
    assert stored(town)["schedule"]["frequency"] == frequency


async def test_a_sync_runs_after_others_chosen_by_name(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", "After other syncs have run")
    await town.anna.see("Run after")
    assert LEADS not in await town.anna.options("Run after")
    await town.anna.choose("Run after", COMPANIES, typed="Comp")
    await town.anna.choose("Run after", CUSTOMERS, typed="Cust")
    await town.anna.choose("Only after a run without errors", "Yes")
    await writes(town, "Schedule: ")
    ids = [town.polytomic.id_of(name) for name in (COMPANIES, CUSTOMERS)]
    after = {key: value for key, value in stored(town)["schedule"].items() if value is not None and key != "minute"}
    assert after == {"frequency": "runafter", "run_after": {"sync_ids": ids}, "run_after_success_only": True}


async def test_a_sync_runs_after_a_dbt_cloud_job(town: Town) -> None:
    await opens(town, part="schedule")
    await town.anna.choose("Repeat", "After a dbt Cloud job")
    await town.anna.see("The number of the job")
    await town.anna.choose("dbt Cloud connection", "Snowflake (analytics)", typed="Snow")
    await town.anna.fill("dbt Cloud job", "48213")
    await writes(town, "Schedule: ")
    found = stored(town)["schedule"]
    expected = ("dbtcloud", identifier("connection", "Snowflake (analytics)"), 48213)
    assert (found["frequency"], found["connection_id"], found["job_id"]) == expected


async def test_a_schedule_that_nobody_can_choose_is_shown_and_kept(town: Town) -> None:
    assert {*CLOCKED, "runafter", "dbtcloud", "multi"} == set(FREQUENCIES)
    assert any("multi" in each for each in str(NOT_CHOOSABLE).split("'"))
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "schedule": {"frequency": "multi"}})
    screen = await opens(town, part="schedule")
    assert "Repeat: ▾ Keep as it is" in screen
    assert "left over from bulk syncs" in screen
    await town.anna.press("Back to the overview")
    await town.anna.see("Edit Name and mode")
    await town.anna.press("Edit Name and mode")
    await town.anna.see("Mode")
    await town.anna.fill("Name", "Another name")
    await writes(town, "Name and mode: ")
    assert stored(town, "Another name")["schedule"] == {"frequency": "multi"}


async def test_policies_are_chosen_by_name_removed_and_put_back(town: Town) -> None:
    await opens(town, part="policies")
    await opens_form(town, "Add policy")
    assert await town.anna.options("Policy") == ["Finance", "Marketing"]
    await town.anna.choose("Policy", "Finance")
    await takes(town, "Finance", "Added in this draft")
    await town.anna.press("Remove Revenue operations")
    await town.anna.see("[Put back Revenue operations]")
    await writes(town, "Takes effect now", "Policies: ")
    assert stored(town)["policies"] == [identifier("policy", "Finance")]


async def test_another_object_is_chosen_and_what_that_means_is_said(town: Town) -> None:
    await opens(town, COMPANIES, "target")
    await town.anna.choose("Object", "contacts (Contacts)", typed="cont")
    await town.anna.see("Another object: its fields are other fields")
    await town.anna.press("Back to the overview")
    await town.anna.see("contacts (Contacts) in HubSpot")
    await town.anna.press("Edit Target")
    await town.anna.see("of the fields that this sync writes are not in the object")
    doc = stored(town, COMPANIES)
    assert doc["target"]["object"] == "companies"


async def test_settings_of_the_target_are_kept_with_their_json_types(town: Town) -> None:
    before = stored(town)
    await opens(town, part="target")
    for key, kind, typed in (("batch", "Number", "10.0"), ("mode.x", "Text", "3")):
        await opens_form(town, "Add setting: Settings of the target")
        await town.anna.fill("Setting", key)
        if kind != "Text":
            await town.anna.choose("Kind of value", kind)
            await town.anna.see("A number, like")
        await town.anna.fill("Value", typed)
        await takes(town, key)
    await writes(town, "Target: ")
    after = stored(town)
    assert after["target"]["configuration"] == {"batch": 10.0, "mode.x": "3"}
    assert isinstance(after["target"]["configuration"]["batch"], float)
    assert without(after, "target") == without(before, "target")


async def test_what_matches_by_name_is_filled_in_at_once(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:1]})
    screen = await opens(town, part="mappings")
    assert "Lead requires fields that nothing writes yet: LastName (Last Name), Company." in screen
    name = next(each for each in screen.buttons if each.startswith("Fill in the"))
    await town.anna.press(name)
    await town.anna.see("last_name (Last name) → LastName (Last Name)", "Added in this draft")
    await town.anna.sees_no_more("Lead requires fields")
    await writes(town, "Mappings: added")
    assert {"LastName", "Company"} <= {each["target"] for each in stored(town)["fields"]}
