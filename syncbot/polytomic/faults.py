"""What went wrong, as the error that a person can read: what happened, what was not done, what to do next.

Three shapes of error body are known: `{"message", "status", "key", "metadata"}`, the older
`{"status", "error", "code", "context"}`, and `{"error": {"message"}}`; proxies in between answer with anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from syncbot.errors import (
    Busy,
    Forbidden,
    Missing,
    NoAnswer,
    RateLimited,
    Refused,
    Rejected,
    RemoteFault,
    ServerFault,
    Unauthorized,
    Unreadable,
)
from syncbot.polytomic.field_paths import field_named
from syncbot.polytomic.wire import Reply, Request

REJECTED: Final = "Polytomic did not accept the sync as it was sent."
REJECTED_FIELD: Final = "Polytomic did not accept the value of {field}."
REJECTED_READ: Final = "Polytomic did not accept the request to {doing}."
REJECTED_NEXT: Final = "Polytomic's own words say what is wrong; change that, then review again."
REJECTED_FIELD_NEXT: Final = "Change {field}, then review again."
REJECTED_MUTE_NEXT: Final = "Look at the sync in Polytomic, then review again."
UNAUTHORIZED: Final = "Polytomic did not accept syncbot's API key."
UNAUTHORIZED_NEXT: Final = "Ask whoever runs syncbot to set a valid key."
FORBIDDEN: Final = "Polytomic does not let syncbot's API key {doing}."
FORBIDDEN_NEXT: Final = "Ask a Polytomic admin to let that key do it."
MISSING: Final = "Polytomic has no such {thing}: it was deleted, or it belongs to another organization."
BUSY: Final = "Polytomic is busy with this {thing}: a run or another request is in progress."
BUSY_NEXT: Final = "Wait until that has ended, then try again."
RATE_LIMITED: Final = "Polytomic takes no more requests for now; there were too many."
RATE_LIMITED_NEXT: Final = "Try again in {seconds:.0f} s."
REFUSED: Final = "Polytomic refused to {doing} (HTTP {status})."
REFUSED_NEXT: Final = "Ask whoever runs syncbot to look at its log."
REDIRECTED: Final = "Polytomic's address answered with a redirect{where}, and syncbot follows none."
REDIRECTED_NEXT: Final = "Ask whoever runs syncbot to set POLYTOMIC_DEPLOYMENT_URL to the address it leads to."
SERVER_FAULT: Final = "Polytomic failed with an error of its own (HTTP {status})."
TIMED_OUT: Final = "Polytomic did not answer within {seconds:g} s."
BROKEN_OFF: Final = "The connection to Polytomic broke before its answer was complete."
UNREACHED: Final = "Polytomic could not be reached."
INCOMPLETE: Final = "Polytomic's answer could not be read: it is not complete JSON."
OTHER_FORM: Final = "Polytomic's answer could not be read: it does not have the documented form."
TOO_LARGE: Final = "Polytomic's answer could not be read: it is larger than {megabytes} MB."
OTHER_VERSION: Final = "Polytomic answered as version {got}; version {asked} was asked for."
OTHER_VERSION_NEXT: Final = "Ask whoever runs syncbot to set POLYTOMIC_API_VERSION to a version that this host serves."
LATER_NEXT: Final = "Try again in a minute."
UNSURE_NEXT: Final = "Read the sync again before you repeat it."

HIDDEN: Final = "[hidden]"

_MESSAGE_LENGTH: Final = 500


def fault_of(request: Request, reply: Reply, *, hidden: Iterable[str] = ()) -> RemoteFault:
    """The error that an answer outside 2xx stands for.

    Its `message` is on one line, at most 500 characters, without `hidden` and without the passphrase that was sent.
    """
    fault = _fault_of(request, reply)
    for secret in (*request.secrets, *hidden):
        for form in _forms(secret):
            fault.message = fault.message.replace(form, HIDDEN)
    line = " ".join(fault.message.split())
    fault.message = line if len(line) <= _MESSAGE_LENGTH else f"{line[: _MESSAGE_LENGTH - 1]}…"
    return fault


def _forms(secret: str) -> tuple[str, ...]:
    """How an error may repeat it: as it is, or as it stands in quotes."""
    return (secret, json.dumps(secret, ensure_ascii=False)[1:-1], json.dumps(secret)[1:-1])


def _fault_of(request: Request, reply: Reply) -> RemoteFault:
    status = reply.status
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
        return _rejected(request, reply)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return _server_fault(request, reply)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _rate_limited(request, reply)
    if status < HTTPStatus.BAD_REQUEST:
        return _redirected(request, reply)
    return _refused(request, reply)


def _said(reply: Reply) -> dict[str, Any]:
    """What Polytomic said, as arguments of an error."""
    body = _lenient(reply.content)
    key = body.get("key") if isinstance(body, dict) else None
    return {
        "status": reply.status,
        "message": _message(body),
        "key": key if isinstance(key, str) else "",
        "retry_after_seconds": retry_after_seconds(reply),
    }


def _rejected(request: Request, reply: Reply) -> Rejected:
    said = _said(reply)
    named = field_named(_lenient(reply.content), sent=request.body or {})
    if request.only_reads:
        what, next_step = REJECTED_READ.format(doing=request.aim.doing), LATER_NEXT
    elif named:
        what, next_step = REJECTED_FIELD.format(field=named), REJECTED_FIELD_NEXT.format(field=named)
    else:
        what, next_step = REJECTED, REJECTED_NEXT if said["message"] else REJECTED_MUTE_NEXT
    return Rejected(what, not_done=request.aim.undone, next_step=next_step, field=named, **said)


def _server_fault(request: Request, reply: Reply) -> ServerFault:
    what = SERVER_FAULT.format(status=reply.status)
    return ServerFault(what, **_unsure(request), **_said(reply))


def _rate_limited(request: Request, reply: Reply) -> RateLimited:
    wait = retry_after_seconds(reply)
    next_step = LATER_NEXT if wait is None else RATE_LIMITED_NEXT.format(seconds=max(wait, 1))
    return RateLimited(RATE_LIMITED, not_done=request.aim.undone, next_step=next_step, **_said(reply))


def _redirected(request: Request, reply: Reply) -> Refused:
    host = _host(reply.headers.get("location", ""))
    what = REDIRECTED.format(where=f" to {host}" if host else "")
    return Refused(what, not_done=request.aim.undone, next_step=REDIRECTED_NEXT, **_said(reply))


def _host(address: str) -> str:
    """The host of an address without a user's name and password; empty where it has none, or is no address."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return ""


