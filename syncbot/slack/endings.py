"""How a change stands or ended, in a few words and in sentences, wherever it is told."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.changes.states import State, in_words
from syncbot.slack import afterwards
from syncbot.slack.named_field import with_names
from syncbot.slack.text import sentences

ENDINGS = {
    State.REJECTED: ("Rejected", "Nothing was written. The sync is as it was."),
    State.EXPIRED: ("Expired", "Nobody decided in time. Nothing was written."),
    State.CANCELLED: ("Cancelled", "The request was withdrawn. Nothing was written."),
    State.SUPERSEDED: ("Replaced", "A newer request took its place. Nothing was written by this one."),
    State.VOID: ("Void", "What the approval depended on changed meanwhile. Nothing was written."),
}
"""First words and what they mean, for the ends that are not an attempt to write."""


def headline(change: Change) -> str:
    """The first words of the result."""
    if change.outcome is not None:
        return change.outcome.result.value
    return ENDINGS[change.state][0] if change.state in ENDINGS else in_words(change.state).capitalize()


def told(change: Change) -> str:
    """What happened, as finished mrkdwn; empty where the first words say it all, or it has not ended."""
    if change.outcome is not None:
        return sentences(with_names(change)) if change.outcome.sentences else ""
    return afterwards.ending(change) or (ENDINGS[change.state][1] if change.state in ENDINGS else "")
