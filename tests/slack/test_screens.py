"""A file is read from Slack alone: the token goes nowhere else."""

from __future__ import annotations

import pytest

from syncbot.errors import SlackFault
from syncbot.slack.screens import Screens


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/x",
        "https://evil.example/files.slack.com",
        "http://files.slack.com/x",
        "https://files.slack.com@evil.example/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_is_sent_to_slack_alone_whatever_the_address_says(url: str) -> None:
    with pytest.raises(SlackFault) as refused:
        await Screens(token="xoxb-1", base_url="https://slack.com/api/").download(url)
    assert refused.value.code == "not_slacks"
