"""Filters in the editor: every condition, the two sides, and their logic."""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.polytomic.rules import FILTER_FUNCTIONS
from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sync.vocabulary import FILTER_FUNCTIONS as WORDS
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import adds_filter, opens_form, takes
from tests.scenarios.town import Town

ON_MODEL = "Add filter: Records from the model"
VALUES: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(("OnOrAfter", "OnOrBefore"), ("2026-11-23", "2026-11-23")),
    **dict.fromkeys(("GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"), ("10.5", 10.5)),
    **dict.fromkeys(("StringOneOf", "StringNotOneOf"), ("a\nb", ["a", "b"])),
    "Between": ("1\n2", [1, 2]),
}
NO_VALUE = frozenset({"IsNull", "IsNotNull", "True", "False"})


async def test_every_function_of_a_filter_on_the_model_is_set_and_read_back(town: Town) -> None:
    town.polytomic.outsider_edits(
        town.polytomic.id_of(LEADS), lambda doc: {key: doc[key] for key in doc if key != "model_filters"}
    )
    await opens(town, part="filters")
    for function in FILTER_FUNCTIONS:
        typed = {} if function in NO_VALUE else {"value": VALUES.get(function, ("x", "x"))[0]}
        await adds_filter(town, ON_MODEL, "country (Country)", WORDS[function].strip(","), **typed)
    await applies(town)
    conditions = town.polytomic.sync_named(LEADS)["model_filters"]["conditions"]
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
    await applies(town)
    found = town.polytomic.sync_named(CONTACTS)["target_filters"]
    source = {"model_id": identifier("model", "Contacts"), "field": "job_title"}
    assert found["logic"] == "(A AND B) OR C"
    assert found["conditions"][1] == {"field": "MRR__c", "function": "Equality", "value": 129.5, "label": "B"}
    assert found["conditions"][2]["value_source"] == source
    assert "value" not in found["conditions"][2]


async def test_filters_of_a_sync_in_the_classic_shape_say_on_which_side_they_are(town: Town) -> None:
    await opens(town, COMPANIES, "filters")
    await adds_filter(town, ON_MODEL, "Accounts.industry (Industry)", "is", value="Mining")
    await applies(town)
    [found] = [each for each in town.polytomic.sync_named(COMPANIES)["filters"] if each.get("field_type") == "Model"]
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
    await applies(town, "Filters: ")
    found = town.polytomic.sync_named(LEADS)["model_filters"]
    assert (found["logic"], [each["source"]["field"] for each in found["conditions"]]) == (
        "A AND B",
        ["lead_score", "source"],
    )
