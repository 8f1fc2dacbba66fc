"""Whether anybody could ever approve, with the groups of the settings as they are in Slack."""

from __future__ import annotations

from typing import Final

from syncbot.changes.policy import Policy
from syncbot.errors import SlackFault
from syncbot.slack.people import EVERYONE, SlackPeople

NEVER: Final = (
    "Nobody could ever approve a request: {needed} different people are needed besides the requester, and with the "
    "groups as they are in Slack {count} may. Name more in SYNCBOT_APPROVERS, or need fewer."
)


async def quorum_fault(policy: Policy, people: SlackPeople) -> str:
    """What is wrong, or empty; empty too where approval is never needed, and where Slack does not say who is meant."""
    if not policy.is_ever_needed:
        return ""
    try:
        approvers = await people.everybody_who_may("approve")
        editors = await people.everybody_who_may("edit")
    except SlackFault:
        return ""
    if EVERYONE in approvers or policy.could_be_approved(editors, approvers):
        return ""
    return NEVER.format(needed=policy.approvals_needed, count=len(approvers))
