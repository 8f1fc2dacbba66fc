"""*Details*: the long values of a change, of which its lines show the beginning and the count."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.slack.text import pieces, shorten
from syncbot.sync.whole_words import whole_lines

HEADING = "*Long values, whole*"
MORE = "… and {count} more long values."
AT_MOST = 60_000
"""Characters of all of them: more than twenty pages that nobody reads, and takes no moment to make."""


def whole(change: Change) -> list[str]:
    """The lines that have long values once more with nothing left out, as mrkdwn in pieces; nothing for none.

    What is beyond `AT_MOST` is counted.
    """
    lines = whole_lines(change.base, change.draft)
    told, room = [HEADING] if lines else [], AT_MOST
    for place, line in enumerate(lines):
        if room < len(line) and place:
            return [*told, MORE.format(count=len(lines) - place)]
        told += pieces(f"• {shorten(line, AT_MOST)}")
        room -= len(line)
    return told
