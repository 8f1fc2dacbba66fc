"""What a mapping has beside its fields, set through the modal and read back; and the CSV file there and back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, COMPANIES, CONTACTS, LEADS
from syncbot.sandbox.polytomic.world import identifier
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import opens_form, takes
from tests.scenarios.test_secrets import keeps_passphrase
from tests.scenarios.town import Town


def fields_of(town: Town, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.polytomic.sync_named(name)["fields"]
    return found


async def exported(town: Town, name: str) -> bytes:
    """What `/sync export` sends to anna."""
    await town.anna.command(f'/sync export "{name}"')
    await town.anna.see("as a CSV file")
    return town.slack.files[-1].content or b""


async def brings(town: Town, name: str, content: bytes) -> None:
    """Anna gives the file to the editor."""
    await opens(town, name, "mappings")
    await opens_form(town, "Add several")
    await town.anna.attach("CSV file", "mappings.csv", content)
    await town.anna.submit()


@pytest.mark.parametrize("name", [LEADS, COMPANIES, CONTACTS, AUDIENCE])
async def test_what_is_exported_and_given_back_unchanged_changes_nothing(town: Town, name: str) -> None:
    before = fields_of(town, name)
    await brings(town, name, await exported(town, name))
    await town.anna.see("mappings.csv says nothing that is not so already.")
    await town.anna.close()
    screen = await town.anna.see("Mappings", "[Add several]")
    assert "In this draft" not in screen
    await town.anna.submit()
    await town.anna.see("Nothing changed, so there is nothing to write.")
    assert fields_of(town, name) == before


async def test_an_export_that_is_edited_changes_what_its_lines_say_and_what_it_does_not_name_stays(town: Town) -> None:
    before = fields_of(town, LEADS)
    rows = list(csv.DictReader(io.StringIO((await exported(town, LEADS)).decode())))
    by_target = {row["target"]: row for row in rows}
    changed = {**by_target["Title"], "write": "create"}
    gone = {**by_target["Phone"], "remove": "yes"}
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(rows[0]))
    writer.writeheader()
    writer.writerows([gone, changed, {"source": "work_email", "target": "Rating"}])
    await brings(town, LEADS, sheet.getvalue().encode())
    await town.anna.see("The file is in the draft")
    await town.anna.close()
    await applies(town, "Mappings: removed", "Mappings: changed Title", "Mappings: added")
    title = {entry["target"]: entry for entry in before}["Title"]
    kept = [entry for entry in before if entry["target"] not in ("Title", "Phone")]
    after = fields_of(town, LEADS)
    assert [entry for entry in after if entry["target"] not in ("Title", "Rating")] == kept
    assert {**title, "sync_mode": "create"} in after
    assert after[-1]["target"] == "Rating"


async def test_encrypt_is_offered_where_the_target_encrypts_and_nowhere_else(town: Town) -> None:
    await opens(town, part="mappings")
    screen = await opens_form(town, "Edit Phone")
    assert "Create this field in the target" in screen
    assert "Encrypt" not in screen
    await town.anna.close()
    await town.anna.close()
    await keeps_passphrase(town)
    await opens(town, AUDIENCE, "mappings")
    edit = next(name for name in (await town.anna.see("Edit email")).buttons if name.startswith("Edit email"))
    screen = await opens_form(town, edit)
    assert "☑ Encrypt" in screen
    assert "Create this field in the target" not in screen
    assert "Write:" not in screen
    await town.anna.untick("Encrypt")
    await takes(town, "Changed in this draft")
    await applies(town, "Mappings: changed email")
    assert [bool(entry.get("encryption_enabled")) for entry in fields_of(town, AUDIENCE)] == [False, True, False, False]


async def test_a_line_that_asks_for_what_the_target_does_not_do_is_refused_by_its_number(town: Town) -> None:
    await opens(town, part="mappings")
    await opens_form(town, "Add several")
    await town.anna.fill("Mappings", "work_email, Rating\nregion, Campaign__c, , , yes")
    await town.anna.submit()
    await town.anna.see("! Line 2: Campaign__c cannot be encrypted in Lead.", "None of the lines was taken.")


async def test_a_fixed_value_stands_beside_a_source_and_is_written_with_it(town: Town) -> None:
    await opens(town, part="mappings")
    await opens_form(town, "Edit Phone")
    await town.anna.tick("Write a fixed value")
    await town.anna.see("Fixed value: (empty)")
    await town.anna.submit()
    await town.anna.see("! Please complete this required field.")
    await town.anna.fill("Fixed value", "0")
    await takes(town, "writes the fixed value “0”")
    await applies(town, "Mappings: changed Phone")
    found = {entry["target"]: entry for entry in fields_of(town, LEADS)}["Phone"]
    assert (found["source"]["field"], found["override_value"]) == ("phone", "0")


async def test_of_several_models_the_one_that_is_chosen_is_stored(town: Town) -> None:
    screen = await opens(town, COMPANIES, "mappings")
    assert "Accounts.domain (Domain)" in screen
    await opens_form(town, "Add mapping")
    await town.anna.choose("Source field", "Subscriptions.seats (Seats)", typed="seats")
    offered = await town.anna.options("Target field", typed="")
    target = next(each for each in offered if each.partition(" ")[0] not in str(fields_of(town, COMPANIES)))
    await town.anna.choose("Target field", target, typed="")
    await takes(town, "Added in this draft")
    await applies(town, "Mappings: added Subscriptions.seats (Seats)")
    [added] = [entry for entry in fields_of(town, COMPANIES) if entry.get("source", {}).get("field") == "seats"]
    assert added["source"]["model_id"] == identifier("model", "Subscriptions")


async def test_a_sync_that_is_left_without_mappings_cannot_be_written_and_the_review_says_why(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:1]})
    await opens(town, part="mappings")
    assert town.anna.modal is not None
    await town.anna.press(next(name for name in town.anna.modal.buttons if name.startswith("Remove ")))
    await town.anna.see("Removed in this draft")
    await town.anna.submit()
    screen = await town.anna.see("To mend first", "No mapping is left, and the mode updateOrCreate needs at least one.")
    assert "[Apply]" not in screen
