"""Every part of a sync in plain words, for the overview, `show` and the review.

Plain text without markup. The id that the sync stores is always shown, its label beside it where it differs. Nothing is
shortened but single values of more than 80 characters. The same input gives the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from syncbot.sync.condition_words import groups, override
from syncbot.sync.document import JsonObject, needs_passphrase
from syncbot.sync.entries import listed
from syncbot.sync.entry_words import entry_line
from syncbot.sync.fields import PARTS, Part, rows_of
from syncbot.sync.identity_words import TOGETHER, identities, identity, strategy_of, strategy_words
from syncbot.sync.item_words import item_line
from syncbot.sync.known import Known
from syncbot.sync.part_states import STATES, Seen, mode_words, other_rows, see
from syncbot.sync.phrases import capital, field_words, plain, value_words
from syncbot.sync.schedule_words import stored_words
from syncbot.sync.target_words import target_lines

__all__ = ["field_words", "item_line", "part_state", "show_lines", "value_words"]

ENCRYPTED_NOTE = "Polytomic never tells the passphrase. Who runs syncbot can have it kept, encrypted."
STORED_AS = "Stored as: {stored}"
AFTER_SYNC = "After sync {id}"
AFTER_BULK_SYNC = "After bulk sync {id}"
NAMED = "{label}: {value}"

_SCHEDULE_TOLD: Final = frozenset(
    {"frequency", "minute", "hour", "day_of_week", "day_of_month", "month", "job_id", "run_after"}
)


def part_state(
    doc: JsonObject, part: str, known: Known, *, zone: str | None = None, now: datetime | None = None
) -> str:
    """One part in one phrase, `37 mappings`, `Every day at 06:00 UTC`.

    Args:
        doc: A GET or a draft.
        part: One of `syncbot.sync.fields.Part`.
        known: What is known around it.
        zone: The IANA name of the zone in which a schedule is told beside UTC; counts together with `now`.
        now: The present.
    """
    return STATES[Part(part)](see(doc, known, zone, now))


def show_lines(
    doc: JsonObject, known: Known, *, zone: str | None = None, now: datetime | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The whole configuration: each part's name with its lines, in the order of the parts.

    Encryption is told when a mapping is encrypted, other settings when there are any; all other parts always.
    """
    seen = see(doc, known, zone, now)
    told = [(part, tuple(_LINES.get(part, _state_line(part))(seen))) for part in (*PARTS, Part.OTHER)]
    return tuple((str(part), lines) for part, lines in told if lines)


def _state_line(part: Part) -> Callable[[Seen], Iterator[str]]:
    def lines(seen: Seen) -> Iterator[str]:
        yield STATES[part](seen)

    return lines


def _mapping_lines(seen: Seen) -> Iterator[str]:
    entries = listed(seen.doc.get("fields"))
    yield from [entry_line(entry, seen.names) for entry in entries] or [STATES[Part.MAPPINGS](seen)]


def _filter_lines(seen: Seen) -> Iterator[str]:
    both = groups(seen.doc)
    if not any(group.conditions for group in both):
        yield STATES[Part.FILTERS](seen)
    for group in both:
        yield from (f"{capital(group.of)}, {line}" for line in group.lines(seen.names))


def _override_lines(seen: Seen) -> Iterator[str]:
    entries = listed(seen.doc.get("overrides"))
    said = [override(entry, seen.names) for entry in entries]
    yield from [capital(line) for line in said] or [STATES[Part.OVERRIDES](seen)]


def _fixed_value_lines(seen: Seen) -> Iterator[str]:
    entries = listed(seen.doc.get("override_fields"))
    yield from [entry_line(entry, seen.names) for entry in entries] or [STATES[Part.FIXED_VALUES](seen)]


def _identity_lines(seen: Seen) -> Iterator[str]:
    found = identities(seen.doc)
    yield from [identity(entry, seen.names) for entry in found] or [STATES[Part.IDENTITY](seen)]
    if len(found) > 1:
        yield TOGETHER.format(strategy=strategy_words(strategy_of(seen.doc.get("identities"))))


def _target_lines(seen: Seen) -> Iterator[str]:
    yield STATES[Part.TARGET](seen)
    target = seen.doc.get("target")
    yield from target_lines(target if isinstance(target, dict) else {}, seen.known)


def _schedule_lines(seen: Seen) -> Iterator[str]:
    yield STATES[Part.SCHEDULE](seen)
    yield STORED_AS.format(stored=stored_words(seen.schedule))
    after = seen.schedule.get("run_after")
    for key, words in (("sync_ids", AFTER_SYNC), ("bulk_sync_ids", AFTER_BULK_SYNC)):
        yield from (
            words.format(id=seen.names.thing(value))
            for value in listed(after.get(key) if isinstance(after, dict) else None)
        )
    for key, value in seen.schedule.items():
        if key not in _SCHEDULE_TOLD and value is not None:
            yield NAMED.format(label=key, value=value_words(value))


def _run_option_lines(seen: Seen) -> Iterator[str]:
    for entry in rows_of(Part.RUN_OPTIONS):
        yield NAMED.format(label=entry.label, value=value_words(entry.value(seen.doc) or False))


def _name_and_mode_lines(seen: Seen) -> Iterator[str]:
    yield NAMED.format(label="Name", value=plain(seen.doc.get("name")))
    yield NAMED.format(label="Mode", value=mode_words(seen))


def _policy_lines(seen: Seen) -> Iterator[str]:
    found = listed(seen.doc.get("policies"))
    yield from [seen.names.thing(each) for each in found] or [STATES[Part.POLICIES](seen)]


def _encryption_lines(seen: Seen) -> Iterator[str]:
    if needs_passphrase(seen.doc):
        yield from (STATES[Part.ENCRYPTION](seen), ENCRYPTED_NOTE)


def _other_lines(seen: Seen) -> Iterator[str]:
    for entry in other_rows(seen):
        yield NAMED.format(label=entry.key, value=value_words(entry.value(seen.doc)))


_LINES: Final[dict[Part, Callable[[Seen], Iterator[str]]]] = {
    Part.MAPPINGS: _mapping_lines,
    Part.FILTERS: _filter_lines,
    Part.OVERRIDES: _override_lines,
    Part.FIXED_VALUES: _fixed_value_lines,
    Part.IDENTITY: _identity_lines,
    Part.TARGET: _target_lines,
    Part.SCHEDULE: _schedule_lines,
    Part.RUN_OPTIONS: _run_option_lines,
    Part.NAME_AND_MODE: _name_and_mode_lines,
    Part.POLICIES: _policy_lines,
    Part.ENCRYPTION: _encryption_lines,
    Part.OTHER: _other_lines,
}
