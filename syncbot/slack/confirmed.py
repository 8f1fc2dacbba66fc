"""What a confirmed review shows until it is decided or written, and an unclear outcome while it is written again."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.slack import blocks, outcome
from syncbot.slack.calls import Payload
from syncbot.slack.text import escape, sentences

WORKING_TITLE = "Working on it"
WORKING = "Confirmed. Writing the change to Polytomic."
WORKING_NEXT = "You can close this: the outcome also comes as a direct message. No need to press again."
WAITING_TITLE = "Waiting for approval"
WAITING = "The request is in <#{channel}>. Nothing is written before it is approved."
WAITING_NEXT = "You get a direct message when it is decided."
AGAIN = "Working on it again: {sync}"
AGAIN_NEXT = "This message will say how it ended."


def working_view(change: Change) -> Payload:
    """Shown from the confirm until the outcome; says so when Polytomic did not answer."""
    so_far = sentences(change.outcome.sentences) if change.outcome else WORKING
    return blocks.view(
        blocks.Modal(outcome.CALLBACK, WORKING_TITLE, meta=change.change_id, ends=True),
        [blocks.section(f"*{escape(change.sync_name, 150)}*", so_far), blocks.context(WORKING_NEXT)],
    )


def waiting_view(change: Change, channel: str) -> Payload:
    """Shown once the approval request is stored."""
    return blocks.view(
        blocks.Modal(outcome.CALLBACK, WAITING_TITLE, meta=change.change_id, ends=True),
        [
            blocks.section(f"*{escape(change.sync_name, 150)}*", *outcome.changes_in_words(change.lines)),
            blocks.section(WAITING.format(channel=channel), WAITING_NEXT),
        ],
    )


def again_message(change: Change) -> Payload:
    """In place of an unclear outcome, once somebody had the change applied again: no button to press meanwhile."""
    text = AGAIN.format(sync=escape(change.sync_name, 150))
    lines = outcome.changes_in_words(change.lines)
    return blocks.message(text, [blocks.section(f"*{text}*", *lines), blocks.context(AGAIN_NEXT)])
