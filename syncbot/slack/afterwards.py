"""What is said of an emergency pause, which is applied first and decided afterwards."""

from __future__ import annotations

from syncbot.changes.emergency import is_pause, is_request, to_be_undone
from syncbot.changes.model import Change
from syncbot.changes.states import State

ASKED = (
    "Approval to keep it paused is asked for in <#{channel}>: if it is rejected, the sync turns on again at once; "
    "without a decision it stays paused."
)
"""Of the pause itself, once it was written."""

ENDINGS = {
    State.REJECTED: "The sync turns on again, by a change of its own: the log channel tells when it is written.",
    State.EXPIRED: "Nobody decided in time. The sync stays paused.",
}
"""What these ends mean for the request about it."""


def asked(change: Change, channel: str) -> str:
    """That its request waits, and what hangs on it; empty for whatever is not a pause that stands."""
    return ASKED.format(channel=channel) if is_pause(change) and to_be_undone(change) else ""


def ending(change: Change) -> str:
    """What the end of the request about it means; empty for every other change."""
    return ENDINGS.get(change.state, "") if is_request(change) else ""
