from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import (
    Refused,
    RemoteFault,
    ServerFault,
    Uncertain,
)
from syncbot.polytomic import faults, wire
from syncbot.polytomic.wire import Request
from tests.polytomic.requests import BODY, READ, REFUSALS, WRITE, reply

ACTIVATE = wire.activate_sync("s1", active=False, key="k")


def fault(request: Request, status: int, body: object = None, **headers: str) -> RemoteFault:
    return faults.fault_of(request, reply(status, body, **headers))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *REFUSALS,
        (405, Refused),
        (302, Refused),
        (408, ServerFault),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
@pytest.mark.parametrize("request_", [READ, WRITE, ACTIVATE])
def test_each_status_is_its_error_and_says_what_was_not_done_and_what_to_do(
    request_: Request, status: int, kind: type[RemoteFault]
) -> None:
    found = fault(request_, status)
    assert type(found) is kind
    assert found.status == status
    unsure = isinstance(found, Uncertain) and not request_.only_reads
    assert found.not_done == (request_.aim.unsure if unsure else request_.aim.undone)
    assert found.next_step
    assert found.sentences.endswith(".")
    assert "{" not in found.sentences


@pytest.mark.parametrize(
    ("request_", "status", "sentences"),
    [
        (
            WRITE,
            422,
            (
                "Polytomic did not accept the sync as it was sent. Nothing was written. "
                "Polytomic's own words say what is wrong; change that, then review again."
            ),
        ),
        (
            WRITE,
            401,
            (
                "Polytomic did not accept syncbot's API key. Nothing was written. "
                "Ask whoever runs syncbot to set a valid key."
            ),
        ),
        (
            ACTIVATE,
            403,
            (
                "Polytomic does not let syncbot's API key pause the sync. The sync was not paused. "
                "Ask a Polytomic admin to let that key do it."
            ),
        ),
        (
            READ,
            404,
            (
                "Polytomic has no such sync: it was deleted, or it belongs to another organization. "
                "The sync was not read. Find the sync with /sync list."
            ),
        ),
        (
            WRITE,
            409,
            (
                "Polytomic is busy with this sync: a run or another request is in progress. Nothing was written. "
                "Wait until that has ended, then try again."
            ),
        ),
        (
            WRITE,
            500,
            (
                "Polytomic failed with an error of its own (HTTP 500). Whether the change was written is not known. "
                "Read the sync again before you repeat it."
            ),
        ),
        (
            READ,
            503,
            "Polytomic failed with an error of its own (HTTP 503). The sync was not read. Try again in a minute.",
        ),
    ],
)
def test_the_sentences_of_an_error_read_as_a_whole(request_: Request, status: int, sentences: str) -> None:
    assert fault(request_, status, {"message": "no"}).sentences == sentences


def test_a_rejected_field_is_named_in_the_sentence_and_in_the_error() -> None:
    found = fault(WRITE, 422, {"message": "hour must be 0-23", "metadata": {"field": "schedule.hour"}})
    assert found.what == "Polytomic did not accept the value of schedule.hour."
    assert found.next_step == "Change schedule.hour, then review again."
    assert found.field == "schedule.hour"
    assert found.message == "hour must be 0-23"


def test_without_a_field_and_without_words_one_looks_in_polytomic() -> None:
    assert fault(WRITE, 400).next_step == faults.REJECTED_MUTE_NEXT


def test_a_rejected_read_is_not_blamed_on_the_sync() -> None:
    assert fault(READ, 400).what == "Polytomic did not accept the request to read the sync."


def test_something_other_than_a_sync_is_not_looked_for_in_the_list() -> None:
    assert fault(wire.get_model("m1"), 404).sentences == (
        "Polytomic has no such model: it was deleted, or it belongs to another organization. The model was not read."
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "invalid mode", "status": 422, "key": "bad", "metadata": {}}, "invalid mode"),
        ({"status": "Unauthorized", "error": "bad token", "code": 401, "context": {}}, "bad token"),
        ({"error": {"message": "invalid or unknown API key"}}, "invalid or unknown API key"),
        ({"message": "first", "error": "second"}, "first"),
        ({"message": " ", "error": "second"}, "second"),
        ({"error": {"message": 3}}, ""),
        ({}, ""),
        ([1], ""),
        (b"upstream  connect\nerror", "upstream connect error"),
        (b"<html><body>502</body></html>", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", ""),
        (b'"just words"', "just words"),
        (b"[" * 100_000, "[" * 499 + "…"),
        ({"message": "x" * 600}, "x" * 499 + "…"),
    ],
)
def test_polytomics_own_words_are_found_in_every_shape(body: object, message: str) -> None:
    assert fault(READ, 500, body).message == message


