"""Response URLs: five posts within thirty minutes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from syncbot.sandbox.slack.answers import ApiError, Code
from syncbot.sandbox.slack.clock import Clock

LIFE_SECONDS = 30 * 60
USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """One response URL.

    Attributes:
        message_ts: The message it came from, or the last that was posted through it; None before there is one.
    """

    token: str
    user_id: str
    channel_id: str
    message_ts: str | None
    thread_ts: str | None
    minted_at: float
    uses: int = 0


class ResponseUrls:
    """Mints and spends them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minted: dict[str, ResponseUrl] = {}

    def mint(
        self, user_id: str, channel_id: str, *, message_ts: str | None = None, thread_ts: str | None = None
    ) -> ResponseUrl:
        """A new one for what this person did there."""
        made = ResponseUrl(secrets.token_hex(12), user_id, channel_id, message_ts, thread_ts, self._clock.now())
        self._minted[made.token] = made
        return made

    def get(self, token: str) -> ResponseUrl:
        """The one with this token, not used by it; KeyError when it was never minted."""
        return self._minted[token]

    def spend(self, token: str) -> ResponseUrl:
        """Use it once.

        Raises:
            ApiError: `expired_url` or `used_url`.
        """
        found = self._minted.get(token)
        if found is None or self._clock.now() - found.minted_at > LIFE_SECONDS:
            raise ApiError(Code.EXPIRED_URL)
        if found.uses >= USES:
            raise ApiError(Code.USED_URL)
        found.uses += 1
        return found
