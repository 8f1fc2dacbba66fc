"""What an answer means: a value, or a typed error.

Success bodies are `{"data": …}`; a paged list has `pagination.next_page_token` beside it. Every answer names the
version that served it in `X-Polytomic-Version`; one that names none is taken as the version asked for, because a proxy
may drop it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from syncbot.errors import NoAnswer, RateLimited, RemoteFault, ServerFault, Unreadable
from syncbot.polytomic import faults
from syncbot.polytomic.wire import VERSION_HEADER, Access, Reply, Request
from syncbot.sync.document import WRITE_ONLY, JsonObject, decode


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `next_token` is empty on the last one."""

    items: tuple[JsonObject, ...]
    next_token: str


def object_from(request: Request, reply: Reply, access: Access) -> JsonObject:
    """The object in `data`. Raises RemoteFault for everything else."""
    data = _envelope(request, reply, access).get("data")
    if not isinstance(data, dict):
        raise faults.other_form(request, reply)
    return data


def sync_from(request: Request, reply: Reply, access: Access) -> JsonObject:
    """The sync in `data`, without its secrets. Raises as `object_from`."""
    return without_secrets(object_from(request, reply, access))


def without_secrets(sync: JsonObject) -> JsonObject:
    """A sync without the passphrase, which the API's types have in answers too: syncbot keeps none in the clear."""
    return {key: value for key, value in sync.items() if key not in WRITE_ONLY}


def page_from(request: Request, reply: Reply, access: Access) -> Page:
    """The objects in `data` and where the list goes on. Raises RemoteFault for everything else.

    A list without `pagination` is whole; a `data` of null is an empty list.
    """
    envelope = _envelope(request, reply, access)
    if "data" not in envelope:
        raise faults.other_form(request, reply)
    items = [] if envelope["data"] is None else envelope["data"]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise faults.other_form(request, reply)
    pagination = envelope.get("pagination")
    token = pagination.get("next_page_token") if isinstance(pagination, dict) else None
    return Page(tuple(items), token if isinstance(token, str) else "")


def check(request: Request, reply: Reply, access: Access) -> None:
    """Raise RemoteFault unless the answer is a success of the version asked for; its body does not matter."""
    if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        raise faults.fault_of(request, reply, hidden=access.hidden)
    served_by = reply.headers.get(VERSION_HEADER.lower(), access.version)
    if served_by != access.version:
        raise faults.other_version(request, reply, got=served_by, asked=access.version)


def _envelope(request: Request, reply: Reply, access: Access) -> JsonObject:
    check(request, reply, access)
    try:
        return decode(reply.content)
    except (ValueError, RecursionError) as exc:
        raise faults.incomplete(request, reply) from exc


def may_retry(request: Request, fault: RemoteFault) -> bool:
    """Whether sending it again can help and cannot harm: a read that failed for a passing reason."""
    return request.only_reads and isinstance(fault, NoAnswer | RateLimited | ServerFault | Unreadable)
