"""Reads whole messages off a connection: HTTP/1.1 as the stand-ins and the bot speak it, and Redis' protocol 2."""

from __future__ import annotations

import hashlib
import re
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import syncbot.store
from syncbot.store import keys

_STORE = Path(syncbot.store.__file__).parent
_COMMON = (_STORE / "common.lua").read_text()
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

SCRIPTS = {
    hashlib.sha1(f"{_COMMON}\n{path.read_text()}".encode()).hexdigest(): path.stem  # noqa: S324 -- Redis' own name
    for path in _STORE.glob("*.lua")
}
"""The name of each script by the hash that it is sent by."""

SWEEP_TURN = "EVALSHA sweep turn"
"""The name of the script that takes a lease, when that is the turn to sweep."""

JOB = b"$4\r\nkind\r\n"
"""What the answer of a taking holds when it gives a job."""


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request.

    Attributes:
        name: What it is, without what differs from run to run: `PUT /api/syncs/{id}`, `EVALSHA change_move`.
        replies: How many messages answer it.
    """

    name: str
    raw: bytes
    replies: int = 1


Reading = Callable[[StreamReader], Awaitable[Request | None]]
"""Reads the next request; None at the end."""


async def http_request(reader: StreamReader) -> Request | None:
    """The next request of an HTTP connection."""
    raw = await http_message(reader)
    if raw is None:
        return None
    method, target, _ = raw.split(b"\r\n", 1)[0].decode().split(" ", 2)
    return Request(f"{method} {_ID.sub('{id}', target.partition('?')[0])}", raw)


async def http_message(reader: StreamReader) -> bytes | None:
    """A message with its body; None at the end. One without a length lasts until the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except IncompleteReadError as exc:
        if exc.partial:
            raise
        return None
    length = _LENGTH.search(head)
    if length:
        return head + await reader.readexactly(int(length[1]))
    return head if head[:4] != b"HTTP" else head + await reader.read()


async def redis_request(reader: StreamReader) -> Request | None:
    """The next command, or the next transaction as a whole."""
    raw, words = await _command(reader)
    if not raw:
        return None
    if words[0].upper() != b"MULTI":
        return Request(_named(words), raw)
    names = []
    while words[0].upper() != b"EXEC":
        more, words = await _command(reader)
        raw += more
        names.append(_named(words))
    return Request("+".join(names[:-1]), raw, replies=len(names) + 1)


async def redis_reply(reader: StreamReader) -> bytes | None:
    """A whole answer."""
    line = await reader.readline()
    if not line.endswith(b"\r\n"):
        return None
    count = int(line[1:-2]) if line[:1] in b"$*" else -1
    if line[:1] == b"$" and count >= 0:
        return line + await reader.readexactly(count + 2)
    if line[:1] == b"*":
        return line + b"".join([await redis_reply(reader) or b"" for _ in range(count)])
    return line


async def _command(reader: StreamReader) -> tuple[bytes, list[bytes]]:
    head = await reader.readline()
    parts, words = [head], []
    for _ in range(int(head[1:-2]) if head else 0):
        size = await reader.readline()
        word = await reader.readexactly(int(size[1:-2]) + 2)
        parts += [size, word]
        words.append(word[:-2])
    return b"".join(parts), words


def _named(words: list[bytes]) -> str:
    name = words[0].decode().upper()
    if name == "EVALSHA" and words[3:4] == [keys.SWEEPER.encode()]:
        return SWEEP_TURN
    return f"{name} {SCRIPTS.get(words[1].decode(), '?')}" if name == "EVALSHA" else name
