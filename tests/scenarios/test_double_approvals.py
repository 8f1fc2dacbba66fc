"""Two people approve at one moment, over two replicas: each request is written once."""

from __future__ import annotations

from tests.scenarios.double_approvals import count_doubles


async def test_fifty_requests_approved_twice_at_once_are_written_once_each(redis_url: str) -> None:
    tally = await count_doubles(redis_url, 50)
    assert tally.faults == []
    assert tally.requests == 50
    assert tally.refused >= 50
