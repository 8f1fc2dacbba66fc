from __future__ import annotations

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.types import Receive, Scope, Send

from syncbot.sandbox.slack.posting import signature
from syncbot.server import Signed, build_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_764_000_000.0
BODY = b"command=/sync&text=edit+Leads"


class Behind:
    """What stands behind the signature; remembers the bodies that came through."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def signed(body: bytes = BODY, *, at: float = NOW, secret: str = SECRET) -> dict[bytes, bytes]:
    """What Slack sends with a body."""
    timestamp = str(int(at))
    made = signature(secret, timestamp, body)
    return {b"x-slack-request-timestamp": timestamp.encode(), b"x-slack-signature": made.encode()}


def test_the_signature_is_the_one_of_slack_s_own_library() -> None:
    made = SignatureVerifier(SECRET).generate_signature(timestamp=str(int(NOW)), body=BODY)
    assert made is not None
    assert signed()[b"x-slack-signature"] == made.encode()


async def post(
    headers: dict[bytes, bytes], body: bytes = BODY, *, times: tuple[float, ...] = (NOW,)
) -> tuple[int, list[bytes]]:
    """The status, and what came through."""
    behind = Behind()
    app = build_app(Signed(behind, SECRET, times=lambda: times), checks={})
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        answer = await client.post("/slack/events", content=body, headers=headers)
    return answer.status_code, behind.bodies


async def test_what_slack_signed_comes_through_byte_for_byte() -> None:
    assert await post(signed()) == (200, [BODY])
    assert await post(signed(b"\xff\xfe"), b"\xff\xfe") == (200, [b"\xff\xfe"])
    assert await post(signed(b""), b"") == (200, [b""])


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
async def test_a_signature_is_fresh_for_five_minutes(seconds: int) -> None:
    assert (await post(signed(at=NOW + seconds)))[0] == 200


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
async def test_what_is_older_or_from_the_future_does_not_come_through(seconds: int) -> None:
    assert await post(signed(at=NOW + seconds)) == (401, [])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"x-slack-signature": signed()[b"x-slack-signature"]},
        {b"x-slack-request-timestamp": str(int(NOW)).encode()},
        signed(secret="another"),
        signed(b"command=/sync&text=pause+Leads"),
        signed(at=NOW + 1) | {b"x-slack-request-timestamp": str(int(NOW)).encode()},
        signed() | {b"x-slack-signature": b""},
        signed() | {b"x-slack-signature": b"v0="},
        signed() | {b"x-slack-signature": "v0=é".encode()},
        signed() | {b"x-slack-signature": b"v0=\xff\xfe"},
        signed() | {b"x-slack-signature": signed()[b"x-slack-signature"].upper()},
        *(
            signed() | {b"x-slack-request-timestamp": timestamp}
            for timestamp in (b"", b"soon", b"1e3", b"-1", b"9" * 5_000, "١٢٣".encode(), b"1764000000.0", b"0x1")
        ),
    ],
)
async def test_what_slack_did_not_sign_does_not_come_through(headers: dict[bytes, bytes]) -> None:
    assert await post(headers) == (401, [])


async def test_where_the_clock_is_doubted_a_request_may_be_fresh_by_either() -> None:
    times = (NOW, NOW + 4_000)
    assert (await post(signed(), times=times))[0] == 200
    assert (await post(signed(at=NOW + 4_000), times=times))[0] == 200
    assert (await post(signed(at=NOW + 2_000), times=times))[0] == 401


def test_an_empty_secret_is_none() -> None:
    with pytest.raises(ValueError, match="signs nothing"):
        Signed(Behind(), "")
