"""The views before the editor and instead of it: a draft that is there already, and one that is gone."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Json
from syncbot.slack.scene import TITLE
from syncbot.slack.text import escape, moment

CONTINUE = "editor_continue"
START_OVER = "editor_start_over"

DRAFT_VIEW = "editor_draft"

DRAFT_THERE = "You have a draft of this sync, made on what Polytomic had {when}."
DRAFT_CHANGES = "It changes:"
DRAFT_EMPTY = "It changes nothing yet."
DRAFT_NEXT = "*Continue* goes on with it. *Start over* discards it and opens the sync as it is now."

_DRAFT_LINES = 10
_LINE_LENGTH = 200


def draft_there(session_id: str, name: str, lines: tuple[str, ...], read_at: float) -> Json:
    """The question before an own draft: *Continue* or *Start over*.

    Args:
        session_id: Of the draft.
        name: The sync's.
        lines: What the draft changes, in words.
        read_at: When the sync was read that it changes, in seconds since the epoch.
    """
    shown = [f"• {escape(line, _LINE_LENGTH)}" for line in lines[:_DRAFT_LINES]]
    more = len(lines) - len(shown)
    changes = (DRAFT_CHANGES, *shown, *([f"and {more} more"] if more > 0 else [])) if lines else (DRAFT_EMPTY,)
    return blocks.view(
        blocks.Modal(DRAFT_VIEW, TITLE, meta=session_id),
        [
            blocks.section(f"*{escape(name, 250)}*", DRAFT_THERE.format(when=moment(read_at))),
            blocks.section(*changes),
            blocks.context(DRAFT_NEXT),
            blocks.actions(
                blocks.button("Continue", CONTINUE, session_id, style="primary"),
                blocks.button("Start over", START_OVER, session_id),
            ),
        ],
    )
