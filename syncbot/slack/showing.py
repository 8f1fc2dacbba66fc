"""`/sync show`: the whole configuration in words, paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from syncbot.changes.model import Change
from syncbot.changes.undo import is_from_outside
from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Element, Json
from syncbot.slack.controls import carried
from syncbot.slack.endings import headline
from syncbot.slack.listing import EDIT
from syncbot.slack.text import code, escape, moment, person, plain, span
from syncbot.sync import words
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.entries import listed
from syncbot.sync.known import Known

PREVIOUS = "show_previous"
NEXT = "show_next"

PAGE_OF = "Page {page} of {pages}"
CONTINUED = "{part} (continued)"
SUMMARY = "{name}: {status}"
NOTHING = "Nothing is set."
ACTIVE, PAUSED = "Active", "Paused"
PROBLEM = "Polytomic reports: {text}"
PENDING = "{state}, asked by {actor} {at}: {what}"
LATEST = "Last change through syncbot: {result}, by {actor} {at}: {what}"
LATEST_OUTSIDE = "Last change, outside syncbot{who}, {span}: {what}"
SAVED_BY = " and last saved by {name}"
AND_MORE = " and {more} more"
WHERE = "Id {id} · <{url}|Open in Polytomic>"

PAGE_LENGTH = 8000
"""Characters of configuration on a page; Slack refuses messages whose blocks hold more than about 13,200."""

_SECTION_LENGTH = 2800
_LINE_LENGTH = 400
_NOTE_LENGTH = 150
_NOTES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What `show` tells of a sync.

    Attributes:
        doc: The GET.
        run: How its last run went, in one line of finished mrkdwn; empty when that is not known.
        pending: Changes of it that have not ended, oldest first.
        latest: The change that ended last, or None.
        zone: IANA name of the reader's time zone.
        now: The store's time, in seconds since the epoch.
        url: Of the sync in Polytomic.
        editable: Whether the reader may edit it.
    """

    doc: JsonObject
    known: Known
    shape: Shape
    run: str
    pending: Sequence[Change]
    latest: Change | None
    zone: str
    now: float
    url: str
    editable: bool = True

    @property
    def sync_id(self) -> str:
        """The sync's id."""
        return str(self.doc.get("id") or "")

    @property
    def name(self) -> str:
        """The sync's name, its id when it has none."""
        return str(self.doc.get("name") or self.sync_id)


def message(shown: Shown, page: int = 0) -> Json:
    """A page, starting at 0; past the end, the last."""
    now = datetime.fromtimestamp(shown.now, UTC)
    doc = configuration(shown.doc, shown.shape)
    pages = _pages(words.show_lines(doc, shown.known, zone=shown.zone, now=now))
    page = max(0, min(page, len(pages) - 1))
    status = " · ".join(part for part in (ACTIVE if shown.doc.get("active") else PAUSED, shown.run) if part)
    parts: list[Block] = [
        blocks.header(shown.name),
        blocks.section(status),
        blocks.context(*_notes(shown)),
        *(blocks.section(section) for section in pages[page]),
        *([blocks.context(PAGE_OF.format(page=page + 1, pages=len(pages)))] if len(pages) > 1 else []),
        *([blocks.actions(*buttons)] if (buttons := _buttons(shown, page, len(pages))) else []),
    ]
    return blocks.message(SUMMARY.format(name=escape(shown.name), status=status), parts)


@carried
def read_turn(value: str) -> tuple[int, str]:
    """From the value of *Previous* and *Next*: the page asked for, and the sync's id. Raises Gone."""
    page, _, sync_id = value.partition(":")
    return int(page), sync_id


def _notes(shown: Shown) -> list[str]:
    """The sync's problems, what waits, and what was changed last."""
    problems = [str(each.get("message") or each.get("code") or "") for each in listed(shown.doc.get("problems"))]
    latest = shown.latest
    return [
        *(PROBLEM.format(text=escape(text, _NOTE_LENGTH)) for text in problems[:_NOTES_AT_MOST]),
        *(_waiting(change) for change in shown.pending[:_NOTES_AT_MOST]),
        *([_ended(latest)] if latest else []),
        WHERE.format(id=code(shown.sync_id), url=shown.url),
    ]


def _waiting(change: Change) -> str:
    return PENDING.format(
        actor=person(change.actor), at=moment(change.created_at), state=headline(change), what=_what(change)
    )


def _ended(change: Change) -> str:
    ended_at = change.ended_at or change.created_at
    if is_from_outside(change):
        name = change.outcome.changed_by if change.outcome else ""
        who = SAVED_BY.format(name=escape(name)) if name else ""
        return LATEST_OUTSIDE.format(who=who, span=span(change.created_at, ended_at), what=_what(change))
    return LATEST.format(actor=person(change.actor), at=moment(ended_at), result=headline(change), what=_what(change))


def _what(change: Change) -> str:
    first, *more = change.lines or ("",)
    return escape(first, _NOTE_LENGTH) + (AND_MORE.format(more=len(more)) if more else "")


def _pages(parts: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
    """Sections packed into pages; at least one page."""
    pages: list[list[str]] = [[]]
    for part, lines in parts:
        for section in _sections(part, lines):
            if pages[-1] and sum(map(len, pages[-1])) + len(section) > PAGE_LENGTH:
                pages.append([])
            pages[-1].append(section)
    return pages if pages[0] else [[NOTHING]]


def _sections(part: str, lines: Sequence[str]) -> list[str]:
    """A part's lines under its name, in as many sections as they need."""
    sections, here = [], f"*{part}*"
    for line in [escape(line, _LINE_LENGTH) for line in lines] or [NOTHING]:
        if len(here) + len(line) > _SECTION_LENGTH:
            sections.append(here)
            here = f"*{CONTINUED.format(part=part)}*"
        here += f"\n{line}"
    return [*sections, here]


def _buttons(shown: Shown, page: int, pages: int) -> list[Element]:
    buttons = []
    if page > 0:
        buttons.append(blocks.button("Previous", PREVIOUS, f"{page - 1}:{shown.sync_id}"))
    if page + 1 < pages:
        buttons.append(blocks.button("Next", NEXT, f"{page + 1}:{shown.sync_id}"))
    if shown.editable:
        label = f"Edit {plain(shown.name, 60)}"
        buttons.append(blocks.button("Edit", EDIT, shown.sync_id, label=label))
    return buttons
