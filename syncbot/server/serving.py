"""Runs an ASGI application on uvicorn, with uvloop and httptools where they are installed.

SIGTERM ends it in order: `/readyz` fails and requests are taken for a while longer (`syncbot.server.departure`); then
no new connections, requests in flight have three seconds, then the stopping hooks of the application have theirs
(`syncbot.server.app.DRAIN_SECONDS`): ten seconds in all. SIGINT, or SIGTERM once more, skips the first part.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syncbot.errors import NotStarted, SyncbotError
from syncbot.server.departure import Departure

log = logging.getLogger(__name__)

REQUEST_SECONDS: Final = 3
"""How long requests in flight have when the server stops; Slack waits no longer."""

LISTENING: Final = "Listening on port %s"
PORT_TAKEN: Final = "syncbot cannot listen on port {port}: another program does."
PORT_TAKEN_NEXT: Final = "End that one, or name another port."
PORT_REFUSED: Final = "syncbot cannot listen on port {port}: {why}."
PORT_REFUSED_NEXT: Final = "Name another port."
CRASHED: Final = "syncbot could not start."
CRASHED_NEXT: Final = "The log says why."

_TICK_SECONDS: Final = 0.1
_FAILED: Final = "lifespan.startup.failed"


async def serve(
    app: ASGIApp,
    *,
    port: int,
    host: str = "0.0.0.0",  # noqa: S104 -- a container's entrance
    departure: Departure | None = None,
    linger_seconds: float = 0.0,
    listening: Callable[[], object] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain and return.

    Args:
        app: What answers.
        port: Where.
        host: The address to listen at.
        departure: Told of SIGTERM.
        linger_seconds: How long requests are taken after that.
        listening: Called once the port is its own, before the application starts.

    Raises:
        NotStarted: The port is taken, or a starting hook of the application raised.
    """
    server = _Server(app)
    loop = asyncio.get_running_loop()
    departure = departure or Departure()

    def told_to_stop() -> None:
        again = departure.announced
        departure.announce()
        loop.call_later(0.0 if again else linger_seconds, server.leave)

    loop.add_signal_handler(signal.SIGTERM, told_to_stop)
    loop.add_signal_handler(signal.SIGINT, server.leave)
    try:
        listener = _listen(host, port)
        listening()
        await server.run_on(listener)
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)


@contextlib.asynccontextmanager
async def running(app: ASGIApp, *, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve on the running loop while the block runs; gives the base URL, `http://127.0.0.1:PORT`.

    Raises:
        NotStarted: The port is taken, or a starting hook of the application raised.
    """
    server = _Server(app)
    listener = _listen(host, port)
    url = f"http://{host}:{listener.getsockname()[1]}"
    serving = asyncio.create_task(server.run_on(listener), name=f"server on {url}")
    try:
        await server.begun(serving)
        yield url
    finally:
        server.leave()
        await serving


def new_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the fastest event loop there is, for `asyncio.Runner(loop_factory=…)`."""
    try:
        import uvloop  # noqa: PLC0415 -- it may not be installed
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=REQUEST_SECONDS,
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise NotStarted(PORT_TAKEN.format(port=port), next_step=PORT_TAKEN_NEXT) from exc
        what = PORT_REFUSED.format(port=port, why=os.strerror(exc.errno) if exc.errno else exc)
        raise NotStarted(what, next_step=PORT_REFUSED_NEXT) from exc


class _Starting:
    """The application, and what stopped its start: an error that was foreseen is told in its words, without a trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.fault = NotStarted(CRASHED, next_step=CRASHED_NEXT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        failed: list[Message] = []

        async def sent(message: Message) -> None:
            if message["type"] == _FAILED:
                failed.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, sent)
        except SyncbotError as fault:
            self.fault = NotStarted(fault.what, not_done=fault.not_done, next_step=fault.next_step)
            if failed:
                await send({"type": _FAILED, "message": ""})
        except Exception:
            for message in failed:
                await send(message)
            raise


class _Server(uvicorn.Server):
    """Uvicorn's server, but told to stop by a call, and without killing the process with the signal once more."""

    def __init__(self, app: ASGIApp) -> None:
        self._starting = _Starting(app)
        super().__init__(_config(self._starting))
        self._up = asyncio.Event()
        self._leaving = asyncio.Event()

    async def run_on(self, listener: socket.socket) -> None:
        """Serve on an open socket until `leave`, then close it."""
        try:
            await self.serve(sockets=[listener])
        except SystemExit as exc:
            raise self._starting.fault from exc
        finally:
            listener.close()

    async def begun(self, serving: asyncio.Task[None]) -> None:
        """Wait until it takes requests, or raise what stopped `serving`."""
        up = asyncio.create_task(self._up.wait())
        await asyncio.wait({up, serving}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if serving.done():
            serving.result()

    def leave(self) -> None:
        """Stop soon."""
        self.should_exit = True
        self._leaving.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it, then say so."""
        await super().startup(sockets=sockets)
        for listener in sockets or ():
            log.info(LISTENING, listener.getsockname()[1])
        self._up.set()

    async def main_loop(self) -> None:
        """As uvicorn does it, but `leave` ends the tick."""
        tick = 0
        while not await self.on_tick(tick):
            tick += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), _TICK_SECONDS)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are `serve`'s matter."""
        yield
