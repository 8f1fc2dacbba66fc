"""The Bolt app: one listener a kind of request, each behind the guard, with syncbot's own table behind it.

Bolt tries listeners one after the other (about 16 microseconds each, measured), so there are few. It runs with
`process_before_response`: its default runner polls for the acknowledgement every 10 ms and loses it when a listener
raises.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.slack import dispatch
from syncbot.slack.bot import Bot
from syncbot.slack.guard import Kind, guarded

EVERYTHING = re.compile(r".*", re.DOTALL)


def _always(result: AuthorizeResult) -> Callable[..., Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        return result

    return authorize


@contextmanager
def _without_warnings(logger: logging.Logger) -> Iterator[None]:
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def build_app(bot: Bot, *, bot_user_id: str) -> AsyncApp:
    """The app with every listener registered. It takes what it is given for Slack's: who sent it is known before.

    Args:
        bot: What handlers are given.
        bot_user_id: From auth.test at the start, so that no request waits for it.
    """
    # Bolt's logger with a level of its own: else it takes the root's, and at INFO logs the body of a request.
    logger = logging.getLogger("slack_bolt")
    with _without_warnings(logger):  # Bolt finds SLACK_BOT_TOKEN in the environment, and warns that it is not used
        app = AsyncApp(
            logger=logger,
            # Without a token of its own: Bolt gives each request a client with the token of `authorize`.
            client=AsyncWebClient(base_url=bot.screens.patient.base_url),
            authorize=_always(
                AuthorizeResult(
                    enterprise_id=None,
                    team_id=bot.home.team_id,
                    bot_user_id=bot_user_id,
                    bot_token=bot.screens.patient.token,
                )
            ),
            # Bolt's own check parses a body first, and goes by this machine's clock alone.
            request_verification_enabled=False,
            process_before_response=True,
        )
    app.command(EVERYTHING)(guarded(bot, Kind.COMMAND, dispatch.COMMANDS))
    app.action(EVERYTHING)(guarded(bot, Kind.ACTION, dispatch.ACTIONS))
    app.options(EVERYTHING)(guarded(bot, Kind.OPTIONS, dispatch.OPTIONS))
    app.view_submission(EVERYTHING)(guarded(bot, Kind.SUBMISSION, dispatch.SUBMISSIONS))
    app.shortcut(EVERYTHING)(guarded(bot, Kind.SHORTCUT, dispatch.SHORTCUTS))
    app.event(EVERYTHING)(guarded(bot, Kind.EVENT, dispatch.EVENTS))
    app.view_closed(EVERYTHING)(guarded(bot, Kind.CLOSED, dispatch.CLOSED))
    return app
