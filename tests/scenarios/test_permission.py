"""Who may what, asked at the click; and that a refusal reads and writes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.sandbox.slack.people import OTHER_TEAM_ID
from tests.scenarios import forging
from tests.scenarios.acts import REASON, asked, asks_to_pause, reviews, writes
from tests.scenarios.town import Town, built_town

EDITOR_LINES = (
    f'/sync edit "{LEADS}"',
    f'/sync map "{LEADS}" region -> Region__c',
    f'/sync unmap "{LEADS}" Phone',
    f'/sync schedule "{LEADS}" hourly',
    f'/sync set "{LEADS}" mode=update',
    f'/sync pause "{LEADS}" because {REASON}',
    f'/sync resume "{LEADS}"',
)
LOOKING_LINES = ("/sync list", f'/sync show "{LEADS}"')
MAY_NOT_EDIT = "You may not change syncs here. Nothing was changed. These people may: @anna, @cleo."
MAY_NOT_LOOK = "You may not look at syncs here. These people can let you in: @anna, @ben, @cleo."
ELSEWHERE = "This app belongs to another workspace, so nothing was read or changed."
GONE = "no longer"


async def edits_phone(town: Town) -> None:
    """Anna opens the mapping of Phone above the list."""
    await town.anna.command(f'/sync edit "{LEADS}" mappings')
    await town.anna.see("Add mapping")
    await town.anna.press("Edit Phone")
    await town.anna.see("Source field")


@pytest.mark.parametrize("name", ["ben", "mallory", "gus"])
async def test_who_is_no_editor_changes_nothing_by_any_command(town: Town, name: str) -> None:
    person = town.slack.person(name)
    for line in EDITOR_LINES:
        await person.command(line)
        await person.see("Not done", MAY_NOT_EDIT)
        await person.close()
    assert town.polytomic.calls == []


@pytest.mark.parametrize("name", ["mallory", "gus"])
async def test_who_has_no_role_sees_nothing_but_help(town: Town, name: str) -> None:
    person = town.slack.person(name)
    for line in LOOKING_LINES:
        await person.command(line)
        await person.see(MAY_NOT_LOOK)
    await person.command("/sync help")
    await person.see("You cannot look at or change syncs here yet. @ben, @cleo can let you in")
    for button in ("Find a sync", "Pause one", "See what failed"):
        await person.press(button)
        await person.see(MAY_NOT_LOOK)
    assert town.polytomic.calls == []


@pytest.mark.parametrize("name", ["anna", "ben", "cleo"])
async def test_editors_and_approvers_look(town: Town, name: str) -> None:
    person = town.slack.person(name)
    await person.command("/sync list")
    await person.see(LEADS)
    await person.command(f'/sync show "{LEADS}"')
    await person.see(LEADS, "Mappings", "Schedule")


@pytest.mark.parametrize("name", ["anna", "cleo"])
async def test_editors_edit(town: Town, name: str) -> None:
    person = town.slack.person(name)
    await reviews(person, f'/sync unmap "{LEADS}" Phone')
    await person.submit()
    await person.see("Applied")
    assert writes(town) == ["PUT"]


async def test_a_guest_stays_outside_where_everyone_may_edit(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_EDITORS="*", SYNCBOT_APPROVERS="*") as town:
        await town.gus.command(f'/sync unmap "{LEADS}" Phone')
        await town.gus.see("Not done", "You may not change syncs here.", "every full member of this workspace")
        assert town.polytomic.calls == []
        await reviews(town.mallory, f'/sync unmap "{LEADS}" Phone')
        await town.mallory.submit()
        await town.mallory.see("Applied")


async def test_who_may_is_asked_when_apply_is_pressed_not_when_the_review_was_shown(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_EDITORS="S0REVOPS") as town:
        await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
        leaves(town, "S0REVOPS", "anna")
        await town.anna.submit()
        await town.anna.see("You may not change syncs here.", "Nothing was changed.", "@revops")
        assert writes(town) == []


async def test_who_may_is_asked_when_approve_is_pressed_not_when_the_request_was_shown(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVERS="S0APPROVERS") as town:
        assert "@approvers (notifies): please decide." in await asks_to_pause(town)
        await town.ben.press("Details")
        await town.ben.see("Details", f"Sync {town.polytomic.id_of(LEADS)}")
        await town.ben.close()
        leaves(town, "S0APPROVERS", "ben")
        await town.ben.press("Approve")
        await town.ben.see("You may not decide requests here.", "@approvers")
        assert writes(town) == []


async def test_who_left_the_company_between_review_and_apply_applies_nothing(town: Town) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    submission = forging.submission(town, town.anna)
    town.slack.people.add(replace(town.anna.user, deactivated=True))
    ack = await forging.send(town, submission)
    assert ack.acked
    assert writes(town) == []


async def test_one_person_s_modal_obeys_no_other(town: Town) -> None:
    await edits_phone(town)
    calls = len(town.polytomic.calls)
    for name in ("ben", "cleo", "mallory", "gus"):
        person = town.slack.person(name)
        asked = await forging.send(town, forging.by(person, forging.asking(town, town.anna, "Source field", "em")))
        assert "email" not in asked.body
        done = await forging.send(town, forging.by(person, forging.submission(town, town.anna)))
        assert done.acked
    assert len(town.polytomic.calls) == calls
    await town.anna.submit()
    await town.anna.see("Add mapping")
    assert "In this draft" not in str(town.anna.modal)


async def test_a_forged_session_id_reaches_nothing(town: Town) -> None:
    await town.anna.command(f'/sync unmap "{LEADS}" Phone')
    await town.anna.see("Nothing else changes")
    hers = forging.top(town, town.anna).spec["private_metadata"]
    await reviews(town.cleo, f'/sync unmap "{CONTACTS}" Phone')
    own = forging.submission(town, town.cleo)
    for meta in (hers, f"nonsense:{hers.partition(':')[2]}"):
        ack = await forging.send(town, forging.of_session(own, meta))
        assert ack.acked
        assert LEADS not in ack.body
        assert GONE in ack.body
    assert writes(town) == []
    await town.anna.submit()
    await town.anna.see("Applied")


async def test_another_workspace_is_refused_before_anything_is_read(town: Town) -> None:
    await edits_phone(town)
    calls, shown = len(town.polytomic.calls), len(town.slack.calls)
    payloads = (
        forging.asking(town, town.anna, "Source field", "em"),
        forging.submission(town, town.anna),
    )
    for payload in payloads:
        ack = await forging.send(town, forging.from_elsewhere(payload))
        assert ack.acked
        assert ack.body in ("", '{"options": []}', '{"options":[]}')
    await town.anna.close()
    click = forging.click(town, town.anna, "Remove Phone")
    assert (await forging.send(town, forging.from_elsewhere(click))).acked
    assert len(town.polytomic.calls) == calls
    assert len(town.slack.calls) == shown


async def test_a_stranger_from_a_shared_channel_is_told_that_the_app_is_not_theirs(town: Town) -> None:
    zoe = town.slack.person("zoe")
    assert zoe.user.team_id == OTHER_TEAM_ID
    shown = len(town.slack.calls)
    for line in (*EDITOR_LINES, *LOOKING_LINES, "/sync help"):
        await zoe.command(line, channel="partners")
        await zoe.see(ELSEWHERE)
    assert zoe.modal is None
    assert town.polytomic.calls == []
    assert len(town.slack.calls) == shown


async def test_a_stranger_cannot_decide_a_request_that_is_shown_to_them(town: Town) -> None:
    zoe = town.slack.person("zoe")
    town.slack.channels.find("approvals").members.add(zoe.user_id)
    await asks_to_pause(town)
    await zoe.press("Approve")
    assert (await asked(town)).buttons[0] == f"Approve {LEADS}"
    assert writes(town) == []


async def test_when_slack_does_not_say_who_may_nothing_is_done(town: Town) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    town.slack.faults.plan("users.info", "internal_error")
    await town.anna.submit()
    await town.anna.see("Slack did not say in time what you may do here.", "Nothing was changed.", "Try again")
    assert writes(town) == []
    await town.anna.submit()
    await town.anna.see("Applied")


def leaves(town: Town, group_id: str, name: str) -> None:
    """Somebody is taken out of a user group."""
    group = town.slack.people.groups[group_id]
    left = tuple(user_id for user_id in group.user_ids if user_id != town.slack.person(name).user_id)
    town.slack.people.groups[group_id] = replace(group, user_ids=left)
