"""The Web API, response URLs and uploads over real HTTP."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.api.chat import respond
from syncbot.sandbox.slack.api.table import METHODS, Method
from syncbot.sandbox.slack.arguments import Arguments, arguments_of
from syncbot.sandbox.slack.faults import Fault, Planned
from syncbot.sandbox.slack.sockets import PATH as LINK
from syncbot.sandbox.slack.sockets import Sockets
from syncbot.sandbox.slack.workspace import APP_TOKEN, BOT_TOKEN, Call, Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY_BYTES = 16 * 1024 * 1024
RESPONSE_URL = "response_url"
_BEARER = re.compile(r"Bearer\s+(\S+)", re.IGNORECASE)
_SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>"
_RESPONSE_STATUS: dict[str, int] = {Code.EXPIRED_URL: 404, Code.USED_URL: 404}


class Server:
    """The HTTP side of a workspace."""

    def __init__(self, workspace: Workspace, sockets: Sockets) -> None:
        self._workspace = workspace
        self.app = web.Application(client_max_size=BODY_BYTES)
        self.app.add_routes(
            [
                web.route("*", "/api/{method}", self._call),
                web.post("/response/{token}", self._respond),
                web.post("/upload/{file_id}", self._upload),
                web.get(LINK, sockets.take),
                web.get("/files-pri/{file_id}/{name}", self._download),
            ]
        )

    async def _call(self, request: web.Request) -> web.Response:
        begun = time.perf_counter()
        name = request.match_info["method"]
        planned = self._workspace.faults.take(name)
        if planned is not None and planned.fault is not Fault.LOST_ANSWER:
            return await self._fail(request, name, planned)
        try:
            args = await arguments_of(request)
        except ApiError as error:
            return self._refused(name, {}, error)
        response = self._answer(request, name, args, begun)
        await self._workspace.watch.changed()
        if planned is not None and request.transport is not None:
            request.transport.abort()
        return response

    def _answer(self, request: web.Request, name: str, args: Arguments, begun: float) -> web.Response:
        shown = {key: value for key, value in args.values.items() if key != "token"}
        try:
            method = _known(name)
            self._authorize(request, method, args)
            wait_seconds = self._workspace.rates.wait_seconds(name, method.per_minute)
            if wait_seconds:
                return self._limited(name, shown, wait_seconds)
            answer = method.answer(self._workspace, args)
        except ApiError as error:
            return self._refused(name, shown, error)
        self._record(name, shown, None, seconds=time.perf_counter() - begun)
        return self._json({"ok": True, **answer})

    def _authorize(self, request: web.Request, method: Method, args: Arguments) -> None:
        if method.open_to_all:
            return
        header = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        token = header.group(1) if header else args.maybe("token")
        if not token:
            raise ApiError(Code.NOT_AUTHED)
        if token != (APP_TOKEN if method.for_app else BOT_TOKEN):
            raise ApiError(Code.INVALID_AUTH)
        granted = self._workspace.app.scopes
        if method.scopes and not granted & set(method.scopes):
            needed = {"needed": method.scopes[0], "provided": ",".join(sorted(granted))}
            raise ApiError(Code.MISSING_SCOPE, extra=needed)

    async def _fail(self, request: web.Request, name: str, planned: Planned) -> web.Response:
        if planned.fault is Fault.HANG:
            self._record(name, {}, planned.fault)
            await self._workspace.faults.hang()
            return web.Response(status=504)
        await request.read()
        if planned.fault is Fault.RATE_LIMITED:
            return self._limited(name, {}, planned.retry_after_seconds)
        self._record(name, {}, planned.fault)
        if planned.fault is Fault.SERVER_ERROR:
            return self._json(ApiError(planned.fault).body(), status=500)
        return self._json(ApiError(planned.fault).body())

    def _limited(self, name: str, args: Mapping[str, Any], wait_seconds: int) -> web.Response:
        self._record(name, args, Fault.RATE_LIMITED)
        headers = {"Retry-After": str(wait_seconds)}
        return self._json(ApiError(Fault.RATE_LIMITED).body(), status=429, headers=headers)

    def _refused(self, name: str, args: Mapping[str, Any], error: ApiError) -> web.Response:
        self._record(name, args, error.code)
        if error.breaks_a_rule:
            self._workspace.violate(name, error.code, error.messages)
        return self._json(error.body())

    def _record(self, name: str, args: Mapping[str, Any], error: str | None, *, seconds: float = 0.0) -> None:
        self._workspace.calls.append(Call(name, args, error, self._workspace.clock.now(), seconds))

    def _json(self, body: Json, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
        accepted = body.get("error") not in {Code.NOT_AUTHED, Code.INVALID_AUTH}
        scopes = {"X-OAuth-Scopes": ",".join(sorted(self._workspace.app.scopes))} if accepted else {}
        return web.json_response(body, status=status, headers={**scopes, **(headers or {})})

    async def _respond(self, request: web.Request) -> web.Response:
        planned = self._workspace.faults.take(RESPONSE_URL)
        if planned is not None:
            return await self._fail(request, RESPONSE_URL, planned)
        values: Json = {}
        try:
            values = _object(await request.text())
            respond(self._workspace, request.match_info["token"], values)
        except ApiError as error:
            self._record(RESPONSE_URL, values, error.code)
            self._workspace.violate(RESPONSE_URL, error.code, error.messages)
            return web.Response(status=_RESPONSE_STATUS.get(error.code, 400), text=error.code)
        self._record(RESPONSE_URL, values, None)
        await self._workspace.watch.changed()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            file = self._workspace.files.get(request.match_info["file_id"])
        except ApiError as error:
            return web.Response(status=404, text=error.code)
        content = await _content(request)
        if len(content) != file.length:
            self._workspace.violate("upload", f"{len(content)} bytes sent, {file.length} announced")
            return web.Response(status=400, text="wrong length")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        """A private file. Without the token, or the scope files:read, Slack answers its sign-in page and status 200."""
        header = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        may = header is not None and header.group(1) == BOT_TOKEN and "files:read" in self._workspace.app.scopes
        try:
            file = self._workspace.files.get(request.match_info["file_id"])
        except ApiError as error:
            return web.Response(status=404, text=error.code)
        if not may or file.content is None:
            return web.Response(text=_SIGN_IN, content_type="text/html")
        return web.Response(body=file.content, content_type="text/csv")


def _known(name: str) -> Method:
    if name not in METHODS:
        raise ApiError(Code.UNKNOWN_METHOD, extra={"req_method": name})
    return METHODS[name]


def _object(text: str) -> Json:
    try:
        value = json.loads(text)
    except ValueError as exc:
        raise ApiError(Code.INVALID_PAYLOAD) from exc
    if not isinstance(value, dict):
        raise ApiError(Code.INVALID_PAYLOAD)
    return value


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