_REFUSALS: Final[dict[int, tuple[type[Refused], str, str]]] = {
    HTTPStatus.UNAUTHORIZED: (Unauthorized, UNAUTHORIZED, UNAUTHORIZED_NEXT),
    HTTPStatus.FORBIDDEN: (Forbidden, FORBIDDEN, FORBIDDEN_NEXT),
    HTTPStatus.NOT_FOUND: (Missing, MISSING, ""),
    HTTPStatus.CONFLICT: (Busy, BUSY, BUSY_NEXT),
}


def _refused(request: Request, reply: Reply) -> Refused:
    kind, what, next_step = _REFUSALS.get(reply.status, (Refused, REFUSED, REFUSED_NEXT))
    aim = request.aim
    return kind(
        what.format(doing=aim.doing, thing=aim.thing, status=reply.status),
        not_done=aim.undone,
        next_step=next_step or aim.find,
        **_said(reply),
    )


def timed_out(request: Request, *, seconds: float) -> NoAnswer:
    """No answer within the total time of the call."""
    return NoAnswer(TIMED_OUT.format(seconds=seconds), **_unsure(request))


def broken_off(request: Request) -> NoAnswer:
    """The connection was lost after the request may have been sent."""
    return NoAnswer(BROKEN_OFF, **_unsure(request))


def unreached(request: Request) -> NoAnswer:
    """No connection was made, so nothing was sent."""
    return NoAnswer(UNREACHED, not_done=request.aim.undone, next_step=LATER_NEXT)


def incomplete(request: Request, reply: Reply) -> Unreadable:
    """A success whose body is no JSON object."""
    return Unreadable(INCOMPLETE, status=reply.status, **_unsure(request))


def other_form(request: Request, reply: Reply) -> Unreadable:
    """A success whose JSON is not the documented one."""
    return Unreadable(OTHER_FORM, status=reply.status, **_unsure(request))


def too_large(request: Request, *, status: int, limit: int) -> Unreadable:
    """An answer of which no more than `limit` bytes were read."""
    return Unreadable(TOO_LARGE.format(megabytes=limit // 1_000_000), status=status, **_unsure(request))


def other_version(request: Request, reply: Reply, *, got: str, asked: str) -> Unreadable:
    """A success of another version: what it holds may mean something else."""
    what = OTHER_VERSION.format(got=got, asked=asked)
    return Unreadable(what, status=reply.status, **{**_unsure(request), "next_step": OTHER_VERSION_NEXT})


def _unsure(request: Request) -> dict[str, Any]:
    """What is not known of a write, or was not done by a read, and the next step; as arguments of an error."""
    aim = request.aim
    if request.only_reads:
        return {"not_done": aim.undone, "next_step": LATER_NEXT}
    return {"not_done": aim.unsure, "next_step": UNSURE_NEXT}


def retry_after_seconds(reply: Reply) -> float | None:
    """How long the answer asks to wait, from seconds or a date; None when it does not say or is not understood.

    A date is counted from the answer's own `Date`, so that a clock that is off does not matter.
    """
    text = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text, re.ASCII):
        return float(text)
    until = _epoch(text)
    if until is None:
        return None
    said_at = _epoch(reply.headers.get("date", ""))
    return max(until - (reply.at if said_at is None else said_at), 0.0)


def _epoch(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


def _lenient(content: bytes) -> object:
    """The decoded body, or its text when it is no JSON, or None for a page of HTML."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        text = content[: 8 * _MESSAGE_LENGTH].decode("utf-8", "replace").strip()
        return None if text.startswith("<") else text


def _message(body: object) -> str:
    """Polytomic's own words, from `message`, `error`, `error.message` or the text; may be empty."""
    error = body.get("error") if isinstance(body, dict) else None
    places = [body.get("message"), error] if isinstance(body, dict) else [body]
    if isinstance(error, dict):
        places.append(error.get("message"))
    return next((place for place in places if isinstance(place, str) and place.strip()), "")
