"""The jobs that people come for, by labels alone, with the acts that each takes.

An act is a command sent, a button pressed, or a form filled and submitted; *Find* with Enter is one.
"""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import ACCOUNTS, LEADS, SUPPORT_USERS
from syncbot.sandbox.slack import Person
from syncbot.sandbox.slack.screen import Screen
from syncbot.slack.request import LINES_IN_MESSAGE
from tests.scenarios.acts import asked, asks_to_pause, passes, request, without, writes
from tests.scenarios.town import Town, built_town

WEEK = 7 * 24 * 3600


class Acting:
    """A person whose acts are counted; what they only read or fill in is not one."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.acts: list[str] = []

    async def command(self, line: str) -> None:
        self.acts.append(line)
        await self.person.command(line)

    async def press(self, name: str) -> None:
        self.acts.append(f"[{name}]")
        await self.person.press(name)

    async def press_first(self, screen: Screen, start: str) -> None:
        """The first button on the screen whose name begins so."""
        await self.press(next(name for name in screen.buttons if name.startswith(start)))

    async def find(self, label: str, text: str) -> None:
        self.acts.append(f"{label}: {text} ⏎")
        await self.person.enter(label, text)

    async def submit(self) -> None:
        self.acts.append("submit")
        await self.person.submit()


def _with_mappings(town: Town, count: int) -> str:
    """The accounts' sync with that many mappings."""
    sync_id = town.polytomic.id_of(ACCOUNTS)
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, "fields": doc["fields"][:count]})
    return sync_id


async def test_one_of_four_hundred_mappings_is_mapped_anew_in_six_acts(town: Town) -> None:
    sync_id, anna = _with_mappings(town, 400), Acting(town.anna)
    before = town.polytomic.sync(sync_id)
    await anna.command(f'/sync edit "{ACCOUNTS}" mappings')
    await anna.person.see("Add mapping")
    await anna.find("Find", "Attribute_0217")
    await anna.person.see("1 of 400 match")
    await anna.press("Edit Attribute_0217__c (Attribute 217)")
    await anna.person.see("Source field")
    await anna.person.choose("Source field", "attr_0401 (Attribute 401)", typed="attr_0401")
    await anna.submit()
    await anna.person.see("Changed in this draft")
    await anna.submit()
    await anna.person.see("attr_0217", "attr_0401", "Nothing else changes")
    await anna.submit()
    await anna.person.see("Outcome", "Applied")
    assert len(anna.acts) <= 6, anna.acts
    after = town.polytomic.sync(sync_id)
    moved = [(b, a) for b, a in zip(before["fields"], after["fields"], strict=True) if b != a]
    assert [(b["source"]["field"], a["source"]["field"]) for b, a in moved] == [("attr_0217", "attr_0401")]
    assert without(after, "fields") == without(before, "fields")


async def test_twelve_mappings_are_added_in_five_acts(town: Town) -> None:
    sync_id, anna = _with_mappings(town, 400), Acting(town.anna)
    there = len(town.polytomic.sync(sync_id)["fields"])
    await anna.command(f'/sync edit "{ACCOUNTS}" mappings')
    await anna.person.see("Add several")
    await anna.press("Add several")
    await anna.person.see("Done")
    lines = "\n".join(f"attr_{n:04}, Attribute_{n:04}__c" for n in range(500, 512))
    await anna.person.fill("Mappings", lines)
    await anna.submit()
    await anna.person.see("In this draft")
    await anna.submit()
    await anna.person.see("Nothing else changes", "attr_0511")
    await anna.submit()
    await anna.person.see("Outcome", "Applied")
    assert len(anna.acts) <= 5, anna.acts
    assert len(town.polytomic.sync(sync_id)["fields"]) == there + 12


async def test_who_changed_the_schedule_last_week_is_found_and_it_is_put_back_in_three_acts(
    town: Town, redis_url: str
) -> None:
    sync_id, anna = town.polytomic.id_of(LEADS), Acting(town.anna)
    before = town.polytomic.sync(sync_id)
    await town.cleo.command(f'/sync schedule "{LEADS}" daily 6:00 UTC')
    await town.cleo.see("Nothing else changes")
    await town.cleo.submit()
    await town.cleo.see("Outcome", "Applied")
    await town.cleo.close()
    await passes(redis_url, WEEK)
    await anna.command(f'/sync history "{LEADS}" schedule')
    shown = await anna.person.see("History", "@Cleo Lindqvist", "Schedule: ")
    await anna.press_first(shown, "Undo")
    await anna.person.see("Review changes", "Schedule: ", "Nothing else changes")
    await anna.submit()
    await anna.person.see("Outcome", "Applied")
    assert len(anna.acts) <= 3, anna.acts
    assert without(town.polytomic.sync(sync_id)) == without(before)


