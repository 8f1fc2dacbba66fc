"""The first job: one mapping changed through the editor, from the command to the outcome."""

from __future__ import annotations

from tests.scenarios.town import Town


async def test_a_mapping_changed_in_the_editor_is_written_and_nothing_else_moves(town: Town) -> None:
    anna, sync_id = town.anna, town.polytomic.id_of("Leads to Salesforce")
    before = town.polytomic.sync(sync_id)
    await anna.command('/sync edit "Leads to Salesforce"')
    await anna.see("11 mappings", "Every hour at :15")
    await anna.press("Edit Mappings")
    await anna.see("Add mapping")
    await anna.press("Edit Phone")
    await anna.see("Source field")
    await anna.choose("Source field", "region (Region)", typed="reg")
    await anna.submit()
    await anna.see("Changed in this draft")
    await anna.submit()
    await anna.see("changed Phone: source phone (Phone) → region (Region)", "Nothing else changes")
    assert town.puts(sync_id) == 0
    await anna.submit()
    await anna.see("Applied: Leads to Salesforce")

    after = town.polytomic.sync(sync_id)
    phone = next(at for at, entry in enumerate(before["fields"]) if entry["target"] == "Phone")
    before["fields"][phone]["source"]["field"] = "region"
    for key in ("updated_at", "updated_by"):
        before[key] = after[key]
    assert after == before
    assert town.puts(sync_id) == 1
    await town.ben.see("Applied: Leads to Salesforce", "By @Anna Ruiz")
    await anna.close()
    await anna.see("Applied: Leads to Salesforce", "changed Phone")
    assert len(town.ben.messages("sync-log")) == 1
