"""The environment of the demo where it runs as a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

OURS = ("SLACK_", "POLYTOMIC_", "SYNCBOT_", "REDIS_")


def variables(scratch: Path, **more: str) -> dict[str, str]:
    """Variables with nothing of a real syncbot among them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "TMPDIR": str(scratch), "PYTHONIOENCODING": "utf-8", **more}
