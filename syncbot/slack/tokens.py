"""What it means when Slack does not take one of the app's tokens, and what mends it."""

from __future__ import annotations

from typing import Final

from syncbot.errors import SlackFault
from syncbot.slack.web import NO_ANSWER

UNREACHED: Final = "Slack did not answer at {url}."
UNREACHED_NEXT: Final = "See that this machine may reach it, then try again."
BOT_TOKEN: Final = "Slack does not take SLACK_BOT_TOKEN ({code})."  # noqa: S105 -- a sentence
BOT_TOKEN_NEXT: Final = "Copy the bot token (xoxb-…) from OAuth & Permissions."  # noqa: S105 -- a sentence
NOT_SAID: Final = "Slack does not say whose token SLACK_BOT_TOKEN is ({code})."
APP_TOKEN: Final = "Slack opens no connection for SLACK_APP_TOKEN ({code})."  # noqa: S105 -- a sentence
MAKE_ONE: Final = (
    "Make a token (xapp-…) with the scope connections:write under Basic Information, App-Level Tokens, and switch "
    "Socket Mode on."
)
LATER: Final = "Try again in a minute."

_SLACKS_OWN: Final = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
)
"""What passes by itself; everything else is about the token."""


def bot_token_refused(code: str, *, url: str) -> SlackFault:
    """Why `auth.test` failed with this code, at this base URL."""
    return _refused(code, url=url, what=NOT_SAID if code in _SLACKS_OWN else BOT_TOKEN, next_step=BOT_TOKEN_NEXT)


def app_token_refused(code: str, *, url: str) -> SlackFault:
    """Why `apps.connections.open` failed with this code, at this base URL."""
    return _refused(code, url=url, what=APP_TOKEN, next_step=MAKE_ONE)


def _refused(code: str, *, url: str, what: str, next_step: str) -> SlackFault:
    if code == NO_ANSWER:
        return SlackFault(UNREACHED.format(url=url), code=code, next_step=UNREACHED_NEXT)
    return SlackFault(what.format(code=code), code=code, next_step=LATER if code in _SLACKS_OWN else next_step)
