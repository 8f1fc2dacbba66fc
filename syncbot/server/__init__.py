"""The HTTP entrance: the guard before Slack's requests, health, and the server that runs them."""

from __future__ import annotations

from syncbot.server.app import Check, Hook, build_app
from syncbot.server.departure import LINGER_SECONDS, Departure
from syncbot.server.guard import BODY_LIMIT, Guard
from syncbot.server.serving import new_loop, running, serve
from syncbot.server.signature import Signed

__all__ = [
    "BODY_LIMIT",
    "LINGER_SECONDS",
    "Check",
    "Departure",
    "Guard",
    "Hook",
    "Signed",
    "build_app",
    "new_loop",
    "running",
    "serve",
]
