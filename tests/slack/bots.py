"""A bot without the parts that a test does not look at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from syncbot.slack.bot import Bot, Home
from syncbot.slack.tasks import Tasks


def a_bot(*, screens: Any, desk: Any = None, turnstile: Any = None) -> Bot:
    """In the workspace `T1`; what is None has nothing that could be asked."""
    nothing: Any = SimpleNamespace()
    return Bot(
        desk=desk or nothing,
        screens=screens,
        people=nothing,
        tasks=Tasks(),
        home=Home(team_id="T1"),
        runs=nothing,
        watches=nothing,
        kept=nothing,
        seen=nothing,
        turnstile=turnstile or nothing,
    )