async def test_a_failed_sync_is_understood_mended_and_run_in_seven_acts(town: Town) -> None:
    sync_id, anna = town.polytomic.id_of(SUPPORT_USERS), Acting(town.anna)
    await anna.command("/sync list failed")
    await anna.person.see(SUPPORT_USERS, "It is about the mapping region → user_fields.plan_tier")
    await anna.press("Fix this mapping: user_fields.plan_tier")
    await anna.person.see("1 of 6 match")
    await anna.press("Remove user_fields.plan_tier")
    await anna.person.see("Removed in this draft")
    await anna.submit()
    await anna.person.see("Nothing else changes")
    await anna.submit()
    await anna.person.see("Outcome", "Applied")
    await anna.press(f"Run now: {SUPPORT_USERS}")
    await anna.person.see(f"Run {SUPPORT_USERS} now?", "It sends records to Zendesk · users")
    await anna.press(f"Run now: {SUPPORT_USERS}")
    await anna.person.see(f"A run of {SUPPORT_USERS} was started")
    assert len(anna.acts) <= 7, anna.acts
    assert writes(town) == ["PUT", "executions"]
    town.polytomic.executions.begin(sync_id)
    town.polytomic.executions.complete(sync_id, total=2, update=2)
    await anna.person.see("every record taken")


async def test_a_sync_is_paused_at_night_and_its_run_stopped_in_two_acts(town: Town) -> None:
    sync_id, anna = town.polytomic.id_of(LEADS), Acting(town.anna)
    town.polytomic.executions.begin(sync_id)
    await anna.command(f'/sync pause "{LEADS}" because the leads are doubled')
    await anna.person.see("Stop that run too")
    await anna.person.tick("Pause now, ask for approval afterwards")
    await anna.person.tick("Stop that run too")
    await anna.submit()
    await anna.person.see("Outcome", "Applied")
    assert len(anna.acts) == 2, anna.acts
    assert town.polytomic.sync(sync_id)["active"] is False
    assert "cancel" in writes(town)


NOTIFICATION, HOME = "the notification", "the app's home"
"""Where a phone is tapped first; no acts by the count of the other jobs."""


def _taps(acting: Acting, *before: str) -> list[str]:
    """All that a phone is tapped for: what led there, then each button and form."""
    return [*before, *acting.acts]


async def test_a_request_is_approved_on_a_phone_in_three_taps(town: Town) -> None:
    await asks_to_pause(town)
    ben = Acting(town.ben)
    notified = request(town).fallback
    assert notified.startswith(f"@Anna Ruiz asks to change {LEADS}: Run options: changed Active")
    await ben.press(f"Approve {LEADS}")
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    assert _taps(ben, NOTIFICATION) == [NOTIFICATION, f"[Approve {LEADS}]"]
    assert town.polytomic.sync_named(LEADS)["active"] is False


async def test_a_request_is_read_and_approved_on_a_phone_from_the_home_in_three_taps(town: Town) -> None:
    await asks_to_pause(town)
    ben = Acting(town.ben)
    await ben.person.open_home()
    await ben.person.see("Waiting for me", "asked by @Anna Ruiz")
    await ben.press(f"Read and decide: {LEADS}")
    await ben.person.see("Read and approve", "which pauses the sync", f"{LEADS} as it is now")
    await ben.submit()
    await town.anna.see("Applied", "Approved by @Ben Okafor")
    assert _taps(ben, HOME) == [HOME, f"[Read and decide: {LEADS}]", "submit"]
    assert town.polytomic.sync_named(LEADS)["active"] is False


async def test_a_change_too_long_for_a_message_is_read_and_approved_on_a_phone_in_three_taps(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED="all") as town:
        _with_mappings(town, 400)
        await town.anna.command(f'/sync edit "{ACCOUNTS}" mappings')
        await town.anna.see("Add several")
        await town.anna.press("Add several")
        await town.anna.see("Done")
        await town.anna.fill(
            "Mappings", "\n".join(f"attr_{n:04}, Attribute_{n:04}__c" for n in range(500, 500 + LINES_IN_MESSAGE + 2))
        )
        await town.anna.submit()
        await town.anna.see("In this draft")
        await town.anna.submit()
        await town.anna.see("Nothing else changes")
        await town.anna.fill("Reason", "the new attributes")
        await town.anna.submit()
        await asked(town)
        ben = Acting(town.ben)
        await ben.press(f"Read and approve {ACCOUNTS}")
        await ben.person.see("Read and approve", "as it is now")
        await ben.submit()
        await town.anna.see("Applied", "Approved by @Ben Okafor")
        assert _taps(ben, NOTIFICATION) == [NOTIFICATION, f"[Read and approve {ACCOUNTS}]", "submit"]
