"""A sync of 1,000 mappings and 100 filters with names of 3,000 characters: opened, searched, edited, applied."""

from __future__ import annotations

from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.editing import goes_back, opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.large import NAME, makes_large
from tests.scenarios.town import Town


def button(screen: Screen, word: str, name: str) -> str:
    """The button of that word whose label has the name."""
    return next(each for each in screen.buttons if each.startswith(word) and name in each)


async def test_a_thousand_mappings_and_a_hundred_filters_of_long_names_are_edited_and_applied(town: Town) -> None:
    sync_id = makes_large(town, mappings=1000, filters=100, length=3000)
    before = town.polytomic.sync(sync_id)
    await opens(town, NAME)
    await town.anna.see("1000 mappings", "100 filters")
    await town.anna.enter("Find", "s0777_")
    await town.anna.see("What matches “s0777_”", "T0777__c")
    await town.anna.enter("Find", "")
    await town.anna.see("[Edit Filters]")

    await _changes_and_removes_a_mapping(town)
    await goes_back(town)
    await _changes_and_removes_a_filter(town)
    await town.anna.submit()
    await town.anna.see("Review changes", "Mappings: removed", "Filters: ", "Page 1 of 2")
    await town.anna.press("Next")
    await town.anna.see("Nothing else changes")
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied")

    after = town.polytomic.sync(sync_id)
    assert after["fields"] == before["fields"][:500] + before["fields"][501:]
    conditions = after["model_filters"]["conditions"]
    assert conditions[0]["value"] == "short"
    had = [each["source"] for each in before["model_filters"]["conditions"]]
    assert [each["source"] for each in conditions] == had[:1] + had[2:]
    assert after["override_fields"] == before["override_fields"]


async def _changes_and_removes_a_mapping(town: Town) -> None:
    await town.anna.press("Edit Mappings")
    await town.anna.see("Page 1 of 50")
    await town.anna.enter("Find", "T0500__c")
    screen = await town.anna.see("1 of 1000 match")
    edit, remove = (button(screen, word, "T0500") for word in ("Edit", "Remove"))
    await opens_form(town, edit)
    offered = await town.anna.options("Source field", typed="s1005_")
    await town.anna.choose("Source field", offered[0], typed="s1005_")
    await takes(town, "Changed in this draft")
    await town.anna.press(remove)
    await town.anna.see("Removed in this draft")
    await town.anna.press(remove.replace("Remove", "Put back"))
    await town.anna.see("1 of 1000 match")
    await town.anna.press(remove)
    await town.anna.see("Removed in this draft")


async def _changes_and_removes_a_filter(town: Town) -> None:
    await town.anna.press("Edit Filters")
    screen = await town.anna.see("Page 1 of 7")
    await opens_form(town, button(screen, "Edit", "s0000"))
    await town.anna.fill("Value", "short")
    await takes(town, "is “short”")
    screen = await town.anna.see("is “short”")
    await town.anna.press(button(screen, "Remove", "s0001"))
    await town.anna.see("Put back", "s0001")


async def test_where_polytomic_does_not_answer_typed_text_is_taken_and_the_review_says_so(town: Town) -> None:
    for path in ("/api/models*", "/api/connections*", "/api/permissions*", "/api/syncs/schedules"):
        town.polytomic.faults.answer(503, "GET", path, times=1000)
    await opens(town, part="mappings")
    await opens_form(town, "Add mapping")
    [first, *_] = await town.anna.options("Source field")
    assert first == "Still loading: Polytomic has not answered yet. Type again in a moment"
    await town.anna.choose("Source field", 'Use "region"', typed="region")
    await town.anna.choose("Target field", 'Use "No_Such__c"', typed="No_Such__c")
    await takes(town, "region → No_Such__c")
    await goes_back(town)
    await town.anna.press("Edit Policies")
    await town.anna.see("Polytomic did not answer")
    await town.anna.submit()
    await town.anna.see("this was not checked: the target fields No_Such__c; the source fields region")
