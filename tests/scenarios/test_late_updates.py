"""An update that Slack takes late, or a view that is closed while it loads, leaves nothing wrong on the screen."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.faults import Fault
from tests.scenarios.editing import opens
from tests.scenarios.town import Town


def updates(town: Town) -> int:
    """How many updates of views Slack has taken."""
    return sum(call.method == "views.update" and call.error is None for call in town.slack.calls)


async def takes_updates(town: Town, count: int) -> None:
    """Wait until Slack has taken so many."""
    assert await town.slack.workspace.watch.until(lambda: updates(town) >= count, deadline_seconds=10)


async def test_an_update_that_slack_takes_late_does_not_stay_over_a_newer_one(town: Town) -> None:
    await opens(town)
    before = updates(town)
    town.slack.faults.plan("views.update", Fault.RATE_LIMITED)
    await town.anna.press("Edit Schedule")
    await town.anna.press("Edit Filters")
    await town.anna.see("Filters", "[Add filter: Records from the model]")
    await takes_updates(town, before + 3)
    screen = await town.anna.see("Filters", "[Add filter: Records from the model]")
    assert "Repeat" not in screen


async def test_an_edit_that_is_shown_late_does_not_stay_over_what_was_opened_meanwhile(town: Town) -> None:
    await opens(town, part="mappings")
    before = updates(town)
    town.slack.faults.plan("views.update", Fault.RATE_LIMITED)
    await town.anna.press("Remove Phone")
    await town.anna.press("Back to the overview")
    await town.anna.see("[Edit Schedule]", "Mappings: removed")
    await takes_updates(town, before + 3)
    await town.anna.see("[Edit Schedule]", "Mappings: removed")


async def test_a_hash_that_slack_would_refuse_is_never_sent(town: Town) -> None:
    town.slack.faults.plan("views.update", Fault.HASH_CONFLICT)
    await town.anna.command(f'/sync edit "{LEADS}" schedule')
    await town.anna.see("Slack did not take what syncbot wanted to show (hash_conflict).", "Try again in a moment.")
    await opens(town, part="schedule")
    await town.anna.press("Back to the overview")
    await town.anna.see("[Edit Schedule]")
    assert not any("hash" in call.args for call in town.slack.calls)


async def test_an_editor_that_is_closed_while_it_loads_changes_nothing_and_opens_again(town: Town) -> None:
    held = town.polytomic.faults.hold("GET", "/api/syncs/*")
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("Loading")
    await held.reached()
    await town.anna.close()
    held.release()
    assert await town.slack.workspace.watch.until(
        lambda: any(call.method == "views.update" for call in town.slack.calls), deadline_seconds=5
    )
    assert town.anna.modal is None
    await opens(town)
    assert town.puts(town.polytomic.id_of(LEADS)) == 0
