"""A newcomer at the page edits syncs."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, LEADS
from tests.browser.acts import applies, moves_the_minute, opens
from tests.browser.desk import Desk


async def test_a_mapping_is_edited_and_its_change_marked_in_the_panel(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync edit "{LEADS}"', "11 mappings")
    await desk.press("Edit Mappings")
    await desk.press("Edit Country")
    await desk.choose("Source field", "region (Region)", typed="reg")
    await desk.press("Done")
    await desk.sees("Changed in this draft")
    await applies(desk)
    fields = {entry["target"]: entry["source"]["field"] for entry in town.polytomic.sync_named(LEADS)["fields"]}
    assert fields["Country"] == "region"
    await expect(desk.panel.locator(".json ins").filter(has_text='"region"')).to_have_count(1)
    await expect(desk.panel.locator(".json del").filter(has_text='"country"')).to_have_count(1)
    await expect(desk.panel.locator(".call.writes").first).to_contain_text("PUT")


async def test_a_filter_is_added_with_its_logic(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync edit "{LEADS}" filters', "A AND (B OR C)")
    await desk.press("Add filter: Records from the model")
    await desk.sees("The new condition is D")
    await desk.choose("Field", "country (Country)", typed="coun")
    await desk.choose("Condition", "is", typed="")
    await (await desk.field("Value")).fill("DE")
    await desk.modal.get_by_role("radio", name="Either this, or the new one").check()
    await desk.press("Done")
    await desk.sees("(A AND (B OR C)) OR D")
    await applies(desk)
    filters = town.polytomic.sync_named(LEADS)["model_filters"]
    assert filters["logic"] == "(A AND (B OR C)) OR D"
    assert len(filters["conditions"]) == 4


async def test_a_schedule_is_set(desk: Desk, town: Town) -> None:
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    await desk.choose("Repeat", "Every day", typed="day")
    at = await desk.field("At")
    await expect(at).not_to_have_value(":15")  # the form is drawn anew for what repeats daily
    await at.fill("6:30")
    await desk.choose("Time zone", "UTC", typed="UTC")
    await applies(desk)
    schedule = town.polytomic.sync_named(LEADS)["schedule"]
    assert (schedule["frequency"], schedule["hour"], schedule["minute"]) == ("daily", "6", "30")


async def test_one_of_1200_mappings_is_found_by_typing(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{ACCOUNTS}" mappings', "1200 mappings")
    find = await desk.field("Find (optional)")
    await find.fill("Attribute_0777")
    await find.press("Enter")
    await expect(desk.modal.get_by_role("button", name="Edit Attribute_0777__c")).to_be_visible()
    await expect(desk.modal.get_by_role("button", name="Edit Attribute_0001__c")).to_have_count(0)


async def test_what_is_missing_is_said_beside_its_field_and_typing_survives(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add mapping")
    await desk.press("Add mapping")
    await desk.choose("Source field", "region (Region)", typed="reg")
    await desk.press("Done")
    target = desk.modal.get_by_role("combobox", name="Target field", exact=True)
    await expect(target).to_have_attribute("aria-invalid", "true")
    await expect(desk.modal.get_by_role("alert")).to_contain_text("Please complete this required field.")
    await expect(desk.modal.get_by_role("combobox", name="Source field", exact=True)).to_have_value("region (Region)")


async def test_several_mappings_come_from_a_file(desk: Desk) -> None:
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add several")
    await desk.press("Add several")
    file = FilePayload(name="more.csv", mimeType="text/csv", buffer=b"region,Region__c\n")
    await (await desk.field("CSV file (optional)")).set_input_files(file)
    await desk.modal.get_by_role("button", name="Take away more.csv").click()
    await (await desk.field("CSV file (optional)")).set_input_files(file)
    await desk.sees("more.csv")
    await desk.press("Done")
    await desk.sees("The file is in the draft: more.csv.")
    await desk.press("Close")
    await desk.sees("Region__c", "Added in this draft")


async def test_leaving_a_form_with_something_typed_asks_first(desk: Desk) -> None:
    await moves_the_minute(desk)
    await desk.tab.keyboard.press("Escape")
    question = desk.tab.get_by_role("alertdialog")
    await expect(question).to_contain_text("Leave this form?")
    await question.get_by_role("button", name="Stay").click()
    await expect(await desk.field("At")).to_have_value(":45")
    await desk.press("Close")
    await question.get_by_role("button", name="Leave").click()
    await expect(desk.modal).to_have_count(0)


HELD_BACK = """
const deliver = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (name, listener) {
  deliver.call(this, name, (news) => (window.heldBack ? window.heldBack.push(() => listener(news)) : listener(news)));
};
"""
"""Lets a test hold back the news of the server, which a machine under load brings later than its answers."""


async def test_what_was_typed_is_known_before_the_news_of_it_arrives(desk: Desk) -> None:
    await desk.tab.add_init_script(HELD_BACK)
    await desk.tab.reload()
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    await desk.tab.evaluate("window.heldBack = []")
    async with desk.tab.expect_response("**/do/act") as answered:
        await (await desk.field("At")).fill(":45")
    await (await answered.value).finished()
    await desk.tab.keyboard.press("Escape")
    await expect(desk.tab.get_by_role("alertdialog")).to_contain_text("Leave this form?")
    await desk.tab.evaluate("() => { for (const tell of window.heldBack) tell(); window.heldBack = null; }")
    await desk.tab.get_by_role("alertdialog").get_by_role("button", name="Leave", exact=True).click()
    await expect(desk.modal).to_have_count(0)
