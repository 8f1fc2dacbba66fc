"""Logs: one line an event, as text or JSON, with every secret taken out of the finished line.

The redaction works on what is about to be written, tracebacks included, so no caller has to think of it. Libraries that
would log what people send (Bolt logs whole bodies of requests with a wrong signature) are kept to warnings.

Each line names the trace that it was written in (`syncbot.trace`). What an event is made of can be given beside its
sentence, `extra=fields(seconds="0.012")`: pairs at the end of a text line, keys of the object in JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

from syncbot import trace
from syncbot.observe.redaction import Redaction

_QUIET: Final = (
    "slack_bolt",
    "slack_sdk",
    "httpx",
    "httpcore",
    "aiohttp",
    "asyncio",
    "uvicorn.access",
    "stamina",
)
"""Loggers of libraries: never below warning, whatever the level."""

_FIELDS: Final = "syncbot_fields"


def fields(**given: str) -> dict[str, Any]:
    """What to hand to a logger as `extra`; those that are empty are left out."""
    return {_FIELDS: {name: value for name, value in given.items() if value}}


class TextFormatter(logging.Formatter):
    """`2026-11-23T02:04:00.123Z INFO syncbot.changes.apply [4f1c…]: … name=value`, times in UTC."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The record's line; only the lines of a traceback follow, set in."""
        trace_id = trace.current().trace_id
        within = f" [{trace_id}]" if trace_id else ""
        given = "".join(f" {name}={_word(value)}" for name, value in _given(record).items())
        said = "\\n".join(record.getMessage().splitlines())
        line = f"{_utc(record)} {record.levelname} {record.name}{within}: {said}{given}"
        if record.exc_info:
            line += "\n" + textwrap.indent(self.formatException(record.exc_info), "    ")
        return self._redaction(line)


class JsonFormatter(logging.Formatter):
    """An object a line: `time`, `level`, `logger`, `message`; where there is one, `trace`, `exception`, the fields."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The record as a JSON object on one line."""
        event = {
            "time": _utc(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redaction(record.getMessage()),
        }
        if trace_id := trace.current().trace_id:
            event["trace"] = trace_id
        event |= {name: self._redaction(value) for name, value in _given(record).items() if name not in event}
        if record.exc_info:
            event["exception"] = self._redaction(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)


def _given(record: logging.LogRecord) -> Mapping[str, str]:
    given: Mapping[str, str] = getattr(record, _FIELDS, {})
    return given


def _word(value: str) -> str:
    """As it is, or quoted where it would not be told from what stands around it."""
    return value if value.isprintable() and not set(value) & set(' "=') else json.dumps(value)


def _utc(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03d}Z"


def set_up_logging(
    level: str, log_format: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> logging.Handler:
    """Send every log line to `stream` (standard error when None); a second call replaces the first.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        log_format: `text` or `json`.
        secrets: Texts that no line may hold.
        stream: Where to write.
    """
    redaction = Redaction(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(redaction) if log_format == "json" else TextFormatter(redaction))
    handler.set_name("syncbot")
    root = logging.getLogger()
    for before in [known for known in root.handlers if known.get_name() == "syncbot"]:
        root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    return handler
