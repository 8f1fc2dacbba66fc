from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable

import httpx
import pytest

from syncbot.changes.ports import Polytomic
from syncbot.errors import Busy, Missing, NoAnswer, RateLimited, Refused, ServerFault, Unreadable
from syncbot.polytomic.client import Patience, PolytomicClient
from tests.polytomic.requests import ACCESS, BODY, VERSION

QUICK = Patience(
    read_seconds=2.0, list_seconds=2.0, write_seconds=2.0, first_wait_seconds=0.001, longest_wait_seconds=0.002
)


class Answers:
    """Gives these answers one after the other, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, patience: Patience = QUICK) -> PolytomicClient:
        return PolytomicClient(ACCESS, patience=patience, transport=httpx.MockTransport(self))


def ok(data: object, **more: object) -> httpx.Response:
    return httpx.Response(200, json={"data": data, **more})


def test_the_client_is_the_port_that_changes_need() -> None:
    def needs(port: Polytomic) -> Polytomic:
        return port

    client = PolytomicClient(ACCESS)
    assert needs(client) is client


async def test_a_sync_is_read_as_it_is() -> None:
    answers = Answers(httpx.Response(200, content=b'{"data": {"ten": 10.0, "big": 90071992547409931}}'))
    async with answers.client() as client:
        assert await client.get_sync("s1") == {"ten": 10.0, "big": 90071992547409931}
    assert str(answers.requests[0].url) == "https://polytomic.test/api/syncs/s1"
    assert answers.requests[0].headers["x-polytomic-version"] == VERSION


async def test_a_read_is_sent_again_after_passing_faults() -> None:
    answers = Answers(
        httpx.Response(503),
        httpx.ReadError("reset"),
        httpx.Response(200, content=b'{"data": {"na'),
        ok({"id": "s1"}),
    )
    async with answers.client() as client:
        assert await client.get_sync("s1") == {"id": "s1"}
    assert len(answers.requests) == 4


async def test_a_read_that_keeps_failing_ends_with_its_last_fault() -> None:
    answers = Answers(httpx.Response(503, json={"message": "down"}))
    async with answers.client() as client:
        with pytest.raises(ServerFault) as caught:
            await client.get_sync("s1")
    assert caught.value.message == "down"
    assert len(answers.requests) == QUICK.attempts


async def test_a_read_that_was_refused_is_not_sent_again() -> None:
    answers = Answers(httpx.Response(404))
    async with answers.client() as client:
        with pytest.raises(Missing):
            await client.get_sync("s1")
    assert len(answers.requests) == 1


async def test_the_wait_that_an_answer_asks_for_is_kept_exactly() -> None:
    at: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        at.append(time.monotonic())
        return ok({}) if len(at) > 1 else httpx.Response(429, headers={"Retry-After": "0.15"})

    async with PolytomicClient(ACCESS, patience=QUICK, transport=httpx.MockTransport(answer)) as client:
        await client.get_sync("s1")
    assert at[1] - at[0] >= 0.15


async def test_a_wait_longer_than_the_time_left_is_not_begun() -> None:
    answers = Answers(httpx.Response(429, headers={"Retry-After": "3600"}))
    async with answers.client() as client:
        with pytest.raises(RateLimited) as caught:
            await client.get_sync("s1")
    assert caught.value.retry_after_seconds == 3600
    assert len(answers.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(429, headers={"Retry-After": "0"}),
        httpx.Response(200, content=b'{"data": '),
        httpx.ReadError("reset"),
        httpx.ConnectError("refused"),
    ],
)
async def test_a_write_is_sent_once_whatever_is_answered(answer: httpx.Response | Exception) -> None:
    calls: list[Callable[[PolytomicClient], Awaitable[object]]] = [
        lambda client: client.put_sync("s1", BODY, key="change-1"),
        lambda client: client.activate_sync("s1", active=True, key="change-1"),
        lambda client: client.cancel_sync("s1"),
    ]
    for number, call in enumerate(calls):
        answers = Answers(answer)
        async with answers.client() as client:
            if isinstance(answer, httpx.Response) and answer.is_success and number == len(calls) - 1:
                await call(client)
            else:
                with pytest.raises((ServerFault, RateLimited, Unreadable, NoAnswer)):
                    await call(client)
        assert len(answers.requests) == 1


async def test_a_write_sends_its_body_and_key_and_gives_the_answer() -> None:
    answers = Answers(ok({"id": "s1", "name": "Leads"}))
    async with answers.client() as client:
        assert await client.put_sync("s1", BODY, key="change-1") == {"id": "s1", "name": "Leads"}
    (request,) = answers.requests
    assert (request.method, json.loads(request.content)) == ("PUT", BODY)
    assert request.headers["idempotency-key"] == "change-1"


async def test_a_toggle_touches_nothing_else() -> None:
    answers = Answers(ok({"id": "s1", "active": False}))
    async with answers.client() as client:
        await client.activate_sync("s1", active=False, key="change-1")
    assert answers.requests[0].url.path == "/api/syncs/s1/activate"
    assert json.loads(answers.requests[0].content) == {"active": False}


async def test_a_connection_that_is_not_made_leaves_nothing_written() -> None:
    async with Answers(httpx.ConnectError("refused")).client() as client:
        with pytest.raises(NoAnswer) as caught:
            await client.put_sync("s1", BODY, key="k")
    assert caught.value.not_done == "Nothing was written."


async def test_a_redirect_is_not_followed() -> None:
    answers = Answers(httpx.Response(301, headers={"location": "https://elsewhere.test/api"}))
    async with answers.client() as client:
        with pytest.raises(Refused, match=r"elsewhere\.test"):
            await client.put_sync("s1", BODY, key="k")
    assert len(answers.requests) == 1


async def test_an_answer_of_another_version_is_not_taken() -> None:
    other = httpx.Response(200, json={"data": {}}, headers={"X-Polytomic-Version": "2021-05-23"})
    async with Answers(other).client() as client:
        with pytest.raises(Unreadable, match="2021-05-23"):
            await client.get_sync("s1")


async def test_every_page_of_the_list_is_read_in_order_and_a_sync_that_moved_comes_once() -> None:
    answers = Answers(
        ok([{"id": "a"}, {"id": "b"}], pagination={"next_page_token": "t2"}),
        ok([{"id": "b"}, {"id": "c"}], pagination={"next_page_token": None}),
    )
    async with answers.client() as client:
        assert await client.list_syncs() == [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    assert [dict(request.url.params) for request in answers.requests] == [{}, {"page_token": "t2"}]


async def test_a_list_that_comes_whole_is_read_once() -> None:
    answers = Answers(ok([{"id": "a", "fields": []}]))
    async with answers.client() as client:
        assert await client.list_syncs() == [{"id": "a", "fields": []}]
    assert len(answers.requests) == 1


async def test_a_page_that_leads_to_itself_ends_the_list() -> None:
    answers = Answers(ok([{"id": "a"}], pagination={"next_page_token": "t"}))
    async with answers.client() as client:
        assert await client.list_syncs() == [{"id": "a"}]
    assert len(answers.requests) == 2


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda c: c.list_models(), "/api/models"),
        (lambda c: c.list_connections(), "/api/connections"),
        (lambda c: c.list_policies(), "/api/permissions/policies"),
        (lambda c: c.list_target_objects("c1"), "/api/connections/c1/modelsync/targetobjects"),
    ],
)
async def test_lists_that_are_not_paged_are_read_whole(
    call: Callable[[PolytomicClient], Awaitable[object]], path: str
) -> None:
    answers = Answers(ok([{"id": "x"}]))
    async with answers.client() as client:
        assert await call(client) == ({"id": "x"},)
    assert answers.requests[0].url.path == path


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda c: c.get_status("s1"), "/api/syncs/s1/status"),
        (lambda c: c.get_model("m1"), "/api/models/m1"),
        (lambda c: c.get_target_fields("c1", "Contact"), "/api/connections/c1/modelsync/target/fields?target=Contact"),
        (
            lambda c: c.get_target_fields("c1", "Contact", refresh=True),
            "/api/connections/c1/modelsync/target/fields?target=Contact&refresh=true",
        ),
        (lambda c: c.list_schedules(), "/api/syncs/schedules"),
        (lambda c: c.get_me(), "/api/me"),
    ],
)
async def test_single_things_are_read_from_their_place(
    call: Callable[[PolytomicClient], Awaitable[object]], path: str
) -> None:
    answers = Answers(ok({"id": "x"}))
    async with answers.client() as client:
        assert await call(client) == {"id": "x"}
    assert answers.requests[0].url.raw_path.decode() == path


async def test_a_conflict_is_not_repeated_blindly() -> None:
    answers = Answers(httpx.Response(409))
    async with answers.client() as client:
        with pytest.raises(Busy):
            await client.put_sync("s1", BODY, key="k")
    assert len(answers.requests) == 1
