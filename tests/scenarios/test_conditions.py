"""Filters as people make them: what a field offers, a value of each kind, what is refused, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.rules import FILTER_FUNCTIONS
from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sandbox.slack.screen import Screen
from syncbot.sync.vocabulary import FILTER_FUNCTIONS as WORDS
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import adds_filter, opens_form, takes
from tests.scenarios.town import Town

ON_MODEL = "Add filter: Records from the model"
ON_TARGET = "Add filter: Records in Contact"
SPANS = [{"value": "last_7_days", "label": "7 days"}, {"value": "last_30_days", "label": "30 days"}]


def conditions(town: Town, name: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.polytomic.sync_named(name)[key]["conditions"]
    return found


def offers(town: Town, field: str, *functions: dict[str, Any], **more: Any) -> None:
    """What Polytomic says of a field of Contact."""
    key = (identifier("connection", "Salesforce (production)"), "Contact")
    town.polytomic.world.targets[key].fields[field] |= {"filter_functions": list(functions), **more}


async def chooses(town: Town, button: str, field: str, condition: str, *words: str) -> Screen:
    """The form of a new condition, its field and condition chosen, once it has the words; those of an input else."""
    await opens_form(town, button)
    await town.anna.choose("Field", field, typed=field.partition(" ")[0])
    await town.anna.see(f"Field: ▾ {field}")
    await town.anna.choose("Condition", condition)
    return await town.anna.see(f"Condition: ▾ {condition}", *(words or ("Value:",)))


async def sees_conditions(town: Town, *expected: str) -> None:
    """The menu *Condition* comes to offer these, in their order."""

    def offered() -> list[str]:
        view = town.slack.workspace.views.top(town.anna.user_id)
        menus = [block["element"] for block in view.blocks if block["type"] == "input"] if view else []
        menu = next(each for each in menus if each["action_id"] == "answer:function")
        return [option["text"]["text"] for option in menu["options"]]

    await town.slack.workspace.watch.until(lambda: offered() == list(expected), deadline_seconds=10)
    assert offered() == list(expected)


async def test_the_conditions_are_those_that_the_field_takes_else_all_29_in_plain_words(town: Town) -> None:
    offers(town, "Title", {"id": "Equality"}, {"id": "IsNull", "requires_value": False})
    await opens(town, CONTACTS, "filters")
    await opens_form(town, ON_TARGET)
    await town.anna.choose("Field", "Title", typed="Title")
    await town.anna.see("Field: ▾ Title")
    await sees_conditions(town, "is", "is empty")
    await town.anna.close()
    await opens_form(town, ON_MODEL)
    await town.anna.choose("Field", "region (Region)", typed="region")
    await town.anna.see("Field: ▾ region")
    await sees_conditions(town, *(WORDS[each] for each in FILTER_FUNCTIONS))
    assert len(set(WORDS.values())) == 29


@pytest.mark.parametrize(
    ("field", "hint", "typed", "value"),
    [
        (("region (Region)", "is"), "In this field: EMEA", "APAC", "APAC"),
        (("region (Region)", "is one of"), "separated by commas. In this field: EMEA", "a, b", ["a", "b"]),
        (("lead_score (Lead score)", "is between"), "The lower and the higher one", "10\n20.5", [10, 20.5]),
        (("lead_score (Lead score)", "is"), "like 10 or 10.5. In this field: 87", "10.0", 10.0),
        (("created_at (Created at)", "is on or after"), "this field: 2026-10-01T08:00:00Z", "2026-11-23", "2026-11-23"),
        (("created_at (Created at)", "is in the last"), "A span of time", "7 days", "7 days"),
        (("consent (Consent)", "is"), "In this field: true", "yes", True),
        (("region (Region)", "is empty"), "The new condition is D.", "", None),
    ],
)
async def test_each_kind_of_value_is_asked_for_with_the_field_s_example_and_stored_in_its_type(
    town: Town, field: tuple[str, str], hint: str, *, typed: str, value: Any
) -> None:
    await opens(town, LEADS, "filters")
    screen = await chooses(town, ON_MODEL, *field, hint)
    assert ("Value:" in screen) is (value is not None)
    if typed:
        await (town.anna.choose if value is True else town.anna.fill)("Value", typed)
    await takes(town, "Added in this draft")
    await applies(town, "Filters: ")
    *_, added = conditions(town, LEADS, "model_filters")
    assert added.get("value") == value
    assert type(added.get("value")) is type(value)
    assert ("value" in added) is (value is not None)


async def test_a_span_of_time_is_one_of_those_that_the_field_s_condition_takes(town: Town) -> None:
    offers(town, "Last_Seen__c", {"id": "InTheLast", "requires_value": True, "values": SPANS})
    await opens(town, CONTACTS, "filters")
    await chooses(town, ON_TARGET, "Last_Seen__c (Last Seen in Product)", "is in the last")
    assert await town.anna.options("Value") == ["7 days", "30 days"]
    await town.anna.choose("Value", "30 days")
    await takes(town, "Last_Seen__c (Last Seen in Product) is in the last")
    await applies(town, "Filters: ")
    assert conditions(town, CONTACTS, "target_filters")[-1]["value"] == "last_30_days"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (("lead_score (Lead score)", "is"), "many", "“many” is not a number."),
        (("created_at (Created at)", "is on or after"), "23.11.2026", "“23.11.2026” is not a date."),
        (("lead_score (Lead score)", "is between"), "10", "Two values are needed, and this is 1."),
        (("region (Region)", "is one of"), '["EMEA",\n "APAC"', "This is not JSON: line 2, column 8"),
    ],
)
async def test_a_value_of_the_wrong_kind_is_refused_at_its_input(
    town: Town, field: tuple[str, str], typed: str, said: str
) -> None:
    await opens(town, LEADS, "filters")
    await chooses(town, ON_MODEL, *field)
    await town.anna.fill("Value", typed)
    await town.anna.submit()
    screen = await town.anna.see(f"! {said}")
    above = screen.text.partition("! ")[0].splitlines()
    assert any(line.startswith("Value: ") for line in above[-4:])


async def test_a_value_that_the_condition_does_not_take_is_refused_with_those_that_it_takes(town: Town) -> None:
    offers(town, "Last_Seen__c", {"id": "StringOneOf", "multi_value": True, "values": SPANS})
    await opens(town, CONTACTS, "filters")
    await chooses(town, ON_TARGET, "Last_Seen__c (Last Seen in Product)", "is one of")
    await town.anna.fill("Value", "7 days, 8 days")
    await town.anna.submit()
    await town.anna.see(
        "! “8 days” is not one of the values that this condition takes.", "Choose one of: 7 days, 30 days."
    )


async def test_a_field_to_compare_with_that_is_not_chosen_is_asked_for_at_its_input(town: Town) -> None:
    await opens(town, CONTACTS, "filters")
    await chooses(town, ON_TARGET, "Title", "is")
    await town.anna.choose("Compare with", "A field of the model")
    await town.anna.see("Field to compare with")
    await town.anna.submit()
    await town.anna.see("! Please complete this required field.")
    await town.anna.choose("Field to compare with", "job_title (Job title)", typed="job")
    await town.anna.choose("Compare with", "A value")
    await town.anna.see("Value:")
    await town.anna.submit()
    await town.anna.see("! Please complete this required field.")


async def test_a_new_condition_asks_how_it_combines_and_a_logic_that_cannot_be_is_said_while_it_is_written(
    town: Town,
) -> None:
    await opens(town, LEADS, "filters")
    await chooses(town, ON_MODEL, "region (Region)", "is empty", "The new condition is D.")
    await town.anna.choose("How it combines", "I write the logic")
    await town.anna.see("Logic:")
    await town.anna.enter("Logic", "A AND (B OR C")
    await town.anna.see("The logic opens a bracket at position 7 and does not close it.")
    await town.anna.submit()
    await town.anna.see("! The logic opens a bracket at position 7 and does not close it.")
    await town.anna.enter("Logic", "A AND (B OR C) AND D")
    await town.anna.see("Then: A AND (B OR C) AND D")
    await takes(town, "How they combine: A AND (B OR C) AND D")
    await applies(town, "A AND (B OR C) AND D")


async def test_what_a_filter_does_not_do_is_said_where_it_is_made_and_in_the_review(town: Town) -> None:
    screen = await opens(town, LEADS, "filters")
    assert "Records that were already sent stay in the target" in screen
    assert "Whether records in which the field is empty pass depends on the condition" in screen
    await adds_filter(town, ON_MODEL, "region (Region)", "is empty")
    await town.anna.submit()
    await town.anna.see(
        "Mind", "Records that were already sent stay in the target, also those that the filters now leave out."
    )


async def test_a_target_that_compares_with_no_field_of_the_model_offers_none(town: Town) -> None:
    key = (identifier("connection", "Salesforce (production)"), "Contact")
    properties = town.polytomic.world.targets[key].document["properties"]
    properties["supports_filter_value_fields"] = False
    await opens(town, CONTACTS, "filters")
    assert "Compare with" not in await chooses(town, ON_TARGET, "Title", "is")
