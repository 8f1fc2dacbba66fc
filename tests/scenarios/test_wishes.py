"""The verbs of `/sync` that lead to a review: the forms that people type, what is written, and what cannot be done."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS, LEADS_EMEA
from tests.scenarios.acts import without, writes
from tests.scenarios.editing import lets_it_be_tuesday, types, types_to_review
from tests.scenarios.town import Town


@pytest.fixture(autouse=True)
async def _on_a_tuesday(redis_url: str) -> None:
    await lets_it_be_tuesday(redis_url)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "map {} regoin -> Region__c",
            "The source field regoin does not exist in Leads. No mapping was",
        ),
        ("map {} region -> Regoin__c", "The target field Regoin__c does not exist in Lead."),
        ("unmap {} Fone", 'No mapping writes to "Fone". No mapping was removed. Did you mean Phone?'),
        ("unmap {} 77777", 'No mapping writes to "77777". No mapping was removed. Write /sync show'),
        ("unmap {} Rating", 'No mapping writes to "Rating". No mapping was removed.'),
        ("schedule {} daily 25:00", "“25:00” is not a time of day. The schedule was not changed."),
        (
            "schedule {} sometimes",
            "“sometimes” is not part of a schedule that syncbot reads. The schedule was not",
        ),
        ("schedule {} monday 0:30 and tuesday 9:00", "One rule cannot hold times with different minutes (0:30, 9:00)."),
        ("set {} day_of_week=9", "“9” cannot be the day of the week of a schedule. Nothing was changed."),
        ("set {} colour=red", "There is no setting colour. Nothing was changed. What can be set: active, "),
        ("set {} nmae=x", "There is no setting nmae. Nothing was changed. Did you mean name?"),
        (
            "set {} active=perhaps",
            "active takes yes or no, not perhaps. Nothing was changed. Write it like",
        ),
        ("set {} mode=upsert", "mode takes one of the modes create, update, updateOrCreate, remove, not upsert."),
        ("set {} fields=3", "fields cannot be set in one line. Nothing was changed."),
        ("set {} name=", "name cannot be empty. Nothing was changed."),
        ("set {} name=A nmae=B", "There is no setting nmae. Nothing was changed."),
    ],
)
async def test_a_line_that_cannot_be_done_is_told_what_is_wrong_and_what_was_not_done(
    town: Town, line: str, said: str
) -> None:
    screen = await types(town, f"/sync {line.format(f'“{LEADS}”')}", "Not done", said)
    assert "Try again" not in screen.buttons
    assert writes(town) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("work_email -> Rating", "Mappings: added work_email (Work e-mail) → Rating"),
        ("work_email → Email", "Mappings: changed Email: source email (E-mail) → work_email (Work e-mail)"),
        ("work_email =&gt; Email", "Mappings: changed Email: source email (E-mail) → work_email (Work e-mail)"),
        ("work_email —&gt; Email", "Mappings: changed Email: source email (E-mail) → work_email (Work e-mail)"),
        ("work_email->Email", "Mappings: changed Email: source email (E-mail) → work_email (Work e-mail)"),
        ('"Work e-mail" -> "Lead Score"', "Mappings: changed Lead_Score__c (Lead Score): source lead_score"),
        ("Leads.work_email -> rating", "Mappings: added work_email (Work e-mail) → Rating"),
    ],
)
async def test_map_adds_a_mapping_or_gives_a_mapped_target_another_source(town: Town, line: str, words: str) -> None:
    await types_to_review(town, f'/sync map "{LEADS}" {line}', words, "Takes effect on the next run")
    await town.anna.submit()
    await town.anna.see("Applied: ", words)
    assert writes(town) == ["PUT"]


async def test_map_and_unmap_find_where_an_unquoted_name_ends(town: Town) -> None:
    await types_to_review(town, f"/sync map {LEADS} work_email -> Rating", "added work_email (Work e-mail) → Rating")
    await town.anna.close()
    await types_to_review(
        town, f"/sync unmap {LEADS_EMEA} Phone", LEADS_EMEA, "Mappings: removed phone (Phone) → Phone"
    )
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
    assert writes(town) == ["PUT"]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("hourly", "Every hour at :00"),
        ("hourly :40", "Every hour at :40"),
        ("daily 6:00", "Every day at 05:00 UTC"),
        ("daily at 6pm", "Every day at 17:00 UTC"),
        ("every day at 6:00 UTC", "Every day at 06:00 UTC"),
        ("weekdays 6:00", "Monday to Friday at 05:00 UTC"),
        ("weekdays 6:00 America/New_York", "Monday to Friday at 11:00 UTC"),
        ("monday 9:30", "Every Monday at 08:30 UTC"),
        ("Mondays at 0:30", "Every Sunday at 23:30 UTC"),
        ("manual", "Only when started by hand"),
        ("continuous", "Continuously, at most every 5 minutes"),
        ("0 6 * * 1-5 UTC", "Monday to Friday at 06:00 UTC"),
        ("cron */20 6-18 * * * UTC", "Every day, every 20 minutes from 06:00 to 18:40 UTC (cron */20 6-18 * * *)"),
    ],
)
async def test_schedule_is_read_in_many_wordings(town: Town, when: str, said: str) -> None:
    await types_to_review(town, f"/sync schedule {LEADS} {when}", f"Schedule: changed Every hour at :15 → {said}")


async def test_a_schedule_is_applied_and_told_on_ones_own_clock(town: Town) -> None:
    before = town.polytomic.sync_named(LEADS)
    review = await types_to_review(town, f"/sync schedule {LEADS} weekdays 6:00", "Takes effect now")
    assert "Then: Monday to Friday at 06:00 Europe/Berlin (05:00 UTC)." in review
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
    after = town.polytomic.sync_named(LEADS)
    assert after["schedule"]["frequency"] == "custom"
    assert without(after, "schedule") == without(before, "schedule")


async def test_a_schedule_given_in_a_named_zone_is_reviewed_in_it_with_its_next_three_runs(town: Town) -> None:
    review = await types_to_review(town, f"/sync schedule {LEADS} weekdays 6:00 america/new_york", "Takes effect now")
    assert "Then: Monday to Friday at 06:00 America/New_York (11:00 UTC)." in review
    assert "Next runs: Wed 25 Nov 06:00, Thu 26 Nov 06:00, Fri 27 Nov 06:00 (America/New_York)." in review
    assert "Clocks in America/New_York change on Sunday 14 March 2027" in review
    assert "Berlin" not in review


async def test_set_changes_several_values_at_once(town: Town) -> None:
    line = f"/sync set {LEADS} name=“New & old” mode=UPDATE sync_all_records=yes skip-initial-backfill=on"
    await types_to_review(
        town,
        line.replace("&", "&amp;"),
        "changed Name: “Leads to Salesforce” → “New & old”",
        "changed Mode: updateOrCreate (Update or create) → update (Update)",
        "changed Sync all records: no → yes",
        "changed Skip initial backfill: no → yes",
    )
    await town.anna.submit()
    await town.anna.see("Outcome", "Applied: ")
    after = town.polytomic.sync_named("New & old")
    assert (after["mode"], after["sync_all_records"], after["skip_initial_backfill"]) == ("update", True, True)


async def test_set_to_what_it_is_already_changes_nothing(town: Town) -> None:
    await types(town, f'/sync set "{LEADS}" active=yes', "Nothing changed, so there is nothing to write.")
    await town.anna.close()
    await types(town, f'/sync resume "{LEADS}"', "Nothing changed, so there is nothing to write.")


async def test_pause_and_resume_take_their_reason_with_them(town: Town) -> None:
    screen = await types_to_review(
        town, f"/sync pause {LEADS} because the CRM\u2019s “big” move", "which pauses the sync"
    )
    assert screen.inputs["Reason"] == "the CRM\u2019s “big” move"
    await town.anna.submit()
    await town.ben.see("please decide", "the CRM\u2019s “big” move")
    await town.ben.press("Approve")
    await town.anna.see("Applied: ", "Approved by @Ben Okafor.")
    await town.anna.close()
    assert town.polytomic.sync_named(LEADS)["active"] is False
    screen = await types_to_review(town, f'/sync resume "{LEADS}" because it is over', "changed Active: no → yes")
    assert screen.inputs["Reason"] == "it is over"


async def test_a_setting_that_the_schedule_does_not_use_is_said_in_the_review(town: Town) -> None:
    review = await types_to_review(town, f'/sync set "{LEADS}" day_of_week=3', "changed Day of the week: not set → “3”")
    assert "A schedule of frequency hourly does not use Day of the week: what is set there is kept" in review


async def test_a_mapping_from_one_to_another_to_a_third_is_refused_in_plain_words(town: Town) -> None:
    await types(town, f'/sync map "{LEADS}" a->b->c', "A mapping has one arrow, from one source to one target")
