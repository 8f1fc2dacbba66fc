"""Trigger ids: three seconds, one use, bound to the person and to what they did."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass
from enum import StrEnum

from syncbot.sandbox.slack.answers import ApiError, Code
from syncbot.sandbox.slack.clock import Clock

LIFE_SECONDS = 3.0


class Source(StrEnum):
    """What the person did."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    ACTION = "action"
    SUBMISSION = "submission"


@dataclass(slots=True)
class Trigger:
    """One trigger id.

    Attributes:
        view_id: The view that it came from, or None when it came from no modal.
    """

    trigger_id: str
    user_id: str
    source: Source
    view_id: str | None
    minted_at: float
    exchanged: bool = False


class Triggers:
    """Mints and checks trigger ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1001)
        self._minted: dict[str, Trigger] = {}

    def mint(self, user_id: str, source: Source, *, view_id: str | None = None) -> str:
        """A new trigger id; its three seconds start now, before the delivery."""
        trigger_id = f"{next(self._numbers)}.{int(self._clock.now())}.{secrets.token_hex(16)}"
        self._minted[trigger_id] = Trigger(trigger_id, user_id, source, view_id, self._clock.now())
        return trigger_id

    def check(self, trigger_id: object) -> Trigger:
        """The trigger that may still be exchanged.

        Raises:
            ApiError: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._minted.get(str(trigger_id))
        if trigger is None:
            raise ApiError(Code.INVALID_TRIGGER_ID)
        if trigger.exchanged:
            raise ApiError(Code.EXCHANGED_TRIGGER_ID)
        if self._clock.now() - trigger.minted_at > LIFE_SECONDS:
            raise ApiError(Code.EXPIRED_TRIGGER_ID)
        return trigger
