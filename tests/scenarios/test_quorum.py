"""A configuration in which nobody could ever approve is named at the start."""

from __future__ import annotations

import pytest

from syncbot.slack.quorum import quorum_fault
from tests.scenarios.town import built_town


async def test_groups_that_are_too_small_are_named_in_the_log_at_the_start(
    redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with built_town(redis_url, SYNCBOT_APPROVERS="S0APPROVERS", SYNCBOT_APPROVALS_NEEDED="3") as town:
        assert "Nobody could ever approve a request: 3 different people are needed" in caplog.text
        assert "2 may" in await quorum_fault(town.replicas[0].bot)


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
        assert await quorum_fault(town.replicas[0].bot) == ""
