"""The API without HTTP: what stands before every call, and the table of calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from syncbot.sandbox.polytomic import choice_calls, sync_calls
from syncbot.sandbox.polytomic.calls import VERSION_HEADER, Asked, Call, Context, State
from syncbot.sandbox.polytomic.keys import Caller, UnauthorizedError, caller_of
from syncbot.sandbox.polytomic.replies import ErrorShape, JsonObject, RefusalError, Reply, refuse

NEWEST_VERSION = "2025-09-18"
VERSIONS = (NEWEST_VERSION, "2024-02-08")
"""The versions served here; the API itself knows older ones, whose update is a PATCH."""

_KEY = re.compile(r"[A-Za-z0-9_-]{8,255}")
_SYNC_PATH = re.compile(r"/api/syncs/([^/]+)")
_ID = "([^/]+)"
_ROUTES: tuple[tuple[str, str, Callable[..., Reply]], ...] = (
    ("GET", "/api/syncs", sync_calls.list_syncs),
    ("GET", "/api/syncs/schedules", sync_calls.list_schedules),
    ("GET", f"/api/syncs/{_ID}", sync_calls.get_sync),
    ("PUT", f"/api/syncs/{_ID}", sync_calls.put_sync),
    ("POST", f"/api/syncs/{_ID}/activate", sync_calls.activate_sync),
    ("POST", f"/api/syncs/{_ID}/cancel", sync_calls.cancel_sync),
    ("GET", f"/api/syncs/{_ID}/status", sync_calls.get_status),
    ("GET", f"/api/syncs/{_ID}/executions", sync_calls.list_executions),
    ("POST", f"/api/syncs/{_ID}/executions", sync_calls.start_execution),
    ("GET", f"/api/syncs/{_ID}/executions/{_ID}", sync_calls.get_execution),
    ("POST", f"/api/syncs/{_ID}/executions/{_ID}/cancel", sync_calls.cancel_execution),
    ("GET", "/api/connections", choice_calls.list_connections),
    ("GET", f"/api/connections/{_ID}", choice_calls.get_connection),
    ("GET", f"/api/connections/{_ID}/modelsync/targetobjects", choice_calls.list_target_objects),
    ("GET", f"/api/connections/{_ID}/modelsync/target/fields", choice_calls.list_target_fields),
    ("GET", "/api/models", choice_calls.list_models),
    ("GET", f"/api/models/{_ID}", choice_calls.get_model),
    ("GET", "/api/permissions/policies", choice_calls.list_policies),
    ("GET", f"/api/permissions/policies/{_ID}", choice_calls.get_policy),
    ("GET", "/api/me", choice_calls.get_me),
    ("GET", "/api/organization", choice_calls.get_organization),
    ("GET", "/api/events", choice_calls.list_events),
    ("GET", "/api/events_types", choice_calls.list_event_types),
)
_TABLE = tuple((method, re.compile(pattern), handler) for method, pattern, handler in _ROUTES)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An admitted call that is yet to be performed."""

    asked: Asked
    caller: Caller


@dataclass(slots=True)
class _Outcome:
    """The first call with an idempotency key: what it asked, and what was answered; None while in flight."""

    fingerprint: str
    reply: Reply | None = None


@dataclass(slots=True)
class Api:
    """Answers calls.

    A call is admitted, which checks version, key and caller and reserves its idempotency key, and then performed or
    answered with an injected reply; that outcome is what the same idempotency key gets from then on.
    """

    state: State
    outcomes: dict[str, _Outcome] = field(default_factory=dict)

    def admit(self, asked: Asked, call: Call) -> Ticket | Reply:
        """A ticket, or the answer: a refusal, or the first outcome of the same idempotency key."""
        try:
            caller = self._checked(asked)
        except RefusalError as refusal:
            return served(refused(refusal, asked.version), asked)
        if not (asked.writes and asked.key):
            return Ticket(asked, caller)
        first = self.outcomes.get(asked.key)
        if first is None:
            self.outcomes[asked.key] = _Outcome(asked.fingerprint)
            return Ticket(asked, caller)
        if first.fingerprint != asked.fingerprint:
            self.state.violations.append(f"idempotency key {asked.key} was used again for another request")
        if first.reply is None:
            in_flight = RefusalError(409, "idempotency_key_in_flight", "a request with this key is in progress")
            return served(refused(in_flight, asked.version), asked)
        call.replayed = True
        return first.reply

    def perform(self, ticket: Ticket, call: Call, *, instead: Reply | None = None, commit: bool = True) -> Reply:
        """Carry the call out, and answer.

        Args:
            ticket: What `admit` gave.
            call: Its record, completed with the sync before and after.
            instead: An injected answer.
            commit: Whether the call is carried out when the answer is injected.
        """
        asked = ticket.asked
        reply = self._carried_out(ticket, call) if commit or instead is None else instead
        reply = served(instead or reply, asked)
        if asked.writes and asked.key:
            self.outcomes[asked.key].reply = reply
        return reply

    def shown(self, path: str, version: str = NEWEST_VERSION) -> JsonObject | None:
        """The sync that a path names, as a GET shows it; None when it names none."""
        match = _SYNC_PATH.match(path)
        sync = self.state.syncs.stored.get(match[1]) if match else None
        return self.state.syncs.shown(sync, version) if sync else None

    def _checked(self, asked: Asked) -> Caller:
        if asked.version not in VERSIONS:
            self.state.violations.append(f"{asked.method} {asked.path} was sent with version {asked.version!r}")
            message = f"X-Polytomic-Version must be one of {', '.join(VERSIONS)}"
            raise RefusalError(400, "invalid_version", message, field="X-Polytomic-Version")
        caller = caller_of(asked.headers.get("authorization", ""))
        if asked.writes and asked.key and not _KEY.fullmatch(asked.key):
            message = "Idempotency-Key must be 8 to 255 characters of A-Z, a-z, 0-9, _ and -"
            raise RefusalError(400, "invalid_idempotency_key", message, field="Idempotency-Key")
        return caller

    def _carried_out(self, ticket: Ticket, call: Call) -> Reply:
        asked = ticket.asked
        before = self.shown(asked.path, asked.version) if asked.writes else None
        try:
            reply = self._routed(ticket)
        except RefusalError as refusal:
            return refused(refusal, asked.version)
        if asked.writes:
            call.before, call.after = before, self.shown(asked.path, asked.version)
        return reply

    def _routed(self, ticket: Ticket) -> Reply:
        asked = ticket.asked
        is_known_path = False
        for method, pattern, handler in _TABLE:
            if match := pattern.fullmatch(asked.path):
                if method == asked.method:
                    return handler(Context(asked, ticket.caller, self.state), *match.groups())
                is_known_path = True
        self.state.violations.append(f"{asked.method} {asked.path} is not a call that is offered here")
        if is_known_path:
            raise RefusalError(405, "method_not_allowed", "method not allowed")
        raise RefusalError(404, "not_found", "no such path")


def refused(refusal: RefusalError, version: str) -> Reply:
    """The refusal in the shape that this version gives it."""
    shape = ErrorShape.REST if refusal.status == 401 and version < NEWEST_VERSION else ErrorShape.API  # noqa: PLR2004 -- HTTP's number
    if isinstance(refusal, UnauthorizedError) and refusal.shape is not None:
        shape = refusal.shape
    return refuse(refusal, shape)


def served(reply: Reply, asked: Asked) -> Reply:
    """The reply with the version that served it."""
    version = asked.version if asked.version in VERSIONS else NEWEST_VERSION
    return Reply(reply.status, reply.body, {VERSION_HEADER: version, **reply.headers})
