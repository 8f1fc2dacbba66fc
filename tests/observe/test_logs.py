from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from syncbot import trace
from syncbot.observe import HIDDEN, Redaction, set_up_logging
from syncbot.observe.logs import fields


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in [known for known in root.handlers if known not in handlers]:
        root.removeHandler(handler)


def test_a_line_of_text_has_time_level_logger_and_message() -> None:
    out = io.StringIO()
    set_up_logging("info", "text", stream=out)
    logging.getLogger("syncbot.some").info("read %s", "s1")
    time, rest = out.getvalue().split(" ", 1)
    assert time.endswith("Z")
    assert rest == "INFO syncbot.some: read s1\n"


def test_a_line_of_text_stays_one_whatever_its_message_holds_and_names_trace_and_fields() -> None:
    out = io.StringIO()
    set_up_logging("info", "text", stream=out)
    with trace.begun("t1"):
        logging.getLogger("syncbot.some").info(
            "Polytomic: %s", "bad\nINFO forged", extra=fields(status="200", why="a=b c", empty="")
        )
    (line,) = out.getvalue().splitlines()
    assert line.endswith(r'INFO syncbot.some [t1]: Polytomic: bad\nINFO forged status=200 why="a=b c"')


def test_a_traceback_in_text_is_set_in_under_its_line() -> None:
    out = io.StringIO()
    set_up_logging("info", "text", stream=out)
    logging.getLogger("syncbot.some").error("failed", exc_info=ValueError("boom"))
    line, *rest = out.getvalue().splitlines()
    assert line.endswith("failed")
    assert rest
    assert all(one.startswith("    ") for one in rest)


def test_json_has_trace_and_fields_as_keys_that_take_no_other_ones_place() -> None:
    out = io.StringIO()
    set_up_logging("info", "json", secrets=["very-secret"], stream=out)
    with trace.begun("t1"):
        logging.getLogger("syncbot.some").info("said", extra=fields(status="200", level="mine", key="very-secret"))
    event = json.loads(out.getvalue())
    assert (event["trace"], event["status"], event["level"], event["key"]) == ("t1", "200", "info", HIDDEN)


def test_a_line_of_json_is_one_object_with_its_exception() -> None:
    out = io.StringIO()
    set_up_logging("info", "json", stream=out)
    log = logging.getLogger("syncbot.some")
    log.info("plain")
    log.error("failed\non %s", "two lines", exc_info=ValueError("boom"))
    plain, failed = (json.loads(line) for line in out.getvalue().splitlines())
    assert {name: plain[name] for name in ("level", "logger", "message")} == {
        "level": "info",
        "logger": "syncbot.some",
        "message": "plain",
    }
    assert "exception" not in plain
    assert failed["message"] == "failed\non two lines"
    assert "ValueError: boom" in failed["exception"]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_reaches_a_line_by_message_argument_or_traceback(log_format: str) -> None:
    out = io.StringIO()
    set_up_logging("debug", log_format, secrets=["very-secret-key"], stream=out)
    log = logging.getLogger("syncbot.some")
    log.info("key very-secret-key")
    log.info("key %s", ["very-secret-key"])
    log.error("failed", exc_info=ValueError("very-secret-key"))
    assert "very-secret-key" not in out.getvalue()
    assert out.getvalue().count(HIDDEN) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "token xoxb-123-456-abc",
        "xapp-1-A1-2-abc",
        "Authorization: Bearer abcdefghijklmnop",
        "Basic YWJjOmRlZmdoaWprbG1ub3A=",
        "redis://user:hunter2hunter@host:6379/0",
        "rediss://:hunter2hunter@host",
        '{"encryption_passphrase": "open \\"sesame\\" now", "name": "x"}',
        "{'encryption_passphrase': 'open sesame', 'name': 'x'}",
        "api_key=abcdefghijkl",
    ],
)
def test_what_looks_like_a_secret_is_hidden_unasked(text: str) -> None:
    found = Redaction()(text)
    assert HIDDEN in found
    for secret in ("123-456", "A1-2", "abcdefghijkl", "YWJj", "hunter2", "sesame"):
        assert secret not in found


def test_what_is_no_secret_stays() -> None:
    text = "PUT /api/syncs/6f1c answered 200 in 41 ms; passphrase kept; a basic check; redis://localhost:6379"
    assert Redaction(["put", "", "200"])(text) == text


def test_a_longer_secret_is_hidden_whole_when_it_holds_a_shorter_one() -> None:
    assert Redaction(["secret", "secret-longer"])("secret-longer") == HIDDEN


def test_libraries_that_would_log_payloads_are_kept_to_warnings() -> None:
    out = io.StringIO()
    set_up_logging("debug", "text", stream=out)
    for name in ("slack_bolt.anything", "slack_sdk.web", "httpx", "uvicorn.access"):
        logging.getLogger(name).info("token=…&text=secret+plans")
    logging.getLogger("slack_bolt.anything").warning("told")
    assert "plans" not in out.getvalue()
    assert "told" in out.getvalue()


def test_the_level_holds_for_libraries_too_when_it_is_higher() -> None:
    out = io.StringIO()
    set_up_logging("error", "text", stream=out)
    logging.getLogger("slack_bolt").warning("not told")
    assert out.getvalue() == ""
    set_up_logging("info", "text", stream=out)


def test_setting_up_twice_writes_every_line_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up_logging("info", "text", stream=first)
    set_up_logging("info", "text", stream=second)
    logging.getLogger("syncbot").info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1
