"""Others change the sync in Polytomic meanwhile: merged, or named field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.sandbox.slack import Person
from tests.scenarios.acts import log, passes, reviews, writes
from tests.scenarios.editing import opens
from tests.scenarios.forms import adds_filter
from tests.scenarios.town import Town

Json = dict[str, Any]
ONTO_PHONE = f'/sync map "{LEADS}" region -> Phone'


def remapped(target: str, field: str) -> Callable[[Json], Json]:
    """An outsider's edit: another source for a target."""

    def change(doc: Json) -> Json:
        return {
            **doc,
            "fields": [_from(entry, field) if entry["target"] == target else entry for entry in doc["fields"]],
        }

    return change


def _from(entry: Json, field: str) -> Json:
    return {**entry, "source": {**entry["source"], "field": field}}


def with_mode(mode: str) -> Callable[[Json], Json]:
    """An outsider's edit: another mode."""
    return lambda doc: {**doc, "mode": mode}


def with_all_records(doc: Json) -> Json:
    """An outsider's edit of what no mapping rests on."""
    return {**doc, "sync_all_records": True}


def source_of(town: Town, target: str) -> str:
    """What is mapped to a target now."""
    fields = town.polytomic.sync_named(LEADS)["fields"]
    return next(str(entry["source"]["field"]) for entry in fields if entry["target"] == target)


def gets(town: Town) -> int:
    """How often the sync was read."""
    return len(town.polytomic.calls_of("GET", f"/api/syncs/{town.polytomic.id_of(LEADS)}"))


