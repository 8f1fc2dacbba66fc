"""The part *Mappings*: found, turned, added one by one and by lines, changed, removed and put back."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, CONTACTS, LEADS
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.acts import without
from tests.scenarios.editing import applies, opens
from tests.scenarios.town import Town


async def adds(town: Town) -> Screen:
    """Anna opens an empty mapping over the list."""
    await town.anna.press("Add mapping")
    return await town.anna.see("Source field", "Target field")


async def writes_lines(town: Town, *lines: str) -> None:
    """Anna takes lines into the draft."""
    await town.anna.press("Add several")
    await town.anna.see("One a line: source, target.")
    await town.anna.fill("Mappings", "\n".join(lines))
    await town.anna.submit()


def targets(town: Town, name: str = LEADS) -> list[str]:
    """What the stored sync maps to, in its order."""
    return [entry["target"] for entry in town.polytomic.sync_named(name)["fields"]]


async def test_1200_mappings_are_turned_and_searched_and_the_place_is_kept(town: Town) -> None:
    screen = await opens(town, ACCOUNTS, "mappings")
    assert "1200 mappings" in screen
    assert "Page 1 of 60" in screen
    assert "attr_0020" in screen
    assert "attr_0021" not in screen
    await town.anna.press("Next")
    await town.anna.see("Page 2 of 60", "attr_0021")
    await town.anna.press("Remove Attribute_0030__c (Attribute 30)")
    await town.anna.see("Page 2 of 60", "Removed in this draft: gone when it is applied")
    await town.anna.press("Previous")
    await town.anna.see("Page 1 of 60", "attr_0001")
    await town.anna.enter("Find", "attribute_11")
    await town.anna.see("100 of 1199 match “attribute_11”.", "Page 1 of 5")
    await town.anna.enter("Find", "ATTR_1111")
    screen = await town.anna.see("1 of 1199 matches “ATTR_1111”.", "attr_1111 (Attribute 1111)")
    assert "Page" not in screen
    await town.anna.enter("Find", "none such")
    await town.anna.see("No mapping matches “none such”.")
    await town.anna.enter("Find", "")
    await town.anna.see("Page 1 of 60", "Attribute_0001__c")


async def test_a_removed_mapping_stays_visible_and_can_be_put_back(town: Town) -> None:
    await opens(town, part="mappings")
    await town.anna.press("Remove Phone")
    await town.anna.see("Removed in this draft: gone when it is applied", "Mappings: removed phone (Phone) → Phone")
    await town.anna.press("Put back Phone")
    await town.anna.see("Remove Phone")
    await town.anna.submit()
    await town.anna.see("Nothing changed, so there is nothing to write.")


async def test_a_mapping_is_added_from_the_choices_that_polytomic_has(town: Town) -> None:
    await opens(town, part="mappings")
    await adds(town)
    assert await town.anna.options("Source field", typed="mail") == [
        "email (E-mail)",
        "work_email (Work e-mail)",
        'Use "mail"',
    ]
    await town.anna.choose("Source field", "work_email (Work e-mail)", typed="mail")
    await town.anna.choose("Target field", "Rating", typed="rat")
    await town.anna.choose("Write", "create (only where the target is empty)")
    await town.anna.submit()
    await town.anna.see("Added in this draft", "12 mappings", "write: create (only where the target is empty)")
    await applies(town, "Mappings: added work_email (Work e-mail) → Rating", "11 other mappings")
    [*_, added] = town.polytomic.sync_named(LEADS)["fields"]
    assert added["source"]["field"] == "work_email"
    assert without(added, "source") == {"target": "Rating", "sync_mode": "create"}


async def test_more_than_a_hundred_choices_ask_for_more_letters(town: Town) -> None:
    await opens(town, ACCOUNTS, "mappings")
    await adds(town)
    everything = await town.anna.options("Source field", typed="attr")
    assert len(everything) == 100
    assert everything[-1] == 'Use "attr"'
    assert everything[-2].endswith(" more, type to narrow")
    assert await town.anna.options("Target field", typed="Attribute_0042") == [
        "Attribute_0042__c (Attribute 42)",
        'Use "Attribute_0042"',
    ]


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("emial", "Rating", "The source field emial does not exist in Leads. No mapping was added or changed."),
        ("work_email", "Ratting", "The target field Ratting does not exist in Lead. No mapping was added or changed."),
        ("work_email", "Email", "Email is already mapped, from email. No mapping was added or changed."),
    ],
)
async def test_what_is_typed_is_checked_and_named_at_its_input(town: Town, source: str, target: str, said: str) -> None:
    await opens(town, part="mappings")
    await adds(town)
    await town.anna.choose("Source field", f'Use "{source}"', typed=source)
    await town.anna.choose("Target field", f'Use "{target}"', typed=target)
    await town.anna.submit()
    next_step = {"emial": "Did you mean email?", "Ratting": "Did you mean Rating?"}
    screen = await town.anna.see(f"! {said}")
    assert next_step.get(source, next_step.get(target, "Choose another target field")) in screen
    await town.anna.close()
    assert "In this draft" not in str(town.anna.modal)


async def test_a_field_that_the_target_lacks_is_created_when_that_is_ticked(town: Town) -> None:
    await opens(town, part="mappings")
    await adds(town)
    await town.anna.choose("Source field", "region (Region)", typed="region")
    await town.anna.choose("Target field", 'Use "Sales_Region__c"', typed="Sales_Region__c")
    await town.anna.tick("Create this field in the target")
    await town.anna.submit()
    await town.anna.see("Added in this draft")
    await applies(town, "Mappings: added region (Region) → Sales_Region__c")
    assert targets(town)[-1] == "Sales_Region__c"


async def test_a_mapping_is_changed_in_its_place_and_only_where_it_was_changed(town: Town) -> None:
    before = town.polytomic.sync_named(LEADS)
    await opens(town, part="mappings")
    await town.anna.press("Edit Title")
    await town.anna.see("Source field: ▾ job_title (Job title)", "Target field: ▾ Title")
    await town.anna.choose("Target field", "Rating", typed="rat")
    await town.anna.submit()
    await town.anna.see("In this draft", "Rating")
    await applies(town, "Title", "Rating")
    after = town.polytomic.sync_named(LEADS)
    titles = [entry for entry in before["fields"] if entry["target"] == "Title"]
    others = [entry for entry in before["fields"] if entry["target"] != "Title"]
    assert [entry for entry in after["fields"] if entry["target"] != "Rating"] == others
    assert [entry for entry in after["fields"] if entry not in others] == [{**titles[0], "target": "Rating"}]
    assert without(after, "fields") == without(before, "fields")


async def test_lines_are_taken_all_at_once_in_the_forms_that_people_paste(town: Town) -> None:
    await opens(town, part="mappings")
    await writes_lines(town, "work_email, Rating", "region\tRegion__c", "", "Status → Status", "source => LeadSource")
    screen = await town.anna.see("15 mappings", "Mappings: added work_email (Work e-mail) → Rating", "and 1 more")
    assert screen.text.count("Added in this draft") == 4
    await applies(town, "added status (Status) → Status (Lead Status)", "added source (Source) → LeadSource")
    assert targets(town)[-4:] == ["Rating", "Region__c", "Status", "LeadSource"]


@pytest.mark.parametrize(
    ("second", "said", "next_step"),
    [
        ("regoin, Region__c", "Line 2: The source field regoin does not exist in Leads.", "Did you mean region?"),
        ("region, Regoin__c", "Line 2: The target field Regoin__c does not exist in Lead.", "Did you mean Region__c?"),
        ("region", "Line 2 is not a source and a target: “region”.", "Write it like: email, Email"),
        ("region, Rating", "Line 2: Rating is already mapped by line 1.", "Leave one of the two lines."),
    ],
)
async def test_one_bad_line_is_named_by_its_number_and_none_is_taken(
    town: Town, second: str, said: str, next_step: str
) -> None:
    lines = ("work_email, Rating", second)
    await opens(town, part="mappings")
    await writes_lines(town, *lines)
    screen = await town.anna.see(f"! {said}", "None of the lines was taken.", next_step)
    assert screen.inputs["Mappings"] == "\n".join(lines)
    await town.anna.close()
    assert "11 mappings" in str(town.anna.modal)


async def test_a_review_of_very_many_changes_is_paged_and_applied_on_its_last_page_alone(town: Town) -> None:
    sync_id = town.polytomic.id_of(ACCOUNTS)

    def emptied(doc: dict[str, Any]) -> dict[str, Any]:
        return {**doc, "fields": doc["fields"][:1]}

    town.polytomic.outsider_edits(sync_id, emptied)
    await opens(town, ACCOUNTS, "mappings")
    await writes_lines(town, *(f"attr_{n:04},Attribute_{n:04}__c" for n in range(2, 102)))
    await town.anna.see("101 mappings")
    await town.anna.submit()
    pages: list[Screen] = []
    while True:
        review = await town.anna.see("Review changes", f"Page {len(pages) + 1} of ")
        pages.append(review)
        if "Next" not in review.buttons:
            break
        assert "[Apply]" not in review
        assert "Apply stands on the last page." in review
        await town.anna.press("Next")
    assert len(pages) > 2
    assert "Nothing else changes: 1 other mapping" in pages[-1]
    lines = [line for page in pages for line in page.text.splitlines() if line.startswith("• Mappings: added attr_")]
    assert len(lines) == len(set(lines)) == 100
    await town.anna.press("Previous")
    await town.anna.see(f"Page {len(pages) - 1} of {len(pages)}")
    await town.anna.press("Next")
    await town.anna.see(f"Page {len(pages)} of {len(pages)}", "[Apply]")
    await town.anna.submit()
    outcome = await town.anna.see("Applied: ")
    assert "… and 80 more changes." in outcome
    assert len(targets(town, ACCOUNTS)) == 101


async def test_a_mapping_that_identity_needs_can_go_and_the_review_says_what_that_means(town: Town) -> None:
    await opens(town, CONTACTS, "mappings")
    await town.anna.press("Remove Email")
    await town.anna.see("Put back Email")
    await town.anna.submit()
    await town.anna.see(
        "Mind", "Identity matches records on Email, and no mapping writes that field any more.", "[Apply]"
    )


async def test_what_is_ticked_stays_ticked_when_slack_reports_it_as_empty_after_an_update(town: Town) -> None:
    town.slack.nulls_after_update = True
    await opens(town, part="mappings")
    await town.anna.press("Edit Phone")
    await town.anna.see("Source field: ▾ phone (Phone)")
    await town.anna.tick("Create this field in the target")
    await town.anna.submit()
    await town.anna.see("In this draft", "Mappings: changed Phone: create this field in the target no → yes")
    await town.anna.press("Edit Phone")
    await town.anna.see("☑ Create this field in the target")
    await town.anna.untick("Create this field in the target")
    await town.anna.submit()
    await town.anna.sees_no_more("In this draft")
