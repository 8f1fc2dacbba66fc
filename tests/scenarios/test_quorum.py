"""A configuration in which nobody could ever approve is named."""

from __future__ import annotations

import pytest

from syncbot.slack.quorum import quorum_fault
from tests.scenarios.town import Town, built_town


async def fault_of(town: Town) -> str:
    """What is wrong with the approvers of the running bot."""
    bot = town.replicas[0].bot
    return await quorum_fault(bot.desk.policy, bot.people)


async def test_groups_that_are_too_small_are_named(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVERS="S0APPROVERS", SYNCBOT_APPROVALS_NEEDED="3") as town:
        fault = await fault_of(town)
    assert "Nobody could ever approve a request: 3 different people are needed" in fault
    assert "2 may" in fault


@pytest.mark.parametrize(
    ("approvers", "needed", "required"), [("S0APPROVERS", "1", "all"), ("*", "20", "all"), ("U1", "2", "none")]
)
async def test_what_somebody_could_approve_is_not(redis_url: str, approvers: str, needed: str, required: str) -> None:
    async with built_town(
        redis_url,
        SYNCBOT_APPROVERS=approvers,
        SYNCBOT_APPROVALS_NEEDED=needed,
        SYNCBOT_APPROVAL_REQUIRED=required,
    ) as town:
        assert await fault_of(town) == ""
