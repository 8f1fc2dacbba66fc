"""Where the demo runs as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A directory for temporary files, with a path that is short enough for a socket."""
    with TemporaryDirectory(prefix="t-", dir="/tmp") as directory:
        yield Path(directory)
