"""*Details*: the long values of a change, of which its lines show the beginning and the count."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.slack.text import pieces, shorten
from syncbot.sync.whole_words import whole_lines

HEADING = "*Long values, whole*"
LONGEST = 50_000
"""Of one line; a view of it has some twenty pages."""


def whole(change: Change) -> list[str]:
    """The lines that have long values once more with nothing left out, as mrkdwn in pieces; nothing for none."""
    lines = whole_lines(change.base, change.draft)
    told = [piece for line in lines for piece in pieces(f"• {shorten(line, LONGEST)}")]
    return [HEADING, *told] if told else []
