"""Serves the page on loopback: its files, one stream of events a tab, and posts that ask for something.

Only a page from this very address gets through: a request must name the host it was sent to, and a post must be JSON,
which no other site can make a browser send.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from syncbot.sandbox.page.bell import Bell

HOST: Final = "127.0.0.1"
FILES: Final = Path(__file__).parent
KINDS: Final[Mapping[str, str]] = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
ELSEWHERE: Final = "This page is only for this machine."
NOT_JSON: Final = "A post must be JSON."
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of a post: a file that somebody brings is in it, as base64."""

_SHUTDOWN_SECONDS: Final = 0.2
_NAMES: Final = ("127.0.0.1", "localhost")

Json = dict[str, Any]
Feed = Callable[[str], Json]
"""What a person, by handle, is shown under one name. Raises NoSuchError for nobody."""
Answer = Callable[[Json], Awaitable[Json]]
"""What the page is answered to what it says. Raises Refusal."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NoSuchError(Exception):
    """Nothing is there."""


class Refusal(Exception):
    """It cannot be done; the text says why and is shown."""


class Page:
    """One page.

    Attributes:
        url: Where it is served; empty before.
    """

    def __init__(
        self,
        feeds: Mapping[str, Feed],
        answers: Mapping[str, Answer],
        files: Callable[[str, str], tuple[str, bytes]],
    ) -> None:
        """Compose it.

        Args:
            feeds: What is streamed, by name.
            answers: What answers a post, by the last part of its path. Raises Refusal.
            files: The name and content of a file of the workspace, by person and id. Raises NoSuchError.
        """
        self.url = ""
        self.bell = Bell()
        self._feeds = feeds
        self._answers = answers
        self._files = files

    @asynccontextmanager
    async def serve(self, *, port: int = 0) -> AsyncIterator[Page]:
        """Serve it while the block runs.

        Raises:
            OSError: The port is taken.
        """
        app = web.Application(middlewares=[_guarded], client_max_size=MOST_BYTES)
        app.add_routes(
            [
                web.get("/", _index),
                web.get("/page/{name}", _file),
                web.get("/events/{person}", self._stream),
                web.get("/file/{person}/{file_id}", self._shared_file),
                web.post("/do/{what}", self._do),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
            self.url = f"http://{HOST}:{runner.addresses[0][1]}/"
            yield self
        finally:
            await runner.cleanup()

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: each feed at once, and again whenever it says something else; then how far that is."""
        person = request.match_info["person"]
        sent: dict[str, str] = {}
        rings = self.bell.rings
        news = self._news(person, sent)  # before the headers: a person who is not there is no stream
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while True:
                for event in [*news, _event("rings", str(rings))]:
                    await response.write(event)
                rings = await self.bell.after(rings)
                news = self._news(person, sent)
        except (ConnectionResetError, asyncio.CancelledError):
            return response

    def _news(self, person: str, sent: dict[str, str]) -> list[bytes]:
        news = []
        for name, feed in self._feeds.items():
            try:
                text = json.dumps(feed(person), separators=(",", ":"))
            except NoSuchError as exc:
                raise web.HTTPNotFound from exc
            if sent.get(name) != text:
                sent[name] = text
                news.append(_event(name, text))
        return news

    async def _do(self, request: web.Request) -> web.Response:
        answer = self._answers.get(request.match_info["what"])
        if answer is None:
            raise web.HTTPNotFound
        try:
            said = await request.json()
            done = await answer(said)
            return _said(done | {"rings": self.bell.rings})
        except ValueError as exc:
            raise web.HTTPBadRequest(text=NOT_JSON) from exc
        except Refusal as exc:
            return _said({"refused": str(exc)}, status=409)

    async def _shared_file(self, request: web.Request) -> web.Response:
        try:
            name, content = self._files(request.match_info["person"], request.match_info["file_id"])
        except NoSuchError as exc:
            raise web.HTTPNotFound from exc
        shown = name.replace('"', "").replace("\\", "")
        disposition = {"Content-Disposition": f'attachment; filename="{shown}"'}
        return web.Response(body=content, content_type="application/octet-stream", headers={**HEADERS, **disposition})


def _event(name: str, text: str) -> bytes:
    return f"event: {name}\ndata: {text}\n\n".encode()


def _said(body: Json, *, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=HEADERS)


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.host.partition(":")[0] not in _NAMES:
        raise web.HTTPForbidden(text=ELSEWHERE)
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text=NOT_JSON)
    return await handler(request)


async def _index(_: web.Request) -> web.Response:
    return _sent(FILES / "index.html")


async def _file(request: web.Request) -> web.Response:
    path = FILES / request.match_info["name"]
    if path.parent != FILES or path.suffix not in KINDS or not path.is_file():
        raise web.HTTPNotFound
    return _sent(path)


def _sent(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)
