"""No screen of the page hinders anybody: each is looked at in the light and in the dark, the main ones also narrow."""

from __future__ import annotations

from playwright.async_api import FilePayload, expect

from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.browser.acts import (
    approves,
    asks_to_pause,
    confirms,
    goes_to_approve,
    moves_the_minute,
    opens,
    reviews,
    settles,
)
from tests.browser.desk import Desk
from tests.browser.hindrances import Watch

NARROW = 700
ANSWERS = {
    "/sync help": "Find a sync",
    "/sync list": "1 to 8 of 8",
    "/sync list failed": "It is about the mapping",
    f'/sync show "{LEADS}"': "Lead_Score__c",
    f'/sync status "{LEADS}"': "every record taken",
    "/sync drafts": "no unfinished edits",
    "/sync frobnicate": "There is no verb",
    f'/sync run "{LEADS}"': "It sends records",
    f'/sync export "{LEADS}"': "in a direct message",
}


async def test_nothing_hinders_whoever_looks_around(desk: Desk) -> None:
    watch = Watch(desk)
    await watch.look("the beginning")
    await desk.composer.fill("/sy")
    await expect(desk.tab.get_by_role("option", name="/sync")).to_be_visible()
    await watch.look("a command being completed")
    for line, words in ANSWERS.items():
        await desk.write(line)
        await expect(desk.newest).to_contain_text(words)
    await watch.look("every answer, one under the other")
    await desk.goes_to("syncbot")
    await expect(desk.newest.locator("a.file")).to_be_visible()
    await watch.look("a direct message with a file")
    await desk.goes_to("syncbot Home")
    await expect(desk.tab.get_by_role("main")).to_contain_text("Find a sync")
    await watch.look("home")
    assert watch.found == {}


async def test_nothing_hinders_whoever_edits(desk: Desk, town: Town) -> None:
    watch = Watch(desk)
    held = town.polytomic.faults.hold("GET", "/api/syncs/*")
    await desk.write(f'/sync edit "{LEADS}"')
    await desk.sees("Loading")
    await watch.look("loading")
    held.release()
    await desk.sees("11 mappings")
    await watch.look("the editor")
    await desk.press("Edit Mappings")
    await desk.sees("Add mapping")
    await watch.look("mappings")
    await desk.press("Add mapping")
    await desk.choose("Source field", "region (Region)", typed="reg")
    await desk.press("Done")
    await expect(desk.modal.get_by_role("alert")).to_be_visible()
    await watch.look("an input that is wrong")
    await desk.modal.get_by_role("combobox", name="Source field", exact=True).press("ArrowDown")
    await expect(desk.modal.get_by_role("option").first).to_be_visible()
    await watch.look("an open menu")
    assert watch.found == {}


async def test_nothing_hinders_whoever_is_at_a_form(desk: Desk) -> None:
    watch = Watch(desk)
    await opens(desk, f'/sync edit "{LEADS}" filters', "A AND (B OR C)")
    await watch.look("filters")
    add = desk.modal.get_by_role("button", name="Add filter: Records from the model")
    await add.click()
    await desk.sees("The new condition is D")
    await watch.look("a condition")
    await desk.press("Close this window")
    await expect(add).to_be_visible()
    await desk.press("Close this window")
    await opens(desk, f'/sync edit "{LEADS}" mappings', "Add several")
    await desk.press("Add several")
    file = FilePayload(name="more.csv", mimeType="text/csv", buffer=b"region,Region__c\n")
    await (await desk.field("CSV file (optional)")).set_input_files(file)
    await desk.sees("more.csv")
    await watch.look("a file")
    await desk.press("Done")
    await desk.sees("The file is in the draft: more.csv.")
    await watch.look("a file that was taken")
    assert watch.found == {}


async def test_nothing_hinders_on_the_way_from_a_menu_to_an_outcome(desk: Desk) -> None:
    watch = Watch(desk)
    await desk.write("<@UBEN> who changed Leads?")
    await desk.tab.get_by_role("button", name="Shortcuts").click()
    await expect(desk.tab.get_by_role("menuitem").first).to_be_visible()
    await watch.look("shortcuts")
    await desk.tab.keyboard.press("Escape")
    await moves_the_minute(desk)
    await desk.tab.keyboard.press("Escape")
    question = desk.tab.get_by_role("alertdialog")
    await expect(question).to_contain_text("Leave this form?")
    await watch.look("a question")
    await question.get_by_role("button", name="Stay").click()
    await reviews(desk)
    await watch.look("a review")
    await desk.panel.get_by_label("What somebody else does").select_option("changes its schedule")
    await desk.makes_trouble("Someone else edits this sync now")
    await desk.press("Apply")
    await desk.sees("When you opened it", "Yours")
    await watch.look("a conflict")
    await settles(desk, "Keep mine")
    await confirms(desk)
    await desk.panel.locator("summary").first.click()
    await expect(desk.panel.get_by_role("heading", name="Answered")).to_be_visible()
    await watch.look("an outcome, and a call that is opened")
    await desk.tab.set_viewport_size({"width": NARROW, "height": NARROW})
    await watch.look("an outcome, narrow")
    await desk.press("Close")
    await opens(desk, f'/sync history "{LEADS}"', "Schedule")
    await watch.look("a history, narrow")
    await desk.press("Close")
    await expect(desk.modal).to_have_count(0)
    await watch.look("a conversation, narrow")
    assert watch.found == {}


async def test_nothing_hinders_whoever_asks_and_whoever_decides(desk: Desk) -> None:
    watch = Watch(desk)
    await opens(desk, "/sync edit Lead", "Which one?")
    await watch.look("which one")
    await desk.press("Close")
    await asks_to_pause(desk)
    await desk.goes_to("syncbot")
    await expect(desk.newest.get_by_role("button", name="Cancel request")).to_be_visible()
    await watch.look("a request of one's own")
    await desk.becomes("Gus Moreau")
    await desk.goes_to("approvals")
    await desk.tab.get_by_role("button", name="Approve").first.click()
    await expect(desk.newest).to_contain_text("Only visible to you")
    await watch.look("a refusal")
    await goes_to_approve(desk)
    await watch.look("a request")
    request = desk.tab.get_by_role("article").first
    for name, words in {"Details": "Id", "Reject": "Why"}.items():
        await request.get_by_role("button", name=name).click()
        await desk.sees(words)
        await watch.look(name)
        await desk.tab.keyboard.press("Escape")
        await expect(desk.modal).to_have_count(0)
    await approves(desk)
    await expect(request).to_contain_text("Approved by @Ben Okafor")
    await watch.look("a decision with its thread")
    await desk.goes_to("sync-log")
    await expect(desk.newest).to_contain_text("Applied")
    await watch.look("the log")
    assert watch.found == {}
