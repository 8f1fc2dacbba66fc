from __future__ import annotations

import pytest

from syncbot.slack.tokens import app_token_refused, bot_token_refused

URL = "https://slack.com/api/"


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_token_that_is_refused_is_told_with_where_the_right_one_is(code: str) -> None:
    bot, app = bot_token_refused(code, url=URL), app_token_refused(code, url=URL)
    assert bot.sentences == (
        f"Slack does not take SLACK_BOT_TOKEN ({code}). Copy the bot token (xoxb-…) from OAuth & Permissions."
    )
    assert app.sentences.startswith(f"Slack opens no connection for SLACK_APP_TOKEN ({code}). Make a token (xapp-…)")
    assert (bot.code, app.code) == (code, code)


@pytest.mark.parametrize("code", ["ratelimited", "internal_error"])
def test_what_passes_by_itself_is_not_blamed_on_the_token(code: str) -> None:
    assert bot_token_refused(code, url=URL).sentences == (
        f"Slack does not say whose token SLACK_BOT_TOKEN is ({code}). Try again in a minute."
    )
    assert app_token_refused(code, url=URL).next_step == "Try again in a minute."


def test_a_slack_that_is_out_of_reach_is_told_with_its_address() -> None:
    for refused in (bot_token_refused, app_token_refused):
        assert refused("no_answer", url=URL).sentences == (
            "Slack did not answer at https://slack.com/api/. See that this machine may reach it, then try again."
        )
