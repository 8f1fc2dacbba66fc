"""How one request of Slack was answered, from what was noted in its trace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from syncbot import trace
from syncbot.observe.calls import BROKEN, FINE, REFUSED, Made, Part

UNKNOWN_KIND: Final = "unknown"


def acknowledgement(status: int, seconds: float) -> Made:
    """Of the request that this runs for; `status` is the HTTP status, or what it would be."""
    notes = dict(trace.current().notes)
    kind, result = notes.pop("kind", UNKNOWN_KIND), notes.pop("result", FINE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        result = BROKEN
    elif status >= HTTPStatus.BAD_REQUEST:
        result = REFUSED
    return Made(Part.ACKNOWLEDGEMENT, kind, result, seconds, {**notes, "status": str(status)})
