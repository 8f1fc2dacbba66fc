"""Anything at all at the HTTP entrance: bytes, headers, signed requests of which parts are missing or others."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.slack import screens
from syncbot.slack.verbs import Verb
from tests.scenarios.acts import asks_to_pause
from tests.scenarios.editing import opens
from tests.scenarios.posting import FORM, anybody, headers
from tests.scenarios.town import Town, built_town
from tests.slack.scenes import EXTREMES

REFUSED = {400, 401, 404, 405, 413}

keys = st.text(max_size=5) | st.sampled_from(["id", "type", "value", "view", "user", "team_id", "blocks", "actions"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(EXTREMES)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
mutations = st.lists(st.tuples(st.integers(0, 10_000), st.none() | values.map(lambda value: (value,))), max_size=3)


class Place:
    """A town on a loop of its own, for examples that come one by one."""

    def __init__(self, runner: asyncio.Runner, town: Town, client: httpx.AsyncClient, logged: io.StringIO) -> None:
        self._runner = runner
        self._town = town
        self._client = client
        self._logged = logged
        self._read_until = 0

    def forms(self) -> list[dict[str, Any]]:
        """What people's clicks and commands sent: the form of a command, or the payload of the rest."""
        self._runner.run(_acts(self._town))
        sent = [dict(parse_qsl(one.body.decode())) for one in self._town.slack.deliveries.sent]
        return [json.loads(form["payload"]) if "payload" in form else form for form in sent]

    def post(self, body: bytes, given: dict[str, str] | dict[bytes, bytes]) -> int:
        """Post it, wait for what follows, and look at the log; the status."""
        return self._runner.run(self._post(body, given))

    def answers(self, line: str) -> bool:
        """Whether anna, who types it, is told something or sees a window."""
        return self._runner.run(self._answers(line))

    def write(self, request: bytes) -> bytes:
        """Write it to a connection; the first line of what comes back."""
        return self._runner.run(self._write(request))

    async def _post(self, body: bytes, given: dict[str, str] | dict[bytes, bytes]) -> int:
        answer = await self._client.post(self._town.slack.bot_urls[0], content=body, headers=given)
        await self._settled()
        return answer.status_code

    async def _answers(self, line: str) -> bool:
        anna = self._town.anna
        told = len(anna.ephemerals())
        ack = await anna.command(line)
        await self._settled()
        opened = anna.modal is not None
        assert self._town.slack.violations == []
        self._town.slack.workspace.views.stacks.clear()
        return ack is not None and ack.acked and (opened or len(anna.ephemerals()) > told)

    async def _write(self, request: bytes) -> bytes:
        url = urlsplit(self._town.slack.bot_urls[0])
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        writer.write(request)
        writer.write_eof()
        line = await reader.readline()
        writer.close()
        await self._settled()
        return line

    async def _settled(self) -> None:
        for bot in self._town.replicas:
            assert await bot.bot.tasks.drain(timeout_seconds=10)
        self._logged.seek(self._read_until)
        said = self._logged.read()
        self._read_until = self._logged.tell()
        assert "Traceback" not in said, said
        assert "ERROR" not in said, said


