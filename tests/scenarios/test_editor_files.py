"""*Add several* with a CSV file: more mappings than an input holds, all taken or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS
from tests.scenarios.editing import applies, opens
from tests.scenarios.forms import opens_form
from tests.scenarios.town import Town

ADDED = range(2, 402)


def file_of(*lines: str) -> bytes:
    return "\r\n".join(("source,target,write,create,encrypt,remove", *lines)).encode("utf-8-sig")


async def chooses(town: Town, content: bytes, name: str = "mappings.csv") -> None:
    sync_id = town.polytomic.id_of(ACCOUNTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:1]})
    await opens(town, ACCOUNTS, "mappings")
    await opens_form(town, "Add several")
    await town.anna.attach("CSV file", name, content)
    await town.anna.submit()


async def test_a_file_of_four_hundred_lines_is_taken_at_once_and_written(town: Town) -> None:
    lines = [f"attr_{number:04},Attribute_{number:04}__c,,,," for number in ADDED]
    assert sum(map(len, lines)) > 3000
    await chooses(town, file_of(*lines))
    await town.anna.see("The file is in the draft: mappings.csv.")
    await town.anna.close()
    await town.anna.see("401 mappings", "Added in this draft")
    await town.anna.submit()
    await town.anna.see("Review changes", "stands on the last page")
    assert len(town.polytomic.sync_named(ACCOUNTS)["fields"]) == 1


async def test_a_file_adds_changes_and_removes_what_it_names_and_nothing_else(town: Town) -> None:
    await chooses(town, file_of("attr_0002,Attribute_0002__c,,,,", ",Attribute_0001__c,,,,yes"))
    await town.anna.see("The file is in the draft")
    await town.anna.close()
    await applies(town, "Mappings: added", "Mappings: removed")
    [entry] = town.polytomic.sync_named(ACCOUNTS)["fields"]
    assert (entry["source"]["field"], entry["target"]) == ("attr_0002", "Attribute_0002__c")


@pytest.mark.parametrize(
    ("content", "said", "next_step"),
    [
        (
            file_of("attr_0002,Attribute_0002__c,,,,", "atr_0003,Attribute_0003__c,,,,"),
            "Line 3: The source field atr_0003 does not exist in Account attributes.",
            "Did you mean attr_0003?",
        ),
        (b"\xff\xfe\x00", "mappings.csv is not a text file in UTF-8.", "Export it as CSV in UTF-8"),
        (b"", "There is no line to read.", "email, Email"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_named_and_can_be_chosen_again(
    town: Town, content: bytes, said: str, next_step: str
) -> None:
    await chooses(town, content)
    await town.anna.see(said, next_step, "CSV file", "[Cancel] [Done]")
    await town.anna.attach("CSV file", "better.csv", file_of("attr_0002,Attribute_0002__c,,,,"))
    await town.anna.submit()
    await town.anna.see("The file is in the draft: better.csv.")


async def test_lines_and_a_file_together_are_refused_and_so_is_neither(town: Town) -> None:
    await opens(town, ACCOUNTS, "mappings")
    await opens_form(town, "Add several")
    await town.anna.submit()
    await town.anna.see("! There is neither a line nor a file.")
    await town.anna.fill("Mappings", "attr_0002, Attribute_0002__c")
    await town.anna.attach("CSV file", "mappings.csv", file_of())
    await town.anna.submit()
    await town.anna.see("! There are lines and a file.")


async def test_without_the_scope_to_read_files_that_is_said(town: Town) -> None:
    scopes = town.slack.workspace.app.scopes
    town.slack.workspace.app = replace(town.slack.workspace.app, scopes=scopes - {"files:read"})
    await chooses(town, file_of("attr_0002,Attribute_0002__c,,,,"))
    await town.anna.see("Slack did not give the file to syncbot", "files:read")
