"""Requests that Slack would not send: nothing is done, the status is right, and no word of them is in the log."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios import forging
from tests.scenarios.acts import reviews, writes
from tests.scenarios.posting import headers, post, state
from tests.scenarios.town import Town

MARKER = "zebra-7719"
JSON = "application/json"


def command(town: Town, line: str) -> bytes:
    """A command of anna's, with a marker in it."""
    form = {
        "command": "/sync",
        "text": line,
        "team_id": town.slack.team_id,
        "user_id": town.anna.user_id,
        "user_name": MARKER,
        "trigger_id": "1.2.3",
        "response_url": f"{town.slack.url}/response/none",
    }
    return urlencode(form).encode()


@pytest.fixture
async def pause(town: Town) -> bytes:
    """A command that would open a review."""
    return command(town, f'pause "{LEADS}" because {MARKER}')


def swapped(signed: dict[str, str], **changed: str) -> dict[str, str]:
    """The same headers but for some."""
    return {**signed, **{name.replace("_", "-"): value for name, value in changed.items()}}


def no_trace(logged: io.StringIO) -> None:
    """Nothing of a request, and no exception, is in the log."""
    said = logged.getvalue()
    assert MARKER not in said
    assert "Traceback" not in said
    assert "ERROR" not in said


@pytest.mark.parametrize(
    "case",
    ["forged", "altered", "old", "from the future", "without headers", "no signature", "no timestamp", "another word"],
)
async def test_what_slack_did_not_sign_just_now_is_refused(
    town: Town, pause: bytes, logged: io.StringIO, case: str
) -> None:
    before = await state(town)
    signed = headers(pause)
    given = {
        "forged": headers(pause, secret="guessed"),
        "altered": headers(pause.replace(b"pause", b"resume")),
        "old": headers(pause, at=-302),
        "from the future": headers(pause, at=302),
        "without headers": {"Content-Type": signed["Content-Type"]},
        "no signature": {name: value for name, value in signed.items() if "Signature" not in name},
        "no timestamp": {name: value for name, value in signed.items() if "Timestamp" not in name},
        "another word": swapped(signed, X_Slack_Request_Timestamp="soon"),
    }[case]
    answer = await post(town, pause, given)
    assert (answer.status_code, answer.text) == (401, "This request is not signed by Slack, or not now.")
    assert await state(town) == before
    assert town.polytomic.calls == []
    no_trace(logged)


async def test_a_signature_that_is_not_ascii_is_refused(town: Town, pause: bytes, logged: io.StringIO) -> None:
    signed = {name.encode(): value.encode() for name, value in headers(pause).items()}
    answer = await post(town, pause, {**signed, b"X-Slack-Signature": "v0=é\N{ZEBRA FACE}".encode()})
    assert answer.status_code == 401
    no_trace(logged)


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe" + MARKER.encode(), JSON),
        (b"text=\xff\xfe" + MARKER.encode(), "application/x-www-form-urlencoded"),
        (b"{" + MARKER.encode(), JSON),
        (b"payload=%7B" + MARKER.encode(), "application/x-www-form-urlencoded"),
        (b"payload=" + b"[" * 100_000, "application/x-www-form-urlencoded"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    town: Town, logged: io.StringIO, body: bytes, content_type: str, *, signed: bool
) -> None:
    before = await state(town)
    given = headers(body, content_type=content_type)
    answer = await post(town, body, given if signed else {"Content-Type": content_type})
    assert answer.status_code == (400 if signed else 401)
    assert MARKER not in answer.text
    assert await state(town) == before
    no_trace(logged)


@pytest.mark.parametrize("head", ["Content-Length: 20000000", "Transfer-Encoding: chunked"])
async def test_twenty_megabytes_are_not_read(town: Town, logged: io.StringIO, head: str) -> None:
    url = urlsplit(town.slack.bot_urls[0])
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(f"POST {url.path} HTTP/1.1\r\nHost: bot\r\n{head}\r\n\r\n".encode())
    if "chunked" in head:
        writer.write(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
    assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    helped = command(town, "help")
    assert (await post(town, helped, headers(helped))).status_code == 200
    no_trace(logged)


@pytest.mark.parametrize("kind", ["command", "block_actions", "view_submission", "shortcut", "block_suggestion"])
async def test_another_workspace_gets_nothing_and_does_nothing(town: Town, logged: io.StringIO, kind: str) -> None:
    before = await state(town)
    if kind == "command":
        body = command(town, f'pause "{LEADS}"').replace(town.slack.team_id.encode(), b"T0OTHER")
    else:
        payload: dict[str, Any] = {
            "type": kind,
            "team": {"id": "T0OTHER"},
            "user": {"id": town.anna.user_id, "team_id": "T0OTHER"},
            "callback_id": "edit_a_sync",
            "action_id": "find",
            "block_id": MARKER,
            "value": MARKER,
            "trigger_id": "1.2.3",
            "actions": [{"action_id": "approve", "value": MARKER, "action_ts": "5"}],
            "view": {"id": "V1", "type": "modal", "callback_id": "review", "private_metadata": MARKER},
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
    answer = await post(town, body, headers(body))
    assert answer.status_code == 200
    assert LEADS not in answer.text
    assert await state(town) == before
    assert town.polytomic.calls == []
    no_trace(logged)


async def test_an_unknown_action_is_said_to_be_of_an_older_version(town: Town, logged: io.StringIO) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    click = {**forging.submission(town, town.anna), "type": "block_actions"}
    click["actions"] = [{"action_id": MARKER, "action_ts": "5", "value": MARKER, "type": "button"}]
    assert (await forging.send(town, click)).acked
    await town.anna.see("Not done", "This button belongs to an older version of syncbot.", "/sync")
    assert writes(town) == []
    no_trace(logged)


async def test_a_stale_review_is_not_applied(town: Town, logged: io.StringIO) -> None:
    await reviews(town.anna, f'/sync unmap "{LEADS}" Phone')
    submission = forging.submission(town, town.anna)
    await town.anna.submit()
    await town.anna.see("Applied")
    assert writes(town) == ["PUT"]
    before = await state(town)
    stale = {**submission, "trigger_id": "7.7.7", "view": {**submission["view"], "hash": "another"}}
    ack = await forging.send(town, stale)
    assert ack.acked
    assert "Outcome" in ack.body  # what became of it is known, so nothing is said to be going on
    after = await state(town)
    assert (after.kept, after.writes) == (before.kept, before.writes)
    no_trace(logged)
