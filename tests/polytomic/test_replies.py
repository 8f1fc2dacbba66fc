from __future__ import annotations

import pytest

from syncbot.errors import Forbidden, NoAnswer, RateLimited, RemoteFault, ServerFault, Unreadable
from syncbot.polytomic import faults, replies, wire
from syncbot.polytomic.wire import Access
from tests.polytomic.requests import ACCESS, READ, VERSION, WRITE, reply

LIST = wire.list_syncs()


def test_the_object_in_data_keeps_its_json_types() -> None:
    content = b'{"data": {"big": 123456789012345678901234567890, "ten": 10.0, "unknown": null}}'
    data = replies.object_from(READ, reply(200, content), ACCESS)
    assert data == {"big": 123456789012345678901234567890, "ten": 10.0, "unknown": None}
    assert type(data["ten"]) is float


@pytest.mark.parametrize(
    "content", [b'{"data": {"name": "Le', b"", b"<html>", b"[1]", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000]
)
def test_a_success_that_is_no_json_object_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        replies.object_from(READ, reply(200, content), ACCESS)
    assert caught.value.what == faults.INCOMPLETE
    assert caught.value.not_done == "The sync was not read."


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": [1]}, {"data": "x"}])
def test_a_success_without_the_documented_object_is_unreadable(body: object) -> None:
    with pytest.raises(Unreadable, match="documented form"):
        replies.object_from(READ, reply(200, body), ACCESS)


def test_a_write_whose_answer_is_cut_off_may_have_been_written() -> None:
    with pytest.raises(Unreadable) as caught:
        replies.object_from(WRITE, reply(200, b'{"data": {'), ACCESS)
    assert caught.value.not_done == "Whether the change was written is not known."
    assert caught.value.status == 200


def test_a_paged_list_tells_where_it_goes_on() -> None:
    body = {"data": [{"id": "a"}], "pagination": {"next_page_token": "t2"}}
    assert replies.page_from(LIST, reply(200, body), ACCESS) == replies.Page(({"id": "a"},), "t2")


@pytest.mark.parametrize("pagination", [None, {}, {"next_page_token": None}, {"next_page_token": ""}, []])
def test_a_list_that_names_no_next_page_is_whole(pagination: object) -> None:
    page = replies.page_from(LIST, reply(200, {"data": [{"id": "a"}], "pagination": pagination}), ACCESS)
    assert page.next_token == ""


def test_a_list_without_pagination_is_whole_and_null_is_an_empty_one() -> None:
    assert replies.page_from(LIST, reply(200, {"data": [{"id": "a"}]}), ACCESS).next_token == ""
    assert replies.page_from(LIST, reply(200, {"data": None}), ACCESS).items == ()


@pytest.mark.parametrize("body", [{}, {"data": {}}, {"data": ["a"]}])
def test_a_list_of_another_form_is_unreadable(body: object) -> None:
    with pytest.raises(Unreadable, match="documented form"):
        replies.page_from(LIST, reply(200, body), ACCESS)


def test_an_answer_of_another_version_is_not_taken() -> None:
    with pytest.raises(Unreadable) as caught:
        replies.object_from(READ, reply(200, {"data": {}}, x_polytomic_version="2022-12-12"), ACCESS)
    assert "2022-12-12" in caught.value.what
    assert VERSION in caught.value.what
    assert "POLYTOMIC_API_VERSION" in caught.value.next_step


def test_an_answer_of_the_version_asked_for_or_of_none_is_taken() -> None:
    assert replies.object_from(READ, reply(200, {"data": {}}, x_polytomic_version=VERSION), ACCESS) == {}
    assert replies.object_from(READ, reply(200, {"data": {}}), ACCESS) == {}


def test_an_acknowledgement_needs_no_body() -> None:
    request = wire.cancel_sync("s1")
    replies.check(request, reply(200), ACCESS)
    with pytest.raises(Forbidden):
        replies.check(request, reply(403), ACCESS)


def test_the_key_that_an_error_repeats_is_hidden() -> None:
    with pytest.raises(RemoteFault) as caught:
        replies.check(READ, reply(401, {"message": "no such key: pt-secret-key"}), ACCESS)
    assert caught.value.message == "no such key: [hidden]"


def test_a_header_that_a_proxy_repeats_is_hidden_too() -> None:
    access = Access.by_organization("https://polytomic.test", "org", "pt-secret-key", version=VERSION)
    repeated = f"502 for {access.authorization}"
    with pytest.raises(RemoteFault) as caught:
        replies.check(READ, reply(502, repeated.encode()), access)
    assert caught.value.message == "502 for Basic [hidden]"


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (NoAnswer("x"), True),
        (ServerFault("x"), True),
        (Unreadable("x"), True),
        (RateLimited("x"), True),
        (Forbidden("x"), False),
    ],
)
def test_a_read_is_repeated_after_a_passing_fault_and_a_write_never(fault: RemoteFault, *, again: bool) -> None:
    assert replies.may_retry(READ, fault) is again
    assert not replies.may_retry(WRITE, fault)
