"""The tickets by which `apps.connections.open` lets an app in: each opens one connection, once, soon."""

from __future__ import annotations

import secrets

from syncbot.sandbox.slack.clock import Clock

LIFE_SECONDS = 30.0


class Tickets:
    """Those that were given and not used."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._good_until: dict[str, float] = {}

    def mint(self) -> str:
        """A new one."""
        ticket = secrets.token_hex(16)
        self._good_until[ticket] = self._clock.now() + LIFE_SECONDS
        return ticket

    def spend(self, ticket: str) -> bool:
        """Whether it lets in; it does not a second time."""
        return self._good_until.pop(ticket, 0.0) >= self._clock.now()
