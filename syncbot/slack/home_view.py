"""The app's home: search, my drafts, requests that wait for me, failing syncs, recent changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncbot.changes.emergency import is_request
from syncbot.changes.failures import Failure
from syncbot.changes.model import Change
from syncbot.slack import blocks, drafts_view, request, run_buttons
from syncbot.slack.blocks import Block, Json
from syncbot.slack.drafts_view import Draft, UrlOf
from syncbot.slack.endings import headline
from syncbot.slack.linking import link
from syncbot.slack.listing import EDIT
from syncbot.slack.text import escape, moment, person, plain, sentences

FIND = "home_find"
CALLBACK = "home"

FIND_HEADING, DRAFTS, WAITING, FAILING, INCOMPLETE, RECENT = (
    "Find a sync",
    "My drafts and requests",
    "Waiting for me",
    "Failed in the last 48 hours",
    "Left records out in the last 48 hours",
    "Recent changes",
)
FIND_PLACEHOLDER = "Type a part of its name"
NO_DRAFTS = "Nothing unfinished."
NONE_WAITING = "No request waits for your decision."
NONE_FAILING = "No sync failed."
NONE_INCOMPLETE = "No run left a record out."
FAILING_UNKNOWN = "Polytomic did not say."
NO_CHANGES = "Nothing was changed through syncbot in the last seven days."
FAILED = "*{name}* failed {when}"
FAILED_TIMES = "*{name}* failed {times} times, the last time {when}"
LEFT_OUT = "*{name}* left records out {when}"
LEFT_OUT_TIMES = "*{name}* left records out {times} times, the last time {when}"
CHANGED = "*{name}*: {result}, by {who} {when}: {what}"
OUTSIDE = "somebody outside syncbot"
ASKS = "*{name}*, asked by {who} {when}: {what}"
PAUSED_ALREADY = "paused already, to be kept so or turned on again"
AND_MORE = " and {more} more"
MORE = "{more} more: {where}"
MORE_DRAFTS, MORE_FAILED = "{command} drafts", "{command} list failed"
MORE_REQUESTS = "in the approval channel"
AS_OF = "As of {when}. Opening this again brings it up to date."
CANNOT = "You cannot look at or change syncs here yet. {who} can let you in."

AT_MOST = 5
_NAME_LENGTH = 120
_LINE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class HomeTab:
    """What it shows.

    Attributes:
        failing, incomplete: What failed, and what left records out; None where Polytomic did not say.
        names: What syncs are called, by id.
        url_of: Where they stand in Polytomic, by id.
        command: The slash command's name.
    """

    drafts: Sequence[Draft]
    requests: Sequence[Change]
    waiting: Sequence[Change]
    failing: Sequence[Failure] | None
    incomplete: Sequence[Failure] | None
    names: dict[str, str]
    recent: Sequence[Change]
    now: float
    url_of: UrlOf
    command: str


def view(home: HomeTab) -> Json:
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
            *_failing(home, home.failing, (NONE_FAILING, FAILED, FAILED_TIMES)),
            blocks.header(INCOMPLETE),
            *_failing(home, home.incomplete, (NONE_INCOMPLETE, LEFT_OUT, LEFT_OUT_TIMES)),
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


def _drafts(home: HomeTab) -> list[Block]:
    if not home.drafts and not home.requests:
        return [blocks.section(NO_DRAFTS)]
    drafts = [drafts_view.drawn(one, home.url_of(one.sync_id)) for one in home.drafts[:AT_MOST]]
    requests = [drafts_view.drawn_request(one, home.url_of(one.sync_id)) for one in home.requests[:AT_MOST]]
    hidden = sum(max(0, len(all_of) - AT_MOST) for all_of in (home.drafts, home.requests))
    more = _more(hidden, MORE_DRAFTS.format(command=home.command))
    return [*(part for drawn in (*drafts, *requests) for part in drawn), *more]


def _more(hidden: int, where: str) -> list[Block]:
    """How many a section does not show, and where they stand; nothing when it shows all."""
    return [blocks.context(MORE.format(more=hidden, where=where))] if hidden > 0 else []


def _waiting(home: HomeTab) -> list[Block]:
    if not home.waiting:
        return [blocks.section(NONE_WAITING)]
    asked = [_asked(home, change) for change in home.waiting[:AT_MOST]]
    return [*asked, *_more(len(home.waiting) - AT_MOST, MORE_REQUESTS)]


def _asked(home: HomeTab, change: Change) -> Block:
    name = escape(change.sync_name, _NAME_LENGTH)
    what = PAUSED_ALREADY if is_request(change) else _what(change)
    words = ASKS.format(name=name, who=person(change.actor), when=moment(change.created_at), what=what)
    label = f"Read and decide: {plain(change.sync_name, 50)}"
    decide = blocks.button("Read and decide", request.READ, change.change_id, label=label)
    return blocks.section(words, link(home.url_of(change.sync_id)), accessory=decide)


def _failing(home: HomeTab, found: Sequence[Failure] | None, said: tuple[str, str, str]) -> list[Block]:
    """What failed; `said` for none, for one, for several of a sync."""
    none, once, often = said
    if found is None:
        return [blocks.section(FAILING_UNKNOWN)]
    shown = [part for one in found[:AT_MOST] for part in _failed(home, one, often if one.count > 1 else once)]
    more = _more(len(found) - AT_MOST, MORE_FAILED.format(command=home.command))
    return [*shown, *more] or [blocks.section(none)]


def _failed(home: HomeTab, failure: Failure, template: str) -> list[Block]:
    name = home.names.get(failure.sync_id, failure.sync_id)
    words = template.format(name=escape(name, _NAME_LENGTH), times=failure.count, when=moment(failure.at))
    edit = blocks.button("Edit", EDIT, failure.sync_id, label=f"Edit {plain(name, 60)}")
    said = f"{words} · {link(home.url_of(failure.sync_id))}"
    return [blocks.section(said), blocks.actions(run_buttons.status(failure.sync_id, name), edit)]


def _recent(home: HomeTab) -> list[Block]:
    return [_change(home, change) for change in home.recent[:AT_MOST]] or [blocks.section(NO_CHANGES)]


def _change(home: HomeTab, change: Change) -> Block:
    who = person(change.actor) if change.actor else OUTSIDE
    when = moment(change.ended_at or change.created_at)
    name = escape(change.sync_name, _NAME_LENGTH)
    words = CHANGED.format(name=name, result=headline(change), who=who, when=when, what=_what(change))
    return blocks.section(words, link(home.url_of(change.sync_id)))


def _what(change: Change) -> str:
    first, *more = change.lines or ("",)
    return sentences(first, _LINE_LENGTH) + (AND_MORE.format(more=len(more)) if more else "")
