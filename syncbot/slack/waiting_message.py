"""The requester's direct message about a request: that it waits, or why nobody could be asked."""

from __future__ import annotations

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change, Verdict
from syncbot.slack import blocks, endings, outcome, request
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload
from syncbot.slack.text import escape

TAKEN = "-"
"""`Places.refused` of a request that Slack took in the end."""

ASKED = "The request is in <#{channel}>. {meanwhile}"
UNASKED = "Nobody is asked yet. {why} {meanwhile} syncbot tries again by itself, more and more rarely."
WHY = {
    "not_in_channel": "syncbot is not in <#{channel}>: ask somebody there to `/invite` it.",
    "is_archived": "<#{channel}> is archived: ask whoever runs syncbot to unarchive it, or to name another channel.",
    "channel_not_found": (
        "Slack knows no channel <#{channel}>, or it is a private one that syncbot is not in: ask somebody there to "
        "`/invite` it, or whoever runs syncbot to name another channel."
    ),
}
"""By Slack's code."""
OTHER_WHY = "Slack does not let syncbot post in <#{channel}> (`{code}`): ask whoever runs syncbot."
NOT_WRITTEN = "Nothing is written before it is approved."
ALLOWED = "Decided"
STAYS_PAUSED = "The sync stays paused."


def waiting_message(change: Change, *, channel: str) -> Payload:
    """While the request is open."""
    text = f"Waiting for approval: {escape(change.sync_name, 150)}"
    return blocks.message(
        text,
        [
            blocks.section(f"*{text}*", *outcome.changes_in_words(change.lines)),
            blocks.context(_where_it_stands(change, channel)),
            *_buttons(change),
        ],
    )


def _where_it_stands(change: Change, channel: str) -> str:
    code = change.places.refused
    meanwhile = STAYS_PAUSED if is_request(change) else NOT_WRITTEN
    if code in ("", TAKEN):
        return ASKED.format(channel=channel, meanwhile=meanwhile)
    why = WHY.get(code, OTHER_WHY).format(channel=channel, code=escape(code))
    return UNASKED.format(why=why, meanwhile=meanwhile)


def _buttons(change: Change) -> list[Block]:
    """What the requester may do while it waits: nothing with a request about a pause that was applied already."""
    if is_request(change):
        return []
    edit = blocks.button("Edit request", outcome.EDIT_AGAIN, change.change_id)
    cancel = blocks.button("Cancel request", request.CANCEL, change.change_id)
    return [blocks.actions(cancel, edit)]


def waited_message(change: Change) -> Payload:
    """The same message once the request is decided: no button any more, and how it ended is told by its own message."""
    is_allowed = any(one.verdict is Verdict.APPROVED for one in change.decisions)
    text = f"{ALLOWED if is_allowed else endings.headline(change)}: {escape(change.sync_name, 150)}"
    decided = [request.decided(one) for one in change.decisions]
    return blocks.message(text, [blocks.section(f"*{text}*"), *([blocks.context(*decided)] if decided else [])])
