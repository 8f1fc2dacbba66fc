"""Whether the named approvers could ever be enough."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from syncbot.changes.policy import Policy
from syncbot.settings import values

NEVER: Final = (
    "With SYNCBOT_APPROVERS and SYNCBOT_APPROVALS_NEEDED as they are, nobody could ever approve a request: {needed} "
    "different people other than the requester are needed. Name more approvers, or need fewer."
)
NEVER_SELF: Final = (
    "With SYNCBOT_APPROVERS and SYNCBOT_APPROVALS_NEEDED as they are, nobody could ever approve a request: {needed} "
    "different people are needed. Name more approvers, or need fewer."
)


def quorum_fault(given: Mapping[str, str]) -> str:
    """What is wrong, or empty; also where a group or `*` is named, whose members only Slack knows.

    Variables that cannot be read are left to the fault of their own.
    """
    with suppress(ValueError):
        approvers = values.people(given.get("SYNCBOT_APPROVERS", ""))
        editors = values.people(given.get("SYNCBOT_EDITORS", ""))
        needed = values.whole_number(1, 20)(given.get("SYNCBOT_APPROVALS_NEEDED", "1"))
        policy = Policy(
            approvals_needed=needed, self_approval=values.switch(given.get("SYNCBOT_SELF_APPROVAL", "false"))
        )
        if not all(map(_is_person, approvers)):
            return ""
        requesters = frozenset(editors) if all(map(_is_person, editors)) else frozenset({*editors, values.EVERYBODY})
        if not policy.could_be_approved(requesters, frozenset(approvers)):
            return (NEVER_SELF if policy.self_approval else NEVER).format(needed=needed)
    return ""


def _is_person(name: str) -> bool:
    return name.startswith(("U", "W"))
