"""Who calls: keys, and what they may."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from syncbot.sandbox.polytomic.replies import ErrorShape, JsonObject, RefusalError
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, ORGANIZATION_NAME, identifier

API_KEY = "pt-user-key-of-the-stand-in"
RESTRICTED_KEY = "pt-read-only-key-of-the-stand-in"
DEPLOYMENT_KEY = "pt-deployment-key-of-the-stand-in"
PARTNER_KEY = "pt-partner-key-of-the-stand-in"
LEGACY_KEY = "pt-key-refused-in-the-legacy-shape"
"""Refused like any wrong key, in the third error shape."""

_LEGACY_TEXT = "invalid or unknown API key"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key it is.

    Attributes:
        email: Empty for keys that are no user's.
        needs_organization: Taken only as Basic with the organization's id.
    """

    name: str
    kind: str = "user"
    email: str = ""
    may_write: bool = True
    needs_organization: bool = False

    @property
    def actor(self) -> JsonObject:
        """What `updated_by` says of it."""
        return actor_named(self.name, self.kind)

    @property
    def identity(self) -> JsonObject:
        """What GET /api/me says of it; keys that are no user's have no id."""
        is_user = self.kind == "user"
        return {
            **({"id": self.actor["id"], "email": self.email} if is_user else {}),
            "organization_id": ORGANIZATION_ID,
            "organization_name": ORGANIZATION_NAME,
            "is_user": is_user,
            "is_organization": self.kind == "organization",
            "is_partner": self.kind == "partner",
            "is_system": self.kind == "system",
            "credential": {"method": "api_key", "mode": "read_write" if self.may_write else "read_only"},
        }


def actor_named(name: str, kind: str = "user") -> JsonObject:
    """The actor of that name."""
    return {"id": identifier("actor", name), "name": name, "type": kind}


CALLERS = {
    API_KEY: Caller("syncbot", email="syncbot@northwind.example"),
    RESTRICTED_KEY: Caller("Reporting", email="reporting@northwind.example", may_write=False),
    DEPLOYMENT_KEY: Caller("Deployment", kind="system", needs_organization=True),
    PARTNER_KEY: Caller("Partner", kind="partner", needs_organization=True),
}


class UnauthorizedError(RefusalError):
    """401; `shape` is the error shape that this kind of wrong key gets in every version, or None."""

    def __init__(self, message: str, shape: ErrorShape | None = None) -> None:
        super().__init__(401, "unauthorized", message)
        self.shape = shape


def caller_of(authorization: str) -> Caller:
    """Who the `Authorization` header says it is: `Bearer key`, or Basic with `organization id:key`."""
    scheme, _, credential = authorization.partition(" ")
    organization, key = "", credential.strip()
    if scheme.lower() == "basic":
        organization, _, key = _decoded(key).partition(":")
    if key == LEGACY_KEY:
        raise UnauthorizedError(_LEGACY_TEXT, ErrorShape.LEGACY)
    caller = CALLERS.get(key)
    is_basic = scheme.lower() == "basic" and organization == ORGANIZATION_ID
    is_bearer = scheme.lower() == "bearer" and caller is not None and not caller.needs_organization
    if caller is None or not (is_basic or is_bearer):
        msg = "unauthorized"
        raise UnauthorizedError(msg)
    return caller


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
