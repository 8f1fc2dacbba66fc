"""A strict stand-in for the Polytomic model-sync API, over HTTP on loopback."""

from syncbot.sandbox.polytomic.calls import Asked, Call
from syncbot.sandbox.polytomic.faults import Faults, Held
from syncbot.sandbox.polytomic.keys import API_KEY, DEPLOYMENT_KEY, LEGACY_KEY, PARTNER_KEY, RESTRICTED_KEY
from syncbot.sandbox.polytomic.replies import ErrorShape, Reply
from syncbot.sandbox.polytomic.server import PolytomicStandIn
from syncbot.sandbox.polytomic.syncs import DEFAULT_PASSPHRASE
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, identifier

__all__ = [
    "API_KEY",
    "DEFAULT_PASSPHRASE",
    "DEPLOYMENT_KEY",
    "LEGACY_KEY",
    "ORGANIZATION_ID",
    "PARTNER_KEY",
    "RESTRICTED_KEY",
    "Asked",
    "Call",
    "ErrorShape",
    "Faults",
    "Held",
    "PolytomicStandIn",
    "Reply",
    "identifier",
]
