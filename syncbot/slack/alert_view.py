"""Failure alerts: one message for a failing sync and day, and its thread. Nothing of Polytomic's is quoted there."""

from __future__ import annotations

from syncbot.changes.failures import INCOMPLETE
from syncbot.changes.runs import Run
from syncbot.slack import blocks, failing_view, run_words
from syncbot.slack.blocks import Json
from syncbot.slack.failing_view import Row
from syncbot.slack.text import escape, moment

FAILED, LEFT_OUT = "{name} failed {when}", "{name} left records out {when}"
AGAIN = "{name} failed or left records out {times} times, the last time {when}"
RECOVERED = "{name} runs well again since {when}"
DETAILS = "What Polytomic says may name records, so it is not repeated here: press *Status* (only you see it)."
THREAD_FAILED, THREAD_LEFT_OUT = "It failed again {when}.", "It left records out again {when}."
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


def message(row: Row, *, kind: str, times: int, recovered: Run | None) -> Json:
    """The message of a sync and day, as it stands now; `kind` is that of the newest event."""
    text = AGAIN if times > 1 else LEFT_OUT if kind == INCOMPLETE else FAILED
    name = escape(row.name, _NAME_LENGTH)
    line = text.format(name=name, when=moment(row.failure.at), times=times)
    if recovered is not None:
        line = RECOVERED.format(name=name, when=run_words.when(recovered))
    return blocks.message(line, [*failing_view.drawn(row, 0, heading=f"*{line}*"), blocks.context(DETAILS)])


def again(kind: str, at: float) -> Json:
    """In the thread: another failure, by the kind of its event."""
    text = THREAD_LEFT_OUT if kind == INCOMPLETE else THREAD_FAILED
    return blocks.message(text.format(when=moment(at)), [])


def well(run: Run) -> Json:
    """In the thread: the recovery."""
    return blocks.message(THREAD_WELL.format(result=run_words.result(run)), [])
