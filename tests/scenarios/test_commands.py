"""`/sync`: help, lists, which sync a line means, what a line that cannot be read is told, and what loads slowly."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.seed_syncs import (
    ACCOUNTS,
    COMPANIES,
    CONTACTS,
    CUSTOMERS,
    LEADS,
    LEADS_EMEA,
    SUPPORT_USERS,
)
from tests.scenarios.acts import without, writes
from tests.scenarios.editing import lets_it_be_tuesday, types
from tests.scenarios.town import Town


@pytest.fixture(autouse=True)
async def _on_a_tuesday(redis_url: str) -> None:
    await lets_it_be_tuesday(redis_url)


async def test_help_offers_three_things_to_do_and_the_verbs_with_examples(town: Town) -> None:
    screen = await types(town, "/sync help schedule", "/sync schedule SYNC WHEN [ZONE]")
    assert "/sync map" not in screen
    screen = await types(town, "/sync", "[Find a sync] [Pause one] [See what failed]")
    for line in ("/sync list [TEXT | active | paused | all | failed]", "/sync map SYNC SOURCE -> TARGET"):
        assert line in screen
    assert "Example: /sync schedule Leads weekdays 6:00 Europe/Berlin" in screen
    assert "Every change is shown to you before it is written." in screen
    await types(town, "/sync help shcedule", 'There is no verb "shcedule".', "The nearest is schedule.")


async def test_the_buttons_of_help_lead_on(town: Town) -> None:
    await types(town, "/sync help", "[Find a sync]")
    await town.anna.press("See what failed")
    await town.anna.see("failed in the last 48 hours", CUSTOMERS)
    await types(town, "/sync help", "[Find a sync]")
    await town.anna.press("Find a sync")
    await town.anna.see("Sync: ▾")
    await town.anna.choose("Sync", CONTACTS, typed="cont")
    await town.anna.submit()
    await town.anna.see("Edit sync", CONTACTS, "[Review changes]")
    await town.anna.close()
    await types(town, "/sync help", "[Pause one]")
    await town.anna.press("Pause one")
    await town.anna.see("Sync: ▾")
    await town.anna.choose("Sync", CONTACTS, typed="cont")
    await town.anna.submit()
    await town.anna.see("Review changes", CONTACTS, "which pauses the sync")


async def test_list_tells_status_schedule_and_target_of_each_and_its_buttons_lead_on(town: Town) -> None:
    screen = await types(town, "/sync list", LEADS, "1 to 8 of 8")
    assert "Active · Every hour at :15 · Salesforce (production) · Lead" in screen
    assert "Active · Monday to Friday at 0" in screen
    assert ":30 Europe/Berlin (05:30 UTC) · Salesforce (production) · Contact" in screen
    await town.anna.press(f"Pause {CONTACTS}")
    await town.anna.see("Review changes", CONTACTS, "which pauses the sync")
    await town.anna.close()
    await town.anna.press(f"Edit {CONTACTS}")
    await town.anna.see("Edit sync", CONTACTS, "Edit Mappings")
    await town.anna.close()
    await town.anna.press(f"Show {CONTACTS}")
    await town.anna.see(CONTACTS, "Mappings", "Stored as:")


async def test_list_takes_a_text_and_failed_and_says_when_nothing_matches(town: Town) -> None:
    screen = await types(town, "/sync list hubspot", COMPANIES)
    assert LEADS not in screen
    await types(town, "/sync list zzz", "No sync matches “zzz”.", "/sync list")
    screen = await types(town, "/sync list failed", "failed in the last 48 hours", CUSTOMERS)
    assert SUPPORT_USERS in screen
    assert LEADS not in screen


async def test_a_long_list_is_turned(town: Town) -> None:
    doc = town.polytomic.sync_named(LEADS)
    others = [without(doc, "id") | {"name": f"Copy {number:02}"} for number in range(1, 16)]
    town.polytomic.load_documents(others)
    screen = await types(town, "/sync list copy", "1 to 10 of 15")
    first = [button for button in screen.buttons if button.startswith("Edit Copy")]
    await town.anna.press("Next")
    screen = await town.anna.see("11 to 15 of 15")
    second = [button for button in screen.buttons if button.startswith("Edit Copy")]
    assert sorted(first + second) == [f"Edit Copy {number:02}" for number in range(1, 16)]
    await town.anna.press("Previous")
    await town.anna.see("1 to 10 of 15")


async def test_show_tells_the_whole_configuration_and_is_turned_when_it_is_long(town: Town) -> None:
    screen = await types(town, f'/sync show "{LEADS}"', LEADS, "Organization")
    for words in (
        "email (E-mail) → Email",
        "A AND (B OR C)",
        "LeadSource (Lead Source): always “Web”",
        "Every hour at :15",
        "Sync all records: no",
        "Mode: updateOrCreate (Update or create)",
        "Open in Polytomic",
    ):
        assert words in screen
    screen = await types(town, f'/sync show "{ACCOUNTS}"', ACCOUNTS, "Page 1 of ")
    assert "attr_1200" not in screen
    await town.anna.press("Next")
    await town.anna.see("Page 2 of ", "Mappings (continued)")
    await town.anna.press("Previous")
    await town.anna.see("Page 1 of ", "attr_0001")


@pytest.mark.parametrize(
    "named",
    [
        '"Leads to Salesforce EMEA"',
        "“Leads to Salesforce EMEA”",
        "„Leads to Salesforce EMEA“",
        "\u2018Leads to Salesforce EMEA\u2019",
        "«Leads to Salesforce EMEA»",
        "Leads to Salesforce EMEA",
        "leads to salesforce emea",
        "emea",
        "{id}",
        "<https://app.polytomic.com/syncs/{id}>",
        "<https://app.polytomic.com/acme/syncs/{id}/edit?tab=fields|app.polytomic.com/…>",
        "https://app.polytomic.com/syncs/{id}",
    ],
)
async def test_a_sync_is_named_by_its_name_a_part_of_it_its_id_or_a_link(town: Town, named: str) -> None:
    sync_id = town.polytomic.id_of(LEADS_EMEA)
    await types(town, f"/sync edit {named.format(id=sync_id)} schedule", "Edit sync", LEADS_EMEA, "Repeat: ▾ Every day")


async def test_several_matches_ask_which_one_and_the_line_goes_on_with_it(town: Town) -> None:
    screen = await types(town, "/sync schedule Leads daily 6:00", "Which one?")
    assert f"This one: {LEADS_EMEA}" in screen.buttons
    await town.anna.press(f"This one: {LEADS}")
    await town.anna.see("Review changes", LEADS, "Schedule: changed Every hour at :15 → Every day at 05:00 UTC")
    await town.anna.close()
    await types(town, "/sync show Leads", "2 syncs match “Leads”. Which one?")
    await town.anna.press(f"Choose {LEADS_EMEA}")
    await town.anna.see(LEADS_EMEA, "Mappings", "Every day at 07:00 Europe/Berlin (06:00 UTC)")
    await types(town, "/sync edit Leads mappings", "Which one?")
    await town.anna.press(f"This one: {LEADS_EMEA}")
    await town.anna.see("Edit sync", LEADS_EMEA, "Add mapping")


async def test_no_match_names_the_nearest(town: Town) -> None:
    for line in ("/sync edit Leeds to Salesfrce", '/sync pause "Leeds to Salesfrce"', "/sync show Leeds to Salesfrce"):
        await types(town, line, 'No sync is called "Leeds to Salesfrce". Nothing was changed.', f'"{LEADS}"')
        if town.anna.modal:
            await town.anna.close()
    await types(town, "/sync edit 11111111-2222-3333-4444-555555555555", "Polytomic has no such sync")
    assert writes(town) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/sync shw Leads", ('There is no verb "shw". Nothing was changed.', "The nearest is show.")),
        ("/sync frobnicate", ('There is no verb "frobnicate". Nothing was changed.', "/sync help")),
        ("/sync pause", ("The name of a sync is missing. Nothing was changed.", "/sync pause SYNC [because REASON]")),
        ("/sync edit", ("The name of a sync is missing. Nothing was changed.", "/sync edit SYNC [PART]")),
        ("/sync show", ("The name of a sync is missing.",)),
        ('/sync edit "Leads', ('The quote that opens at "Leads has no end. Nothing was changed.',)),
        ("/sync pause “Leads because", ("has no end. Nothing was changed.",)),
        (f'/sync edit "{LEADS}" nonsense', ('There is no part "nonsense". Nothing was changed.', "Mappings, Filters")),
        (f'/sync map "{LEADS}" region', ("A mapping needs an arrow between source and target.",)),
        (f'/sync map "{LEADS}" -> Email', ("map needs a source field.",)),
        (f'/sync set "{LEADS}"', ("set needs at least one KEY=VALUE.",)),
        (f'/sync schedule "{LEADS}"', ("No words of a schedule were found after the sync's name.",)),
        (f'/sync show "{LEADS}" too much', ('show takes one sync; "too much" is left over.',)),
    ],
)
async def test_a_line_that_cannot_be_read_is_told_why_and_how_it_is_written(
    town: Town, line: str, said: tuple[str, ...]
) -> None:
    await types(town, line, *said)
    assert town.anna.modal is None
    assert town.polytomic.calls == []


async def test_a_command_answers_its_caller_alone(town: Town) -> None:
    await types(town, "/sync list", LEADS)
    assert town.ben.ephemerals() == []
    assert not any(LEADS in message for message in town.ben.messages("general"))


async def test_polytomic_that_fails_first_is_told_in_the_view_and_tried_again_there(town: Town) -> None:
    town.polytomic.faults.answer(500, "GET", "*/syncs*", times=8)
    await types(town, f'/sync edit "{LEADS}" schedule', "Not done", "[Try again]")
    depth = town.anna.depth
    town.polytomic.faults.clear()
    await town.anna.press("Try again")
    await town.anna.see("Edit sync", LEADS, "Repeat: ▾ Every hour")
    assert town.anna.depth == depth == 1


async def test_while_polytomic_is_slow_the_view_says_loading_and_can_be_tried_again(town: Town) -> None:
    held = town.polytomic.faults.hold("GET", f"*/syncs/{town.polytomic.id_of(LEADS)}")
    await types(town, f'/sync edit "{LEADS}"', "Loading… Reading from Polytomic.", "[Try again]")
    await held.reached()
    await town.anna.press("Try again")
    await town.anna.see("Edit sync", LEADS, "Edit Mappings")
    held.release()
    await town.anna.press("Edit Schedule")
    await town.anna.see("Repeat: ▾ Every hour")
