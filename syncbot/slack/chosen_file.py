"""A file that a person chose in a modal, read from Slack: whole, or not at all."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from syncbot.errors import SlackFault

FILES_HOST: Final = "files.slack.com"
FILE_BYTES: Final = 2 * 1024 * 1024
NOT_READ: Final = "Slack did not give the file to syncbot (it needs the scope files:read)."
TOO_LARGE: Final = "The file has more than 2 MB, and none of it was taken."
IN_PIECES: Final = "Take it in several files: lines that a file does not name stay as they are."


def is_slacks(url: str, base_url: str) -> bool:
    """Whether an address is of the Web API's own host, or of the one that has Slack's files."""
    there, ours = urlsplit(url), urlsplit(base_url)
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    return there.scheme == "https" and there.netloc == FILES_HOST


async def read_file(url: str, token: str, *, timeout_seconds: float) -> bytes:
    """What is in the file.

    Raises:
        SlackFault: Slack shows its sign-in page instead, or the file is larger than `FILE_BYTES`.
        aiohttp.ClientError: Slack did not answer.
    """
    timeout = aiohttp.ClientTimeout(total=timeout_seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        headers = {"Authorization": f"Bearer {token}"}
        async with session.get(url, headers=headers, allow_redirects=False) as answer:
            content = await _content(answer.content)
            whole = answer.status == HTTPStatus.OK and answer.content_type != "text/html"
    if not whole:
        raise SlackFault(NOT_READ, code="not_read")
    if len(content) > FILE_BYTES:
        raise SlackFault(TOO_LARGE, code="too_large", next_step=IN_PIECES)
    return content


async def _content(stream: aiohttp.StreamReader) -> bytes:
    """All that comes, in however many pieces; of more than `FILE_BYTES` only so much that this is seen."""
    content = bytearray()
    async for piece in stream.iter_any():
        content += piece
        if len(content) > FILE_BYTES:
            break
    return bytes(content)
