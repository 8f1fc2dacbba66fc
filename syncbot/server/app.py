"""The web application: Slack's requests, and whether this process is alive and ready."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from syncbot.errors import SyncbotError
from syncbot.observe import Told, untold
from syncbot.observe.acknowledging import acknowledgement
from syncbot.server.guard import Guard, Measure

log = logging.getLogger(__name__)

SLACK_PATH: Final = "/slack/events"
CHECK_SECONDS: Final = 1.0
"""How long a check of readiness may take."""
DRAIN_SECONDS: Final = 4.0
"""How long all the stopping hooks together may take, after the requests in flight have had theirs."""

FINE: Final = "ok"
METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
TOO_SLOW: Final = f"no answer within {CHECK_SECONDS:g} s"
FAILED: Final = "failed; the log says why"

Check = Callable[[], Awaitable[object]]
"""Returns when it is well, raises when it is not; a `SyncbotError` says why in words that may be shown.

A text that it returns is told beside the ok.
"""
Hook = Callable[[], Awaitable[object]]
Metrics = Callable[[], Awaitable[bytes]]
"""The metrics in Prometheus's text format."""


def build_app(
    slack: ASGIApp | None,
    *,
    checks: Mapping[str, Check],
    on_start: Sequence[Hook] = (),
    on_stop: Sequence[Hook] = (),
    metrics: Metrics | None = None,
    told: Told = untold,
) -> ASGIApp:
    """The guarded application.

    Args:
        slack: What answers `POST /slack/events`; None in Socket Mode, where health alone is served.
        checks: What must be well before `GET /readyz` answers 200, by name.
        on_start: Run in order before the first request is taken; an exception stops the start.
        on_stop: Run in order after the last request was answered, all within four seconds; none keeps another from it.
        metrics: What `GET /metrics` answers.
        told: Of every request of Slack and how it was answered.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            for hook in on_start:
                await hook()
            yield
        finally:
            await _stop(on_stop)

    async def ready(_: Request) -> Response:
        said = await asyncio.gather(*(_said(name, check) for name, check in checks.items()))
        status = HTTPStatus.OK if all(well for well, _ in said) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(dict(zip(checks, (words for _, words in said), strict=True)), status_code=status)

    async def measured(_: Request) -> Response:
        text = await metrics() if metrics is not None else b""
        return Response(text, headers={"content-type": METRICS_TYPE})

    routes = [Route("/healthz", _alive), Route("/readyz", ready), Route("/metrics", measured)]
    if slack is not None:
        routes.append(Route(SLACK_PATH, _Mounted(slack), methods=["POST"]))
    return Guard(Starlette(routes=routes, lifespan=lifespan), measure=_tell(told))


def _tell(told: Told) -> Measure:
    """Tells of Slack's requests, by what was noted in their trace; not of probes."""

    def measure(path: str, status: int, seconds: float) -> None:
        if path == SLACK_PATH:
            told(acknowledgement(status, seconds))

    return measure


class _Mounted:
    """An ASGI application as Starlette knows one: an object, where a function would be taken for a handler."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


async def _alive(_: Request) -> Response:
    return PlainTextResponse(FINE)


async def _said(name: str, check: Check) -> tuple[bool, str]:
    """Whether it is well, and `ok` or why not."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            more = await check()
    except SyncbotError as exc:
        return False, exc.what
    except TimeoutError:
        return False, TOO_SLOW
    except Exception:
        log.exception("The readiness check %s failed", name)
        return False, FAILED
    return True, f"{FINE}, {more}" if isinstance(more, str) else FINE


async def _stop(hooks: Sequence[Hook]) -> None:
    """Run every hook; those for which no time is left are told so by a cancellation."""
    deadline = asyncio.get_running_loop().time() + DRAIN_SECONDS
    for hook in hooks:
        try:
            async with asyncio.timeout_at(deadline):
                await hook()
        except TimeoutError:
            log.warning(
                "Stopping took longer than %g s; what was left will be taken up by another worker", DRAIN_SECONDS
            )
        except Exception:
            log.exception("A stopping hook failed")
