"""Examines one's own surroundings: Redis, Slack and Polytomic as the settings name them."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from syncbot import manifest
from syncbot.bootstrap.parts import connect_store, open_screens, policy_of, polytomic_access, slack_access
from syncbot.findings import Finding, Verdict, examine
from syncbot.polytomic import standing as of_polytomic
from syncbot.polytomic.client import PolytomicClient
from syncbot.settings import Settings
from syncbot.slack import standing as of_slack
from syncbot.slack.people import SlackPeople
from syncbot.store import standing as of_redis
from syncbot.store.sentinel_standing import look_at_sentinels

log = logging.getLogger(__name__)

_LEVELS: Final = {Verdict.FAULT: logging.ERROR, Verdict.MIND: logging.WARNING, Verdict.FINE: logging.INFO}


async def redis_findings(settings: Settings) -> tuple[Finding, ...]:
    """Whether Redis answers, and its Sentinels, and what its settings cost."""
    connection = connect_store(settings)
    try:
        found = await of_redis.look(connection)
        if connection.sentinels is not None:
            found = (*found, await look_at_sentinels(connection.sentinels))
        answers = found[0].verdict is not Verdict.FAULT
        return (*found, await of_redis.look_at_clock(connection)) if answers else found
    finally:
        await connection.aclose()


async def polytomic_findings(settings: Settings) -> tuple[Finding, ...]:
    """Whose key it is, and whether it may write."""
    async with PolytomicClient(polytomic_access(settings)) as client:
        return await of_polytomic.look(client, url=settings.polytomic_url, version=settings.polytomic_version)


async def slack_findings(settings: Settings) -> tuple[Finding, ...]:
    """Whether Slack takes the token, and whether it allows and knows all that the settings need."""
    screens = open_screens(settings)
    token, identity = await of_slack.look_at_token(screens)
    if identity is None:
        return (token,)
    required, optional = manifest.required_scopes(), manifest.optional_scopes()
    people = SlackPeople(screens, slack_access(settings), team_id=identity.team_id)
    named = {
        "SYNCBOT_EDITORS": settings.editors,
        "SYNCBOT_APPROVERS": settings.approvers,
        "SYNCBOT_EMERGENCY_PAUSE": settings.emergency_pause,
    }
    channels = {
        "SYNCBOT_APPROVAL_CHANNEL": settings.approval_channel,
        "SYNCBOT_LOG_CHANNEL": settings.own_log_channel,
        "SYNCBOT_ALERT_CHANNEL": settings.alert_channel,
    }
    app_token = settings.slack_app_token
    sockets = [of_slack.look_at_socket(screens, app_token.get_secret_value())] if app_token else []
    found = await asyncio.gather(
        *sockets,
        examine(
            of_slack.PEOPLE,
            lambda: of_slack.look_at_people(people, policy_of(settings), named=named, scopes=identity.scopes),
        ),
        examine(
            of_slack.CHANNELS,
            lambda: of_slack.look_at_channels(screens, identity, named=channels, optional=optional),
        ),
    )
    scopes = of_slack.compare_scopes(identity.scopes, required=required, optional=optional)
    return (token, scopes, *(finding for findings in found for finding in findings))


async def log_findings(settings: Settings) -> None:
    """Look at everything and log it: faults as errors, what costs something as warnings."""
    found = await asyncio.gather(
        examine(of_redis.REDIS, lambda: redis_findings(settings)),
        examine(of_slack.TOKEN, lambda: slack_findings(settings)),
        examine(of_polytomic.POLYTOMIC, lambda: polytomic_findings(settings)),
    )
    for finding in (one for findings in found for one in findings):
        log.log(_LEVELS[finding.verdict], "%s: %s", finding.subject, finding.text)
