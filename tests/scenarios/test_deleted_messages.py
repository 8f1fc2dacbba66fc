"""A message of the bot is deleted in Slack: what it was for still reaches people."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import asks_to_pause, log, request, thread, writes
from tests.scenarios.town import Town


def deletes_all(town: Town, channel: str) -> None:
    """Somebody clears a channel."""
    channels = town.slack.workspace.channels
    for message in channels.messages(channels.find(channel)):
        channels.delete(message)


async def test_a_deleted_request_is_decided_from_home_and_its_channel_reads_how_it_ended(town: Town) -> None:
    await asks_to_pause(town)
    await town.anna.see("[Cancel request]")
    deletes_all(town, "approvals")
    await town.ben.open_home()
    await town.ben.see("Waiting for me", f"Read and decide: {LEADS}")
    await town.ben.press(f"Read and decide: {LEADS}")
    await town.ben.see("Nothing of it has changed since this was asked.", "[Approve]")
    await town.ben.submit()
    told = town.slack.workspace.watch
    assert await told.until(lambda: "Applied." in thread(town), deadline_seconds=5)
    assert "Approved by @Ben Okafor" in request(town)
    assert "Applied" in request(town)
    assert await told.until(lambda: log(town) == [f"Applied: @Anna Ruiz changed {LEADS}"], deadline_seconds=5)
    assert writes(town) == ["PUT"]


async def test_a_deleted_request_is_asked_anew_when_another_one_comes(town: Town) -> None:
    await asks_to_pause(town)
    deletes_all(town, "approvals")
    await asks_to_pause(town, person=town.cleo)
    both = town.slack.workspace.watch.until(
        lambda: (
            {"@Anna Ruiz asks", "@Cleo Lindqvist asks"}
            <= {" ".join(one.fallback.split()[:3]) for one in town.ben.messages("approvals")}
        ),
        deadline_seconds=5,
    )
    assert await both