def test_the_key_of_an_error_is_kept_when_it_is_text() -> None:
    assert fault(WRITE, 422, {"key": "invalid_mode"}).key == "invalid_mode"
    assert fault(WRITE, 422, {"key": 7}).key == ""


@pytest.mark.parametrize("quoted", [True, False])
def test_a_passphrase_that_an_error_repeats_in_quotes_is_hidden(*, quoted: bool) -> None:
    passphrase = 'open "sesame" é'
    request = wire.put_sync("s1", {**BODY, "encryption_passphrase": passphrase}, key="k")
    words = f"bad passphrase {json.dumps(passphrase, ensure_ascii=quoted)}"
    found = faults.fault_of(request, reply(422, {"message": words}))
    assert found.message == 'bad passphrase "[hidden]"'


def test_a_passphrase_that_an_error_repeats_is_hidden_even_where_the_words_are_cut() -> None:
    request = wire.put_sync("s1", {**BODY, "encryption_passphrase": "open sesame"}, key="k")
    found = fault(request, 422, {"message": "x" * 490 + "open sesame is too short"})
    assert "open" not in found.message


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "0"}, 0.0),
        ({"retry_after": "1.5"}, 1.5),
        ({}, None),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "-1"}, None),
        ({"retry_after": "Thu, 01 Jan 1970 00:17:10 GMT"}, 30.0),
        ({"retry_after": "Thu, 01 Jan 1970 00:17:10 GMT", "date": "Thu, 01 Jan 1970 00:17:00 GMT"}, 10.0),
        ({"retry_after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"retry_after": "Thu, 01 Jan 1970 00:17:10 GMT", "date": "?"}, 30.0),
    ],
)
def test_the_wait_that_an_answer_asks_for_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert faults.retry_after_seconds(reply(429, **headers)) == seconds


@pytest.mark.parametrize(
    ("headers", "next_step"), [({"retry_after": "12"}, "Try again in 12 s."), ({}, "Try again in a minute.")]
)
def test_too_many_requests_says_when_to_come_back(headers: dict[str, str], next_step: str) -> None:
    assert fault(WRITE, 429, **headers).next_step == next_step


@pytest.mark.parametrize(
    ("headers", "where"),
    [
        ({"location": "https://u:p@new.test/api?k=secret"}, " to new.test"),
        ({}, ""),
        ({"location": "/login"}, ""),
        ({"location": "https://[x"}, ""),
    ],
)
def test_a_redirect_names_the_host_alone(headers: dict[str, str], where: str) -> None:
    assert fault(WRITE, 307, **headers).what == faults.REDIRECTED.format(where=where)


def test_a_write_without_an_answer_may_have_been_written() -> None:
    assert faults.timed_out(WRITE, seconds=30).sentences == (
        "Polytomic did not answer within 30 s. Whether the change was written is not known. "
        "Read the sync again before you repeat it."
    )
    assert faults.broken_off(WRITE).not_done == "Whether the change was written is not known."


def test_a_write_that_never_left_was_not_written() -> None:
    assert faults.unreached(WRITE).not_done == "Nothing was written."


@given(status=st.integers(300, 599), body=st.binary(max_size=200), write=st.booleans())
def test_any_answer_becomes_an_error(status: int, body: bytes, *, write: bool) -> None:
    found = fault(WRITE if write else READ, status, body)
    assert found.what
    assert found.status == status


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["field", "path", "x"]), inner),
    max_leaves=8,
)


@given(body=st.dictionaries(st.sampled_from(["message", "error", "key", "metadata", "context", "errors"]), _JSON))
def test_any_json_becomes_an_error(body: dict[str, object]) -> None:
    found = fault(WRITE, 422, body)
    assert isinstance(found.message, str)
    assert found.field is None or found.field in found.what
