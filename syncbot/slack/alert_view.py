"""Failure alerts: one message for a failing sync and day, and its thread. Nothing of Polytomic's is quoted there."""

from __future__ import annotations

from syncbot.changes.runs import Run
from syncbot.slack import blocks, failing_view, run_words
from syncbot.slack.blocks import Block, Json
from syncbot.slack.failing_view import Row
from syncbot.slack.linking import link
from syncbot.slack.text import escape, moment

FAILED = "{name} failed or did not take every record {when}"
AGAIN = "{name} failed or did not take every record {times} times today, the last time {when}"
RECOVERED = "{name} runs well again since {when}"
DETAILS = (
    "What Polytomic says about it may name records, so it stands in *Status*, which only you see, and there: {link}"
)
THREAD_AGAIN = "It failed or did not take every record again {when}."
THREAD_WELL = "It runs well again: {result}"
NO_EVENTS = (
    "Polytomic gives no events here, so failing syncs are not told in this channel. "
    "*{command} list failed* looks at each sync."
)
CHANNEL_GONE = (
    "Failing syncs cannot be told in <#{channel}>: Slack says {code}. Invite the app there, or set "
    "SYNCBOT_ALERT_CHANNEL to another channel."
)

_NAME_LENGTH = 150


def message(row: Row, *, times: int, recovered: Run | None) -> Json:
    """The message of a sync and day, as it stands now."""
    text = AGAIN if times > 1 else FAILED
    name = escape(row.name, _NAME_LENGTH)
    line = text.format(name=name, when=moment(row.failure.at), times=times)
    if recovered is not None:
        line = RECOVERED.format(name=name, when=run_words.when(recovered))
    note = DETAILS.format(link=link(row.url))
    parts: list[Block] = [*failing_view.drawn(row, 0), blocks.context(note)]
    return blocks.message(line, [blocks.section(f"*{line}*"), *parts])


def again(at: float) -> Json:
    """In the thread: another failure."""
    return blocks.message(THREAD_AGAIN.format(when=moment(at)), [])


def well(run: Run) -> Json:
    """In the thread: the recovery."""
    return blocks.message(THREAD_WELL.format(result=run_words.result(run)), [])
