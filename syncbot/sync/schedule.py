"""All that can be done with a schedule, in one place.

Polytomic keeps one rule in UTC, as strings. People write and read times on the clock of a zone; the rule does not
follow that clock when it changes, and the words say so.
"""

from __future__ import annotations

from syncbot.sync.recurrence import FREQUENCIES, check, next_runs, rule_of, with_values
from syncbot.sync.schedule_words import clock_note, day_words, describe, moment_words, outlook, stored_words
from syncbot.sync.when import KEEP, REPEATS, Form, form, parse_when, read_form, split_zone
from syncbot.sync.zones import ZONE_FIELD, ClockChange, next_clock_change, offset_minutes, zone_named

__all__ = [
    "FREQUENCIES",
    "KEEP",
    "REPEATS",
    "ZONE_FIELD",
    "ClockChange",
    "Form",
    "check",
    "clock_note",
    "day_words",
    "describe",
    "form",
    "moment_words",
    "next_clock_change",
    "next_runs",
    "offset_minutes",
    "outlook",
    "parse_when",
    "read_form",
    "rule_of",
    "split_zone",
    "stored_words",
    "with_values",
    "zone_named",
]
