"""A workspace as a revenue operations team has it: eight syncs and all that they refer to."""

from __future__ import annotations

from syncbot.sandbox.polytomic.executions import Executions
from syncbot.sandbox.polytomic.replies import JsonObject
from syncbot.sandbox.polytomic.seed_choices import POLICIES, add_choices
from syncbot.sandbox.polytomic.seed_syncs import (
    ACCOUNTS,
    AUDIENCE,
    AUDIENCE_PASSPHRASE,
    COMPANIES,
    CUSTOMERS,
    LEADS,
    SUPPORT_USERS,
    seeded_syncs,
)
from syncbot.sandbox.polytomic.syncs import Syncs
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, World, identifier

_QUOTA_EXCEEDED = "NetSuite: SSS_REQUEST_LIMIT_EXCEEDED, the concurrent request limit of the account is reached"


def fill(world: World, syncs: Syncs, executions: Executions) -> None:
    """Add the connections, targets, models, policies and syncs, and what has run so far."""
    add_choices(world)
    for name, actions in POLICIES.items():
        world.policies[identifier("policy", name)] = _policy(name, actions)
    for document in seeded_syncs():
        is_audience = document["name"] == AUDIENCE
        syncs.load(
            document,
            classic=document["name"] == COMPANIES,
            passphrase=AUDIENCE_PASSPHRASE if is_audience else None,
        )
    _delete_a_target_field(world)
    _run(executions)


def _policy(name: str, actions: tuple[str, ...]) -> JsonObject:
    return {
        "id": identifier("policy", name),
        "name": name,
        "organization_id": ORGANIZATION_ID,
        "system": False,
        "policy_actions": [{"action": action, "role_ids": [identifier("role", name)]} for action in actions],
    }


def _delete_a_target_field(world: World) -> None:
    """The field that the Zendesk sync still maps is gone in Zendesk: that is its problem."""
    key = next(key for key in world.targets if key[0] == identifier("connection", "Zendesk"))
    world.remove_target_field(key, "user_fields.plan_tier")


def _run(executions: Executions) -> None:
    for name in (LEADS, COMPANIES, ACCOUNTS):
        sync_id = identifier("sync", name)
        executions.begin(sync_id)
        executions.complete(sync_id, total=1840, insert=12, update=1828)
    audience = identifier("sync", AUDIENCE)
    executions.begin(audience)
    executions.complete(audience, errors=("record 4411: the e-mail address is not valid",), total=920, insert=919)
    for _ in range(3):
        customers = identifier("sync", CUSTOMERS)
        executions.begin(customers)
        executions.fail(customers, _QUOTA_EXCEEDED)
    users = identifier("sync", SUPPORT_USERS)
    executions.begin(users)
    executions.fail(users, "Zendesk: user field plan_tier does not exist")
