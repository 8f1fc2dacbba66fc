"""How an answer goes over the wire: whole, or as a fault wants it."""

from __future__ import annotations

import json

from aiohttp import web

from syncbot.sandbox.polytomic.faults import Fault, Kind
from syncbot.sandbox.polytomic.replies import Reply


def dropped(request: web.Request) -> web.Response:
    """Close the connection. What is returned is for the server's sake; it does not reach anybody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def sent(request: web.Request, reply: Reply, fault: Fault | None) -> web.StreamResponse:
    """The reply as JSON, or what the fault makes of it."""
    kind = fault.kind if fault else None
    if fault is not None and kind is Kind.GARBLE:
        status = fault.reply.status if fault.reply else reply.status
        return web.Response(status=status, text=fault.text, content_type="text/html", headers=reply.headers)
    body = b"" if reply.body is None else json.dumps(reply.body).encode()
    half = body[: len(body) // 2] if kind in (Kind.TRUNCATE, Kind.CUT) else body
    if kind is Kind.CUT:
        return await _cut(request, reply, body)
    return web.Response(status=reply.status, body=half, content_type="application/json", headers=reply.headers)


async def _cut(request: web.Request, reply: Reply, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.content_type, response.content_length = "application/json", len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    dropped(request)
    return response
