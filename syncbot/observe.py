"""Logs: one line an event, as text or JSON, with every secret taken out of the finished line.

The redaction works on what is about to be written, tracebacks included, so no caller has to think of it. Libraries that
would log what people send (Bolt logs whole bodies of requests with a wrong signature) are kept to warnings.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Iterable
from typing import Final, TextIO

HIDDEN: Final = "[hidden]"

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

_SHORTEST_SECRET: Final = 6

_PATTERNS: Final = (
    (re.compile(r"\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.-]+"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{12,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)(\b\w+://[^\s:/@]*:)[^\s@]+@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"""(?ix) (["']? (?:encryption_passphrase|api_key|signing_secret|authorization) ["']?
            \s* [:=] \s*) (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | [^\s,}"']+ )""",
        ),
        rf"\1{HIDDEN}",
    ),
)


class Redaction:
    """Takes secrets out of a text: those it was told, and what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Begin with these; texts shorter than six characters would hide half of every line and are left out."""
        told = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        self._told = tuple(sorted(told, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """The text without them."""
        for secret in self._told:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text


class TextFormatter(logging.Formatter):
    """`2026-11-23T02:04:00.123Z INFO syncbot.changes.apply: …`, times in UTC."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and the lines of its traceback."""
        return self._redaction(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 -- logging's name
        """When it happened, in UTC with milliseconds; `datefmt` is not used."""
        del datefmt
        return _utc(record)


class JsonFormatter(logging.Formatter):
    """An object a line: `time`, `level`, `logger`, `message`, and `exception` where there is one."""

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
        if record.exc_info:
            event["exception"] = self._redaction(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)


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
