"""`/sync drafts`: a person's unfinished edits and the requests that they wait for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change
from syncbot.slack import blocks, request
from syncbot.slack.blocks import Block, Json
from syncbot.slack.linking import link
from syncbot.slack.text import escape, moment, plain, sentences
from syncbot.sync.phrases import counted

CONTINUE = "drafts_continue"
START_OVER = "drafts_start_over"
DISCARD = "drafts_discard"

HEADING = "My drafts and requests"
NONE = "You have no unfinished edits and no requests that wait for a decision."
NONE_NEXT = "Write {command} edit with a sync's name to begin one."
DRAFT = "Draft, begun {when}"
EMPTY = "It changes nothing yet."
PAUSED_ALREADY = "The sync is paused already. A rejection turns it on again at once."
REQUEST = "Waits for approval since {when}; ends {end} without a decision"
AND_MORE = "and {more}"
MORE = "{count} more are not shown here."
DISCARDED = "The draft of {name} was discarded. The sync itself is as it was."
DISCARD_QUESTION = "Discard this draft?"
DISCARD_MEANS = "Its changes are gone then. The sync itself stays as it is."
OVER_QUESTION = "Start over?"
OVER_MEANS = "The changes of this draft are gone then, and the sync is opened as it is now."
YES, NO = "Yes", "Keep it"

UrlOf = Callable[[str], str]
"""A sync's page in Polytomic, by its id."""

AT_MOST = 8
LINES_AT_MOST = 3
_LINE_LENGTH = 200
_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Draft:
    """One unfinished edit; `lines` are its changes in words."""

    session_id: str
    sync_id: str
    name: str
    begun_at: float
    lines: tuple[str, ...]


def message(drafts: Sequence[Draft], requests: Sequence[Change], *, command: str, url_of: UrlOf) -> Json:
    """The answer to `drafts`."""
    if not drafts and not requests:
        return blocks.message(NONE, [blocks.section(NONE, NONE_NEXT.format(command=command))])
    parts: list[Block] = [blocks.header(HEADING)]
    for draft in drafts[:AT_MOST]:
        parts += drawn(draft, url_of(draft.sync_id))
    for change in requests[:AT_MOST]:
        parts += drawn_request(change, url_of(change.sync_id))
    more = max(0, len(drafts) - AT_MOST) + max(0, len(requests) - AT_MOST)
    return blocks.message(HEADING, [*parts, *([blocks.context(MORE.format(count=more))] if more else [])])


def drawn(draft: Draft, url: str) -> list[Block]:
    """A draft with what can be done with it."""
    name = plain(draft.name, 50)
    return [
        blocks.section(
            f"*{escape(draft.name, _NAME_LENGTH)}* · {link(url)}",
            DRAFT.format(when=moment(draft.begun_at)),
            *_lines(draft.lines or (EMPTY,)),
        ),
        blocks.actions(
            blocks.button("Continue", CONTINUE, f"{draft.session_id}:{draft.sync_id}", label=f"Continue: {name}"),
            blocks.asking_first(
                blocks.button(
                    "Start over", START_OVER, f"{draft.session_id}:{draft.sync_id}", label=f"Start over: {name}"
                ),
                OVER_QUESTION,
                OVER_MEANS,
                yes=YES,
                no=NO,
            ),
            blocks.asking_first(
                blocks.button("Discard", DISCARD, f"{draft.session_id}:{draft.sync_id}", label=f"Discard: {name}"),
                DISCARD_QUESTION,
                DISCARD_MEANS,
                yes=YES,
                no=NO,
            ),
        ),
    ]


def drawn_request(change: Change, url: str) -> list[Block]:
    """A request that waits for others, with *Cancel request*; one about a pause that stands cannot be cancelled."""
    when = REQUEST.format(when=moment(change.created_at), end=moment(change.expires_at or change.created_at))
    heading = f"*{escape(change.sync_name, _NAME_LENGTH)}* · {link(url)}"
    if is_request(change):
        return [blocks.section(heading, when, PAUSED_ALREADY)]
    label = f"Cancel request: {plain(change.sync_name, 50)}"
    return [
        blocks.section(heading, when, *_lines(change.lines)),
        blocks.actions(blocks.button("Cancel request", request.CANCEL, change.change_id, label=label)),
    ]


def discarded(name: str) -> Json:
    """Said after *Discard*."""
    text = DISCARDED.format(name=escape(name, _NAME_LENGTH))
    return blocks.message(text, [blocks.section(text)])


def read(value: str) -> tuple[str, str]:
    """From a button's value: the session's id and the sync's."""
    session_id, _, sync_id = value.rpartition(":")
    return session_id, sync_id


def _lines(lines: Sequence[str]) -> list[str]:
    more = len(lines) - LINES_AT_MOST
    shown = [f"• {sentences(line, _LINE_LENGTH)}" for line in lines[:LINES_AT_MOST]]
    return [*shown, *([AND_MORE.format(more=counted(more, "more change"))] if more > 0 else [])]
