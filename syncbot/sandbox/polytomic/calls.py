"""What was asked of the stand-in: one record a call, the state that calls read and change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from syncbot.sandbox.polytomic.executions import Executions
from syncbot.sandbox.polytomic.keys import Caller
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError, Reply
from syncbot.sandbox.polytomic.syncs import Syncs
from syncbot.sandbox.polytomic.world import World

VERSION_HEADER = "x-polytomic-version"
KEY_HEADER = "idempotency-key"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def version(self) -> str:
        """The version asked for, or an empty string."""
        return self.headers.get(VERSION_HEADER, "")

    @property
    def key(self) -> str:
        """The idempotency key, or an empty string."""
        return self.headers.get(KEY_HEADER, "")

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"

    @property
    def fingerprint(self) -> str:
        """The same for two requests that ask the same."""
        return f"{self.method} {self.path} {hashlib.sha256(self.body).hexdigest()}"


@dataclass(slots=True)
class Call:
    """One call. It is recorded when it arrives and completed as it is answered.

    Attributes:
        status: What was answered; None as long as nothing is, and for good where the connection was dropped.
        body: The request's JSON; None when there was none or it was not JSON.
        headers: The request's, names in lower case.
        at: When it arrived, by the stand-in's clock, as the API writes times.
        before, after: The sync that the path names, around the commit; None where nothing was committed.
        replayed: Answered with the first outcome of its idempotency key.
        answer: The JSON that was answered.
        seconds: How long it took from its arrival until the answer was sent; None where none was.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    at: str
    status: int | None = None
    before: JsonObject | None = None
    after: JsonObject | None = None
    replayed: bool = False
    answer: Any = None
    seconds: float | None = None


@dataclass(slots=True)
class State:
    """Everything that calls read and change."""

    world: World
    syncs: Syncs
    executions: Executions
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """One admitted call."""

    asked: Asked
    caller: Caller
    state: State

    def flag(self, name: str) -> bool | None:
        """A boolean of the query, or None when it is not given. Raises the refusal (400) of anything else."""
        text = self.asked.query.get(name)
        if text not in (None, "true", "false"):
            raise RefusalError(400, "invalid_query", f"{name} must be true or false", field=name)
        return None if text is None else text == "true"

    def number(self, name: str, default: int) -> int:
        """A whole number of the query. Raises the refusal (400) of anything else."""
        text = self.asked.query.get(name, str(default))
        try:
            return int(text)
        except ValueError:
            raise RefusalError(400, "invalid_query", f"{name} must be a number", field=name) from None

    def json(self) -> Any:
        """The request's body; `{}` when there is none. Raises the refusal (400) of what is not JSON."""
        if not self.asked.body:
            return {}
        if not self.asked.headers.get("content-type", "").startswith("application/json"):
            self.state.violations.append(f"{self.asked.method} {self.asked.path} is not application/json")
            raise RefusalError(400, "invalid_body", "the content type must be application/json")
        return parsed(self.asked.body)

    def require_write(self) -> None:
        """Raise the refusal (403) of a key that may only read."""
        if not self.caller.may_write:
            raise RefusalError(403, "forbidden", "this key may not change anything")


def parsed(body: bytes) -> Any:
    """The JSON of a body. Raises the refusal (400) of what is not JSON, NaN and infinities included."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except ValueError as error:
        raise RefusalError(400, "invalid_body", f"cannot parse the body: {error}") from None


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def wrapped(data: Any) -> Reply:
    """A reply of 200 with its `data` envelope."""
    return Reply(200, {"data": data})
