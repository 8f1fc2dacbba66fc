"""What the stand-in answers: a reply, and a refusal in each of the three error shapes that the API has shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, TypeVar, cast

T = TypeVar("T")
JsonObject = dict[str, Any]


class ErrorShape(StrEnum):
    """How an error body looks."""

    API = "api"
    """`{message, status, key, metadata}`: version 2025-09-18."""
    REST = "rest"
    """`{status, error, code, context}`: a 401 of the older versions."""
    LEGACY = "legacy"
    """`{"error": {"message": …}}`: a few rejected keys."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status with the JSON body to send; None is an empty body."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """The call is answered with an error.

    Attributes:
        key: The API's machine-readable word for it.
        metadata: `field` is the name that was refused, `path` where in the body it stands.
    """

    def __init__(self, status: int, key: str, message: str, **metadata: Any) -> None:
        super().__init__(message)
        self.status = status
        self.key = key
        self.message = message
        self.metadata = metadata


def error_body(refusal: RefusalError, shape: ErrorShape) -> JsonObject:
    """The body of a refusal in one of the three shapes."""
    if shape is ErrorShape.LEGACY:
        return {"error": {"message": refusal.message}}
    if shape is ErrorShape.REST:
        phrase = HTTPStatus(refusal.status).phrase
        return {"status": phrase, "error": refusal.message, "code": refusal.status, "context": refusal.metadata}
    return {
        "message": refusal.message,
        "status": refusal.status,
        "key": refusal.key,
        "metadata": refusal.metadata,
    }


def refuse(refusal: RefusalError, shape: ErrorShape = ErrorShape.API) -> Reply:
    """The refusal as a reply."""
    return Reply(refusal.status, error_body(refusal, shape))


def copied(value: T) -> T:
    """A JSON value anew, all the way down; a quarter of the time that `copy.deepcopy` takes for one."""
    if isinstance(value, dict):
        return cast("T", {key: copied(each) for key, each in value.items()})
    if isinstance(value, list):
        return cast("T", [copied(each) for each in value])
    return value
