"""The client of Slack's Web API, measured."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from syncbot.changes.timepiece import Timepiece
from syncbot.observe import Made, Part, Told, watched
from syncbot.slack.dated import DatedClient

KEPT_SECONDS: Final = 60.0
"""How long a connection that nobody uses is kept."""

OTHER: Final = "other"
NO_ANSWER: Final = "no_answer"
RATE_LIMITED: Final = "ratelimited"
_CODE: Final = re.compile(
    "account_inactive|channel_not_found|exchanged_trigger_id|expired_trigger_id|fatal_error|hash_conflict|internal_error"
    "|invalid_auth|invalid_blocks|is_archived|message_not_found|missing_scope|not_authed|not_found|not_in_channel"
    "|push_limit_reached|ratelimited|service_unavailable|token_expired|token_revoked|user_not_found|view_not_found"
)
"""The errors that are counted by their own names."""


def code_of(error: BaseException) -> str:
    """Slack's error as one of few names."""
    if not isinstance(error, SlackApiError):
        return NO_ANSWER
    code = str(error.response.get("error", ""))
    return code if _CODE.fullmatch(code) else OTHER


class WebClient(DatedClient):
    """A client of which `told` hears of every call, by its method's name."""

    def __init__(self, timepiece: Timepiece, told: Told, **options: Any) -> None:
        super().__init__(timepiece, **options)
        self._told = told

    @override
    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """Call a method."""
        with watched(self._told, Part.SLACK, api_method, result_of=code_of):
            return await super().api_call(api_method, **options)


@asynccontextmanager
async def keeping_session(client: AsyncWebClient) -> AsyncIterator[None]:
    """Let a client keep its connections while the block runs; else the SDK opens one for each call, and closes it."""
    connector = aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS)
    timeout = aiohttp.ClientTimeout(total=client.timeout)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as one:
        client.session = one
        try:
            yield
        finally:
            client.session = None


class RateLimits(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack asks; each such refusal is told too, with the time that was waited."""

    def __init__(self, told: Told, *, at_most: int) -> None:
        super().__init__(max_retry_count=at_most)
        self._told = told

    @override
    async def prepare_for_next_attempt_async(self, *, request: HttpRequest, **rest: Any) -> None:
        """Wait, then let the SDK call again."""
        began = time.perf_counter()
        await super().prepare_for_next_attempt_async(request=request, **rest)
        method = request.url.partition("?")[0].rpartition("/")[2]
        self._told(Made(Part.SLACK, method, RATE_LIMITED, time.perf_counter() - began))
