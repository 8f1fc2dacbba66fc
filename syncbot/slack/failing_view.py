"""`/sync list failed`: what failed lately, a few at a time, each with what leads to its mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncbot.changes.failures import Basis, Failure, Failures
from syncbot.slack import blocks, run_buttons, run_words, status_view
from syncbot.slack.blocks import Block, Json
from syncbot.slack.linking import link
from syncbot.slack.listing import FAILED_HEADING, NEXT, NONE_FAILED, PREVIOUS
from syncbot.slack.status_view import StatusReport
from syncbot.slack.text import escape, moment, plain, shorten
from syncbot.sync.phrases import counted

ROWS_AT_MOST = 5
FAILED_ABOUT = "failed"
"""What *Previous* and *Next* of this list carry in place of what a list was asked for."""

COUNT = "{first} to {last} of {total}"
TIMES = "{count} such runs in 48 hours"
WELL_SINCE = "It ran well since: {result}"
SENT = "{records} sent"
DID = "Failed or left records out {when}"
BY_STATUS = "{why}, so only the last run of the {syncs} that changed last was looked at."
WHY = {
    Basis.NO_EVENTS: "Polytomic gives no events here",
    Basis.NO_ANSWER: "Polytomic did not give its events now",
}
TOO_MANY = "There are more than could be read: what failed before {when} alone is not shown."
NOT_READ = "Polytomic did not show this sync now."

_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Row:
    """One sync that failed; `report` is None when it could not be read now."""

    failure: Failure
    name: str
    report: StatusReport | None
    url: str


def message(failures: Failures, rows: Sequence[Row], page: int) -> Json:
    """A page, starting at 0."""
    notes = _notes(failures)
    if not rows:
        return blocks.message(NONE_FAILED, [blocks.section(NONE_FAILED, *notes)])
    first = page * ROWS_AT_MOST + 1
    count = COUNT.format(first=first, last=first + len(rows) - 1, total=len(failures.found))
    parts: list[Block] = [blocks.header(FAILED_HEADING)]
    for index, row in enumerate(rows):
        parts += drawn(row, index)
    parts.append(blocks.context(count, *notes))
    turns = []
    if page > 0:
        turns.append(blocks.button("Previous", PREVIOUS, f"{page - 1}:{FAILED_ABOUT}"))
    if first + len(rows) <= len(failures.found):
        turns.append(blocks.button("Next", NEXT, f"{page + 1}:{FAILED_ABOUT}"))
    return blocks.message(f"{FAILED_HEADING}: {count}", [*parts, *([blocks.actions(*turns)] if turns else [])])


def drawn(row: Row, index: int, *, heading: str = "") -> list[Block]:
    """One sync: its last run, what its error is about, what can be done; nothing of Polytomic's own words.

    Args:
        row: What is known of it.
        index: Which row of the message it is, from 0.
        heading: Finished mrkdwn that names it; its name when empty.
    """
    name = heading or f"*{escape(row.name, _NAME_LENGTH)}*"
    times = TIMES.format(count=row.failure.count) if row.failure.count > 1 else ""
    report = row.report
    last = report.status.last if report else None
    if report is None or last is None:
        line = " · ".join(part for part in (DID.format(when=moment(row.failure.at)), times) if part)
        return [blocks.section(name, f"{line} · {link(row.url)}", NOT_READ if report is None else "")]
    well = last.good and (last.at or 0) > row.failure.at
    result = WELL_SINCE.format(result=run_words.result(last)) if well else run_words.result(last)
    did = DID.format(when=moment(row.failure.at)) if well else ""
    facts = [did, result, SENT.format(records=run_words.records(last.sent)), times]
    lines = " · ".join([*(fact.rstrip(".") for fact in facts if fact), link(row.url)])
    parts: list[Block] = [blocks.section(name, lines)]
    named = next((one for one in report.named if one is not None), None)
    if named is not None and not well:
        parts.append(status_view.about(report.sync_id, index, named))
    undo = [] if well else status_view.undo_of(report)[:1]
    status = run_buttons.status(report.sync_id, shorten(plain(report.name), 60))
    return [*parts, blocks.actions(*undo, *status_view.buttons(report), status)]


def _notes(failures: Failures) -> list[str]:
    """What the list may lack, and why."""
    if failures.basis in WHY:
        return [BY_STATUS.format(why=WHY[failures.basis], syncs=counted(failures.looked_at, "sync"))]
    return [TOO_MANY.format(when=moment(failures.read_from))] if failures.read_from else []
