from __future__ import annotations

import json

import pytest

from syncbot.slack.socket.frames import Envelope, Farewell, Hello, acknowledgement_frame, read_frame

HELLO = {
    "type": "hello",
    "num_connections": 4,
    "debug_info": {"host": "applink-1", "build_number": 10, "approximate_connection_time": 18060},
    "connection_info": {"app_id": "A1"},
}


def an_envelope(*, takes_payload: bool) -> Envelope:
    return Envelope("e1", {"command": "/sync"}, takes_payload)


def test_the_documented_frames_are_read() -> None:
    assert read_frame(json.dumps(HELLO)) == Hello(4)
    assert read_frame('{"type": "hello"}') == Hello(1)
    for reason in ("warning", "refresh_requested", "link_disabled", "too_many_websockets"):
        assert read_frame(json.dumps({"type": "disconnect", "reason": reason})) == Farewell(reason)
    said = {"envelope_id": "e1", "type": "slash_commands", "payload": {"a": "b"}, "accepts_response_payload": True}
    assert read_frame(json.dumps(said)) == Envelope("e1", {"a": "b"}, takes_payload=True)


@pytest.mark.parametrize(
    "text", ["", "hello", "[]", "1", "{}", '{"envelope_id": 1, "payload": {}}', '{"envelope_id": "e1"}', "[" * 100_000]
)
def test_what_is_no_documented_frame_is_none(text: str) -> None:
    assert read_frame(text) is None


@pytest.mark.parametrize(
    ("body", "content_type", "payload"),
    [
        ("", "", None),
        ('{"options": []}', "application/json;charset=utf-8", {"options": []}),
        ("Three things", "text/plain;charset=utf-8", {"text": "Three things"}),
    ],
)
def test_an_acknowledgement_carries_the_answer(body: str, content_type: str, payload: object) -> None:
    frame = json.loads(acknowledgement_frame(an_envelope(takes_payload=True), body, content_type=content_type))
    assert frame == {"envelope_id": "e1"} | ({} if payload is None else {"payload": payload})


def test_an_acknowledgement_carries_nothing_where_nothing_is_taken() -> None:
    frame = acknowledgement_frame(an_envelope(takes_payload=False), '{"a": 1}', content_type="application/json")
    assert json.loads(frame) == {"envelope_id": "e1"}
