"""A town for each scenario."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.town import Town, built_town


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url) as built:
        yield built