@contextmanager
def place(redis_url: str, logged: io.StringIO) -> Iterator[Place]:
    """A town whose people have been busy."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        town = runner.run(stack.enter_async_context(built_town(redis_url)))
        client = runner.run(stack.enter_async_context(anybody()))
        try:
            yield Place(runner, town, client, logged)
        finally:
            # What no client of Slack would send may make the bot ask for what Slack refuses.
            town.slack.violations.clear()
            runner.run(stack.aclose())


async def _acts(town: Town) -> None:
    anna = town.anna
    await opens(town, LEADS, "mappings")
    await anna.press("Edit Phone")
    await anna.see("Source field")
    await anna.choose("Source field", "region", typed="reg")
    await anna.submit()
    await anna.see("In this draft")
    await anna.submit()
    await anna.see("Review changes", "Nothing else changes")
    await asks_to_pause(town, CONTACTS, person=town.cleo)
    await town.ben.press("Details")
    await town.ben.see("Details")
    await anna.shortcut("Edit a sync")
    await anna.see("Find a sync")


def mutated(payload: dict[str, Any], changes: list[tuple[int, tuple[Any] | None]]) -> dict[str, Any]:
    """The payload with some values gone or others in their place."""
    made = deepcopy(payload)
    for number, change in changes:
        spots = list(_spots(made))
        if not spots:
            break
        holder, key = spots[number % len(spots)]
        if change is None:
            del holder[key]
        else:
            holder[key] = change[0]
    return made


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield value, key
        yield from _spots(inner)


def test_signed_requests_with_parts_missing_or_changed_are_answered(
    redis_url: str, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(redis_url, logged) as here:
        forms = here.forms()
        # A view that was made up never comes, however long it is waited for.
        monkeypatch.setattr(screens, "UPDATE_WAITS_SECONDS", ())

        @settings(max_examples=200)
        @given(st.integers(0, len(forms) - 1), mutations)
        def holds(number: int, changes: list[tuple[int, tuple[Any] | None]]) -> None:
            made = mutated(forms[number], changes)
            fields = made if "command" in made else {"payload": json.dumps(made)}
            body = urlencode(fields, errors="replace").encode()
            assert here.post(body, headers(body)) in {200, 400, 404}

        holds()


def test_signed_json_of_any_kind_is_answered(redis_url: str, logged: io.StringIO) -> None:
    with place(redis_url, logged) as here:

        @settings(max_examples=100)
        @given(values)
        def holds(payload: Any) -> None:
            text = json.dumps(payload)
            for body, kind in ((text, "application/json"), (urlencode({"payload": text}), FORM)):
                raw = body.encode()
                assert here.post(raw, headers(raw, content_type=kind)) in {200, 400, 404}

        holds()


def test_what_is_not_signed_is_refused_whatever_it_is(redis_url: str, logged: io.StringIO) -> None:
    header = st.binary(max_size=12).filter(lambda value: not set(value) & set(b"\r\n\0\v\f") and value == value.strip())
    with place(redis_url, logged) as here:

        @settings(max_examples=150)
        @given(st.binary(max_size=60), header, header, header)
        def holds(body: bytes, timestamp: bytes, signature: bytes, content_type: bytes) -> None:
            given_headers = {
                b"X-Slack-Request-Timestamp": timestamp,
                b"X-Slack-Signature": signature,
                b"Content-Type": content_type,
            }
            assert here.post(body, given_headers) in {400, 401}

        holds()


def test_bytes_that_are_no_request_are_answered_or_cut_off(redis_url: str, logged: io.StringIO) -> None:
    starts = st.sampled_from(
        [b"", b"POST /slack/events HTTP/1.1\r\n", b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: "]
    )
    with place(redis_url, logged) as here:

        @settings(max_examples=150)
        @given(starts, st.binary(max_size=80), st.sampled_from([b"", b"\r\n\r\n"]))
        def holds(start: bytes, more: bytes, end: bytes) -> None:
            line = here.write(start + more + end)
            assert line == b"" or int(line.split()[1]) in REFUSED

        holds()


def test_whatever_is_typed_is_answered(redis_url: str, logged: io.StringIO) -> None:
    words = st.sampled_from([LEADS, "Leads", "->", "=", '"', "because", "name=x", "daily 6:00", "Phone", *EXTREMES])
    lines = st.lists(words | st.text(max_size=12), max_size=4).map(" ".join)
    with place(redis_url, logged) as here:

        @settings(max_examples=100)
        @given(st.sampled_from(["", *(verb.value for verb in Verb)]), lines)
        def holds(verb: str, line: str) -> None:
            assert here.answers(f"/sync {verb} {line}")

        holds()
