"""The app's home: search, my drafts, requests that wait for me, failing syncs, recent changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncbot.changes.failures import Failure
from syncbot.changes.model import Change
from syncbot.slack import blocks, drafts_view, request, run_buttons
from syncbot.slack.blocks import Block, Json
from syncbot.slack.drafts_view import Draft
from syncbot.slack.listing import EDIT
from syncbot.slack.showing import STATES
from syncbot.slack.text import escape, moment, person, plain, sentences

FIND = "home_find"
CALLBACK = "home"

FIND_HEADING, DRAFTS, WAITING, FAILING, RECENT = (
    "Find a sync",
    "My drafts and requests",
    "Waiting for me",
    "Failed in the last 48 hours",
    "Recent changes",
)
FIND_PLACEHOLDER = "Type a part of its name"
NO_DRAFTS = "Nothing unfinished."
NONE_WAITING = "No request waits for your decision."
NONE_FAILING = "No sync failed."
FAILING_UNKNOWN = "Polytomic did not say."
NO_CHANGES = "Nothing was changed through syncbot in the last seven days."
FAILED = "*{name}* failed {when}"
FAILED_TIMES = "*{name}* failed {times} times, the last time {when}"
CHANGED = "*{name}*: {result}, by {who} {when}: {what}"
OUTSIDE = "somebody outside syncbot"
ASKS = "*{name}*, asked by {who} {when}: {what}"
AND_MORE = " and {more} more"
AS_OF = "As of {when}. Opening this again brings it up to date."
CANNOT = "You cannot look at or change syncs here yet. {who} can let you in."

AT_MOST = 5
_NAME_LENGTH = 120
_LINE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Home:
    """What it shows.

    Attributes:
        failing: None where Polytomic did not say.
        names: What syncs are called, by id.
    """

    drafts: Sequence[Draft]
    requests: Sequence[Change]
    waiting: Sequence[Change]
    failing: Sequence[Failure] | None
    names: dict[str, str]
    recent: Sequence[Change]
    now: float


def view(home: Home) -> Json:
    """The home of somebody who may look."""
    return _home(
        [
            blocks.header(FIND_HEADING),
            _search(),
            blocks.header(DRAFTS),
            *_drafts(home),
            blocks.header(WAITING),
            *_waiting(home),
            blocks.header(FAILING),
            *_failing(home),
            blocks.header(RECENT),
            *_recent(home),
            blocks.context(AS_OF.format(when=moment(home.now))),
        ]
    )


def closed_view(who: str) -> Json:
    """The home of all others: who can let them in."""
    return _home([blocks.section(CANNOT.format(who=escape(who, 600)))])


def _home(parts: Sequence[Block]) -> Json:
    return blocks.home(CALLBACK, parts)


def _search() -> Block:
    return blocks.actions(blocks.external_menu(FIND, placeholder=FIND_PLACEHOLDER))


def _drafts(home: Home) -> list[Block]:
    if not home.drafts and not home.requests:
        return [blocks.section(NO_DRAFTS)]
    drafts = [part for draft in home.drafts[:AT_MOST] for part in drafts_view.drawn(draft)]
    return [*drafts, *(part for change in home.requests[:AT_MOST] for part in drafts_view.drawn_request(change))]


def _waiting(home: Home) -> list[Block]:
    if not home.waiting:
        return [blocks.section(NONE_WAITING)]
    return [_asked(change) for change in home.waiting[:AT_MOST]]


def _asked(change: Change) -> Block:
    name = escape(change.sync_name, _NAME_LENGTH)
    words = ASKS.format(name=name, who=person(change.actor), when=moment(change.created_at), what=_what(change))
    label = f"Read and decide: {plain(change.sync_name, 50)}"
    return blocks.section(
        words, accessory=blocks.button("Read and decide", request.READ, change.change_id, label=label)
    )


def _failing(home: Home) -> list[Block]:
    if home.failing is None:
        return [blocks.section(FAILING_UNKNOWN)]
    return [part for one in home.failing[:AT_MOST] for part in _failed(home, one)] or [blocks.section(NONE_FAILING)]


def _failed(home: Home, failure: Failure) -> list[Block]:
    name = home.names.get(failure.sync_id, failure.sync_id)
    template = FAILED_TIMES if failure.count > 1 else FAILED
    words = template.format(name=escape(name, _NAME_LENGTH), times=failure.count, when=moment(failure.at))
    edit = blocks.button("Edit", EDIT, failure.sync_id, label=f"Edit {plain(name, 60)}")
    return [blocks.section(words), blocks.actions(run_buttons.status(failure.sync_id, name), edit)]


def _recent(home: Home) -> list[Block]:
    return [blocks.section(_change(change)) for change in home.recent[:AT_MOST]] or [blocks.section(NO_CHANGES)]


def _change(change: Change) -> str:
    result = change.outcome.result if change.outcome else STATES[change.state]
    who = person(change.actor) if change.actor else OUTSIDE
    when = moment(change.ended_at or change.created_at)
    name = escape(change.sync_name, _NAME_LENGTH)
    return CHANGED.format(name=name, result=result, who=who, when=when, what=_what(change))


def _what(change: Change) -> str:
    first, *more = change.lines or ("",)
    return sentences(first, _LINE_LENGTH) + (AND_MORE.format(more=len(more)) if more else "")
