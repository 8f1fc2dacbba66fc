"""Identity and fixed values as people make them: what is offered, what is kept, and what is refused at its input."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from syncbot.sandbox.slack.screen import Screen
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.town import Town

CONTACT = (identifier("connection", "Salesforce (production)"), "Contact")


def identities(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.polytomic.sync_named(CONTACTS)["identities"]["mappings"]
    return found


def names(screen: Screen, beginning: str) -> str:
    return next(each for each in screen.buttons if each.startswith(beginning))


async def is_refused(town: Town, said: str, *words: str) -> None:
    """*Done* says it: above the inputs where they were drawn anew meanwhile, and then at the one that it is about."""
    await town.anna.submit()
    await town.anna.see(said, *words)
    await town.anna.submit()
    await town.anna.see(f"! {said}", *words)


async def test_an_identity_matches_as_its_target_field_allows(town: Town) -> None:
    allowed = [{"id": "Equality", "label": "is"}, {"id": "OneOf", "label": "one of"}]
    town.polytomic.world.targets[CONTACT].fields["Email"]["identity_functions"] = allowed
    screen = await opens(town, CONTACTS, "identity")
    await opens_form(town, names(screen, "Edit email"))
    assert await town.anna.options("Match") == ["equals", "is one of"]


async def test_an_identity_on_a_field_that_is_to_be_created_is_added_and_the_others_keep_what_polytomic_added(
    town: Town,
) -> None:
    sync_id = town.polytomic.id_of(CONTACTS)

    def typed(doc: dict[str, Any]) -> dict[str, Any]:
        first, *others = doc["identities"]["mappings"]
        kept = {**first, "remote_field_type_id": "string-18"}
        return {**doc, "identities": {**doc["identities"], "mappings": [kept, *others]}}

    town.polytomic.outsider_edits(sync_id, typed)
    before = identities(town)
    await opens(town, CONTACTS, "identity")
    await opens_form(town, "Add identity")
    await town.anna.choose("Source field", "mobile (Mobile)", typed="mobile")
    await town.anna.tick("Create this field in the target")
    await town.anna.see("☑ Create this field in the target")
    await town.anna.choose("Target field", 'Use "Mobile_Key__c"', typed="Mobile_Key__c")
    await takes(town, "Mobile_Key__c")
    await applies(town, "Identity: ")
    *kept, added = identities(town)
    assert kept == before
    assert (added["target"], added["new_field"], added["function"]) == ("Mobile_Key__c", True, "Equality")


async def test_an_identity_that_is_there_already_is_refused_at_its_input(town: Town) -> None:
    await opens(town, CONTACTS, "identity")
    await opens_form(town, "Add identity")
    await town.anna.choose("Source field", "email (E-mail)", typed="email")
    await town.anna.choose("Target field", "Email", typed="Email")
    await is_refused(town, "That identity is there already: email and Email.", "Edit that one.")


async def test_a_field_that_cannot_find_records_is_not_offered_and_refused_when_typed(town: Town) -> None:
    await opens(town, CONTACTS, "identity")
    await opens_form(town, "Add identity")
    assert "Title" not in await town.anna.options("Target field", typed="Title")
    await town.anna.choose("Source field", "job_title (Job title)", typed="job")
    await town.anna.choose("Target field", 'Use "Title"', typed="Title")
    await is_refused(town, "Title cannot be used to find records.")


async def test_a_sync_of_the_classic_shape_has_one_identity_and_says_so(town: Town) -> None:
    screen = await opens(town, COMPANIES, "identity")
    assert "This sync can have one identity only." in screen
    assert "Add identity" not in screen.buttons


async def test_a_target_that_has_a_fixed_value_gets_no_second_and_none_may_be_empty(town: Town) -> None:
    await opens(town, LEADS, "fixed values")
    screen = await opens_form(town, "Add fixed value")
    assert "It cannot be empty: Polytomic refuses that." in screen
    await town.anna.choose("Target field", "LeadSource (Lead Source)", typed="LeadSource")
    await town.anna.see("Fixed value: ▾")
    await town.anna.submit()
    await town.anna.see("! Please complete this required field.")
    await town.anna.choose("Fixed value", "Partner", typed="Part")
    await is_refused(town, "LeadSource already has a fixed value.")


@pytest.mark.parametrize(
    ("part", "words"),
    [("overrides", "Where the condition holds, the field is sent with the other value."), ("fixed values", "always")],
)
async def test_what_an_item_does_is_said_where_it_is_listed(town: Town, part: str, words: str) -> None:
    assert words in await opens(town, LEADS, part)
