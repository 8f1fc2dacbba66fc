"""A client of Slack's Web API that notes with each answer what time it is at Slack."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from syncbot.changes.timepiece import Timepiece

WHOSE: Final = "that of Slack"
DATE: Final = "Date"
_A_SECOND: Final = 1.0


class DatedClient(AsyncWebClient):
    """The SDK's client, with a timepiece that is compared with the header `Date` of every good answer."""

    def __init__(self, timepiece: Timepiece, **options: Any) -> None:
        super().__init__(**options)
        self._timepiece = timepiece

    @override
    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """Call a method."""
        asked_at = self._timepiece.now()
        answer = await super().api_call(api_method, **options)
        there = _epoch(answer.headers.get(DATE, ""))
        if there is not None:
            self._timepiece.compare(WHOSE, there, asked_at=asked_at, precision=_A_SECOND)
        return answer


def _epoch(date: str) -> float | None:
    """Seconds since the epoch of an HTTP date; None for anything else."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None
