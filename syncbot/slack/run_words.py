"""Runs in words, as finished mrkdwn."""

from __future__ import annotations

from syncbot.changes.runs import Run
from syncbot.slack.text import code, escape, moment

FAILED = "Failed {when}."
COMPLETED = "Completed {when}, every record taken."
WITH_ERRORS = "Completed {when}, but left out {count}."
CANCELED = "Stopped {when}."
OTHER = "{status} {when}."
RUNNING = "Running since {when}."
WAITING = "Waiting to begin since {when}."
STOPPING = "Stopping; Polytomic has not said yet that it stopped."
SOME_TIME = "at a time that Polytomic does not say"
RECORDS = "{total}: {parts}"
OF_TOTAL = "{done} of {total}"
QUOTED = "Polytomic said: {words}"
MORE_ERRORS = "and {more} more, in Polytomic"

ERRORS_AT_MOST = 3
_ERROR_LENGTH = 400
_COUNTED = (
    ("insert", "created"),
    ("update", "updated"),
    ("upserts", "created or updated"),
    ("delete", "removed"),
    ("error", "left out"),
    ("warnings", "with warnings"),
)


def when(run: Run) -> str:
    """When it ended or began, in the reader's zone."""
    return moment(run.at) if run.at is not None else SOME_TIME


def records(number: int) -> str:
    """A number of records."""
    return f"{number:,} record" if number == 1 else f"{number:,} records"


def result(run: Run) -> str:
    """What became of it, one sentence."""
    if not run.ended:
        return _going_on(run)
    if run.failed:
        return FAILED.format(when=when(run))
    if run.record_errors:
        return WITH_ERRORS.format(when=when(run), count=records(run.record_errors))
    if run.status == "completed":
        return COMPLETED.format(when=when(run))
    if run.status == "canceled":
        return CANCELED.format(when=when(run))
    return OTHER.format(status=escape(run.status.capitalize()), when=when(run))


def counts(run: Run) -> str:
    """Its records by what became of them; empty when nothing is counted."""
    parts = [f"{run.counts[key]:,} {word}" for key, word in _COUNTED if run.counts.get(key)]
    total = run.counts.get("total", 0)
    if not run.ended and total:
        return OF_TOTAL.format(done=f"{run.sent + run.record_errors:,}", total=records(total))
    if not total and not parts:
        return ""
    return RECORDS.format(total=records(total or run.sent), parts=", ".join(parts)) if parts else records(total)


def quoted(run: Run) -> list[str]:
    """Polytomic's own words about a run that failed. Of a run that completed they are about records: not repeated."""
    if not run.failed:
        return []
    return [*map(quote, run.errors[:ERRORS_AT_MOST]), *more_errors(run)]


def quote(error: str) -> str:
    """Polytomic's own words, after ours."""
    return QUOTED.format(words=code(error, _ERROR_LENGTH))


def more_errors(run: Run) -> list[str]:
    """How many errors are not quoted; empty when all are."""
    more = len(run.errors) - ERRORS_AT_MOST
    return [MORE_ERRORS.format(more=more)] if more > 0 else []


def _going_on(run: Run) -> str:
    if run.status == "canceling":
        return STOPPING
    return (RUNNING if run.started_at is not None else WAITING).format(
        when=moment(run.started_at or run.created_at or 0) if run.started_at or run.created_at else SOME_TIME
    )
