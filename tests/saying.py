"""What the commands of `python -m tests.…` print."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """A line, at once: they run long, and who waits wants to see how far they are."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
