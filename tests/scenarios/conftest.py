"""A town for each scenario."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from syncbot.slack import reviewing
from tests.scenarios.town import Town, built_town

SETTLE_SECONDS = 0.1
"""On loopback an acknowledgement is read at once."""


@pytest.fixture(autouse=True)
def _quick_to_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "SETTLE_SECONDS", SETTLE_SECONDS)


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url) as built:
        yield built
