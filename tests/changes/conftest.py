"""Every test of this room runs on a loop that skips its waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.changes.loop import JumpingLoop
from tests.changes.world import World

if TYPE_CHECKING:
    from collections.abc import Callable


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], JumpingLoop]]:
    return {"jumping": JumpingLoop}


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """A sync, people with roles, and every port; under the module's `POLICY` where it has one."""
    return World(getattr(request.module, "POLICY", None))
