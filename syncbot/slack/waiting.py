"""Views of a modal on its way: *Loading…*, the error that came instead, *Which one?*."""

from __future__ import annotations

from syncbot.changes.find import Match
from syncbot.errors import InvalidInput, SyncbotError
from syncbot.slack import blocks
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload
from syncbot.slack.text import escape, sentences

CALLBACK = "waiting"
TRY_AGAIN = "waiting_try_again"
PICK = "waiting_pick"

LOADING_TITLE = "Loading…"
LOADING_NEXT = "If nothing comes, press *Try again*."
PROBLEM_TITLE = "Not done"
READING = "Loading… Reading from Polytomic."
WHICH_TITLE = "Which one?"
WHICH = "Several syncs match. Which one?"
MORE = "{count} more match. Close this and write more of the name."
PICKS_AT_MOST = 20


def loading_view(retry_id: str) -> Payload:
    """What a trigger opens at once. `retry_id` names the kept command line, which *Try again* does once more."""
    modal = blocks.Modal(CALLBACK, LOADING_TITLE)
    return blocks.view(modal, [blocks.section(READING), blocks.context(LOADING_NEXT), _try_again(retry_id)])


def problem_view(error: SyncbotError, retry_id: str) -> Payload:
    """The error's sentences in place of what was being loaded; *Try again* unless the line itself cannot be done."""
    modal = blocks.Modal(CALLBACK, PROBLEM_TITLE)
    again = [] if isinstance(error, InvalidInput) else [_try_again(retry_id)]
    return blocks.view(modal, [blocks.section(sentences(error.sentences)), *again])


def _try_again(retry_id: str) -> Block:
    return blocks.actions(blocks.button("Try again", TRY_AGAIN, retry_id))


def reading_view(title: str, *, external_id: str = "", meta: str = "") -> Payload:
    """Shown above an editor while something is read; what lies beneath is still there to go back to."""
    modal = blocks.Modal(CALLBACK, title, external_id=external_id, meta=meta, close="Back")
    return blocks.view(modal, [blocks.section(READING)])


def which_view(matches: tuple[Match, ...], retry_id: str) -> Payload:
    """*Which one?*: a button a sync; the line goes on with the one picked."""
    parts: list[Block] = [blocks.section(WHICH)]
    parts += [
        blocks.section(
            f"*{escape(match.name, 150)}*",
            accessory=blocks.button(
                "This one", f"{PICK}:{index}", f"{retry_id}:{match.sync_id}", label=f"This one: {match.name}"
            ),
        )
        for index, match in enumerate(matches[:PICKS_AT_MOST])
    ]
    if len(matches) > PICKS_AT_MOST:
        parts.append(blocks.context(MORE.format(count=len(matches) - PICKS_AT_MOST)))
    return blocks.view(blocks.Modal(CALLBACK, WHICH_TITLE), parts)
