"""The calls of the model-sync API as values, without sending them.

What an answer means stands in `syncbot.polytomic.replies`, what an error means in `syncbot.polytomic.faults`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

from syncbot.errors import InvalidInput
from syncbot.polytomic.aims import (
    ACTIVATE,
    CANCEL,
    LIST_CONNECTIONS,
    LIST_MODELS,
    LIST_POLICIES,
    LIST_SCHEDULES,
    LIST_SYNCS,
    LIST_TARGETS,
    READ_FIELDS,
    READ_KEY,
    READ_MODEL,
    READ_STATUS,
    READ_SYNC,
    WRITE_SYNC,
    Aim,
)
from syncbot.settings import web_address
from syncbot.sync.document import JsonObject, encode

VERSION_HEADER: Final = "X-Polytomic-Version"
KEY_HEADER: Final = "Idempotency-Key"

_WORD: Final = re.compile(
    "api|syncs|status|activate|cancel|executions|schedules|models|connections|modelsync|targetobjects|target|fields|me"
    "|permissions|policies|events"
)
"""Every segment of a path that is no id."""

NO_ID: Final = "“{text}” is not an id of Polytomic."
NO_ID_NEXT: Final = "Check the id, then try again."


@dataclass(frozen=True, slots=True)
class Access:
    """Where Polytomic is, and by what it knows syncbot.

    Attributes:
        base_url: Scheme and host without a trailing slash.
        authorization: The value of the `Authorization` header.
        secret: The key in it.
        version: The API version asked for, `YYYY-MM-DD`.
    """

    base_url: str
    authorization: str = field(repr=False)
    secret: str = field(repr=False)
    version: str

    @property
    def hidden(self) -> tuple[str, ...]:
        """What nobody may read back where an answer repeats the request: the key, and the header that has it inside."""
        return (self.secret, self.authorization.rpartition(" ")[2])

    @property
    def on_this_machine(self) -> bool:
        """Whether it is a loopback address, which no proxy of the environment may stand before."""
        return urlsplit(self.base_url).hostname in {"localhost", "127.0.0.1", "::1"}

    @classmethod
    def by_key(cls, base_url: str, key: str, *, version: str) -> Access:
        """A user's API key, as Bearer. Raises InvalidInput when `base_url` is no web address."""
        return cls(web_address(base_url), f"Bearer {key}", key, version)

    @classmethod
    def by_organization(cls, base_url: str, organization_id: str, key: str, *, version: str) -> Access:
        """A deployment or partner key with the organization it acts in, as Basic. Raises InvalidInput as `by_key`."""
        pair = base64.b64encode(f"{organization_id}:{key}".encode()).decode("ascii")
        return cls(web_address(base_url), f"Basic {pair}", key, version)


@dataclass(frozen=True, slots=True)
class Request:
    """One call.

    Attributes:
        path: Begins with `/api/`; ids in it are quoted.
        aim: What it is for, in the words of an error.
        body: The JSON object to send, or None.
        key: The Idempotency-Key, or empty.
    """

    method: str
    path: str
    aim: Aim
    query: tuple[tuple[str, str], ...] = ()
    body: JsonObject | None = field(default=None, repr=False)
    key: str = ""

    @property
    def content(self) -> bytes | None:
        """The body as it is sent."""
        return None if self.body is None else encode(self.body).encode()

    def headers(self, access: Access) -> dict[str, str]:
        """The headers that go with it."""
        named = {"Authorization": access.authorization, VERSION_HEADER: access.version, "Accept": "application/json"}
        if self.body is not None:
            named["Content-Type"] = "application/json"
        if self.key:
            named[KEY_HEADER] = self.key
        return named

    @property
    def operation(self) -> str:
        """Method and path with every id left out: one of few names."""
        named = (part if _WORD.fullmatch(part) else "{id}" for part in self.path.strip("/").split("/"))
        return f"{self.method} /{'/'.join(named)}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What it carries that nobody may read back from an error."""
        passphrase = (self.body or {}).get("encryption_passphrase")
        return (passphrase,) if isinstance(passphrase, str) and passphrase else ()

    @property
    def only_reads(self) -> bool:
        """Whether it may be sent again without harm."""
        return self.method == "GET"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer.

    Attributes:
        headers: Names in lower case.
        at: When it came, seconds since the epoch; for a `Retry-After` that is a date.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    at: float = 0.0


def get_sync(sync_id: str) -> Request:
    """The whole sync."""
    return Request("GET", f"/api/syncs/{_segment(sync_id)}", READ_SYNC)


def put_sync(sync_id: str, body: JsonObject, *, key: str) -> Request:
    """Replace the whole sync by `body`; what it leaves out is cleared."""
    return Request("PUT", f"/api/syncs/{_segment(sync_id)}", WRITE_SYNC, body=body, key=key)


def activate_sync(sync_id: str, *, active: bool, key: str) -> Request:
    """Turn a sync on or off and touch nothing else."""
    return Request(
        "POST",
        f"/api/syncs/{_segment(sync_id)}/activate",
        ACTIVATE[active],
        body={"active": active},
        key=key,
    )


def cancel_sync(sync_id: str) -> Request:
    """Ask for the run in progress to stop; Polytomic does so later."""
    return Request("POST", f"/api/syncs/{_segment(sync_id)}/cancel", CANCEL)


def get_status(sync_id: str) -> Request:
    """The run in progress, the last one, and when the next is due."""
    return Request("GET", f"/api/syncs/{_segment(sync_id)}/status", READ_STATUS)


def list_syncs(page_token: str = "") -> Request:
    """A page of the syncs, last changed first; 2024-02-08 gives all at once."""
    query = (("page_token", page_token),) if page_token else ()
    return Request("GET", "/api/syncs", LIST_SYNCS, query=query)


def list_models() -> Request:
    """All models with their fields; not paged."""
    return Request("GET", "/api/models", LIST_MODELS)


def get_model(model_id: str) -> Request:
    """A model with its fields."""
    return Request("GET", f"/api/models/{_segment(model_id)}", READ_MODEL)


def list_connections() -> Request:
    """All connections; not paged."""
    return Request("GET", "/api/connections", LIST_CONNECTIONS)


def list_target_objects(connection_id: str) -> Request:
    """What a connection can be synced to."""
    return Request("GET", f"/api/connections/{_segment(connection_id)}/modelsync/targetobjects", LIST_TARGETS)


def get_target_fields(connection_id: str, object_id: str, *, refresh: bool = False) -> Request:
    """The fields of a target object and the modes it allows; with `refresh` Polytomic asks the destination again."""
    path = f"/api/connections/{_segment(connection_id)}/modelsync/target/fields"
    again = (("refresh", "true"),) if refresh else ()
    return Request("GET", path, READ_FIELDS, query=(("target", object_id), *again))


def list_schedules() -> Request:
    """The frequencies that a sync may have."""
    return Request("GET", "/api/syncs/schedules", LIST_SCHEDULES)


def get_me() -> Request:
    """Whom the key belongs to."""
    return Request("GET", "/api/me", READ_KEY)


def list_policies() -> Request:
    """The permission policies of the organization."""
    return Request("GET", "/api/permissions/policies", LIST_POLICIES)


def _segment(text: str) -> str:
    """An id as one segment of a path; a dot segment would climb out of it."""
    if text.strip() in {"", ".", ".."}:
        raise InvalidInput(NO_ID.format(text=text), next_step=NO_ID_NEXT)
    return quote(text.strip(), safe="")
