from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from syncbot.polytomic.choices import CachedChoices
from syncbot.sandbox.polytomic import PolytomicStandIn
from tests.polytomic.shelf import Shelf, Workspace


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
async def choices(shelf: Shelf, workspace: Workspace) -> AsyncIterator[CachedChoices]:
    cached = CachedChoices(workspace, shelf)
    yield cached
    await cached.aclose()


@pytest.fixture
async def polytomic() -> AsyncIterator[PolytomicStandIn]:
    async with PolytomicStandIn.serve() as stand_in:
        yield stand_in
        assert stand_in.violations == []
