from __future__ import annotations

import time

import pytest

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import ClockWrong
from syncbot.sandbox.slack import SlackStandIn
from syncbot.slack.screens import Screens


@pytest.mark.parametrize(("off", "side"), [(400.0, "ahead of"), (-400.0, "behind")])
async def test_what_time_it_is_at_slack_is_read_off_its_answers(off: float, side: str) -> None:
    timepiece = Timepiece(lambda: time.time() + off)
    async with SlackStandIn.serve() as slack:
        await Screens(token=slack.bot_token, base_url=slack.api_url, timepiece=timepiece).identity()
    with pytest.raises(ClockWrong, match=f"s {side} that of Slack"):
        timepiece.check()


async def test_a_clock_that_is_right_is_right_for_slack_too() -> None:
    timepiece = Timepiece()
    async with SlackStandIn.serve() as slack:
        await Screens(token=slack.bot_token, base_url=slack.api_url, timepiece=timepiece).identity()
    timepiece.check()
