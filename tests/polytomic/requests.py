"""Requests and replies for the tests of this room."""

from __future__ import annotations

import json

from syncbot.errors import Busy, Forbidden, Missing, RateLimited, Rejected, RemoteFault, Unauthorized
from syncbot.polytomic import wire
from syncbot.polytomic.wire import Access, Reply

VERSION = "2025-09-18"
ACCESS = Access.by_key("https://polytomic.test", "pt-secret-key", version=VERSION)
BODY = {"name": "Leads", "mode": "update", "fields": [], "schedule": {"hour": "6"}, "target": {}}
READ = wire.get_sync("s1")
WRITE = wire.put_sync("s1", BODY, key="change-1")
REFUSALS: tuple[tuple[int, type[RemoteFault]], ...] = (
    (400, Rejected),
    (422, Rejected),
    (401, Unauthorized),
    (403, Forbidden),
    (404, Missing),
    (409, Busy),
    (429, RateLimited),
)
"""By the status of an answer: the error that it is."""


def reply(status: int, body: object = None, **headers: str) -> Reply:
    """An answer; `body` as JSON, or as it is when it is bytes; `retry_after="1"` is the header `retry-after`."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, content, at=1_000.0)
