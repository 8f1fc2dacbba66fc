"""What people do at the page in several tests."""

from __future__ import annotations

from syncbot.sandbox.polytomic.seed_syncs import LEADS, LEADS_EMEA
from tests.browser.desk import Desk


async def opens(desk: Desk, line: str, *words: str) -> None:
    """Type a command that opens a modal, and see these words in it."""
    await desk.write(line)
    await desk.sees(*words)


async def moves_the_minute(desk: Desk) -> None:
    """Change the schedule of the leads in a draft: at :45."""
    await opens(desk, f'/sync edit "{LEADS}" schedule', "Repeat")
    await (await desk.field("At")).fill(":45")


async def meets_a_conflict(desk: Desk) -> None:
    """Change the schedule, as somebody else does between the review and *Apply*."""
    await moves_the_minute(desk)
    await desk.panel.get_by_label("What somebody else does").select_option("changes its schedule")
    await reviews(desk)
    await desk.makes_trouble("Someone else edits this sync now")
    await desk.press("Apply")


async def settles(desk: Desk, side: str) -> None:
    """Review a conflict again: `side` is *Keep mine* or *Take theirs*."""
    await desk.press("Review again")
    await desk.sees(side)
    await desk.modal.get_by_role("radio", name=side).check()
    await desk.press("Review again")


async def reviews(desk: Desk) -> None:
    """From the draft to the whole review."""
    await desk.press("Review changes")
    await desk.sees("Nothing else changes")


async def confirms(desk: Desk) -> None:
    """From the review to the outcome."""
    await desk.sees("Nothing else changes")
    await desk.press("Apply")
    await desk.sees("Applied")


async def applies(desk: Desk) -> None:
    """From the draft to the outcome."""
    await desk.press("Review changes")
    await confirms(desk)


async def asks_to_pause(desk: Desk) -> None:
    """Request a pause of the leads of EMEA."""
    await asks(desk, f'/sync pause "{LEADS_EMEA}" because leads arrive twice')


async def asks(desk: Desk, line: str) -> None:
    """Type a command that leads to a review, and request approval of it."""
    await opens(desk, line, "Nothing else changes")
    await desk.press("Request approval")
    await desk.sees("Waiting for approval")
    await desk.press("Close")


async def goes_to_approve(desk: Desk) -> None:
    """Be the approver, where requests are."""
    await desk.becomes("Ben Okafor")
    await desk.goes_to("approvals")


async def approves(desk: Desk) -> None:
    """Be the approver, and press *Approve* of the first request."""
    await goes_to_approve(desk)
    await desk.tab.get_by_role("button", name="Approve").first.click()
