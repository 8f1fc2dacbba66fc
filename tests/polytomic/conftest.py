from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from syncbot.polytomic.choices import CachedChoices
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
