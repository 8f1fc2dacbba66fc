"""Whether anybody could ever approve, with the groups of the settings as they are in Slack."""

from __future__ import annotations

import logging

from syncbot.errors import SlackFault
from syncbot.slack.bot import Bot
from syncbot.slack.people import EVERYONE

log = logging.getLogger(__name__)

NEVER = (
    "Nobody could ever approve a request: {needed} different people are needed besides the requester, and with the "
    "groups as they are in Slack {count} may. Name more in SYNCBOT_APPROVERS, or need fewer."
)


async def prepare(bot: Bot) -> None:
    """Learn the names of the settings' ids, and log when nobody could ever approve; done at the start."""
    await bot.people.learn_names()
    if fault := await quorum_fault(bot):
        log.error(fault)


async def quorum_fault(bot: Bot) -> str:
    """What is wrong, or empty; empty too where approval is never needed, and where Slack does not say who is meant."""
    policy = bot.desk.policy
    if not policy.is_ever_needed:
        return ""
    try:
        approvers = await bot.people.everybody_who_may("approve")
        editors = await bot.people.everybody_who_may("edit")
    except SlackFault:
        return ""
    if EVERYONE in approvers or policy.could_be_approved(editors, approvers):
        return ""
    return NEVER.format(needed=policy.approvals_needed, count=len(approvers))
