"""Where the words of a schedule may begin in `schedule SYNC WHEN [ZONE]`.

Only boundaries are found here; what the words mean is `syncbot.sync.when`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncbot.sync.when import split_zone
from syncbot.sync.zones import zone_of_city

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_CRON_STEP = r"(?:\*|[a-z]{3}|\d+)(?:-(?:[a-z]{3}|\d+))?(?:/\d+)?"
_CRON_FIELD = rf"{_CRON_STEP}(?:,{_CRON_STEP})*"
_CRON = re.compile(rf"(?:cron )?{_CRON_FIELD}(?: {_CRON_FIELD}){{4}}", re.IGNORECASE)
_START = re.compile(
    r"hourly|daily|everyday|(?:week|work)days?|weekends?|weekly|manual(?:ly)?|continuous(?:ly)?|cron|every|each"
    rf"|{_DAY}(?:-{_DAY})?|\*(?:/\d+)?",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"(?:{_START.pattern}|hours?|day|week|minutes?|min|at|on|the|in|of|and|&|past|to|through|until|noon|midday|midnight"
    r"|o'clock|am|pm|:?\d{1,2}(?:[:.h]\d{2})?(?:am|pm|h)?(?:-\d{1,2}(?:[:.h]\d{2})?(?:am|pm)?)?),?",
    re.IGNORECASE,
)


def boundaries(words: Sequence[str]) -> tuple[int, ...]:
    """How many words may name the sync, the likeliest first; empty when no word begins a schedule.

    These are the places from which all the rest reads as a schedule, earliest first. Where there is none, the last run
    of words that begin one, so that "Daily Leads daily 25:99 oclok" is the sync "Daily Leads" and a faulty schedule.
    """
    whole = tuple(at for at in range(1, len(words)) if _is_schedule(words[at:]))
    if whole:
        return whole
    starts = [at for at in range(1, len(words)) if _START.fullmatch(words[at])]
    if not starts:
        return ()
    at = starts[-1]
    while at - 1 in starts:
        at -= 1
    return (at,)


def when_and_zone(text: str) -> tuple[str, str]:
    """The words of a schedule and the time zone named after them; the zone is empty when none is named."""
    when, zone = split_zone(text)
    return (when.removesuffix(" in"), zone) if zone else (text, "")


def _is_schedule(words: Sequence[str]) -> bool:
    text, _ = when_and_zone(" ".join(words))
    words = text.split()
    if len(words) > 1 and zone_of_city(words[-1]):
        words = words[:-1]
    line = " ".join(words)
    if _CRON.fullmatch(line) or line.lower() in {"by hand", "only by hand"}:
        return True
    return _START.fullmatch(words[0]) is not None and all(_FURTHER.fullmatch(word) for word in words[1:])
