"""What every request of a person passes before anything is done for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Passage:
    """Whether a request may go on.

    Attributes:
        wait_seconds: 0 when it may, else in how many seconds the person's next one may.
        repeated: It was taken before: this is a copy of it.
    """

    wait_seconds: float = 0.0
    repeated: bool = False


FREE = Passage()


class Turnstile(Protocol):
    """How fast one person may go, and each act once.

    Attributes:
        per_minute: How many requests of a person are taken in a minute; 0 for any number.
    """

    per_minute: int

    async def enter(self, person: str, operation_id: str = "") -> Passage:
        """Count a request of a person, and take its operation where it names one: for a moment, until it is done.

        Without an answer of the store it may go on: what needs the store says itself that it is gone.

        Raises:
            ClockWrong: This process may do nothing.
        """

    async def done(self, operation_id: str) -> None:
        """Remember that the operation was carried out, so that it is not again. Raises StoreUnavailable."""