async def test_what_others_changed_elsewhere_is_merged(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    town.polytomic.outsider_edits(sync_id, with_all_records)
    town.polytomic.outsider_edits(sync_id, remapped("Title", "company"))
    await town.anna.submit()
    await town.anna.see("Applied")
    assert town.polytomic.sync(sync_id)["sync_all_records"] is True
    assert (source_of(town, "Phone"), source_of(town, "Title")) == ("region", "company")
    assert writes(town) == ["PUT"]


async def test_what_it_rests_on_changed_by_others_is_a_conflict_that_names_it(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    town.polytomic.outsider_edits(sync_id, with_mode("update"))
    await town.anna.submit()
    await modal_says(
        *(town.anna, "Conflict", "What this change rests on was changed meanwhile. Nothing was written."),
        *(
            "Name and mode: Mode",
            "When you opened it: updateOrCreate (updates records that exist, creates the others)",
            "Now: update (updates records that exist)",
            "Priya Shah",
        ),
    )
    assert writes(town) == []


async def test_the_same_field_changed_by_others_is_a_conflict_that_names_it_and_them(town: Town) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, ONTO_PHONE)
    town.polytomic.outsider_edits(sync_id, remapped("Phone", "company"))
    await town.anna.submit()
    for told in (
        await modal_says(town.anna, "Conflict", "Last saved in Polytomic by Priya Shah."),
        await town.ben.see("Conflict", "By @Anna Ruiz"),
    ):
        assert "Mappings: Phone" in told
        assert "When you opened it: phone (Phone) → Phone" in told
        assert "Now: company (Company) → Phone" in told
        assert "Yours: region (Region) → Phone" in told
        assert "Nothing was written." in told
    assert log(town) == [f"Conflict: @Anna Ruiz wanted to change {LEADS}"]
    assert writes(town) == []
    await town.anna.press("Review again")
    await town.anna.see("Others changed the same fields after you opened this.")
    await town.anna.choose("Mappings: Phone", "Keep mine")
    await town.anna.submit()
    again = await town.anna.see("Review changes", "Apply")
    assert "changed Phone: source company (Company) → region (Region)" in again
    await town.anna.submit()
    await town.anna.see("Applied")
    assert source_of(town, "Phone") == "region"
    assert writes(town) == ["PUT"]


async def test_a_conflict_found_in_the_review_is_shown_there_and_goes_on_from_what_is_there_now(
    town: Town, redis_url: str
) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.anna.command(f'/sync edit "{LEADS}" mappings')
    await town.anna.see("Add mapping")
    await town.anna.press("Remove Phone")
    await town.anna.see("Put back")
    town.polytomic.outsider_edits(sync_id, lambda doc: with_mode("update")(remapped("Phone", "company")(doc)))
    await passes(redis_url, 61)
    await town.anna.submit()
    clash = await town.anna.see("Others changed the same fields after you opened this. Nothing is written yet.")
    assert "Mappings: Phone" in clash
    assert "When you opened it: phone (Phone) → Phone" in clash
    assert "Now (last saved by Priya Shah): company (Company) → Phone" in clash
    assert "Yours: (nothing)" in clash
    assert "[Apply]" not in str(clash)
    await town.anna.choose("Mappings: Phone", "Keep mine")
    await town.anna.submit()
    again = await town.anna.see("removed company (Company) → Phone")
    assert "Changed meanwhile by Priya Shah, and kept: Name and mode: changed Mode" in again
    await town.anna.submit()
    await town.anna.see("Applied")
    after = town.polytomic.sync(sync_id)
    assert after["mode"] == "update"
    assert "Phone" not in [entry["target"] for entry in after["fields"]]


SIDES = (
    "When you opened it: {on}A: Region__c (Region) is not empty",
    "Now (last saved by Priya Shah): {on}A: Region__c (Region) is not empty; {on}B: Email is not empty; {on}how it ",
    "Yours: {on}A: Region__c (Region) is not empty; {on}B: MRR__c (MRR) is 129.5; {on}how it combines: A AND B",
)


def sides(town: Town) -> tuple[str, ...]:
    """Their words: in the former version of the API the filters of both sides are one field."""
    on = "On the target, " if town.environment["POLYTOMIC_API_VERSION"] == "2024-02-08" else ""
    return tuple(side.format(on=on) for side in SIDES)


def target_filters(town: Town, sync_id: str) -> tuple[list[str], str]:
    """The fields of the conditions on the target, and how these combine, in whichever form they are stored."""
    doc = town.polytomic.sync(sync_id)
    grouped = doc.get("target_filters")
    conditions, logic = (grouped["conditions"], grouped["logic"]) if grouped else (doc["filters"], doc["filter_logic"])
    return [one.get("field_id") or one["field"] for one in conditions], logic


async def test_what_both_only_added_is_kept_from_both(town: Town, redis_url: str) -> None:
    sync_id = town.polytomic.id_of(CONTACTS)
    theirs = {"field": "Email", "function": "IsNotNull", "label": "B"}

    def filters_more(doc: dict[str, Any]) -> dict[str, Any]:
        conditions = doc["target_filters"]["conditions"]
        return {**doc, "target_filters": {"conditions": [*conditions, theirs], "logic": "A AND B"}}

    def with_one_identity(doc: dict[str, Any]) -> dict[str, Any]:
        """So that both versions of the API take it."""
        return {**doc, "identities": {**doc["identities"], "mappings": doc["identities"]["mappings"][:1]}}

    town.polytomic.outsider_edits(sync_id, with_one_identity)
    await opens(town, CONTACTS, "filters")
    await adds_filter(town, "Add filter: Records in Contact", "MRR__c (MRR)", "is", value="129.5")
    town.polytomic.outsider_edits(sync_id, filters_more)
    await passes(redis_url, 61)
    await town.anna.submit()
    screen = await town.anna.see("Others changed the same fields after you opened this.", *sides(town))
    label = next(line.partition(": ○")[0] for line in screen.text.splitlines() if "○ Keep both" in line)
    await town.anna.choose(label, "Keep both")
    await town.anna.submit()
    await town.anna.see("Review changes", "MRR__c", "Nothing else changes")
    assert writes(town) == []
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied")
    assert target_filters(town, sync_id) == (["Region__c", "Email", "MRR__c"], "A AND B AND C")
    assert writes(town) == ["PUT"]


async def test_a_base_older_than_a_minute_is_read_again_for_the_review(town: Town, redis_url: str) -> None:
    sync_id = town.polytomic.id_of(LEADS)
    await town.anna.command(f'/sync edit "{LEADS}" mappings')
    await town.anna.see("Add mapping")
    await town.anna.press("Remove Phone")
    await town.anna.see("Put back")
    town.polytomic.outsider_edits(sync_id, with_mode("update"))
    await town.anna.submit()
    assert "Changed meanwhile" not in await town.anna.see("Nothing else changes")
    assert gets(town) == 1
    await town.anna.press("Back")
    await passes(redis_url, 61)
    await town.anna.submit()
    await town.anna.see("Nothing else changes", "Changed meanwhile by Priya Shah, and kept: Name and mode")
    assert gets(town) == 2


async def modal_says(person: Person, *words: str) -> str:
    """Wait until one screen has the words, the modal among them; its text."""
    await person.see("Outcome", *words)
    return str(person.modal)
