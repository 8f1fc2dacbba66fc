"""When a reviewed change takes effect: the runs as they will be once it is written, not as they are before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from syncbot.changes.model import Session
from syncbot.changes.review import Review
from syncbot.slack.text import escape, moment
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import row
from syncbot.sync.schedule import describe, next_runs, outlook, rule_of
from syncbot.sync.zones import zone_named

NEXT_RUN = "Next run: {moment}."
NO_NEXT_RUN = "No next run is planned: it waits for one that is started by hand or by another sync."
NOT_KNOWN = "When it runs next is not known: Polytomic did not answer."
BY_SCHEDULE = "When it runs next by that schedule cannot be told ahead."
WHILE_PAUSED = "The sync is paused then: it waits until the sync is resumed and runs."
RUNS = "Then: {words}."
WHILE_PAUSED_NO_RUNS = "The sync is paused then, and runs by it once it is resumed."

_LINE_LENGTH = 300
_CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is known of the runs to come.

    Attributes:
        next_run: When what waits for the next run takes effect, in words.
        schedule: Of a schedule that is changed: on the reader's clock, its next runs, the next change of clocks.
    """

    next_run: str
    schedule: tuple[str, ...] = ()


def on_clock(session: Session, zone: str) -> Session:
    """The session with the zone that its schedule was given in, which its review tells it in."""
    return replace(session, screen={**session.screen, _CLOCK: zone_named(zone).key})


def upcoming(review: Review, zone: str, now: float) -> Upcoming:
    """What to say of the runs to come.

    Args:
        review: What is shown.
        zone: The reader's time zone, an IANA name; counts where the schedule was given in no other.
        now: The store's time, in seconds since the epoch.
    """
    at, draft = datetime.fromtimestamp(now, UTC), review.session.draft
    zone = str(review.session.screen.get(_CLOCK) or zone)
    changes = row("schedule").key in review.plan.rows
    return Upcoming(_next_run(review, at), _schedule(draft, zone, at) if changes and rule_of(_of(draft)) else ())


def _next_run(review: Review, now: datetime) -> str:
    draft = review.session.draft
    if draft.get("active") is False:
        return WHILE_PAUSED
    if {"schedule", "active"}.isdisjoint(review.plan.rows):
        if review.running is None:
            return NOT_KNOWN
        return NEXT_RUN.format(moment=moment(review.next_run_at)) if review.next_run_at else NO_NEXT_RUN
    runs = next_runs(_of(draft), now, 1)
    return NEXT_RUN.format(moment=moment(runs[0].timestamp())) if runs else BY_SCHEDULE


def _schedule(draft: JsonObject, zone: str, now: datetime) -> tuple[str, ...]:
    schedule = _of(draft)
    runs = (WHILE_PAUSED_NO_RUNS,) if draft.get("active") is False else outlook(schedule, zone, now=now)
    return tuple(escape(line, _LINE_LENGTH) for line in (RUNS.format(words=describe(schedule, zone, now=now)), *runs))


def _of(draft: JsonObject) -> JsonObject:
    found = row("schedule").value(draft)
    return found if isinstance(found, dict) else {}
