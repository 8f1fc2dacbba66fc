"""Long lists: what is added is shown at once, and what was made elsewhere a moment ago is there after a refresh."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS
from syncbot.sandbox.polytomic.world import identifier
from tests.scenarios.editing import opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.large import NAME, makes_large
from tests.scenarios.town import Town


async def test_a_mapping_that_is_added_to_a_long_list_is_shown_where_it_stands(town: Town) -> None:
    makes_large(town, mappings=90)
    await opens(town, NAME, "mappings")
    await town.anna.enter("Find", "s0001_")
    await town.anna.see("1 of 90 match")
    await opens_form(town, "Add mapping")
    for label, typed in (("Source field", "s0095_"), ("Target field", "T0095__c")):
        offered = await town.anna.options(label, typed=typed)
        await town.anna.choose(label, offered[0], typed=typed)
    screen = await takes(town, "Added in this draft", "T0095__c")
    assert "Page 5 of 5" in screen
    assert screen.inputs["Find"] == ""


async def test_lines_that_are_added_are_shown_from_the_first_on_and_what_is_removed_stays_where_it_is(
    town: Town,
) -> None:
    sync_id = town.polytomic.id_of(ACCOUNTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:60]})
    screen = await opens(town, ACCOUNTS, "mappings")
    await town.anna.press(next(each for each in screen.buttons if each.startswith("Remove")))
    assert "Page 1 of 3" in await town.anna.see("Put back")
    await opens_form(town, "Add several")
    await town.anna.fill("Mappings", "attr_0777, Attribute_0777__c\nattr_0778, Attribute_0778__c")
    screen = await takes(town, "Attribute_0777__c", "Attribute_0778__c")
    assert "Page 4 of 4" in screen


async def test_a_filter_that_is_added_to_a_long_list_is_shown_where_it_stands(town: Town) -> None:
    makes_large(town, mappings=40, filters=40)
    await opens(town, NAME, "filters")
    assert "Page 1 of 3" in await town.anna.see("Add filter")
    await opens_form(town, "Add filter: Records from the model")
    offered = await town.anna.options("Field", typed="s0030_")
    await town.anna.choose("Field", offered[0], typed="s0030_")
    await town.anna.choose("Condition", "is empty")
    screen = await takes(town, "is empty", "Added in this draft")
    assert "Page 3 of 3" in screen


async def test_a_field_that_was_made_in_a_model_a_moment_ago_is_there_after_refresh(town: Town) -> None:
    await opens(town, part="overrides")
    town.polytomic.world.add_model_field(identifier("model", "Leads"), "brand_new", label="Brand new")
    await town.anna.press("Refresh: read the fields of the models and the target again")
    await opens_form(town, "Add override")
    offered = ["Nothing matches"]
    for _ in range(50):
        if offered[0] != "Nothing matches":
            break
        offered = await town.anna.options("Field", typed="brand")
    assert offered[0] == "brand_new (Brand new)"
