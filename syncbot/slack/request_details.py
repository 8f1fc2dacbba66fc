"""*Details* and *Read and approve*: the whole of a change in a modal, paged, and the sync as it is at present."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change
from syncbot.changes.present import Present
from syncbot.changes.states import State
from syncbot.slack import blocks, endings, outcome, request, waiting
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload
from syncbot.slack.controls import carried
from syncbot.slack.fitting import pages_of
from syncbot.slack.text import escape, pieces, sentences
from syncbot.slack.whole_values import whole
from syncbot.sync.document import needs_passphrase
from syncbot.sync.fields import PARTS, Part
from syncbot.sync.words import part_state

LINES_A_PAGE = 25
READ_TITLE = "Read and approve"
DETAILS_TITLE = "Details"
PAGE_OF = "Page {page} of {pages}"
SYNC_ID = "Sync {sync_id}, change {change_id}."
READ_KIND, DETAILS_KIND = "read", "details"

NOW = "*{sync} as it is now*"
PART_LINE = "{part}: {state}"
AS_ASKED = "Nothing of it has changed since this was asked."
OTHERWISE = "*Otherwise than when this was asked*"
AS_ENDED = "Nothing of it has changed since this ended."
OTHERWISE_SINCE = "*Otherwise than when this ended*"
NOT_KNOWN = "How the sync is now is not known. {why}"
MOVED_AT_MOST = 10
_LINE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and what.

    Attributes:
        reader: A user id.
        page: Starts at 0; past the end, the last.
        deciding: Whether the last page carries *Approve* while the request is open.
        zone: IANA name of the reader's time zone.
        now: The store's time, in seconds since the epoch.
    """

    reader: str
    page: int = 0
    deciding: bool = False
    zone: str = "UTC"
    now: float = 0.0


def loading_view(change: Change, reading: Reading) -> Payload:
    """The first lines at once, while the sync is read."""
    told = _told(change)
    shown = told[min(max(reading.page, 0), len(told) - 1)]
    return _view(change, reading, [*_lines(change, shown), blocks.context(waiting.READING)])


def view(present: Present, reading: Reading) -> Payload:
    """A page of the change; the last has the sync as it is now."""
    change = present.change
    told = _told(change)
    pages = len(told)
    page = min(max(reading.page, 0), pages - 1)
    parts = _lines(change, told[page])
    if page == pages - 1:
        parts += [blocks.section(*lines) for lines in _present(present, reading)]
    parts.append(blocks.context(request.reason(change), *(request.decided(one) for one in change.decisions)))
    parts.append(blocks.context(SYNC_ID.format(sync_id=change.sync_id, change_id=change.change_id)))
    parts += _turns(change, page, pages, deciding=reading.deciding)
    decides = reading.deciding and change.state is State.AWAITING_APPROVAL and page == pages - 1
    return _view(change, reading, [*parts, *(_no(change) if decides else [])], submit=decides)


def _no(change: Change) -> list[Block]:
    """The other answer than that of the view, and what both do where the change was written already."""
    meaning = [blocks.section(request.EMERGENCY)] if is_request(change) else []
    return [*meaning, blocks.actions(request.reject_button(change))]


@carried
def read_turn(value: str) -> tuple[str, int, bool]:
    """From the value of *Previous* and *Next*: the change's id, the page, and whether it is read to be decided.

    Raises Gone.
    """
    change_id, page, kind = value.split(":")
    return change_id, int(page), kind == READ_KIND


def _view(change: Change, reading: Reading, parts: list[Block], *, submit: bool = False) -> Payload:
    modal = blocks.Modal(
        request.READ_CALLBACK if reading.deciding else outcome.CALLBACK,
        READ_TITLE if reading.deciding else DETAILS_TITLE,
        meta=change.change_id,
        submit="Approve" if submit else "",
    )
    return blocks.view(modal, parts)


def _told(change: Change) -> list[list[str]]:
    """Every line of the change, whole, in pages, a long one in as many pieces as it takes; then its long values."""
    told = [piece for line in change.lines for piece in pieces(f"• {line}")]
    stops = [request.STOPS_RUN] if change.stop_run else []
    return pages_of([*told, *stops, *whole(change)], LINES_A_PAGE)


def _lines(change: Change, shown: list[str]) -> list[Block]:
    ended = [] if change.state is State.AWAITING_APPROVAL else [f"*{escape(endings.headline(change))}*"]
    return [blocks.section(f"*{request.summary(change)}*", *ended), *map(blocks.section, shown)]


def _present(present: Present, reading: Reading) -> Iterator[list[str]]:
    if present.doc is None:
        yield [NOT_KNOWN.format(why=sentences(present.why_not, 500))]
        return
    name = str(present.doc.get("name") or present.change.sync_name)
    yield [NOW.format(sync=escape(name, 150)), *_states(present, reading)]
    ended = present.change.outcome is not None and present.change.outcome.after is not None
    if not present.moved:
        yield [AS_ENDED if ended else AS_ASKED]
        return
    yield [OTHERWISE_SINCE if ended else OTHERWISE, *outcome.changes_in_words(present.moved, MOVED_AT_MOST)]


def _states(present: Present, reading: Reading) -> Iterator[str]:
    doc, now = present.doc or {}, datetime.fromtimestamp(reading.now, UTC)
    for part in PARTS:
        if part is not Part.ORGANIZATION and (part is not Part.ENCRYPTION or needs_passphrase(doc)):
            state = part_state(doc, part, present.known, zone=reading.zone, now=now)
            yield escape(PART_LINE.format(part=part, state=state), _LINE_LENGTH)


def _turns(change: Change, page: int, pages: int, *, deciding: bool) -> list[Block]:
    kind = READ_KIND if deciding else DETAILS_KIND
    turns = [
        blocks.button(text, f"{request.PAGE}:{text.lower()}", f"{change.change_id}:{to}:{kind}")
        for text, to in (("Previous", page - 1), ("Next", page + 1))
        if 0 <= to < pages
    ]
    return [blocks.context(PAGE_OF.format(page=page + 1, pages=pages)), blocks.actions(*turns)] if turns else []
