"""The arguments of a Web API call, from wherever the client put them: query, form or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from syncbot.sandbox.slack.answers import ApiError, Code

_TRUE = ("true", "1")


class Arguments:
    """Read-only access to them, each error as Slack words it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {key: value for key, value in values.items() if value is not None}

    def text(self, name: str) -> str:
        """A required string.

        Raises:
            ApiError: `invalid_arguments` when it is missing or empty.
        """
        value = self.maybe(name)
        if not value:
            raise ApiError(Code.INVALID_ARGUMENTS, [f"[ERROR] missing required field: {name}"])
        return value

    def maybe(self, name: str) -> str | None:
        """An optional string."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def flag(self, name: str) -> bool:
        """A boolean, False when it is missing."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def number(self, name: str, default: int) -> int:
        """A whole number.

        Raises:
            ApiError: `invalid_limit`, the only number that any method here takes.
        """
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError) as exc:
            raise ApiError(Code.INVALID_LIMIT) from exc

    def json(self, name: str, error: str) -> object:
        """A value that may come as JSON text; None when it is missing.

        Raises:
            ApiError: `error` when the text is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            decoded: object = json.loads(value)
        except ValueError as exc:
            raise ApiError(error, [f"[ERROR] {name} is not valid JSON"]) from exc
        return decoded


async def arguments_of(request: web.Request) -> Arguments:
    """All arguments of the request; a body's wins over the query's.

    Raises:
        ApiError: `invalid_json` or `json_not_object`.
    """
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        values |= _decoded(await request.text())
    elif request.can_read_body:
        values |= dict(await request.post())
    return Arguments(values)


def _decoded(text: str) -> dict[str, Any]:
    try:
        decoded = json.loads(text or "{}")
    except ValueError as exc:
        raise ApiError(Code.INVALID_JSON) from exc
    if not isinstance(decoded, dict):
        raise ApiError(Code.JSON_NOT_OBJECT)
    return decoded
