"""How a change ended, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from syncbot.changes.model import Attempt, Outcome, Result, Side
from syncbot.changes.reading import saved_by
from syncbot.errors import RemoteFault, SyncbotError
from syncbot.sync.document import JsonObject

NOT_WRITTEN: Final = "Nothing was written."
READING: Final = "Polytomic did not answer. Reading the sync to see whether it was written. No need to press again."
AFTER_NO_ANSWER: Final = "Polytomic did not confirm it at first; reading the sync showed that it was written."
ALREADY: Final = "The sync is already as you wanted it. Nothing was written."
PAUSE_KEPT: Final = "The sync is paused already and stays so."
CLASH: Final = "Others changed the same fields meanwhile. Nothing was written."
CLASH_NEXT: Final = "Review it again on what is there now."
REST_MOVED: Final = "What this change rests on was changed meanwhile. Nothing was written."
VOIDED: Final = "What the approval rested on was changed meanwhile, so it no longer counts. Nothing was written."
VOIDED_NEXT: Final = "Review it again on what is there now, then ask again."
UNSEEN: Final = (
    "With what others changed meanwhile, this change would do more than the review showed. Nothing was written."
)
RESUME_NEXT: Final = "The sync is still paused. Resume it yourself when that is right."
RESUMED_MEANWHILE: Final = "The sync was turned on meanwhile, so there is no pause to keep. Nothing was written."
NEVER_PAUSED: Final = "The pause itself was not applied, so there is nothing to turn on again. Nothing was written."
KEPT_OTHERWISE: Final = "Polytomic keeps some of it in another form:"
NO_READ_BACK: Final = (
    "Polytomic accepted it, but the sync could not be read again to see whether someone else wrote since."
)
WRITE_ONLY: Final = "Polytomic never shows this value, so it could not be compared."
WRITTEN_OVER: Final = "It was written, and someone else wrote over it at once. What they wrote is there now."
WRITTEN_OVER_NEXT: Final = "Ask them before you write again."
OTHERS_TOO: Final = "Someone else changed other parts of the sync right after."
KEPT_OF_OTHERS: Final = "Kept what {name} changed meanwhile: {items}."
OTHERS: Final = "others"
AND_MORE: Final = " and {count} more"
BY_SWITCH: Final = "Polytomic refused the whole sync (“{words}”), so only whether it is on was written."
RUN_STOPPED: Final = "The run in progress was asked to stop."
RUN_NOT_STOPPED: Final = "The run in progress could not be stopped: {why}"
UNCLEAR: Final = (
    "Whether it was written is not known: the sync is neither as it was before nor as this change would have left it."
)
UNCLEAR_UNREAD: Final = (
    "Whether it was written is not known: Polytomic did not answer the write and cannot be read. {why}"
)
UNCLEAR_IN_FLIGHT: Final = (
    "Whether it will be written is not known: Polytomic was asked {times} times, and is still working on the first "
    "write."
)
UNCLEAR_NEXT: Final = (
    "Look at the sync in Polytomic, then say here that it was applied, have it applied again, or leave it as it is."
)
NO_ANSWER: Final = (
    "Polytomic was asked {times} times and did not confirm it. The sync was read again and is as it was before."
)
NO_ANSWER_NEXT: Final = "Try again when Polytomic answers."
GIVEN_UP: Final = "It could not be worked on: {why} It was tried {times} times. Nothing was written."
GIVEN_UP_WRITING: Final = "It could not be followed to its end: {why} It was tried {times} times."
GIVEN_UP_NEXT: Final = "Look at the sync, then make the change again."


NAMED_AT_MOST: Final = 3
"""How many fields of others are named; the rest is counted."""


def joined(*sentences: str) -> str:
    """Sentences that are not empty, joined by spaces."""
    return " ".join(sentence for sentence in sentences if sentence)


def kept_of_others(name: str, labels: Sequence[str]) -> str:
    """What others changed between the review and the write, by labels; empty when nothing did. `name` may be empty."""
    if not labels:
        return ""
    more = AND_MORE.format(count=len(labels) - NAMED_AT_MOST) if len(labels) > NAMED_AT_MOST else ""
    return KEPT_OF_OTHERS.format(name=name or OTHERS, items=", ".join(labels[:NAMED_AT_MOST]) + more)


def not_applied(fault: SyncbotError, *, after: JsonObject | None = None) -> Outcome:
    """Nothing was written, for the reason that `fault` tells."""
    quoted = fault.message if isinstance(fault, RemoteFault) else ""
    sentences = joined(fault.what, *dict.fromkeys((fault.not_done, NOT_WRITTEN)), fault.next_step)
    return Outcome(Result.NOT_APPLIED, sentences, field=fault.field, quoted=quoted, after=after)


def conflict(sentences: str, sides: tuple[Side, ...], remote: JsonObject) -> Outcome:
    """Others were there first."""
    return Outcome(Result.CONFLICT, sentences, sides, after=remote, changed_by=saved_by(remote))


def void(sentences: str, sides: tuple[Side, ...], remote: JsonObject) -> Outcome:
    """The yes no longer counts."""
    return Outcome(Result.NOT_APPLIED, sentences, sides, after=remote, changed_by=saved_by(remote))


def already_so(remote: JsonObject, sentences: str = ALREADY) -> Outcome:
    """Nothing was left to write."""
    return Outcome(Result.ALREADY_SO, sentences, after=remote, changed_by=saved_by(remote))


def unclear(sides: tuple[Side, ...], now: JsonObject) -> Outcome:
    """The sync is neither as before nor as meant."""
    return Outcome(Result.UNCLEAR, joined(UNCLEAR, UNCLEAR_NEXT), sides, after=now, changed_by=saved_by(now))


def unread(why: str) -> Outcome:
    """The write was not answered and the sync cannot be read."""
    return Outcome(Result.UNCLEAR, joined(UNCLEAR_UNREAD.format(why=why), UNCLEAR_NEXT))


def in_flight(attempt: Attempt, now: JsonObject) -> Outcome:
    """The sync is as before, and Polytomic says that a write with the same key is still under way."""
    sentences = joined(UNCLEAR_IN_FLIGHT.format(times=attempt.sends), UNCLEAR_NEXT)
    return Outcome(Result.UNCLEAR, sentences, after=now)


def never_confirmed(attempt: Attempt, now: JsonObject) -> Outcome:
    """Sent as often as allowed, each time shown not to have landed."""
    sentences = joined(NO_ANSWER.format(times=attempt.sends), NOT_WRITTEN, NO_ANSWER_NEXT)
    return Outcome(Result.NOT_APPLIED, sentences, after=now)
